"""How active a compound's organisation is, and how far a firm is held to its contract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.compound import COMPOUND, organisation, oversight

share = st.floats(0, 1)


def test_organisation_by_hand(make, rules_with):
    rules = rules_with(organised_activity=0.25, accountable_adds=0.2)
    assert organisation(make(COMPOUND, organised=0.8), 0.0, rules) == pytest.approx(0.2)
    assert organisation(make(COMPOUND, organised=0.8), 0.5, rules) == 0.5  # tiers found one, and make none better
    assert organisation(make(COMPOUND, organised=0.8, least_activity=0.35), 0.1, rules) == pytest.approx(0.35)
    assert organisation(make(COMPOUND, accountable=1), 0.5, rules) == pytest.approx(0.5 + 0.5 * 0.2)


def test_oversight_by_hand(make, rules_with):
    rules = rules_with(interest_conflict=0.35, cross_informs=0.25, joint_watches=0.2)
    assert oversight(make(COMPOUND, director=1, deadlines=0.6), 0.4, rules) == 0.4  # their list works by itself
    assert oversight(make(COMPOUND, agreed=1), 0.0, rules) == pytest.approx(0.2)
    crossed = 0.4 * 0.65
    crossed += (1 - crossed) * 0.25
    assert oversight(make(COMPOUND, cross_posts=1), 0.4, rules) == pytest.approx(crossed)
    assert oversight(make(COMPOUND, cross_posts=1, agreed=1), 0.4, rules) == pytest.approx(
        crossed + (1 - crossed) * 0.2
    )


def test_cross_posts_inform_the_weak_and_tie_the_hands_of_the_strong(make, rules_with):
    rules, crossed = rules_with(interest_conflict=0.35, cross_informs=0.25), make(COMPOUND, cross_posts=1)
    assert oversight(crossed, 0.1, rules) > 0.1
    assert oversight(crossed, 0.8, rules) < 0.8


@given(number=st.integers(0, 1_000_000), base=share)
def test_where_policy_has_done_nothing_both_are_what_they_were(make, rules_at, number, base):
    rules = rules_at(number)
    assert organisation(make(COMPOUND), base, rules) == base
    assert oversight(make(COMPOUND), base, rules) == base


@given(number=st.integers(0, 1_000_000), base=share, drawn=st.lists(share, min_size=7, max_size=7))
def test_both_stay_shares_whatever_is_combined(make, rules_at, number, base, drawn):
    names = ("organised", "accountable", "least_activity", "cross_posts", "director", "deadlines", "agreed")
    compound = make(COMPOUND, **dict(zip(names, drawn, strict=True)))
    assert base - 1e-12 <= organisation(compound, base, rules_at(number)) <= 1 + 1e-12
    assert 0 <= oversight(compound, base, rules_at(number)) <= 1 + 1e-12
