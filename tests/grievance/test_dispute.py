"""Disputes: which way, at what cost, and when two parties agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.engine.random import Purpose, uniform_pair
from sim.grievance.dispute import (
    LAW,
    NORMS,
    ORDINARY,
    SELF_GOVERNANCE,
    chance_of_way,
    hours_of_way,
    legal_worker_takes,
    parties_agree,
    return_after_way,
    way_of_settling,
)

share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("u", "severity", "social", "practice", "way"),
    [
        (0.7, 0.1, 1.0, 0.0, ORDINARY),
        (0.69, 0.19, 1.0, 0.0, NORMS),
        (0.69, 0.2, 0.12, 0.0, SELF_GOVERNANCE),
        (0.69, 0.2, 0.11, 0.0, LAW),
        (0.69, 0.2, 0.06, 0.5, SELF_GOVERNANCE),  # a model to follow stands for ties
    ],
)
def test_the_way_by_hand(make, rules_with, u, severity, social, practice, way):
    rules = rules_with(norms_severity=0.2, self_governance_ties=0.12, modes_practice=0.15)
    community = make(COMMUNITY, modes=0.7, practice=practice)
    assert way_of_settling(community, make(COMPOUND, social=social), severity, rules, u) == way


@given(number=st.integers(0, 1_000_000), u=st.floats(0, 1, exclude_max=True), severity=share, social=share)
def test_without_the_policy_it_is_a_workers_good_offices_at_a_workers_price(
    make, rules_at, number, u, severity, social
):
    rules = rules_at(number)
    assert way_of_settling(make(COMMUNITY), make(COMPOUND, social=social), severity, rules, u) == ORDINARY
    assert hours_of_way(ORDINARY, rules) == chance_of_way(ORDINARY, rules) == return_after_way(ORDINARY, rules) == 1.0


def test_each_way_has_its_own_hours_chance_and_return(rules_with):
    names = {NORMS: "norms", SELF_GOVERNANCE: "self_governance", LAW: "law"}
    numbers = {"hours": (0.6, 0.4, 1.5), "chance": (0.95, 1.15, 1.2), "returns": (1.1, 0.5, 0.7)}
    rules = rules_with(**{f"{name}_{what}": numbers[what][way - 1] for way, name in names.items() for what in numbers})
    for way in names:
        found = hours_of_way(way, rules), chance_of_way(way, rules), return_after_way(way, rules)
        assert found == tuple(numbers[what][way - 1] for what in ("hours", "chance", "returns"))


def test_legal_workers_are_exhausted_in_a_month(make, rules_with):
    rules = rules_with(legal_reach=0.6, cases_of_lawyer=2)
    community = make(COMMUNITY, lawyers=1.5)
    assert not legal_worker_takes(community, rules, 0.61)
    assert community.legal_cases == 0  # who does not go there takes no place
    assert [bool(legal_worker_takes(community, rules, 0.59)) for _ in range(4)] == [True, True, True, False]
    assert community.legal_cases == 3
    community.legal_cases = 0.0
    assert legal_worker_takes(community, rules, 0.0)
    assert not legal_worker_takes(make(COMMUNITY), rules, 0.0)


def agreed(world, narrowed, troubles=4_000):
    rules = world.rules[0]
    return np.array([parties_agree(world, trouble, narrowed, rules) for trouble in range(troubles)])


def analytic(high, narrowed):
    """Return P(high X <= Y + narrowed) of two independent uniform numbers: the mean over Y of how far X may go."""
    y = (np.arange(100_000) + 0.5) / 100_000
    return float(np.minimum(1.0, (y + narrowed) / high).mean())


@pytest.mark.parametrize(("high", "narrowed"), [(1.5, 0.0), (1.5, 0.35), (3.0, 0.6), (1.0, 0.0), (1.0, 0.8)])
def test_how_often_parties_agree_is_what_two_uniform_claims_give(paper_world, high, narrowed):
    found = agreed(paper_world({"claim_high": high}), narrowed)
    chance = analytic(high, narrowed)
    assert found.mean() == pytest.approx(chance, abs=4 * (chance * (1 - chance) / len(found)) ** 0.5)


def test_chances_by_hand():
    assert analytic(1.5, 0.35) == pytest.approx(0.85 / 1.5)
    assert analytic(1.0, 0.0) == pytest.approx(0.5)
    assert analytic(1.0, 0.8) == pytest.approx(1 - 0.2**2 / 2)


def test_who_settles_with_a_weak_third_settles_with_a_strong_one(paper_world):
    world = paper_world({"claim_high": 1.5})
    none, weak, strong = (agreed(world, narrowed, 500) for narrowed in (0.0, 0.2, 0.35))
    assert (none <= weak).all()
    assert (weak <= strong).all()
    assert none.sum() < weak.sum() < strong.sum()


def test_apart_they_stay_without_overlap(paper_world):
    world = paper_world({"claim_high": 3.0})
    found = agreed(world, 0.0, 600)
    asked, offered = np.array([uniform_pair(world.seed, int(Purpose.MEDIATION), t, 0, 0) for t in range(600)]).T
    assert found.tolist() == (3.0 * asked <= offered).tolist()
