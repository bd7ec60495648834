"""How a practice spreads over the graph of communities, by imitation and by order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.diffusion import adopting_neighbours, copying_chance, practice_of_month
from sim.engine.random import Purpose, uniform

share = st.floats(0, 1)
SURELY = 1 - 1e-15


def test_chance_by_hand(make):
    community = make(COMMUNITY, copying=0.1)
    assert copying_chance(community, 1) == pytest.approx(0.1)
    assert copying_chance(community, 3) == pytest.approx(1 - 0.9**3)
    assert copying_chance(community, 0) == 0.0  # nobody to copy
    assert copying_chance(make(COMMUNITY, mandated=1.0), 9) == 0.0  # an order is no copy


@given(copying=st.floats(0, 0.3), adopters=st.integers(0, 40))
def test_a_chance_is_a_chance_and_more_adopters_make_it_greater(make, copying, adopters):
    community = make(COMMUNITY, copying=copying)
    assert 0 <= copying_chance(community, adopters) <= copying_chance(community, adopters + 1) <= 1


def next_to_each_other(world, pairs):
    """Return the world with these communities next to each other."""
    near = [sorted({b for a, b in pairs if a == row} | {a for a, b in pairs if b == row}) for row in _rows(world)]
    starts = np.cumsum([0, *(len(one) for one in near)])
    return world._replace(
        next_to=np.array([row for one in near for row in one], dtype=np.int32), next_starts=starts.astype(np.int64)
    )


def _rows(world):
    return range(len(world.communities))


@pytest.fixture(scope="module")
def place(paper_world):
    """Return a function (pairs, n) that makes n communities, those of a pair next to each other."""

    def made(pairs, n, numbers=None, **columns):
        world = paper_world(numbers, communities=n)
        for name, value in columns.items():
            world.communities[name] = value
        return next_to_each_other(world, pairs)

    return made


def path(n):
    return [(row, row + 1) for row in range(n - 1)]


def test_on_a_path_it_goes_a_step_a_month_and_gets_worse_by_each(place):
    """0.8, then 0.85 of it, then 0.85 of that: whoever is certain to copy copies the one next door."""
    world = place(path(5), 5, {"copy_keeps": 0.85}, copying=SURELY)
    world.communities.pilot[1] = 0.8
    after = {1: [0.68, 0.8, 0.68, 0.0, 0.0], 2: [0.68, 0.8, 0.68, 0.578, 0.0], 3: [0.68, 0.8, 0.68, 0.578, 0.4913]}
    for month, practice in after.items():
        practice_of_month(world, 30 * month)
        assert world.communities.practice.tolist() == pytest.approx(practice)


def test_the_best_next_door_is_what_is_copied(place):
    world = place([(0, 1), (1, 2)], 3, {"copy_keeps": 0.9}, copying=SURELY, pilot=[0.4, 0.0, 0.6])
    practice_of_month(world, 30)
    assert world.communities.practice[1] == pytest.approx(0.54)


def test_neighbours_that_have_it_are_counted(place):
    world = place([(0, 1), (0, 2), (0, 3), (4, 5)], 6, practice=[0.0, 0.3, 0.0, 0.7, 1.0, 0.0])
    assert adopting_neighbours(world, 0) == (2, pytest.approx(0.7))
    assert adopting_neighbours(world, 4) == (0, 0.0)  # the only one next door has not


@pytest.mark.parametrize("key", range(1, 200, 7))
def test_copied_ordered_or_neither_by_one_draw(place, key):
    """Two of two neighbours have it: copied below 1 - 0.8 ** 2, ordered in the 0.5 of a month's twelfth above."""
    numbers = {"copy_keeps": 0.9, "ordered_practice": 0.25}
    world = place([(0, 1), (1, 2)], 3, numbers, copying=0.2, mandated=6.0, pilot=[1.0, 0.0, 1.0])
    world.communities.key[1] = key
    practice_of_month(world, 60)
    u = uniform(world.seed, int(Purpose.DIFFUSION), np.uint64(key), 60, 0)
    assert world.communities.practice[1] == pytest.approx(0.9 if u < 0.36 else 0.25 if u < 0.86 else 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_communities_does_not_matter(place, seed):
    keys, pairs = np.arange(50, 58), [*path(8), (0, 5)]
    order = np.random.default_rng(seed).permutation(8)
    found = {}
    for rows in (np.arange(8), order):
        at = np.argsort(rows)
        world = place([(at[a], at[b]) for a, b in pairs], 8, copying=0.2, mandated=0.3)
        world.communities.key = keys[rows]
        world.communities.pilot[rows == 4] = 1.0
        for month in range(8):
            practice_of_month(world, 30 * month)
        found[rows.tobytes()] = dict(
            zip(world.communities.key.tolist(), world.communities.practice.tolist(), strict=True)
        )
    one, other = found.values()
    assert one == other
    assert sum(practice > 0 for practice in one.values()) > 1


def test_without_pilots_and_orders_nothing_spreads_and_with_orders_it_does(place):
    world = place(path(50), 50, copying=0.3)
    practice_of_month(world, 30)
    assert (world.communities.practice == 0).all()
    world.communities.mandated = 0.96
    adopted = 0
    for month in range(12):
        practice_of_month(world, 30 * month)
        now = int((world.communities.practice > 0).sum())
        assert now >= adopted
        adopted = now
    assert adopted > 20


def test_it_does_not_jump_over_who_does_not_take_it(place):
    world = place(path(4), 4, copying=[SURELY, SURELY, 0.0, SURELY], pilot=[1.0, 0.0, 0.0, 0.0])
    for month in range(6):
        practice_of_month(world, 30 * month)
    assert (world.communities.practice > 0).tolist() == [True, True, False, False]


def test_a_pilot_keeps_what_it_has_when_it_is_none_any_more(place):
    world = place([], 1, pilot=0.7)
    practice_of_month(world, 30)
    world.communities.pilot = 0.0
    practice_of_month(world, 60)
    assert world.communities.practice[0] == pytest.approx(0.7)


def test_who_has_the_form_does_not_take_it_over_again(place):
    """One that was told to stays at what the order brought, though a pilot opens next door."""
    world = place(path(2), 2, {"ordered_practice": 0.3}, mandated=[12.0, 0.0])
    practice_of_month(world, 30)
    world.communities.copying, world.communities.pilot[1] = SURELY, 1.0
    practice_of_month(world, 60)
    assert world.communities.practice.tolist() == pytest.approx([0.3, 1.0])


@given(number=st.integers(0, 1_000_000), pilots=st.lists(share, min_size=4, max_size=4), copying=st.floats(0, 0.3))
def test_practice_stays_a_share_and_never_beats_the_best(place, rules_at, number, pilots, copying):
    world = place([*path(4), (0, 3)], 4, copying=copying, mandated=1.0, pilot=pilots)
    world.rules[0] = rules_at(number)
    for month in range(6):
        practice_of_month(world, 30 * month)
        assert (world.communities.practice >= 0).all()
        assert (world.communities.practice <= max(*pilots, world.rules.ordered_practice[0])).all()


def test_what_is_adopted_by_order_is_worse_than_a_copy(place):
    world = place([], 40, {"copy_keeps": 0.9, "ordered_practice": 0.3}, mandated=1.0)
    world.communities.pilot[0] = 1.0
    for month in range(12):
        practice_of_month(world, 30 * month)
    ordered = world.communities.practice[1:]
    assert set(ordered.tolist()) == {0.0, 0.3}
    assert (ordered > 0).mean() == pytest.approx(1 - (11 / 12) ** 12, abs=4 * (0.23 / 39) ** 0.5)
