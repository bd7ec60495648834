"""Values set on the command line, by keyword, by a batch run."""

from datetime import date

import numpy as np
import pytest

from sim.grievance.block import CANDIDATES_A_DAY
from sim.policy import BUNDLES
from sim.scenario import ScenarioError, load_scenario, parse_settings


def loaded(**overrides):
    return load_scenario("levers/case_rating", overrides)


def test_keys_levers_and_parameters_by_keyword():
    scenario = loaded(
        area="武昌区", days=np.int64(30), seed=7, case_rating=0.9, closure_audit=np.float64(0.5), neglect=0.4
    )
    assert (scenario.area, scenario.days, scenario.seed) == ("420106", 30, 7)
    rating, audit = scenario.policy
    assert (rating.lever, rating.intensity, rating.start) == ("case_rating", 0.9, date(2016, 1, 1))
    assert (audit.lever, audit.intensity, audit.start) == ("closure_audit", 0.5, None)
    assert scenario.parameters == {"neglect": 0.4}


def test_none_leaves_things_as_they_are():
    assert loaded(days=None, seed=None) == loaded()


def test_paths():
    overrides = parse_settings(
        [
            "policy.case_rating.where.share=0.5",
            "policy.一事一评、以下评上.start=2016-05-01",
            "parameters.audit_penalty=2",
            "outputs.report=false",
            "whistle_calls=1",
        ]
    )
    scenario = load_scenario("levers/case_rating", overrides)
    whistle, rating = scenario.policy
    assert (rating.where.share, rating.start, rating.ramp_days) == (0.5, date(2016, 5, 1), 30)
    assert whistle.intensity == 1.0
    assert scenario.parameters == {"audit_penalty": 2.0}
    assert scenario.outputs.report is False


def test_a_bundle_and_its_dates():
    scenario = load_scenario("baseline", {"policy.street_reform.start": "2016-03-01"})
    assert {item.start for item in scenario.policy} == {date(2016, 3, 1)}
    assert [item.lever for item in scenario.policy] == [*BUNDLES["street_reform"].intensities]


def test_a_period_of_several(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("policy: {closure_audit: [{intensity: 0.2, end: 2016-06-30}, {intensity: 0.5, start: 2016-07-01}]}")
    by_place = load_scenario(path, {"policy.closure_audit.1.intensity": 0.9})
    everywhere = load_scenario(path, {"closure_audit": 0.7})
    assert [item.intensity for item in by_place.policy] == [0.2, 0.9]
    assert [item.intensity for item in everywhere.policy] == [0.7, 0.7]


def test_text_of_a_setting_is_read_as_in_yaml():
    read = parse_settings(["a=1", "b=1e-3", "c=true", "d=2016-01-01", "e=[1", "f=x: y", "area=0420", "g="])
    assert read == {
        "a": 1, "b": 0.001, "c": True, "d": date(2016, 1, 1), "e": "[1", "f": "x: y", "area": "0420", "g": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("overrides", "key", "said"),
    [
        ({"days": 0}, "days", "cannot be 0; allowed: a whole number from 1 to 3650"),
        ({"days": 3651}, "days", "cannot be 3651; allowed: a whole number from 1 to 3650"),
        ({"warmup": 431}, "warmup", "cannot be 431; allowed: a whole number from 0 to 430"),
        ({"case_rating": 2}, "policy.case_rating.intensity", "cannot be 2; allowed: a number from 0 to 1"),
        ({"case_ratng": 1}, "case_ratng", "unknown key; allowed: a key of the scenario, policy.LEVER.KEY, a lever, a"),
        ({"policy.case_ratng": 1}, "policy.case_ratng", "unknown lever or bundle; allowed: what `huying levers` lists"),
        (
            {"area": "武冒区"},
            "area",
            "there is no area '武冒区'; allowed: name or code of the city, a district, a street",
        ),
        ({"policy.case_rating.start.x": 1}, "policy.case_rating.start.x", "there is nothing to set inside policy.case"),
        ({"outputs": 3}, "outputs", "cannot be 3; allowed: `key: value` with tickets, handovers, troubles, report"),
    ],
)
def test_mistakes_name_the_setting(overrides, key, said):
    with pytest.raises(ScenarioError) as caught:
        load_scenario("levers/case_rating", overrides, label="--set")
    assert caught.value.messages[0].startswith(f"--set: {key}: {said}")


def test_the_longest_run_has_a_number_for_every_trouble():
    """A trouble's number holds its community, and in 24 bits the day and which of the day's candidates it was."""
    longest = loaded(days=3650, warmup=430)
    last = longest.warmup + longest.days
    assert last * CANDIDATES_A_DAY + CANDIDATES_A_DAY - 1 < 2**24


def test_a_setting_without_a_value_is_refused():
    with pytest.raises(ScenarioError, match="'days' is not key=value"):
        parse_settings(["days", "seed=1"])


def test_a_city_by_keyword_may_lie_anywhere(tmp_path, monkeypatch):
    town = tmp_path / "town.csv"
    town.write_text(
        "code,name,level,parent_code,population\nA,甲市,city,,\nA1,乙区,district,A,\nA11,丙街,street,A1,\nA111,丁社区,community,A11,500\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    for path in (str(town), "town.csv", town):
        assert load_scenario("tiny", {"city.divisions": path}).city.divisions == town.resolve()
