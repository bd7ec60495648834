"""Needs and resources on lists: the assignment of greatest fit."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.matching import match_units, what_is_lacking
from sim.parameters import PARAMETERS

MOVING_COSTS = PARAMETERS["moving_costs"].value
HOUSING, POLICE, HEALTH = 0, 2, 4


@pytest.fixture
def paired(paper_world):
    """Return a function (sectors of the units, their communities) that makes a district of communities on lists."""

    def made(sectors, at, communities, districts=(0,)):
        world = paper_world(
            communities=communities, units=len(sectors), streets=len(districts), districts=max(districts) + 1
        )
        world.streets.district = districts
        world.communities.lists = 1.0
        world.units.sector, world.units.community = sectors, at
        world.unit_of[at] = np.arange(len(at))
        return world

    return made


def test_two_units_and_three_communities_by_hand(paired):
    """Housing is wanted by 2, health by 1 and 2; health at 1 is worth more than housing at 0.

            community 0        1               2
    housing:  1 + 0.1   0 + 0.4       5 + 0.8
    health:   0 + 0.1   4 + 0.4       3 + 0.8
    """
    world = paired([HOUSING, HEALTH], [0, 2], 3)
    world.wants[0, HOUSING], world.wants[1, HEALTH] = 1, 4
    world.wants[2, [HOUSING, HEALTH]] = 5, 3
    match_units(world)
    assert world.units.community.tolist() == [2, 1]
    assert world.unit_of.tolist() == [-1, 1, 0]
    assert (world.wants == 0).all()


def test_where_nothing_was_wanted_all_stay(paired):
    world = paired([HOUSING, POLICE, HEALTH], [3, 1, 0], 4)
    match_units(world)
    assert world.units.community.tolist() == [3, 1, 0]
    assert world.unit_of.tolist() == [2, 1, -1, 0]


@pytest.mark.parametrize(("cases", "moves"), [(MOVING_COSTS / 1.1 - 0.01, False), (MOVING_COSTS / 1.1 + 0.01, True)])
def test_a_move_must_be_worth_it(paired, cases, moves):
    world = paired([HOUSING], [0], 2)
    world.wants[1, HOUSING] = cases
    match_units(world)
    assert world.units.community.tolist() == [1 if moves else 0]


def test_who_is_not_on_the_lists_keeps_its_unit_and_districts_do_not_mix(paired):
    world = paired([HOUSING, HOUSING, HOUSING], [0, 2, 3], 5, districts=(0, 1))
    world.communities.street = [0, 0, 0, 1, 1]
    world.communities.lists = [1, 1, 0, 1, 1]
    world.wants[1, HOUSING] = world.wants[4, HOUSING] = 9
    match_units(world)
    assert world.units.community.tolist() == [1, 2, 4]
    assert world.unit_of.tolist() == [-1, 0, 1, -1, 2]
    assert (world.wants == 0).all()


@given(data=st.data())
def test_no_other_assignment_fits_better(paper_world, data):
    communities = data.draw(st.integers(1, 4))
    units = data.draw(st.integers(1, communities))
    world = paper_world(communities=communities, units=units)
    world.communities.lists = 0.5
    world.units.sector = data.draw(st.lists(st.sampled_from([0, 1]), min_size=units, max_size=units))
    world.units.community = data.draw(st.permutations(range(communities)))[:units]
    world.unit_of[world.units.community] = np.arange(units)
    world.wants[:, :2] = np.array(
        data.draw(st.lists(st.integers(0, 5), min_size=2 * communities, max_size=2 * communities))
    ).reshape(-1, 2)
    before, wants = world.units.community.copy(), world.wants.copy()

    def fit(at):
        own = 0.5 * sum(wants[c, world.units.sector[u]] + 0.1 * wants[c].sum() for u, c in enumerate(at))
        return own + MOVING_COSTS * np.sum(np.array(at) == before)

    best = max(fit(at) for at in itertools.permutations(range(communities), units))
    match_units(world)
    assert fit(world.units.community.tolist()) == pytest.approx(best)
    assert sorted(world.unit_of[world.units.community].tolist()) == list(range(units))
    assert (world.unit_of >= 0).sum() == units


def test_half_a_list_fits_less_than_a_whole_one(paired):
    found = []
    for listed in (0.01, 1.0):
        world = paired([HOUSING], [0], 2)
        world.communities.lists = listed
        world.wants[1, HOUSING] = 1.0
        match_units(world)
        found.append(world.units.community[0])
    assert found == [0, 1]


@pytest.fixture
def sent(paired):
    """Return a function (skills and people of the units, their communities) that makes a district without lists."""

    def made(skills, people, at, communities, districts=(0,)):
        world = paired([HOUSING] * len(skills), at, communities, districts)
        world.communities.lists = 0.0
        world.units.home = at
        world.units.skills, world.units.people, world.units.needs_first = skills, people, 1.0
        world.rules.unit_people_usual = 60
        return world

    return made


def skilled(**shares):
    fields = {"housing": HOUSING, "police": POLICE, "health": HEALTH}
    return [next((share for name, share in shares.items() if fields[name] == field), 0.0) for field in range(10)]


def test_units_go_where_what_they_can_do_is_lacking(sent):
    """Lacking at 1: 10 of housing; at 2: 8 of health. A builder at 0 and a clinic at 1 move, and say how far."""
    world = sent([skilled(housing=1.0, health=0.2), skilled(housing=0.2, health=1.0)], [60, 60], [0, 1], 3)
    world.wants[1, HOUSING] = 4
    backlog = np.zeros((3, 10))
    backlog[1, HOUSING], backlog[2, HEALTH] = 6, 8
    match_units(world, backlog)
    assert world.units.community.tolist() == [1, 2]
    assert world.unit_of.tolist() == [-1, 0, 1]
    assert world.units.far.tolist() == [1, 1]


def test_the_strong_unit_goes_where_most_is_lacking(sent):
    world = sent([skilled(housing=0.5)] * 2, [15, 240], [0, 1], 2)
    world.wants[:, HOUSING] = [20, 10]
    match_units(world)
    assert world.units.community.tolist() == [1, 0]


def test_vacant_posts_make_what_is_lacking_more(sent):
    world = sent([skilled(housing=1.0)], [60], [0], 2)
    world.communities.posts = [1.0, 10.0]
    world.workers.community, world.workers.present = 0, 1  # the second has ten posts and nobody there
    world.wants[:, HOUSING] = 10
    assert what_is_lacking(world, np.zeros((2, 10)))[:, HOUSING].tolist() == [10, 20]
    match_units(world)
    assert world.units.community.tolist() == [1]


def test_who_is_near_stays_unless_it_is_sent(sent):
    world = sent([skilled(housing=1.0)] * 2, [60, 60], [0, 1], 4, districts=(0, 1))
    world.communities.street = [0, 0, 0, 1]
    world.units.needs_first = [0.0, 1.0]
    world.wants[:, HOUSING] = [0, 0, 5, 50]  # the fourth is in another district
    match_units(world)
    assert world.units.community.tolist() == [0, 2]
    assert world.unit_of.tolist() == [0, -1, 1, -1]
    assert world.units.far.tolist() == [0, 1]
