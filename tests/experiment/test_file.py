"""Files of studies: what they may say, and every mistake told at once with its line."""

import importlib.util
import json
from pathlib import Path

import pytest

from sim.experiment.factor import world_of
from sim.experiment.kinds import open_study
from sim.experiment.world import World
from sim.scenario import ScenarioError
from sim.table import TableError

GOOD = """\
kind: sweep
question: what?
set: {area: "420106001001", days: 3, warmup: 0}
factors:
  case_rating: [0, 1]
replications: 2
"""


def read(tmp_path, text, name="mine.yaml"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return open_study(tmp_path / name)


def test_a_file_is_read_and_named_for_itself(tmp_path):
    found = read(tmp_path, GOOD)
    assert (found.kind, found.name, found.question, found.replications) == ("sweep", "mine", "what?", 2)
    assert found.base().area == "420106001001"
    assert not found.base().logs_tickets


def test_a_manifest_is_read_as_the_study_that_it_holds(tmp_path):
    first = read(tmp_path, GOOD)
    said = first.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"kind": first.kind, "name": "mine"}
    again = read(tmp_path, json.dumps({"huying": "0", "study": said}), "manifest.json")
    assert again.model_dump() == first.model_dump()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("sweep", "sweap"), ["mine.yaml:1:1: kind: cannot be 'sweap'", "did you mean 'sweep'"]),
        ("question: x", ["mine.yaml:1:1: kind: "]),
        (GOOD + "replicatons: 3\n", ["mine.yaml:7:1: replicatons", "did you mean 'replications'"]),
        (
            GOOD.replace("replications: 2", "replications: 0"),
            ["mine.yaml:6:1: replications: cannot be 0", "from 1 to 10000"],
        ),
        (GOOD + "indicators: [silent_shar]\n", ["mine.yaml:7:14: indicators.0", "silent_share"]),
        (GOOD + "design: gird\n", ["mine.yaml:7:1: design: cannot be 'gird'", "did you mean 'grid'"]),
        (GOOD + "minutes: soon\n", ["mine.yaml:7:1: minutes: cannot be 'soon'"]),
        (GOOD + "points: {a: 1}\n", ["mine.yaml:7:1: points: cannot be {…}; allowed: a number or a list"]),
        (GOOD.replace("[0, 1]", "{lo: 1}"), ["mine.yaml:5:17: factors.case_rating.lo", "did you mean 'low'"]),
    ],
)
def test_a_mistake_is_told_with_place_and_what_is_near(tmp_path, text, told):
    with pytest.raises(ScenarioError) as wrong:
        read(tmp_path, text)
    assert len(wrong.value.messages) == 1
    for words in told:
        assert words in wrong.value.messages[0]


def test_several_mistakes_are_told_at_once(tmp_path):
    with pytest.raises(ScenarioError) as wrong:
        read(tmp_path, GOOD.replace("replications: 2", "replications: many\nfoo: 1\nminutes: -1"))
    assert [problem.key for problem in wrong.value.problems] == [("replications",), ("foo",), ("minutes",)]


def test_what_is_set_is_checked_with_its_place(tmp_path):
    with pytest.raises(ScenarioError, match=r"mine\.yaml: set: dayz"):
        read(tmp_path, GOOD.replace("days: 3", "dayz: 3")).base()


def test_an_ensemble_goes_with_the_seeds_in_turn(tmp_path):
    (tmp_path / "sets.csv").write_text("set,voice_gain,age_effort_cost\n0,8,\n1,9,0.25\n", encoding="utf-8")
    found = read(tmp_path, GOOD + "ensemble: sets.csv\n")
    worlds = found.replicate([World({}, found.base())], 3)
    assert [one.scenario.parameters for one in worlds] == [
        {"voice_gain": 8.0}, {"voice_gain": 9.0, "age_effort_cost": 0.25}, {"voice_gain": 8.0},
    ]  # fmt: skip
    assert len({one.scenario.seed for one in worlds}) == 3
    later = found.replicate([World({}, found.base())], 2, skip=1)
    assert [one.scenario for one in later] == [one.scenario for one in worlds[1:]]


def test_a_factor_stands_above_the_ensemble(tmp_path):
    (tmp_path / "sets.csv").write_text("set,voice_gain,age_effort_cost\n0,8,0.25\n", encoding="utf-8")
    found = read(tmp_path, GOOD + "ensemble: sets.csv\n")
    world = world_of(found.base(), {"voice_gain": 12.0}, "here")
    assert found.replicate([world], 1)[0].scenario.parameters == {"voice_gain": 12.0, "age_effort_cost": 0.25}


def test_mistakes_of_an_ensemble_are_told(tmp_path):
    (tmp_path / "sets.csv").write_text("set,voice_gain,no_such\n0,800,1\n", encoding="utf-8")
    found = read(tmp_path, GOOD + "ensemble: sets.csv\n")
    with pytest.raises(TableError, match=r"sets\.csv:1: no_such"):
        found.replicate([World({}, found.base())])


def test_the_page_names_every_key():
    page = Path(__file__).parents[2] / "docs" / "studies.md"
    words = "docs/studies.md is out of date: run tests/renew_studies_page.py"
    spec = importlib.util.spec_from_file_location("renew", Path(__file__).parents[1] / "renew_studies_page.py")
    renew = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(renew)
    assert renew.renewed(page.read_text(encoding="utf-8")) == page.read_text(encoding="utf-8"), words


@pytest.mark.parametrize("name", ["../../evil", "''", "/evil", "..", "reference", "a/b"])
def test_a_name_does_not_lead_out_of_the_results(tmp_path, name):
    with pytest.raises(ScenarioError, match=r"mine\.yaml:7:1: name: "):
        read(tmp_path, GOOD + f"name: {name}\n")
    assert read(tmp_path, GOOD + "name: 研究 1.b\n").name == "研究 1.b"


def test_a_file_whose_own_name_does_not_fit_gives_one_that_does(tmp_path):
    assert read(tmp_path, GOOD, ".my+study.yaml").name == "_my_study"
    assert read(tmp_path, GOOD, "reference.yaml").name == "reference_"


def test_what_is_none_of_several_kinds_is_told_once(tmp_path):
    wrong = GOOD.replace("[0, 1]", "[0, [1], {a: 2}]") + "contrast: 3\n"
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, wrong)
    assert [one.partition("; ")[0].rpartition("/")[2] for one in error.value.messages] == [
        "mine.yaml:5:3: factors.case_rating.values.1: cannot be […]",
        "mine.yaml:5:3: factors.case_rating.values.2: cannot be {…}",
        "mine.yaml:7:1: contrast: cannot be 3",
    ]


def test_what_is_no_files_to_say_is_an_unknown_key(tmp_path):
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, GOOD + "folder: /\nsets: [{voice_gain: 1}]\n")
    assert len(error.value.messages) == 2
    assert all("unknown key" in one for one in error.value.messages)
