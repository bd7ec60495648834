"""Routes: who is above whom and who serves whom, read from the graph of institutions into the tables.

The graph is the model's routing structure. Move an edge, call `routes`, and cases go elsewhere. Only references are
rewritten: which rows of residents live where stays as it is.
"""

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.agents.department import FIELDS, Field
from sim.city.errors import CityError
from sim.city.graph import node_names
from sim.table import Column
from sim.text.problem import Mark, Problem, phrase

if TYPE_CHECKING:
    from sim.city.city import City

_FIELDS = {field.name.lower(): field for field in Field}
_FIELD = Column("field", codes=_FIELDS)


def _sources(graph: nx.DiGraph, node: str, kind: str, above: str) -> list[str]:
    """Return where a node's edges of a kind come from, of nodes of the kind `above`."""
    return [
        source
        for source, edge in graph.pred[node].items()
        if edge.get("kind") == kind and graph.nodes[source].get("kind") == above
    ]


def _references(
    graph: nx.DiGraph,
    nodes: list[str],
    kind: str,
    above: str,
    rows: dict[str, int],
    problems: list[Problem],
    needed: bool = True,
) -> NDArray[np.int32]:
    references = np.full(len(nodes), -1, dtype=np.int32)
    for row, node in enumerate(nodes):
        if node not in graph:
            problems.append(Problem(Mark(node), (), phrase("route.no_node")))
            continue
        found = _sources(graph, node, kind, above)
        if len(found) == 1 and found[0] in rows:
            references[row] = rows[found[0]]
        elif found or needed:
            wrong = phrase("route.edges", kind=repr(kind), above=above, found=", ".join(found) or phrase("route.none"))
            problems.append(Problem(Mark(node), (), wrong, phrase("route.one" if needed else "route.one_or_none")))
    return references


def _serving(
    graph: nx.DiGraph, districts: list[str], rows: dict[str, int], problems: list[Problem]
) -> NDArray[np.int32]:
    serves = np.full((len(districts), FIELDS), -1, dtype=np.int32)
    for district, node in enumerate(districts):
        for source in [s for above in ("department", "bureau") for s in _sources(graph, node, "serves", above)]:
            name = str(graph.nodes[source].get("field", ""))
            field = _FIELD.read(name, Mark(source), problems)
            if field is None:
                continue
            if serves[district, field] >= 0:
                problems.append(
                    Problem(Mark(node), (), phrase("route.two_departments", field=name), phrase("route.one"))
                )
            serves[district, field] = rows.get(source, -1)
        without = [name for name, field in _FIELDS.items() if serves[district, field] < 0]
        if without:
            problems.append(Problem(Mark(node), (), phrase("route.unserved", fields=", ".join(without))))
    return serves


def routes(graph: nx.DiGraph, city: "City") -> NDArray[np.int32]:
    """Write the references that the graph says into the tables of a city.

    Written: `compounds.community`, `compounds.firm`, `communities.street`, `streets.district`, and for firms
    `contracts`.

    Args:
        graph: the city's own graph, or a changed copy of it.
        city: whose tables are written.

    Returns:
        row of the department (or bureau) that serves each district in each field, shape (districts, FIELDS).

    Raises:
        CityError: every node without a parent or with two, and every district that a field has nobody for; the
            tables are not changed then.
    """
    nodes = node_names(city.tables, city.codes)
    rows = {node: row for table in nodes.values() for row, node in enumerate(table)}
    problems: list[Problem] = []
    community = _references(graph, nodes["compounds"], "parent", "community", rows, problems)
    firm = _references(graph, nodes["compounds"], "contract", "firm", rows, problems, needed=False)
    street = _references(graph, nodes["communities"], "parent", "street", rows, problems)
    district = _references(graph, nodes["streets"], "parent", "district", rows, problems)
    serves = _serving(graph, nodes["districts"], rows, problems)
    for number, field in np.argwhere(serves >= 0):
        if city.departments.district[serves[number, field]] != number:
            source = nodes["departments"][serves[number, field]]
            wrong = phrase("route.serves", district=nodes["districts"][number])
            problems.append(Problem(Mark(source), (), wrong, phrase("route.its_own")))
    if problems:
        raise CityError(problems)
    city.compounds.community[:], city.compounds.firm[:] = community, firm
    city.communities.street[:], city.streets.district[:] = street, district
    city.firms.contracts[:] = np.bincount(firm[firm >= 0], minlength=len(city.firms))
    return serves


def city_bureaus(city: "City") -> NDArray[np.int32]:
    """Return the row of the city's bureau of each field."""
    bureaus = np.full(FIELDS, -1, dtype=np.int32)
    rows = np.flatnonzero(city.departments.district < 0)
    bureaus[city.departments["field"][rows]] = rows
    return bureaus


def neighbours(graph: nx.DiGraph, city: "City") -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the communities next to each, as the graph says, whichever way its edge points.

    Returns:
        (their rows, one community's after the other's; where those of each begin, and the end). An edge to a community
        outside of the area leads nowhere.
    """
    nodes = node_names(city.tables, city.codes)["communities"]
    rows = {node: row for row, node in enumerate(nodes)}
    found = [
        sorted({rows[other] for other, kind in _next_to(graph, node) if kind == "neighbourhood" and other in rows})
        for node in nodes
    ]
    starts = np.concatenate([[0], np.cumsum([len(near) for near in found])]).astype(np.int64)
    return np.array([row for near in found for row in near], dtype=np.int32), starts


def _next_to(graph: nx.DiGraph, node: str) -> list[tuple[str, str]]:
    return [
        (other, edge.get("kind", "")) for edges in (graph.succ[node], graph.pred[node]) for other, edge in edges.items()
    ]


def paired_units(graph: nx.DiGraph, city: "City") -> NDArray[np.int32]:
    """Return the row of the unit that the graph pairs with each community (the first of several); -1 none."""
    nodes = node_names(city.tables, city.codes)
    rows = {node: row for row, node in enumerate(nodes["communities"])}
    units = np.full(len(rows), -1, dtype=np.int32)
    for unit, node in reversed(list(enumerate(nodes["units"]))):
        for target, edge in graph.succ[node].items():
            if edge.get("kind") == "pairing" and target in rows:
                units[rows[target]] = unit
    return units
