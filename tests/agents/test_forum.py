"""Who goes to a forum, and how many come."""

import math

import numpy as np
import pytest

from sim.agents.compound import COMPOUND
from sim.agents.forum import NOTHING_AT_STAKE, comes_together, goes_to_forum
from sim.agents.resident import RESIDENT

NUMBERS = {
    "forum_ease": -2.0, "forum_stake": 3.0, "forum_trust": 2.0, "forum_promises": 1.5, "forum_ties": 0.5,
    "forum_owner": 0.4, "forum_time": 0.7, "trust_community_usual": 0.5, "trust_days": 100.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("person", "place", "stake", "z"),
    [
        ({}, {}, 0.0, -2.0),
        ({}, {}, 0.4, -2.0 + 1.2),
        ({"trust_community": 0.8}, {}, 0.0, -2.0 + 2.0 * 0.3 * math.exp(-0.5)),
        ({"age": 60}, {"mood": -0.6, "social": 0.4}, 0.0, -2.0 + 0.7 - 0.9 + 0.2),
        ({"owner": 1}, {}, 0.0, -2.0 + 0.4),
    ],
)
def test_who_goes_by_hand(make, rules_with, person, place, stake, z):
    rules, owner = rules_with(**NUMBERS), person.pop("owner", 0)
    resident = make(RESIDENT, **{"age": 40, "trust_community": 0.5, "touched": 10} | person)
    goes = 1 / (1 + math.exp(-z))
    for u, expected in ((goes - 1e-9, True), (goes + 1e-9, False)):
        assert goes_to_forum(resident, owner, stake, make(COMPOUND, **place), 60, rules, u) == expected
    assert resident.touched == 10


def test_attendance_is_the_sum_of_what_grown_ups_decide(paper_world):
    world = paper_world(NUMBERS, residents=3_000)
    world.residents.age = 40
    world.residents.age[:1_000] = 17
    world.residents.trust_community, world.residents.household = 0.5, 0
    world.compounds.resident_n, world.compounds.forum = 3_000, 6.0
    compound = world.compounds[0]
    comes_together(world, compound, 0, 7)
    share = 1 / (1 + math.exp(2))
    assert compound.attended == pytest.approx(share / 2, abs=2 * (share * (1 - share) / 2_000) ** 0.5)
    first = compound.attended
    compound.mood = -0.8  # promises were broken
    comes_together(world, compound, 0, 7)
    assert compound.attended < 0.5 * first
    compound.forum = 0.0
    comes_together(world, compound, 0, 8)
    assert compound.attended == 0.0


def test_the_same_go_whatever_the_policy_and_others_in_another_month(paper_world):
    """A draw is the person's and the month's: where more is at stake nobody stays away who came for less."""
    world = paper_world(NUMBERS, residents=500)
    world.residents.age, world.residents.household = 40, 0
    world.compounds.resident_n, world.compounds.forum = 500, 12.0
    attended = []
    for mood, month in ((0.0, 1), (0.0, 1), (0.0, 2)):
        world.compounds.mood = mood
        comes_together(world, world.compounds[0], 0, month)
        attended.append(float(world.compounds.attended[0]))
    assert attended[0] == attended[1] != attended[2]
    assert NOTHING_AT_STAKE == 0.0
    assert np.isfinite(attended).all()
