"""A city of one's own as GraphML: the nodes of the hierarchy become the rows that a CSV would have.

The graph that `to_graphml` writes can be read again: nodes below the community and horizontal edges are passed over.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import ParseError

import networkx as nx

from sim.city import divisions as _divisions
from sim.city import margins as _margins
from sim.city.errors import CityError
from sim.city.rows import Row, decode, read_bytes

_NODE = re.compile(r"<node\s[^>]*?\bid\s*=\s*[\"']([^\"']*)[\"']")


def _lines_of_nodes(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    line, position = 1, 0
    for match in _NODE.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        lines.setdefault(match.group(1), line)
    return lines


def rows_of_graphml(path: Path) -> tuple[list[Row], list[Row]]:
    """Return rows of divisions and rows of margins from a graph.

    Nodes have `kind` (city, district, street, community) and `name`; `code` is the node's own id where it is not
    given; other attributes are those of the CSV's columns. Edges from a higher node to a lower have kind `parent`
    or none. Attributes of margins stand on the city's node and on districts' nodes.

    Raises:
        CityError: not GraphML, or not a directed graph; every node with more than one parent.
    """
    text = decode(path.name, read_bytes(path))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CityError([f"{path.name}: has a document type definition; allowed: GraphML without one"])
    try:
        graph = nx.parse_graphml(text.encode())  # bytes: the declaration of an encoding is allowed then
    except (ParseError, nx.NetworkXError, KeyError, ValueError) as error:
        raise CityError([f"{path.name}: is not GraphML: {error}"]) from None
    if not graph.is_directed():
        raise CityError([f"{path.name}: edges have no direction; allowed: directed, from the higher to the lower"])
    lines = _lines_of_nodes(text)
    messages: list[str] = []
    divisions, margins = [], []
    codes = {node: str(facts.get("code", node)) for node, facts in graph.nodes(data=True)}
    for node, facts in graph.nodes(data=True):
        where = f"{path.name}:{lines.get(node, 1)}"
        level = str(facts.get("kind", ""))
        if facts.get("synthetic") or level not in (*_divisions.LEVELS, ""):
            continue
        above = [up for up, _, kind in graph.in_edges(node, data="kind") if kind in {None, "parent"}]
        if len(above) > 1:
            messages.append(f"{where}: node {node} has {len(above)} parents ({', '.join(above)}); allowed: one")
        cells = {column: str(facts.get(column, "")).strip() for column in _divisions.OPTIONAL}
        if level == "community" and not cells["population"]:
            cells["population"] = str(facts.get("residents", ""))
        parent = codes[above[0]] if above else ""
        cells |= {"code": codes[node], "name": str(facts.get("name", "")), "level": level, "parent_code": parent}
        divisions.append(Row(where, cells))
        figures = {column: str(facts.get(column, "")).strip() for column in ("population", *_margins.OPTIONAL)}
        if level in {"city", "district"} and any(figures.values()):
            margins.append(Row(where, {**figures, "unit": "*" if level == "city" else codes[node]}))
    if messages:
        raise CityError(messages)
    return divisions, margins
