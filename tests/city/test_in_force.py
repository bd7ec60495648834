"""Which edges across the hierarchy are in force: those that a policy has called into being, and not yet ended."""

from collections import defaultdict

import networkx as nx
import pytest

from sim import GovernanceModel
from sim.city import build_city, to_graphml
from sim.city.graph import node_names
from sim.city.in_force import edges_in_force, with_force

STREET = "420106001"
ACROSS = {"contract", "pairing", "cross-post", "alliance", "mentoring", "neighbourhood"}


@pytest.fixture(scope="module")
def city():
    return build_city(STREET)


def _shares(city, policy, change=lambda world: None):
    """Return the share of the edges of each kind that are in force under a policy."""
    plan = {"extends": "baseline", "area": STREET, "days": 1, "warmup": 0}
    policy = {lever: {"intensity": amount} for lever, amount in policy.items()}
    world = GovernanceModel({**plan, "policy": policy}, city=city).world
    change(world)
    found = defaultdict(list)
    for (one, other), holds in edges_in_force(city.graph, node_names(city.tables, city.codes), world).items():
        found[city.graph.edges[one, other]["kind"]].append(holds)
    assert set(found) == ACROSS
    return {kind: sum(holds) / len(holds) for kind, holds in found.items()}


def test_without_a_policy_there_are_contracts_and_pairings_only(city):
    assert _shares(city, {}) == {kind: float(kind in {"contract", "pairing"}) for kind in ACROSS}


@pytest.mark.parametrize(
    ("lever", "amount", "kind"),
    [
        ("cross_posting", 1.0, "cross-post"),
        ("street_alliances", 0.5, "alliance"),
        ("star_mentors", 1.0, "mentoring"),
        ("practice_spreads", 0.03, "neighbourhood"),
    ],
)
def test_each_kind_comes_into_force_by_its_lever_and_no_other_does(city, lever, amount, kind):
    base, under = _shares(city, {}), _shares(city, {lever: amount})
    assert under[kind] == 1.0
    assert {**under, kind: 0.0} == base


def test_who_has_left_is_bound_no_longer(city):
    def leaves(world):
        world.compounds.firm[world.compounds.firm == world.compounds.firm.max()] = -1
        world.unit_of[world.unit_of == 0] = -1

    after = _shares(city, {"cross_posting": 1.0}, leaves)
    assert 0.0 < after["contract"] < 1.0
    assert 0.0 < after["pairing"] < 1.0
    assert 0.0 < after["cross-post"] < 1.0


def test_it_stands_in_the_file_and_the_city_keeps_its_own_graph(city, tmp_path):
    edges = list(city.graph.edges(data="kind"))
    one, other, _ = next(edge for edge in edges if edge[2] == "alliance")
    made = with_force(city.graph, {(one, other): False}, {(one, other): True})
    to_graphml(made, tmp_path / "city.graphml")
    facts = nx.read_graphml(tmp_path / "city.graphml").edges[one, other]
    assert (facts["in_force_first"], facts["in_force_last"]) == (False, True)
    assert "in_force_first" not in city.graph.edges[one, other]
