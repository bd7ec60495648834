"""Teams on call: they come by the backlog, after a while, and tire."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY, helping_hands, is_called


def test_they_are_called_by_cases_per_worker_and_come_in_days(make, rules_with):
    rules = rules_with(surge_queue=10, surge_lag_days=4, surge_tires_days=40, surge_rests_days=50)
    community = make(COMMUNITY, surge=16)
    is_called(community, 90, 9, rules)
    assert community.called == 0.0  # ninety are not more than ten for each of nine
    is_called(community, 91, 9, rules)
    assert community.called == pytest.approx(0.25)
    tired = 0.25 / 40
    assert community.tired == pytest.approx(tired - 0.75 * tired / 50)
    is_called(community, 91, 9, rules)
    assert community.called == pytest.approx(0.4375)
    is_called(community, 0, 9, rules)
    assert community.called == pytest.approx(0.4375 * 0.75)


def test_a_call_of_weeks_tires_and_rest_restores(make, rules_with):
    rules = rules_with(surge_queue=10, surge_lag_days=1, surge_tires_days=30, surge_rests_days=30)
    community = make(COMMUNITY, surge=16)
    helped = []
    for _ in range(60):
        is_called(community, 1_000, 9, rules)
        helped.append(helping_hands(community, 9, rules))
    assert helped[0] > helped[29] > helped[59]
    assert community.tired == pytest.approx(1 - (1 - 1 / 30) ** 60)
    for _ in range(30):
        is_called(community, 0, 9, rules)
    assert community.tired < 0.9 * math.exp(-1)


@given(number=st.integers(0, 1_000_000), days=st.lists(st.integers(0, 2_000), max_size=40))
def test_how_many_came_and_how_tired_they_are_stay_shares(make, rules_at, number, days):
    rules, community = rules_at(number), make(COMMUNITY, surge=10)
    for waiting in days:
        is_called(community, waiting, 9, rules)
        assert 0 <= community.called <= 1
        assert 0 <= community.tired <= 1


def test_a_team_that_is_new_is_rested_and_not_there_yet(make, rules_with):
    rules, community = rules_with(surge_queue=10), make(COMMUNITY)
    for _ in range(90):
        is_called(community, 1_000, 9, rules)
    assert (community.called, community.tired) == (0.0, 0.0)
