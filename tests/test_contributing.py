"""What CONTRIBUTING.md shows is valid: each row fits the table that it is shown for."""

import re
from pathlib import Path

import pytest

from sim.grievance.category import load_categories
from sim.grievance.channel import COLUMNS as CHANNELS
from sim.parameters import read_registry
from sim.table import read_table

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def shown_for(file: str) -> list[str]:
    """Return the lines that the guide adds to a file."""
    found = re.search(rf"^```diff\n # {re.escape(file)}.*?\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
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
