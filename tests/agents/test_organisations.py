"""Social organisations: registered is not active, and reach saturates."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY, organisations_reach


def settled(community, rules):
    for _ in range(200):
        organisations_reach(community, rules)
    return community.care


def test_reach_by_hand(make, rules_with):
    rules = rules_with(organisations_active=0.25, grant_wakes=0.5, organisations_dense=3)
    community = make(COMMUNITY, resident_n=4_000, organisations=16, grants=5_000)
    organisations_reach(community, rules)
    dense = 16 * (0.25 + 0.25) / 4
    assert community.care == pytest.approx((1 - math.exp(-dense / 3)) / 6)
    assert settled(community, rules) == pytest.approx(1 - math.exp(-dense / 3))


def test_without_organisations_money_reaches_nobody(make, rules_with):
    assert settled(make(COMMUNITY, resident_n=4_000, grants=50_000), rules_with()) == 0.0


def test_when_the_money_ends_so_do_they(make, rules_with):
    rules = rules_with()
    community = make(COMMUNITY, resident_n=4_000, organisations=16, grants=20_000)
    paid = settled(community, rules)
    community.grants = 0.0
    assert settled(community, rules) < paid


@given(
    number=st.integers(0, 1_000_000),
    residents=st.integers(0, 40_000),
    organisations=st.floats(0, 60),
    grants=st.floats(0, 50_000),
)
def test_care_stays_a_share(make, rules_at, number, residents, organisations, grants):
    community = make(COMMUNITY, resident_n=residents, organisations=organisations, grants=grants)
    for _ in range(20):
        organisations_reach(community, rules_at(number))
        assert 0 <= community.care <= 1
