"""The world whose policy stays as on the first day."""

from datetime import date

import pytest

from sim.scenario import load_scenario, unchanged

DAYS = 60  # 2016-01-01 to 2016-02-29


def stays(**policy):
    other = unchanged(load_scenario("tiny", {"days": DAYS, "policy": policy}))
    return None if other is None else {item.lever: (item.start, item.end) for item in other.policy}


def test_what_begins_later_is_left_out_and_what_ends_goes_on():
    assert stays(
        case_rating={"start": "2016-02-01"}, closure_audit={"end": "2016-01-31"}, task_admission=56,
        whistle_calls={"start": "2016-01-01"},
    ) == {
        "closure_audit": (None, None), "task_admission": (None, None), "whistle_calls": (date(2016, 1, 1), None),
    }  # fmt: skip


@pytest.mark.parametrize(
    "dose",
    [{}, {"start": "2016-01-01"}, {"start": "2016-03-01"}, {"end": "2016-02-29"}, {"end": "2018-01-01"}],
)
def test_a_policy_without_a_date_on_the_way_has_no_such_world(dose):
    assert stays(case_rating=dose) is None


@pytest.mark.parametrize("dose", [{"start": "2016-01-02"}, {"start": "2016-02-29"}, {"end": "2016-02-28"}])
def test_the_days_next_to_both_ends_count(dose):
    assert stays(case_rating=dose) is not None


def test_a_lever_that_is_dosed_anew_keeps_its_first_dose():
    doses = [{"intensity": 0.3, "end": "2016-01-31"}, {"intensity": 0.9, "start": "2016-02-01"}]
    other = unchanged(load_scenario("tiny", {"days": DAYS, "policy": {"case_rating": doses}}))
    assert [(item.intensity, item.end) for item in other.policy] == [(0.3, None)]
