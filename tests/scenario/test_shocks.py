"""What befalls the city from outside: how it is written, what is told of mistakes, and that it reads back as itself."""

import json
from datetime import date

import pytest

from sim.scenario import Scenario, ScenarioError, load_scenario

FLOOD = "shocks: [{start: 2016-07-01, end: '2016-07-20', needs: {flooding: 10, power_outage: 3}}]"
WRONG = """\
shocks:
  - {start: 2016-07-10, end: 2016-07-01, needs: {floodin: 3, flooding: 25, power_outage: -1}}
  - {needs: {小区渍税: 2, Broken road: 5}}
  - storm
"""


@pytest.fixture
def write(tmp_path):
    def write_scenario(text, name="mine.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write_scenario


def test_without_any_there_is_none(write):
    assert load_scenario(write("days: 3")).shocks == ()


def test_a_flood(write):
    (flood,) = load_scenario(write(FLOOD)).shocks
    assert (flood.start, flood.end) == (date(2016, 7, 1), date(2016, 7, 20))
    assert flood.needs == {"flooding": 10.0, "power_outage": 3.0}


@pytest.mark.parametrize("name", ["flooding", "小区渍水", "Flooded compound"])
def test_a_category_goes_by_each_of_its_names(name, write):
    (flood,) = load_scenario(write(FLOOD.replace("flooding", name))).shocks
    assert flood.needs == {"flooding": 10.0, "power_outage": 3.0}


def test_a_factor_that_is_null_is_left_out(write):
    (flood,) = load_scenario(write(FLOOD.replace("power_outage: 3", "power_outage: null"))).shocks
    assert flood.needs == {"flooding": 10.0}


def test_all_mistakes_at_once_each_with_its_place(write, monkeypatch):
    path = write(WRONG)
    monkeypatch.chdir(path.parent)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path.name)
    categories = "unknown category of trouble; allowed: what sim/grievance/data/categories.csv lists, by id or name"
    assert caught.value.lines("en") == [
        "mine.yaml:2:25: shocks.0.end: 2016-07-01 is before the first day (2016-07-10)",
        f"mine.yaml:2:50: shocks.0.needs.floodin: {categories}; did you mean 'flooding'?",
        "mine.yaml:2:62: shocks.0.needs.flooding: cannot be 25; allowed: a number from 0 to 20",
        "mine.yaml:2:76: shocks.0.needs.power_outage: cannot be -1; allowed: a number from 0 to 20",
        "mine.yaml:3:5: shocks.1.start: is missing",
        "mine.yaml:3:5: shocks.1.end: is missing",
        f"mine.yaml:3:14: shocks.1.needs.小区渍税: {categories}; did you mean '小区渍水'?",
        f"mine.yaml:3:23: shocks.1.needs.Broken road: {categories}",
        "mine.yaml:4:5: shocks.2: cannot be 'storm'; allowed: `key: value` with start, end, needs",
    ]


def test_what_is_resolved_reads_back_as_itself(write):
    scenario = load_scenario(write(FLOOD))
    manifest = json.dumps({"scenario": scenario.resolved()})
    assert load_scenario(scenario.resolved()) == scenario
    assert load_scenario(write(manifest, "manifest.json"), part="scenario") == scenario
    assert isinstance(scenario, Scenario)


def test_a_childs_shocks_stand_in_place_of_its_parents(write):
    write(FLOOD, "base.yaml")
    child = "extends: base.yaml\nshocks: [{start: 2016-01-01, end: 2016-01-02, needs: {hardship: 2}}]"
    assert [shock.needs for shock in load_scenario(write(child)).shocks] == [{"hardship": 2.0}]
    assert load_scenario(write("extends: base.yaml\nshocks: []")).shocks == ()


def test_set_from_outside(write):
    path = write(FLOOD)
    (flood,) = load_scenario(path, {"shocks.0.needs.小区渍水": 4, "shocks.0.end": "2016-07-05"}).shocks
    assert (flood.end, flood.needs["flooding"]) == (date(2016, 7, 5), 4.0)
    with pytest.raises(ScenarioError, match=r"shocks.0.needs.flooding: cannot be 40"):
        load_scenario(path, {"shocks.0.needs.flooding": 40})
