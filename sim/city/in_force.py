"""Which of the edges across the hierarchy are in force: a graph shows who could act together, a policy who does."""

import networkx as nx

from sim.agents.world import World

Edge = tuple[str, str]


def edges_in_force(graph: nx.DiGraph, nodes: dict[str, list[str]], world: World) -> dict[Edge, bool]:
    """Say of each edge across the hierarchy whether anything passes along it, as things stand in a run.

    A contract or a pairing that has come to an end is not in force, and neither is an alliance that no policy has
    founded. Neighbouring communities are an edge in force where one of them may copy the other. Edges of the
    hierarchy, and between compounds that lie side by side, always hold and are not in what is returned.

    Args:
        graph: the institutions.
        nodes: name of each row's node, by table (`sim.city.graph.node_names`).
        world: the tables of the run.
    """
    rows = {node: row for table in nodes.values() for row, node in enumerate(table)}
    found: dict[Edge, bool] = {}
    for one, other, kind in graph.edges(data="kind"):
        first, second = rows.get(one, -1), rows.get(other, -1)
        if first < 0 or second < 0:
            continue
        if kind == "contract":
            found[one, other] = bool(world.compounds.firm[second] == first)
        elif kind == "pairing":
            found[one, other] = bool(world.unit_of[second] == first)
        elif kind == "cross-post":
            found[one, other] = _is_posted(world, one, first, int(world.branches.compound[second]))
        elif kind == "alliance":
            found[one, other] = bool(world.streets.alliance[second] > 0.0)
        elif kind == "mentoring":
            found[one, other] = bool(world.communities.mentored[second] > 0.0)
        elif kind == "neighbourhood" and one.startswith("community:"):
            found[one, other] = bool(world.communities.copying[[first, second]].max() > 0.0)
    return found


def _is_posted(world: World, body: str, row: int, compound: int) -> bool:
    """Say whether a firm or an owners' committee is still this compound's, and posts are held across."""
    theirs = world.compounds.firm if body.startswith("firm:") else world.compounds.committee
    return bool(theirs[compound] == row and world.compounds.cross_posts[compound] > 0.0)


def with_force(graph: nx.DiGraph, first: dict[Edge, bool], last: dict[Edge, bool]) -> nx.DiGraph:
    """Return a copy of a graph whose edges across say whether they are in force (`in_force_first`, `in_force_last`).

    Args:
        first: on the first measured day; last: on the last (`edges_in_force`).
    """
    copy = nx.DiGraph(graph)
    for name, edges in (("in_force_first", first), ("in_force_last", last)):
        for (one, other), holds in edges.items():
            copy.edges[one, other][name] = holds
    return copy
