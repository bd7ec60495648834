"""From the pilot 青和居 over its district: how far a practice comes, and what is left of it on the way (M04, M27)."""

from functools import cache
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from sim import GovernanceModel
from sim.agents.diffusion import practice_of_month
from sim.city import build_city

DISTRICT, PILOT = "420107", "420107005008"
SEEDS, MONTHS = range(1, 9), 24
T_OF_7 = 2.365
"""Student's t for a 95 % interval over eight seeds."""


@cache
def _city():
    return build_city(DISTRICT)


@cache
def _street():
    return build_city(PILOT[:9])


@cache
def _hops():
    """Return how many steps each community is away from the pilot, along edges between communities."""
    graph = nx.Graph(
        (a, b)
        for a, b, kind in _city().graph.edges(data="kind")
        if kind == "neighbourhood" and a.startswith("community:")
    )
    steps = nx.single_source_shortest_path_length(graph, f"community:{PILOT}")
    return np.array([steps[f"community:{code}"] for code in _city().codes["communities"]])


def _world(city, copying: float, ordered: float):
    """Return the tables of a run on its first day."""
    policy = {"exemplar_pilots": {"intensity": 1.0, "where": {"rule": "pilots", "areas": [PILOT]}}}
    policy |= {"practice_spreads": {"intensity": copying}, "practice_ordered": {"intensity": ordered}}
    plan = {"extends": "baseline", "area": city.area.code, "days": 1, "warmup": 0, "policy": policy}
    return GovernanceModel(plan, city=city).world


@cache
def _practice(copying: float, ordered: float):
    """Return each community's practice after two years, a row a seed: nothing else of a run bears on it."""
    world = _world(_city(), copying, ordered)
    found = []
    for seed in SEEDS:
        world.communities.practice = 0.0
        for month in range(1, MONTHS + 1):
            practice_of_month(world._replace(seed=np.uint64(seed)), 30 * month)
        found.append(world.communities.practice.copy())
    return np.array(found)


def _clearly_above(first, second):
    difference = first - second
    return difference.mean() > T_OF_7 * difference.std(ddof=1) / np.sqrt(len(difference))


def _quality(practice):
    """Return the mean quality of those who have the practice, by seed."""
    return np.array([row[row > 0.0].mean() for row in practice])


def test_it_comes_over_the_border_of_the_street_and_ever_less_of_it_the_farther():
    practice, hops = _practice(0.3, 0.0), _hops()
    reached = [practice[:, hops == steps] for steps in range(8)]
    quality = [there[there > 0.0].mean() for there in reached]
    assert quality[0] == 1.0
    assert all(nearer > farther for nearer, farther in pairwise(quality))
    street = _city().communities.street
    others = street != street[hops == 0]
    assert (practice[:, others] > 0.0).any(axis=1).all()


def test_the_form_spreads_faster_than_the_substance():
    """What a report counts is who has adopted: four in five after two years, with two fifths of what the pilot does."""
    practice = _practice(0.3, 0.0)
    adopted = (practice > 0.0).mean(axis=1)
    assert _clearly_above(adopted, 2.0 * practice.mean(axis=1))
    assert _clearly_above(np.full(len(SEEDS), 0.5), _quality(practice))


def test_by_order_more_have_adopted_and_what_they_have_is_worse():
    alone, ordered = _practice(0.03, 0.0), _practice(0.03, 0.3)
    assert _clearly_above((ordered > 0.0).mean(axis=1), (alone > 0.0).mean(axis=1))
    assert _clearly_above(_quality(alone), _quality(ordered))


def test_near_the_pilot_an_order_comes_in_the_way_of_a_good_copy():
    near = (_hops() > 0) & (_hops() < 3)
    alone, ordered = (_practice(0.3, share)[:, near].mean(axis=1) for share in (0.0, 1.0))
    assert _clearly_above(alone, ordered)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_street_alone_is_as_within_its_district_until_something_comes_back_from_outside(seed):
    whole, part = _world(_city(), 0.3, 0.3), _world(_street(), 0.3, 0.3)
    inside = np.isin(whole.communities.key, part.communities.key)
    whole.communities.mandated[~inside] = 0.0
    whole, part = whole._replace(seed=np.uint64(seed)), part._replace(seed=np.uint64(seed))
    months = 0
    while not (whole.communities.practice[~inside] > 0.0).any():  # what was decided rests on what stood before
        months += 1
        for world in (whole, part):
            practice_of_month(world, 30 * months)
        assert whole.communities.practice[inside].tolist() == part.communities.practice.tolist()
    assert months > 0
