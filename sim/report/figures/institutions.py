"""The institutions around one community, as the graph that tickets are routed along."""

from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from sim.report.names import field_name
from sim.report.style import FAINT, INK, MUTED, REPORTED, new_figure
from sim.text import Language, text

MOST_COMPOUNDS = 8
_ACROSS = frozenset({"cross-post", "pairing", "alliance"})
"""Kinds of edges that a policy puts in force."""
LANES = ("city", "district", "street", "community", "compound", "committee", "firm")
_LANE_OF = {"unit": "street", "department": "district", "branch": "committee"}
_COLORS = {
    "city": "#0b3c5d", "district": "#0b5d92", "street": REPORTED, "community": "#4a9bd1", "compound": "#9cc9e6",
    "department": "#7b5ea7", "firm": "#e69f00", "committee": "#009e73", "branch": "#d1495b", "unit": "#7d8590",
}  # fmt: skip
_STYLES: dict[str, tuple[str, Any]] = {
    "parent": (MUTED, "-"), "serves": (_COLORS["department"], "-"), "contract": (_COLORS["firm"], "-"),
    "cross-post": (_COLORS["branch"], (0, (1.2, 2))), "pairing": (_COLORS["unit"], (0, (4, 2))),
    "alliance": (_COLORS["unit"], (0, (1.2, 2))),
}  # fmt: skip


def around_one_community(graph: nx.DiGraph) -> tuple[nx.DiGraph, str, int]:
    """Return (its surroundings, the community's node, how many compounds it has in all).

    The community has the most kinds of bodies, and then the fewest compounds; of these at most `MOST_COMPOUNDS` stay,
    those with the most bodies of their own.
    """
    kinds = nx.get_node_attributes(graph, "kind")
    candidates = [node for node, kind in kinds.items() if kind == "community"]
    if not candidates:
        return nx.DiGraph(), "", 0

    def compounds_of(node: str) -> list[str]:
        return [one for one in graph.successors(node) if kinds.get(one) == "compound"]

    def bodies_of(compound: str) -> list[str]:
        found = [*graph.successors(compound), *graph.predecessors(compound)]
        return [one for one in found if kinds.get(one) in {"committee", "branch", "firm"}]

    def variety(node: str) -> tuple[int, int, str]:
        compounds = compounds_of(node)
        paired = any(kinds.get(one) == "unit" for one in graph.predecessors(node))
        return -len({kinds[body] for one in compounds for body in bodies_of(one)}) - paired, len(compounds), node

    community = min(candidates, key=variety)
    compounds = compounds_of(community)
    shown = sorted(sorted(compounds, key=lambda one: (-len(bodies_of(one)), one))[:MOST_COMPOUNDS])
    nodes = {community, *shown, *(body for one in shown for body in bodies_of(one))}
    nodes |= {one for one in graph.predecessors(community) if kinds.get(one) in {"street", "unit"}}
    for node in list(nodes):
        nodes |= {one for one in nx.ancestors(graph, node) if kinds.get(one) in {"city", "district", "street"}}
    nodes |= {
        one for node in list(nodes) if kinds.get(node) == "district" for one in graph.predecessors(node)
        if kinds.get(one) in {"department", "bureau"}
    }  # fmt: skip
    street = {one for one in graph.predecessors(community) if kinds.get(one) == "street"}
    nodes -= {one for one in nodes if kinds.get(one) == "street" and one not in street}
    return graph.subgraph(nodes).copy(), community, len(compounds)


def draw(graph: nx.DiGraph, lang: Language) -> Figure | None:
    """Draw the institutions around one community: levels from above to below, what serves and helps beside them."""
    small, community, _ = around_one_community(graph)
    if not community:
        return None
    places, lanes = _places(small)
    figure = new_figure(9.0, 6.0)
    axes = figure.subplots()
    axes.set_axis_off()
    for kind, (color, line) in _STYLES.items():
        bend = "arc3,rad=0.12" if kind in {"cross-post", "alliance"} else "arc3"
        for holds in (False, True):
            edges = [(a, b) for a, b in _edges_of(small, kind, holds) if {a, b} <= set(places)]
            nx.draw_networkx_edges(
                small, places, edges, ax=axes, arrows=True, arrowstyle="-", node_size=0,
                edge_color=color if holds else FAINT, style=line, width=1.6 if holds and kind in _ACROSS else 1.1,
                alpha=0.8 if holds else 0.55, connectionstyle=bend,
            )  # fmt: skip
    for turn, (node, (x, y)) in enumerate(places.items()):
        kind = str(small.nodes[node]["kind"])
        color = _COLORS.get(kind, FAINT)
        marker = "s" if small.nodes[node].get("synthetic") else "o"
        axes.scatter([x], [y], s=90 if kind in LANES[:4] else 55, marker=marker, color=color, zorder=3,
                     edgecolor="white", linewidth=1.0)  # fmt: skip
        _label(axes, small, node, x, y, turn, lang)
    for lane, y in lanes.items():
        axes.text(-0.2, y, text(f"report.lane_{lane}", lang), ha="left", va="center", fontsize=9, color=MUTED)
    axes.set_xlim(-0.2, 1.04)
    axes.set_ylim(min(lanes.values()) - 0.55, max(lanes.values()) + 0.5)
    _legend(axes, small, lang)
    return figure


def _edges_of(small: nx.DiGraph, kind: str, holds: bool) -> list[tuple[str, str]]:
    """Return the edges of a kind that are in force on the run's last day, or those that are only possible.

    An edge that says nothing of it, as of the hierarchy, holds.
    """
    return [
        (a, b)
        for a, b, facts in small.edges(data=True)
        if facts.get("kind") == kind and bool(facts.get("in_force_last", True)) == holds
    ]


def _places(small: nx.DiGraph) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """Return where each node stands, and the height of each lane."""
    by_kind: dict[str, list[str]] = {}
    for node, facts in sorted(small.nodes(data=True)):
        by_kind.setdefault(str(facts["kind"]), []).append(node)
    lanes = [lane for lane in LANES if any(_LANE_OF.get(kind, kind) == lane for kind in by_kind)]
    heights = {lane: float(len(lanes) - 1 - row) for row, lane in enumerate(lanes)}
    places: dict[str, tuple[float, float]] = {}
    for kind in ("city", "district", "street", "community"):
        for node in by_kind.get(kind, []):
            places[node] = (0.2, heights[kind])
    departments = by_kind.get("department", [])
    for k, node in enumerate(departments):
        places[node] = (0.32 + 0.68 * k / max(1, len(departments) - 1), heights["district"])
    for node in by_kind.get("unit", []):
        places[node] = (0.62, heights["street"] - 0.5 if "street" in heights else heights["community"])
    compounds = by_kind.get("compound", [])
    for k, node in enumerate(compounds):
        x = 0.03 + 0.94 * (k + 0.5) / len(compounds)
        places[node] = (x, heights["compound"])
        bodies = [one for one in small.successors(node) if small.nodes[one]["kind"] in {"committee", "branch"}]
        for nth, body in enumerate(sorted(bodies, reverse=True)):
            places[body] = (x + 0.045 * (nth - (len(bodies) - 1) / 2.0), heights["committee"])
    firms = by_kind.get("firm", [])
    served = {firm: [places[c][0] for c in small.successors(firm) if c in compounds] for firm in firms}
    firms = sorted(firms, key=lambda firm: sum(served[firm]) / max(1, len(served[firm])))
    for k, firm in enumerate(firms):
        places[firm] = (0.03 + 0.94 * (k + 0.5) / len(firms), heights["firm"])
    return places, heights


def _label(axes: Axes, small: nx.DiGraph, node: str, x: float, y: float, turn: int, lang: Language) -> None:
    facts = small.nodes[node]
    kind, name = str(facts["kind"]), str(facts.get("name", node))
    if kind in {"committee", "branch"}:
        return
    shift, across, up, size = (-9, 0), "right", "center", 9.5
    if kind in {"compound", "firm"}:
        digits = "".join(one for one in name[-4:] if one.isdigit()).lstrip("0")
        name = text(f"report.nth_{kind}", lang, number=digits or name)
        shift, across, up, size = (0, -8), "center", "top", 8.5
    elif kind == "department":
        name = field_name(str(facts.get("field", name)), lang)
        above = turn % 2 == 0  # neighbours in turn above and below: their names are as wide as their distance
        shift, across, up, size = (0, 8 if above else -8), "center", "bottom" if above else "top", 8.5
    elif kind == "unit":
        name = text("report.a_unit", lang)
        shift, across = (9, 0), "left"
    axes.annotate(
        name, (x, y), shift, textcoords="offset points", ha=across, va=up, fontsize=size, color=INK, zorder=2,
        path_effects=[withStroke(linewidth=3.0, foreground="white")],
    )  # fmt: skip


def _name_of(kind: str) -> str:
    """Return the catalogue key of a kind of edge."""
    return f"report.edge_{kind.replace('-', '_')}"


def _legend(axes: Axes, small: nx.DiGraph, lang: Language) -> None:
    lines = [
        Line2D([], [], color=color, linestyle=line, label=text(_name_of(kind), lang))
        for kind, (color, line) in _STYLES.items()
        if _edges_of(small, kind, True)
    ]
    possible = [text(_name_of(kind), lang) for kind in _STYLES if _edges_of(small, kind, False)]
    if possible:
        label = text("report.edge_possible", lang, kinds=text("report.date_numbers_joint", lang).join(possible))
        lines.append(Line2D([], [], color=FAINT, linestyle=(0, (1.2, 2)), label=label))
    bodies = [
        Line2D(
            [],
            [],
            marker="s",
            linestyle="none",
            markersize=7,
            color=_COLORS[kind],
            label=text(f"report.body_{kind}", lang),
        )
        for kind in ("committee", "branch")
        if any(facts.get("kind") == kind for _, facts in small.nodes(data=True))
    ]
    axes.legend(handles=[*lines, *bodies], loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=4)
