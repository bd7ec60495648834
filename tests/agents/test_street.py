"""Street offices under policy: command, conferences, pooled offices, hours that policies ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.street import STREET, commands, hours_for_cases, knows_whose, meets, next_meeting, skill_of_staff

share = st.floats(0, 1)


@given(share=share, mark=st.floats(0, 1, exclude_max=True))
def test_a_share_of_joint_matters_is_commanded_and_a_share_kept_for_the_conference(make, share, mark):
    street = make(STREET, command=share, conference=share)
    assert commands(street, mark) == meets(street, mark) == (mark < share)


@pytest.mark.parametrize(
    ("days", "hour", "meeting"),
    [
        (30, 15.0, 30 * 24 + 10),
        (30, 30 * 24 + 12, 60 * 24 + 10),
        (30, 59 * 24 + 23.9, 60 * 24 + 10),
        (90, 15.0, 90 * 24 + 10),
        (365, 15.0, 365 * 24 + 10),
    ],
)
def test_conferences_come_round_at_ten(make, days, hour, meeting):
    assert next_meeting(make(STREET, meeting_days=days), hour) == meeting


@given(days=st.integers(1, 365), hour=st.floats(0, 100_000))
def test_the_next_conference_is_ahead_and_not_further_than_one_period(make, days, hour):
    ahead = next_meeting(make(STREET, meeting_days=days), hour) - hour
    assert 0 < ahead <= 24 * days + 10


def test_more_meetings_shorten_the_mean_wait(make):
    waits = []
    for days in (30, 90, 365):
        street = make(STREET, meeting_days=days)
        hours = range(12, 24 * 3650, 24)
        waits.append(sum(next_meeting(street, hour) - hour for hour in hours) / len(hours) / 24)
    assert waits == pytest.approx([15, 45, 182], abs=1.0)


def test_who_does_everything_does_each_thing_a_little_worse(make, rules_with):
    rules = rules_with(street_skill=0.8, generalist_gap=0.1, newcomer_gap=0.4)
    assert skill_of_staff(make(STREET, staff=10), rules) == pytest.approx(0.8)
    assert skill_of_staff(make(STREET, staff=10, pooled=0.5), rules) == pytest.approx(0.8 * 0.95)
    both = skill_of_staff(make(STREET, staff=10, posted=10, experience=0.5, pooled=1.0), rules)
    assert both == pytest.approx(0.8 * (1 - 0.4 * 0.5 * 0.5) * 0.9)


def test_a_list_and_a_centre_each_leave_a_part_of_wrong_dispatches(make, rules_with):
    rules = rules_with(list_clears=0.6, net_clears=0.5)
    assert knows_whose(make(STREET), rules) == 1.0
    assert knows_whose(make(STREET, one_net=0.8), rules) == pytest.approx(0.6)
    assert knows_whose(make(STREET, listed=0.5, one_net=0.8), rules) == pytest.approx(0.7 * 0.6)


def test_hours_that_policies_ask_for_are_missing_for_cases(make, rules_with):
    rules = rules_with(office_share=0.5, working_hours=8, handed_down=0.4)
    street = make(STREET, staff=30, posted=10)
    assert hours_for_cases(street, rules) == pytest.approx(0.5)
    street.policy_hours = 32.0  # of forty persons with eight hours each
    assert hours_for_cases(street, rules) == pytest.approx(0.4)
    street.gate = 0.5
    assert hours_for_cases(street, rules) == pytest.approx(0.5 + 0.5 * 0.4 * 0.5 - 0.1)
    street.policy_hours = 1e6
    assert hours_for_cases(street, rules) == rules.case_share_least


@given(number=st.integers(0, 1_000_000), columns=st.tuples(share, share, share, share, share), hours=st.floats(0, 500))
def test_shares_stay_shares(make, rules_at, number, columns, hours):
    rules = rules_at(number)
    names = ("gate", "listed", "one_net", "pooled", "experience")
    street = make(STREET, staff=20, posted=15, policy_hours=hours, **dict(zip(names, columns, strict=True)))
    assert 0 <= knows_whose(street, rules) <= 1
    assert 0 <= skill_of_staff(street, rules) <= 1
    assert rules.case_share_least <= hours_for_cases(street, rules) <= 1


def test_in_the_morning_of_a_conference_the_next_one_is_today(make):
    assert next_meeting(make(STREET, meeting_days=30), 30 * 24 + 9.0) == 30 * 24 + 10


def test_a_broken_number_of_days_keeps_to_ten_in_the_morning(make):
    assert next_meeting(make(STREET, meeting_days=45.5), 12.0) % 24 == 10
