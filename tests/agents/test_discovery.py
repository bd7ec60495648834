"""What offices reckon that a closing without solving comes to light."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY, fears_discovery, forgets_discoveries, sees_what_became_of_it

share = st.floats(0, 1)


def test_at_first_what_was_announced_is_believed(make, rules_with):
    assert fears_discovery(make(COMMUNITY, audit=0.4), rules_with(risk_prior=10)) == pytest.approx(0.4)


def test_what_became_of_closings_outweighs_it_in_time(make, rules_with):
    rules = rules_with(risk_prior=8)
    community = make(COMMUNITY, audit=0.5)
    for found in (1.0, 0.0, 0.0, 0.25):
        sees_what_became_of_it(community, found)
    assert (community.caught, community.slipped) == (1.25, 2.75)
    assert fears_discovery(community, rules) == pytest.approx((8 * 0.5 + 1.25) / 12)
    community.audit = 0.0  # given up: what was found is still remembered
    assert fears_discovery(community, rules) == pytest.approx(1.25 / 12)


def test_a_month_dulls_the_memory(make, rules_with):
    community = make(COMMUNITY, audit=0.2, caught=3.0, slipped=6.0)
    forgets_discoveries(community, rules_with(risk_days=365 / 12))
    assert (community.caught, community.slipped) == pytest.approx((3 / math.e, 6 / math.e))


@given(audit=share, fates=st.lists(share, max_size=30), number=st.integers(0, 1_000_000))
def test_it_is_a_chance_and_rises_with_what_is_found(make, rules_at, audit, fates, number):
    rules = rules_at(number)
    community = make(COMMUNITY, audit=audit)
    for found in fates:
        sees_what_became_of_it(community, found)
    before = fears_discovery(community, rules)
    assert 0.0 <= before <= 1.0 + 1e-12
    sees_what_became_of_it(community, 1.0)
    assert fears_discovery(community, rules) >= before - 1e-12
