"""How a practice spreads, by imitation and by order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.diffusion import copying_chance, practice_of_month

share = st.floats(0, 1)


def test_chance_by_hand(make, rules_with):
    rules = rules_with(far_neighbours=2)
    assert copying_chance(make(COMMUNITY, copying=0.1), 3, 0.25, rules) == pytest.approx(1 - 0.9 ** (3 + 2 * 0.25))
    assert copying_chance(make(COMMUNITY, copying=0.1), 0, 0.0, rules) == 0.0  # nobody to copy
    assert copying_chance(make(COMMUNITY, mandated=1.0), 9, 1.0, rules) == 0.0  # an order is no copy


@given(number=st.integers(0, 1_000_000), copying=st.floats(0, 0.3), near=st.integers(0, 40), far=share)
def test_a_chance_is_a_chance_and_more_adopters_make_it_greater(make, rules_at, number, copying, near, far):
    rules, community = rules_at(number), make(COMMUNITY, copying=copying)
    one, more = (copying_chance(community, n, far, rules) for n in (near, near + 1))
    assert 0 <= one <= more <= 1


@pytest.fixture
def district(paper_world, block_of):
    """Return a function (streets of the communities) that makes a district."""

    def made(streets, numbers=None, **columns):
        world = paper_world(numbers, communities=len(streets), streets=max(streets) + 1)
        world.communities.street = streets
        for name, value in columns.items():
            world.communities[name] = value
        return world, block_of(world)

    return made


def test_the_best_of_the_own_street_is_copied_a_little_worse(district):
    """Certain to adopt: near the pilot at 0.85 of it, elsewhere at 0.85 of 0.85."""
    numbers = {"copy_keeps": 0.85, "far_neighbours": 10, "ordered_practice": 0.0}
    world, block = district([0, 0, 1], numbers, copying=1 - 1e-15, pilot=[0.8, 0, 0])
    practice_of_month(world, block, 30)
    assert world.communities.practice.tolist() == pytest.approx([0.8, 0.68, 0.578])


def test_what_is_decided_in_a_month_rests_on_what_stood_before(district):
    world, block = district([0] * 6, {"copy_keeps": 0.9}, copying=1 - 1e-15, pilot=[0, 0, 0.5, 0, 0, 0])
    practice_of_month(world, block, 30)
    assert sorted(world.communities.practice) == pytest.approx([0.45] * 5 + [0.5])  # none is a copy of a copy


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_communities_does_not_matter(district, seed):
    streets, keys = np.array([0, 0, 0, 1, 1, 2, 2, 2]), np.arange(50, 58)
    order = np.random.default_rng(seed).permutation(8)
    found = {}
    for rows in (np.arange(8), order):
        world, block = district(streets[rows].tolist(), copying=0.2, mandated=0.3)
        world.communities.key = keys[rows]
        world.communities.pilot[rows == 4] = 1.0
        for month in range(8):
            practice_of_month(world, block, 30 * month)
        found[rows.tobytes()] = dict(
            zip(world.communities.key.tolist(), world.communities.practice.tolist(), strict=True)
        )
    one, other = found.values()
    assert one == other
    assert sum(practice > 0 for practice in one.values()) > 0


def test_without_pilots_and_orders_nothing_spreads_and_with_orders_it_does(district):
    world, block = district([0] * 50, copying=0.3)
    practice_of_month(world, block, 30)
    assert (world.communities.practice == 0).all()
    world.communities.mandated = 0.96
    adopted = 0
    for month in range(12):
        practice_of_month(world, block, 30 * month)
        now = int((world.communities.practice > 0).sum())
        assert now >= adopted
        adopted = now
    assert adopted > 20


def test_a_pilot_keeps_what_it_has_when_it_is_none_any_more(district):
    world, block = district([0], pilot=0.7)
    practice_of_month(world, block, 30)
    world.communities.pilot = 0.0
    practice_of_month(world, block, 60)
    assert world.communities.practice[0] == pytest.approx(0.7)


@given(number=st.integers(0, 1_000_000), pilots=st.lists(share, min_size=4, max_size=4), copying=st.floats(0, 0.3))
def test_practice_stays_a_share_and_never_beats_the_best(paper_world, block_of, rules_at, number, pilots, copying):
    world = paper_world(communities=4, streets=2)
    world.rules[0] = rules_at(number)
    world.communities.street, world.communities.pilot = [0, 0, 1, 1], pilots
    world.communities.copying, world.communities.mandated = copying, 1.0
    block = block_of(world)
    for month in range(6):
        practice_of_month(world, block, 30 * month)
        assert (world.communities.practice >= 0).all()
        assert (world.communities.practice <= max(*pilots, world.rules.ordered_practice[0])).all()


def test_what_is_adopted_by_order_is_worse_than_a_copy(district):
    numbers = {"copy_keeps": 0.9, "ordered_practice": 0.3}
    world, block = district([0] * 40, numbers, mandated=1.0)
    world.communities.pilot[0] = 1.0
    for month in range(12):
        practice_of_month(world, block, 30 * month)
    ordered = world.communities.practice[1:]
    assert set(ordered.tolist()) == {0.0, 0.3}
    assert (ordered > 0).mean() == pytest.approx(1 - (11 / 12) ** 12, abs=4 * (0.23 / 39) ** 0.5)
