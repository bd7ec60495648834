"""Targets: what a file may say of them, and every mistake told at once."""

import math

import pytest

from sim.experiment.kinds.calibration.target import TargetSaid, set_in_view, targets_of
from sim.experiment.kinds.calibration.target_table import over_days, read_targets
from sim.scenario import ScenarioError
from sim.table import TableError
from sim.validation.facts import load_facts


def said(**targets):
    return {name.replace("__", "."): TargetSaid.model_validate(one) for name, one in targets.items()}


def test_a_fact_brings_its_band_and_a_band_of_ones_own_goes_before_it():
    found = {one.name: one for one in targets_of(said(SF06=None, SF09__voiced={"low": 10.0}), "targets", "x")}
    assert (found["SF06.one_case"].low, found["SF06.one_case"].high) == (70.0, 85.0)
    assert set(found) == {"SF06.one_case", "SF06.top_buildings", "SF09.voiced"}
    assert (found["SF09.voiced"].low, found["SF09.voiced"].high) == (10.0, math.inf)


def test_a_fact_stands_for_what_is_judged_and_a_run_can_tell():
    names = [one.name for one in targets_of(said(SF05=None, SF03=None), "targets", "x")]
    assert names == ["SF05.repeat_gain", "SF03.formal_closure", "SF03.resolved", "SF03.gap"]


def test_a_value_given_with_a_band_is_held_to_the_band():
    (one,) = targets_of(said(silent_share={"value": 0.3, "low": 0.2, "high": 0.5}), "targets", "x")
    assert (one.low, one.high, one.is_value, one.half_width) == (0.2, 0.5, False, pytest.approx(0.15))
    (one,) = targets_of(said(silent_share={"value": 0.3, "sd": 0.02}), "targets", "x")
    assert (one.value, one.sd, one.is_value) == (0.3, 0.02, True)


def test_all_mistakes_are_told_at_once():
    wrong = said(
        silent_shar={"low": 0.1}, SF04=None, SF05__volume=None, silent_share=None, mean_trust={"sd": 0.1, "low": 0.2},
        voiced_share={"low": 0.4, "high": 0.2}, SF01={"low": 1.0}, SF09__places=None,
    )  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        targets_of(wrong, "targets", "file.yaml")
    told = "\n".join(caught.value.messages)
    assert len(caught.value.problems) == len(wrong)
    assert "file.yaml: targets.silent_shar: there is no target 'silent_shar'" in told
    assert told.count("years of history") == 2
    assert told.count("nobody says what it should be") == 2


def test_what_a_parameter_was_set_with_is_told_by_fact_and_by_figure():
    assert "speaks_sd" in set_in_view("SF06")  # names the fact
    assert "pseudo_closure" in set_in_view("SF03")  # names its figures SH02 and SH03
    assert set_in_view("SF11") == ()
    assert all(set(fact.in_view()) <= set(set_in_view(fact.id)) for fact in load_facts())


def test_a_table_of_targets_is_read_strictly(tmp_path):
    path = tmp_path / "targets.csv"
    head = "indicator,value,low,high,weight,note\n"
    path.write_text(head + "on_time_rate,0.8,0.7,0.9,1,a note\nrating_response_rate,0.2,0.1,0.3,0,\n")
    found = read_targets(path)
    assert found["on_time_rate"] == TargetSaid(value=0.8, low=0.7, high=0.9, weight=1.0)
    assert found["rating_response_rate"].weight == 0.0
    path.write_text(head + "on_time_rat,x,0.9,0.7,-1,\nsilent_share,,0.9,0.7,1,\n")
    with pytest.raises(TableError) as caught:
        read_targets(path)
    assert len(caught.value.problems) == 4


def test_tickets_of_a_table_are_of_a_year_and_those_of_a_run_of_its_days():
    table = said(tickets={"value": 3650.0, "low": 3285.0, "high": 4015.0}, on_time_rate={"value": 0.8, "low": 0.7})
    found = over_days(table, 73)
    assert (found["tickets"].value, found["tickets"].low, found["tickets"].high) == pytest.approx((730.0, 657.0, 803.0))
    assert found["on_time_rate"] == table["on_time_rate"]
