"""What neighbours bring about together: ties, covenants, promises and what is told of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.compound import COMPOUND
from sim.agents.self_governance import (
    calms_down,
    decides_together,
    is_told_of_promise,
    talk_fades,
    ties_grow,
    votes_on_covenant,
)

share = st.floats(0, 1)


def test_meeting_builds_ties_and_without_it_they_fade(make, rules_with):
    rules = rules_with(rooms_meet=0.3, forum_meet=5.0, childcare_meet=0.3, social_builds=0.1, social_fades_months=20)
    compound = make(COMPOUND, social=0.2, rooms=1, attended=0.025)
    ties_grow(compound, 0.5, rules)
    grown = 0.2 + 0.1 * (0.3 + 0.125 + 0.15) * 0.8
    assert compound.social == pytest.approx(grown - grown / 20)
    compound.rooms = compound.attended = 0
    before = compound.social
    ties_grow(compound, 0.0, rules)
    assert compound.social == pytest.approx(before * 0.95)


def test_a_covenant_binds_with_two_thirds(make, rules_with):
    """Support of 2/3 is a logit of ln 2: an ease of 0.3, ties of 0.5 and a swing of 0.8 * (2 v - 1) reach it."""
    rules = rules_with(covenant_ease=0.3, covenant_social=0.4, covenant_swing=0.8, covenant_strife=0.05)
    enough = (1 + (math.log(2) - 0.5) / 0.8) / 2
    for v, kept in ((enough - 1e-6, 0.0), (enough + 1e-6, 1.0)):
        compound = make(COMPOUND, covenant_drive=0.6, social=0.5)
        votes_on_covenant(compound, 0.0, rules, 0.0499, v)
        assert compound.covenant == kept
        assert compound.strife == pytest.approx(0.05 * kept)  # who is held to it is cross


def test_a_vote_is_rare_and_a_covenant_is_forgotten(make, rules_with):
    rules = rules_with(covenant_ease=2, covenant_months=24)
    compound = make(COMPOUND, covenant_drive=0.6, covenant=1.0)
    votes_on_covenant(compound, 0.0, rules, 0.05, 1.0)
    assert compound.covenant == pytest.approx(math.exp(-1 / 24))
    votes_on_covenant(compound, -9.0, rules, 0.0, 0.5)  # a vote that is lost takes nothing away
    assert compound.covenant == pytest.approx(math.exp(-2 / 24))
    assert compound.strife == 0.0


def test_promises_are_entered_and_broken_ones_told_of_more(make, rules_with):
    rules = rules_with(promise_tells=0.1, bad_news=1.8)
    compound = make(COMPOUND, promises_made=5, mood=0.2)
    is_told_of_promise(compound, True, rules)
    assert compound.mood == pytest.approx(0.2 + 0.1 * 0.8)
    is_told_of_promise(compound, False, rules)
    assert compound.mood == pytest.approx(0.28 - 0.18 * 1.28)
    is_told_of_promise(compound, False, rules)
    assert [compound.promises_made, compound.promises_kept, compound.promises_broken] == [5, 1, 2]


def test_what_is_told_fades(make, rules_with):
    compound = make(COMPOUND, mood=-0.5)
    talk_fades(compound, rules_with(hearsay_days=30))
    assert compound.mood == pytest.approx(-0.5 * math.exp(-1))


@pytest.mark.parametrize(
    ("columns", "chance"),
    [
        ({}, 0.5),
        ({"cross_posts": 1.0}, 1 / (1 + math.exp(-2))),
        ({"strife": 0.5}, 1 / (1 + math.exp(1))),
        ({"cross_posts": 1.0, "strife": 1.0}, 0.5),
    ],
)
def test_cross_posts_make_a_committee_agree_and_strife_keeps_it_from_it(make, rules_with, columns, chance):
    rules = rules_with(joint_ease=0, joint_cross=2, joint_strife=2)
    compound = make(COMPOUND, joint=1.0, **columns)
    for u, agreed in ((chance - 1e-9, 1.0), (chance + 1e-9, 0.0)):
        decides_together(compound, rules, u)
        assert compound.agreed == agreed
    none = make(COMPOUND, agreed=1.0, **columns)
    decides_together(none, rules, 0.0)
    assert none.agreed == 0.0  # a committee that is no more has decided nothing


def test_what_a_joint_committee_agrees_on_settles_strife_sooner(make, rules_with):
    rules = rules_with(strife_calms=0.1)
    alone, together = make(COMPOUND, strife=0.5), make(COMPOUND, strife=0.5, agreed=1)
    for compound in (alone, together):
        calms_down(compound, rules)
    assert alone.strife == pytest.approx(0.5 * math.exp(-0.1))
    assert together.strife == pytest.approx(0.5 * math.exp(-0.2))


@given(number=st.integers(0, 1_000_000), civic=st.floats(-3, 3), u=share, v=share)
def test_where_policy_has_done_nothing_a_month_changes_nothing(make, rules_at, number, civic, u, v):
    rules, compound = rules_at(number), make(COMPOUND)
    before = compound.tobytes()
    ties_grow(compound, 0.0, rules)
    votes_on_covenant(compound, civic, rules, u, v)
    talk_fades(compound, rules)
    calms_down(compound, rules)
    assert compound.tobytes() == before


@given(
    number=st.integers(0, 1_000_000),
    columns=st.tuples(share, st.floats(0, 52), share, share, st.floats(-1, 1)),
    months=st.lists(st.tuples(share, share, share, st.lists(st.booleans(), max_size=9)), min_size=1, max_size=12),
)
def test_all_stays_in_range(make, rules_at, number, columns, months):
    rules = rules_at(number)
    names = ("rooms", "forum", "covenant_drive", "agreed", "mood")
    compound = make(COMPOUND, **dict(zip(names, columns, strict=True)))
    for u, v, childcare, promises in months:
        ties_grow(compound, childcare, rules)
        votes_on_covenant(compound, 3 * v, rules, u, v)
        for kept in promises:
            is_told_of_promise(compound, kept, rules)
            assert -1 <= compound.mood <= 1
        talk_fades(compound, rules)
        calms_down(compound, rules)
        for name in ("social", "covenant", "strife"):
            assert 0 <= compound[name] <= 1, name
