"""Where two bundles hold one lever, it goes over from the one to the other."""

from datetime import date

import pytest

from sim.policy import BUNDLES
from sim.scenario import load_scenario

EARLY, LATE = "2018_three_governances", "2019_call_and_respond"
"""Both hold wechat_groups: at 0.45, and at 0.6."""
NEW_YEAR, MAY, JUNE = date(2018, 1, 1), date(2018, 5, 1), date(2018, 6, 1)


def doses(policy, lever="wechat_groups"):
    scenario = load_scenario({"start": "2016-01-01", "days": 2_000, "policy": policy})
    return [(one.intensity, one.start, one.end, one.ramp_days) for one in scenario.policy if one.lever == lever]


def test_the_bundles_still_say_what_the_tests_here_need():
    assert BUNDLES[EARLY].intensities["wechat_groups"] == 0.45
    assert BUNDLES[LATE].intensities["wechat_groups"] == 0.6
    assert BUNDLES[LATE].doses["full_capture"] == BUNDLES["1314"].doses["full_capture"]


@pytest.mark.parametrize(("ramp", "last"), [(0, date(2018, 5, 1)), (1, date(2018, 5, 1)), (10, date(2018, 5, 10))])
def test_the_first_stays_until_the_second_has_come_to_its_full_intensity(ramp, last):
    found = doses({EARLY: {"start": "2018-01-01"}, LATE: {"start": "2018-05-01", "ramp_days": ramp}})
    assert found == [(0.45, NEW_YEAR, last, 0), (0.6, MAY, None, ramp)]


def test_in_force_all_along_it_goes_over_too():
    assert doses({EARLY: {}, LATE: {"start": "2018-05-01"}}) == [(0.45, None, MAY, 0), (0.6, MAY, None, 0)]


def test_what_says_the_same_goes_on():
    found = doses({LATE: {"start": "2018-01-01", "ramp_days": 5}, "1314": {"start": "2018-05-01"}}, "full_capture")
    assert found == [(0.9, NEW_YEAR, None, 5)]


def test_what_had_ended_begins_again():
    policy = {LATE: {"start": "2018-01-01", "end": "2018-04-30"}, "1314": {"start": "2018-05-01"}}
    assert doses(policy, "full_capture") == [(0.9, NEW_YEAR, date(2018, 4, 30), 0), (0.9, MAY, None, 0)]


def test_a_lever_that_is_named_itself_stays_as_it_is():
    policy = {EARLY: {"start": "2018-01-01"}, LATE: {"start": "2018-05-01"}, "wechat_groups": 0.9}
    assert doses(policy) == [(0.9, None, None, 0)]
    assert doses(policy | {"wechat_groups": None}) == []


def test_three_in_a_row():
    policy = {
        "2017_red_engine": {"start": "2017-01-01"},
        "one_plus_five": {"start": "2018-01-01"},
        "2021_full": {"start": "2018-05-01", "ramp_days": 30},
    }
    assert doses(policy, "committees_founded") == [(0.3, date(2017, 1, 1), date(2018, 5, 30), 0), (0.6, MAY, None, 30)]
    assert doses(policy, "pay_rise") == [(1.794, NEW_YEAR, None, 0)]


def test_bundles_of_their_own_do_not_share_doses():
    before = {lever: dict(dose) for lever, dose in BUNDLES[EARLY].doses.items()}
    doses({EARLY: {"start": "2018-01-01"}, LATE: {"start": "2018-05-01"}})
    assert {lever: dict(dose) for lever, dose in BUNDLES[EARLY].doses.items()} == before


def test_the_order_in_the_file_does_not_matter():
    one = {EARLY: {"start": "2018-01-01"}, LATE: {"start": "2018-05-01"}}
    assert doses(dict(reversed(one.items()))) == doses(one)


def test_what_says_the_same_and_lasts_longer_lasts_longer():
    policy = {LATE: {"start": "2018-01-01", "end": "2018-06-01"}, "1314": {"start": "2018-05-01"}}
    assert doses(policy, "full_capture")[-1][2] is None


def test_a_second_bundle_without_a_date_is_in_force_until_the_other_begins():
    found = doses({EARLY: {"start": "2018-01-01", "end": "2018-06-01"}, LATE: {}})
    assert found == [(0.6, None, NEW_YEAR, 0), (0.45, NEW_YEAR, JUNE, 0)]


def test_of_two_bundles_without_a_date_the_second_is_not_passed_over():
    assert doses({EARLY: {}, LATE: {}}) == doses({LATE: {}, EARLY: {}}) == [(0.6, None, None, 0)]


def test_of_two_bundles_without_a_date_the_first_goes_on_when_the_second_ends():
    assert doses({EARLY: {}, LATE: {"end": "2018-05-01"}}) == [
        (0.6, None, MAY, 0), (0.45, date(2018, 5, 2), None, 0),
    ]  # fmt: skip
    assert doses({EARLY: {"end": "2018-05-01"}, LATE: {}}) == [(0.6, None, None, 0)]
