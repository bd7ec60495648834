"""Routes: who is above whom and who serves whom, read from the graph of institutions into the tables.

The graph is the model's routing structure. Move an edge, call `routes`, and cases go elsewhere. Only references are
rewritten: which rows of residents live where stays as it is.
"""

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.agents.department import FIELDS, Field
from sim.city.errors import CityError, complaint, nearest
from sim.city.graph import node_names

if TYPE_CHECKING:
    from sim.city.city import City

_FIELDS = {field.name.lower(): field for field in Field}


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
    messages: list[str],
    needed: bool = True,
) -> NDArray[np.int32]:
    references = np.full(len(nodes), -1, dtype=np.int32)
    for row, node in enumerate(nodes):
        if node not in graph:
            messages.append(f"{node}: is not in the graph; allowed: every row of the tables has its node")
            continue
        found = _sources(graph, node, kind, above)
        if len(found) == 1 and found[0] in rows:
            references[row] = rows[found[0]]
        elif found or needed:
            what = ", ".join(found) if found else "none"
            allowed = "exactly one" if needed else "one or none"
            messages.append(f"{node}: edges of kind {kind!r} from a {above} of this city: {what}; allowed: {allowed}")
    return references


def _serving(graph: nx.DiGraph, districts: list[str], rows: dict[str, int], messages: list[str]) -> NDArray[np.int32]:
    serves = np.full((len(districts), FIELDS), -1, dtype=np.int32)
    for district, node in enumerate(districts):
        for source in [s for above in ("department", "bureau") for s in _sources(graph, node, "serves", above)]:
            name = str(graph.nodes[source].get("field", ""))
            if name not in _FIELDS:
                messages.append(complaint(source, "field", repr(name), ", ".join(_FIELDS), nearest(name, _FIELDS)))
                continue
            field = _FIELDS[name]
            if serves[district, field] >= 0:
                messages.append(f"{node}: two departments serve it in {field.name.lower()}; allowed: one")
            serves[district, field] = rows.get(source, -1)
        without = [field.name.lower() for field in Field if serves[district, field] < 0]
        if without:
            messages.append(f"{node}: no edge of kind 'serves' for {', '.join(without)}; allowed: one a field")
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
    messages: list[str] = []
    community = _references(graph, nodes["compounds"], "parent", "community", rows, messages)
    firm = _references(graph, nodes["compounds"], "contract", "firm", rows, messages, needed=False)
    street = _references(graph, nodes["communities"], "parent", "street", rows, messages)
    district = _references(graph, nodes["streets"], "parent", "district", rows, messages)
    serves = _serving(graph, nodes["districts"], rows, messages)
    for number, field in np.argwhere(serves >= 0):
        if city.departments.district[serves[number, field]] != number:
            source = nodes["departments"][serves[number, field]]
            messages.append(f"{source}: serves {nodes['districts'][number]}; allowed: the district that it belongs to")
    if messages:
        raise CityError(list(dict.fromkeys(messages)))
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
