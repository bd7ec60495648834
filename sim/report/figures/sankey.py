"""Flows between columns of nodes, drawn as ribbons."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.report.style import INK, spread

GAP, WIDEST_GAP = 0.035, 0.16
"""Space between nodes of a column, as a share of the height: in the fullest column, and where there is room."""
WIDTH = 0.022
LINE = 0.088
"""Height of a label of two lines."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its share of the whole (0-1), its colour, its label."""

    key: str
    share: float
    color: str
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A ribbon between two nodes, as a share of the whole."""

    source: str
    target: str
    share: float


@dataclass(slots=True)
class _Place:
    x: float
    top: float
    out: float
    into: float
    color: str


def draw_sankey(axes: Axes, columns: Sequence[Sequence[Node]], flows: Sequence[Flow], xs: Sequence[float]) -> None:
    """Draw columns of nodes from left to right at the given positions (0-1), labels to the right of each.

    Flows are stacked in the order in which they are given.
    """
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(-0.02, 1.02)
    axes.invert_yaxis()
    room = 1.0 - GAP * (max(len(column) for column in columns) - 1)
    places: dict[str, _Place] = {}
    for x, column in zip(xs, columns, strict=True):
        free = 1.0 - room * sum(node.share for node in column)
        gap = min(WIDEST_GAP, free / (len(column) - 1)) if len(column) > 1 else 0.0
        top = 0.0
        for node in column:
            height = node.share * room
            places[node.key] = _Place(x, top, top, top, node.color)
            axes.add_patch(Rectangle((x, top), WIDTH, height, color=node.color, linewidth=0))
            top += height + gap
        _label(axes, x, column, [places[node.key].top + node.share * room / 2.0 for node in column])
    for flow in flows:
        source, target = places[flow.source], places[flow.target]
        axes.add_patch(_ribbon(source, target, flow.share * room))
        source.out += flow.share * room
        target.into += flow.share * room


def _label(axes: Axes, x: float, column: Sequence[Node], middles: list[float]) -> None:
    for node, middle, y in zip(column, middles, spread(middles, LINE), strict=True):
        if abs(y - middle) > 0.01:
            axes.plot([x + WIDTH, x + WIDTH + 0.012], [middle, y], color=node.color, linewidth=0.8)
        axes.text(
            x + WIDTH + 0.014, y, node.label, va="center", fontsize=9.5, linespacing=1.25, color=INK, zorder=3,
            bbox={"facecolor": "white", "alpha": 0.72, "linewidth": 0, "pad": 1.2},
        )  # fmt: skip


def _ribbon(source: _Place, target: _Place, height: float) -> PathPatch:
    left, right = source.x + WIDTH, target.x
    middle = (left + right) / 2.0
    a, b = source.out, target.into
    points = [
        (left, a), (middle, a), (middle, b), (right, b), (right, b + height), (middle, b + height),
        (middle, a + height), (left, a + height), (left, a),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(points, codes), facecolor=target.color, alpha=0.38, linewidth=0)
