"""A city of one's own as GraphML: the nodes of the hierarchy become the rows that a CSV would have.

The graph that `to_graphml` writes can be read again: nodes below the community and horizontal edges are passed over.
"""

import io
import re
from pathlib import Path
from xml.etree.ElementTree import ParseError

import networkx as nx

from sim.city import divisions as _divisions
from sim.city import margins as _margins
from sim.table import Row, read_rows, read_text
from sim.text.problem import Mark, Problem, phrase

_FIGURES = ("population", *(column.name for column in _margins.COLUMNS if column.optional))
_NODE = re.compile(r"<node\s[^>]*?\bid\s*=\s*[\"']([^\"']*)[\"']")


def _lines_of_nodes(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    line, position = 1, 0
    for match in _NODE.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        lines.setdefault(match.group(1), line)
    return lines


def rows_of_graphml(path: Path, problems: list[Problem]) -> tuple[list[Row], list[Row]]:
    """Return rows of divisions and rows of margins from a graph; what is wrong with it is added to the problems.

    Nodes have `kind` (city, district, street, community) and `name`; `code` is the node's own id where it is not
    given; other attributes are those of the CSV's columns. Edges from a higher node to a lower have kind `parent`
    or none. Attributes of margins stand on the city's node and on districts' nodes.
    """
    text = read_text(path, problems)
    graph = _graph(text, path.name, problems) if text else nx.DiGraph()
    lines = _lines_of_nodes(text)
    divisions, margins = [], []
    codes = {node: str(facts.get("code", node)).strip() for node, facts in graph.nodes(data=True)}
    for node, facts in graph.nodes(data=True):
        where = Mark(path.name, lines.get(node, 1))
        level = str(facts.get("kind", ""))
        if facts.get("synthetic") or level not in (*_divisions.LEVELS, ""):
            continue
        above = [up for up, _, kind in graph.in_edges(node, data="kind") if kind in {None, "parent"}]
        if len(above) > 1:
            wrong = phrase("city.parents", node=node, count=len(above), which=", ".join(above))
            problems.append(Problem(where, (), wrong, phrase("city.one")))
        cells = {name: str(value).strip() for name, value in facts.items()}
        if level == "community" and not cells.get("population"):
            cells["population"] = cells.get("residents", "")
        parent = codes[above[0]] if above else ""
        own = {"code": codes[node], "name": cells.get("name", ""), "level": level, "parent_code": parent}
        divisions.append((where, cells | own))
        if level in {"city", "district"} and any(cells.get(name) for name in _FIGURES):
            figures = {"population": cells.get("population", ""), "unit": "*" if level == "city" else codes[node]}
            margins.append((where, cells | figures))
    return read_rows(divisions, _divisions.COLUMNS, problems), read_rows(margins, _margins.COLUMNS, problems)


def _graph(text: str, name: str, problems: list[Problem]) -> nx.DiGraph:
    """Parse a directed graph; an empty one where that cannot be done."""
    allowed = None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        wrong = phrase("city.doctype")
    else:
        try:
            graph = nx.read_graphml(io.BytesIO(text.encode()))  # bytes: the declaration of an encoding is allowed then
        except (ParseError, nx.NetworkXError, KeyError, ValueError) as error:
            wrong = phrase("city.not_graphml", reason=str(error))
        else:
            if graph.is_directed():
                return graph
            wrong, allowed = phrase("city.undirected"), phrase("city.directed")
    problems.append(Problem(Mark(name), (), wrong, allowed))
    return nx.DiGraph()
