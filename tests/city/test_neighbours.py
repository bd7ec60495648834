"""Which communities lie side by side: what a practice spreads along."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from sim.city import build_city
from sim.city.routes import neighbours


@pytest.fixture(scope="module")
def qingshan():
    return build_city("420107")


def _near(graph, city):
    next_to, starts = neighbours(graph, city)
    return [next_to[lo:hi].tolist() for lo, hi in pairwise(starts)]


def test_communities_lie_side_by_side_across_the_borders_of_streets(qingshan):
    near, street = _near(qingshan.graph, qingshan), qingshan.communities.street
    n = len(near)
    for row, others in enumerate(near):
        assert others == [other for other in range(max(0, row - 3), min(n, row + 4)) if other != row]
    assert any(street[row] != street[other] for row, others in enumerate(near) for other in others)


def test_a_mentor_next_door_is_both(qingshan):
    """A pair of communities has room for one edge in each direction, and keeps both."""
    graph = qingshan.graph
    mentored = [(a, b) for a, b, kind in graph.edges(data="kind") if kind == "mentoring"]
    both = [pair for pair in mentored if graph.get_edge_data(pair[1], pair[0], {}).get("kind") == "neighbourhood"]
    assert len(mentored) == sum(n // 2 for n in np.bincount(qingshan.communities.street))
    assert len(both) > 0


def test_a_street_alone_has_the_neighbours_that_it_has_in_its_district(qingshan):
    code = qingshan.codes["streets"][1]
    street = build_city(code)
    first = qingshan.codes["communities"].index(street.codes["communities"][0])
    inside = range(first, first + len(street.communities))
    within = _near(qingshan.graph, qingshan)
    for row, others in enumerate(_near(street.graph, street)):
        assert [first + other for other in others] == [one for one in within[first + row] if one in inside]


def test_an_edge_that_is_moved_in_the_graph_makes_others_neighbours(qingshan):
    graph = nx.DiGraph(qingshan.graph)
    nodes = [f"community:{code}" for code in qingshan.codes["communities"]]
    graph.remove_edge(nodes[0], nodes[1])
    graph.add_edge(nodes[40], nodes[0], kind="neighbourhood")
    near = _near(graph, qingshan)
    assert (near[0], near[1][:1]) == ([2, 3, 40], [2])
    assert 0 in near[40]
