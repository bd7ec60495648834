"""The institutions as one directed graph: the hierarchy, and the edges across it. It is what routes run along.

Edges by kind: `parent` from the higher to the lower; across, `contract` (firm to compound), `pairing` (unit to
community), `cross-post` (owners' committee or firm to the compound's Party organisation), `alliance` (unit to
street), `mentoring` (community to community), `serves` (department to district), `neighbourhood` (compound to
compound within a community; community to community, across the borders of streets and districts; both ways).
Which communities lie side by side is not published: the statistical codes number them by place, so those that come
soon after each other in the list count as neighbours (assumed; `neighbours_ahead` of `synthesis.csv`).
What stands below the community, and every body named after it, is synthetic and says so.
"""

from collections.abc import Iterable
from pathlib import Path

import networkx as nx
import numpy as np

from sim.agents.community import CommunityKind
from sim.agents.compound import CompoundKind
from sim.agents.department import FIELDS, Field
from sim.city.areas import Area
from sim.city.assumptions import SYNTHESIS
from sim.city.tables import Tables

FIELD_NAMES = {
    Field.HOUSING: "住房",
    Field.URBAN_MANAGEMENT: "城管",
    Field.POLICE: "公安",
    Field.MARKET: "市场监管",
    Field.HEALTH: "卫生健康",
    Field.CIVIL_AFFAIRS: "民政",
    Field.LABOUR: "人社",
    Field.EDUCATION: "教育",
    Field.ENVIRONMENT: "生态环境",
    Field.UTILITIES: "水务与公用事业",
}


def node_names(tables: Tables, codes: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the name of each row's node in the graph, by table; from keys and codes, which no route changes."""
    community, district = codes["communities"], codes["districts"]
    community_of = dict(zip(tables.communities.key.tolist(), community, strict=True))
    district_of = dict(zip(tables.districts.key.tolist(), district, strict=True))
    compounds = [f"compound:{community_of[key >> 12]}-{key & 0xFFF:03d}" for key in tables.compounds.key.tolist()]
    firms = [f"firm:{district_of[key >> 20]}-{key & 0xFFFFF:04d}" for key in tables.firms.key.tolist()]
    departments = [
        f"department:{district[row]}:{Field(field).name.lower()}" if row >= 0 else f"bureau:{Field(field).name.lower()}"
        for row, field in zip(tables.departments.district.tolist(), tables.departments["field"].tolist(), strict=True)
    ]
    return {
        "districts": [f"district:{code}" for code in district],
        "streets": [f"street:{code}" for code in codes["streets"]],
        "communities": [f"community:{code}" for code in community],
        "compounds": compounds,
        "firms": firms,
        "committees": [f"committee:{compounds[row][9:]}" for row in tables.committees.compound.tolist()],
        "branches": [f"branch:{compounds[row][9:]}" for row in tables.branches.compound.tolist()],
        "units": [f"unit:{community[row]}" for row in tables.units.community.tolist()],
        "departments": departments,
    }


def _add_upper(
    graph: nx.DiGraph,
    city: Area,
    tables: Tables,
    names: dict[str, list[str]],
    codes: dict[str, list[str]],
    nodes: dict[str, list[str]],
    places: list[dict[str, str | bool]],
) -> None:
    """Add the hierarchy down to communities, with bureaus and departments."""
    root = f"city:{city.code}"
    graph.add_node(root, kind="city", name=city.name, code=city.code, residents=len(tables.residents))
    for row, node in enumerate(nodes["districts"]):
        residents = int(tables.districts.resident_n[row])
        graph.add_node(
            node, kind="district", name=names["districts"][row], code=codes["districts"][row], residents=residents
        )
        graph.add_edge(root, node, kind="parent")
    for row, node in enumerate(nodes["streets"]):
        residents = int(tables.streets.resident_n[row])
        graph.add_node(node, kind="street", name=names["streets"][row], code=codes["streets"][row], residents=residents)
        graph.add_edge(nodes["districts"][tables.streets.district[row]], node, kind="parent")
    for row, node in enumerate(nodes["communities"]):
        community = tables.communities[row]
        graph.add_node(
            node,
            kind="community",
            name=names["communities"][row],
            code=codes["communities"][row],
            residents=int(community.resident_n),
            unit_type=CommunityKind(community.kind).name.lower(),
            **places[row],
        )
        graph.add_edge(nodes["streets"][community.street], node, kind="parent")
    for row, node in enumerate(nodes["departments"]):
        district, field = int(tables.departments.district[row]), Field(tables.departments["field"][row])
        kind = "department" if district >= 0 else "bureau"
        graph.add_node(node, kind=kind, name=names["departments"][row], field=field.name.lower())
        if district >= 0:
            graph.add_edge(f"bureau:{field.name.lower()}", node, kind="parent")
            graph.add_edge(node, nodes["districts"][district], kind="serves")
        else:
            graph.add_edge(root, node, kind="parent")


def _add_compounds(graph: nx.DiGraph, tables: Tables, names: dict[str, list[str]], nodes: dict[str, list[str]]) -> None:
    """Add compounds and what belongs to them; plain lists, for there are thirty thousand."""
    c = tables.compounds
    kinds = [kind.name.lower() for kind in CompoundKind]
    facts = zip(
        nodes["compounds"], names["compounds"], c.community.tolist(), c.kind.tolist(), c.year_built.tolist(),
        c.household_n.tolist(), c.resident_n.tolist(), c.firm.tolist(), strict=True,
    )  # fmt: skip
    before, community_before = "", -1
    for node, firm in zip(nodes["firms"], names["firms"], strict=True):
        graph.add_node(node, kind="firm", name=firm, synthetic=True)
    for node, name, community, kind, built, households, residents, firm_row in facts:
        graph.add_node(
            node, kind="compound", name=name, housing=kinds[kind], year_built=built, households=households,
            residents=residents, synthetic=True,
        )  # fmt: skip
        graph.add_edge(nodes["communities"][community], node, kind="parent")
        if community == community_before:
            graph.add_edge(before, node, kind="neighbourhood")
        if firm_row >= 0:
            graph.add_edge(nodes["firms"][firm_row], node, kind="contract")
        before, community_before = node, community
    for table, kind in (("committees", "committee"), ("branches", "branch")):
        for node, name, compound in zip(
            nodes[table], names[table], getattr(tables, table).compound.tolist(), strict=True
        ):
            graph.add_node(node, kind=kind, name=name, synthetic=True)
            graph.add_edge(nodes["compounds"][compound], node, kind="parent")
    for node, compound in zip(nodes["branches"], tables.branches.compound.tolist(), strict=True):
        if c.committee[compound] >= 0:
            graph.add_edge(nodes["committees"][c.committee[compound]], node, kind="cross-post")
        if c.firm[compound] >= 0:
            graph.add_edge(nodes["firms"][c.firm[compound]], node, kind="cross-post")


def _mentors(tables: Tables) -> Iterable[tuple[int, int]]:
    """Pair communities of a street: the largest with the smallest, and so on inwards."""
    communities = tables.communities
    order = np.lexsort((-communities.resident_n, communities.street))
    counts = np.bincount(communities.street, minlength=len(tables.streets))
    for rows in np.split(order, np.cumsum(counts)[:-1]):
        for k in range(len(rows) // 2):
            yield int(rows[k]), int(rows[-1 - k])


def _neighbours(tables: Tables) -> Iterable[tuple[int, int]]:
    """Pair each community with those that come next in the list of the city, of which an area is a stretch."""
    n = len(tables.communities)
    for row in range(n):
        for other in range(row + 1, min(n, row + 1 + int(SYNTHESIS.neighbours_ahead[0]))):
            yield row, other


def institution_graph(
    city: Area,
    tables: Tables,
    names: dict[str, list[str]],
    codes: dict[str, list[str]],
    places: list[dict[str, str | bool]],
) -> nx.DiGraph:
    """Build the graph of an area's institutions, with the districts and the city above it.

    Args:
        city: the whole city.
        names, codes: by table.
        places: of each community, more attributes: its functional zone (or nothing), whether it is urban by census.
    """
    graph = nx.DiGraph(name=city.name)
    nodes = node_names(tables, codes)
    departments = list(range(len(nodes["departments"])))
    for row in reversed(departments[-FIELDS:]):  # bureaus first, so that departments find them
        graph.add_node(nodes["departments"][row])
    _add_upper(graph, city, tables, names, codes, nodes, places)
    _add_compounds(graph, tables, names, nodes)
    for row, node in enumerate(nodes["units"]):
        community = int(tables.units.community[row])
        graph.add_node(node, kind="unit", name=names["units"][row], synthetic=True)
        graph.add_edge(node, nodes["communities"][community], kind="pairing")
        graph.add_edge(node, nodes["streets"][tables.communities.street[community]], kind="alliance")
    for mentor, other in _mentors(tables):
        graph.add_edge(nodes["communities"][mentor], nodes["communities"][other], kind="mentoring")
    for row, other in _neighbours(tables):
        one, next_one = nodes["communities"][row], nodes["communities"][other]
        if graph.has_edge(one, next_one):  # a mentor next door: a pair has room for one edge in each direction
            one, next_one = next_one, one
        graph.add_edge(one, next_one, kind="neighbourhood")
    return graph


def to_graphml(graph: nx.DiGraph, path: Path) -> None:
    """Write a graph as GraphML. A graph of a whole city can be read again as a city of one's own."""
    nx.write_graphml(graph, path, encoding="utf-8")
