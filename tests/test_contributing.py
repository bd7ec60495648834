"""What the guides to adding things show is valid: each row fits its table, and the lever holds together."""

import csv
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from sim.grievance.category import load_categories
from sim.grievance.channel import COLUMNS as CHANNELS
from sim.parameters import read_registry
from sim.policy import LEVERS
from sim.policy.mechanisms import MECHANISMS
from sim.table import read_table

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LEVER_GUIDE = (ROOT / "docs" / "how-to-add-a-lever.md").read_text(encoding="utf-8")
SHOWN = "tests/policy/directions.csv"


def shown_for(file: str, guide: str = GUIDE) -> list[str]:
    """Return the lines that a guide adds to a file."""
    found = re.search(rf"^```diff\n # {re.escape(file)}.*?\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    assert found, file
    return [line[1:] for line in found[1].splitlines() if line.startswith("+")]


@pytest.fixture
def with_what_is_shown(tmp_path):
    """Give a function that copies a table and appends what the guide shows."""

    def of(file):
        path = tmp_path / Path(file).name
        table = (ROOT / file).read_text(encoding="utf-8")
        path.write_text(table.rstrip("\n") + "\n" + "\n".join(shown_for(file)) + "\n", encoding="utf-8")
        return path

    return of


def test_the_category(with_what_is_shown):
    categories = load_categories(with_what_is_shown("sim/grievance/data/categories.csv"))
    assert categories.ids[-1] == "parcels"
    assert categories.table[-1].weather == pytest.approx(0.1)


def test_the_parameter(with_what_is_shown):
    assert read_registry(with_what_is_shown("sim/parameters/registry.csv"))["rest_relief"].value == 0.2


def test_the_channel_but_for_the_response_that_it_needs(with_what_is_shown):
    problems = []
    row = read_table(with_what_is_shown("sim/grievance/data/channels.csv"), CHANNELS, problems)[-1]
    assert [problem.key for problem in problems] == [("id",)]
    assert len(row.values) == len(CHANNELS) - 1


@pytest.mark.parametrize("file", ["sim/grievance/data/categories.csv", "sim/grievance/data/channels.csv"])
def test_the_columns_named_in_the_guide_are_those_of_the_table(file):
    header = (ROOT / file).read_text(encoding="utf-8").partition("\n")[0]
    assert f"\n # {header}\n" in GUIDE


@pytest.fixture
def lever(tmp_path):
    """Return the lever that its guide shows, from a module that holds nothing else."""
    path = tmp_path / "shown.py"
    declared = "\n".join(shown_for("sim/policy/street.py", LEVER_GUIDE))
    path.write_text(f"from sim.policy.lever import Lever, Price\n\nLEVERS = (\n{declared}\n)\n", encoding="utf-8")
    spec = spec_from_file_location("shown", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    (one,) = module.LEVERS
    return one


def test_the_lever_holds_together(lever):
    assert lever.id not in LEVERS
    assert lever.low <= lever.neutral < lever.default <= lever.high
    assert set(lever.mechanisms) <= set(MECHANISMS)
    neighbours = {one.section for one in LEVERS.values() if one.table == lever.table}
    assert lever.section in neighbours
    for reader in lever.read_by:
        module, _, name = reader.rpartition(".")
        assert f"def {name}(" in (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    assert set(lever.read_by) <= {reader for one in LEVERS.values() for reader in one.read_by}


def test_the_lever_writes_the_column_that_it_names(lever, paper_world):
    world = paper_world(streets=3)
    lever.apply(world, np.array([0, 2]), lever.default)
    assert lever.writes == ("streets.gate",)
    assert world.streets.gate.tolist() == [lever.default, 0.0, lever.default]


def test_the_line_of_what_tests_show_of_the_lever(lever):
    header = (ROOT / SHOWN).read_text(encoding="utf-8").partition("\n")[0]
    (row,) = csv.DictReader([header, *shown_for(SHOWN, LEVER_GUIDE)])
    assert row == {
        "lever": lever.id, "intensity": "", "beside": "", "quantity": "queue_street", "sign": "-1", "kind": "first"
    }  # fmt: skip


def test_a_lever_is_fewer_than_forty_lines_with_the_scenario_that_is_copied():
    neighbour = (ROOT / "scenarios" / "levers" / "task_gate.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"^\+", LEVER_GUIDE, re.MULTILINE)) + len(neighbour.splitlines()) < 40
