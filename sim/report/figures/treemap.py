"""A treemap of an area's communities, shaded by the burden that residents bear."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from sim.city.areas import short_name
from sim.report.figures.shades import Color, Shading
from sim.report.folder import Run
from sim.report.places import places_to_show
from sim.report.style import new_figure
from sim.text import Language, text

WIDTH, HEIGHT = 9.0, 5.4
MOST_COMPOUNDS = 800
"""More than these would be dust."""
_LETTER = 0.155
"""Width of a Chinese character of the labels, inches."""


class Box(NamedTuple):
    """A rectangle: lower left corner, width, height."""

    x: float
    y: float
    dx: float
    dy: float


def boxes(sizes: list[float], around: Box) -> list[Box]:
    """Return a rectangle for each size (given in descending order) that together fill a box, as square as can be.

    Squarified treemap (Bruls, Huizing and van Wijk 2000).

    Example:
        >>> boxes([3.0, 1.0], Box(0.0, 0.0, 4.0, 1.0))
        [Box(x=0.0, y=0.0, dx=3.0, dy=1.0), Box(x=3.0, y=0.0, dx=1.0, dy=1.0)]
    """
    x, y, dx, dy = around
    areas = [size * dx * dy / sum(sizes) for size in sizes]
    laid: list[Box] = []
    while areas:
        side, row = min(dx, dy), 1
        while row < len(areas) and _worst(areas[: row + 1], side) <= _worst(areas[:row], side):
            row += 1
        depth, along = sum(areas[:row]) / side, 0.0
        for area in areas[:row]:
            length = area / depth
            laid.append(Box(x, y + along, depth, length) if dx >= dy else Box(x + along, y, length, depth))
            along += length
        x, y, dx, dy = (x + depth, y, dx - depth, dy) if dx >= dy else (x, y + depth, dx, dy - depth)
        areas = areas[row:]
    return laid


def _worst(row: list[float], side: float) -> float:
    """Return the worst ratio of length to width of a row of areas laid along a side."""
    depth = sum(row) / side
    return max(depth * depth / row[-1], row[0] / (depth * depth))


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw the communities by number of residents, divided into their synthetic compounds if those are few."""
    places = places_to_show(run)
    places = places[places.residents > 0].assign(value=places.burden_per_resident)
    if places.empty:
        return None
    shading = Shading.over(places.value.tolist())
    return draw_values(places, shading, text("report.burden_axis", lang), compounds_to_show(run))


def draw_values(
    places: pd.DataFrame, shading: Shading, label: str, inner: Mapping[str, list[float]] = MappingProxyType({}),
    form: str = "{:.2f}",
) -> Figure:  # fmt: skip
    """Draw a value of each place, in the order of their residents.

    Args:
        places: columns `code`, `name`, `residents` (above zero), `value`.
        label: what the colours stand for.
        inner: residents of what each is divided into, by code.
        form: how a value is written.
    """
    places = places.sort_values(["residents", "code"], ascending=[False, True])
    figure = new_figure(WIDTH, HEIGHT + 0.9)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, HEIGHT)
    laid = boxes(places.residents.astype(float).tolist(), Box(0.0, 0.0, WIDTH, HEIGHT))
    for box, place in zip(laid, places.itertuples(), strict=True):
        value = float(place.value)  # type: ignore[arg-type]
        axes.add_patch(Rectangle(box[:2], box.dx, box.dy, facecolor=shading.color(value), linewidth=0))
        inside = inner.get(str(place.code), [])
        if len(inside) > 1:
            for part in boxes(inside, box):
                axes.add_patch(
                    Rectangle(part[:2], part.dx, part.dy, fill=False, edgecolor="white", linewidth=0.55,
                              linestyle=(0, (2.5, 2.5)), alpha=0.6)
                )  # fmt: skip
        axes.add_patch(Rectangle(box[:2], box.dx, box.dy, fill=False, edgecolor="white", linewidth=2.2))
        words = "" if value != value else form.format(value).replace("-", "−")
        _label(axes, box, short_name(str(place.name)), words, shading.ink(value), shading.color(value))
    shading.bar(figure, axes, label)
    return figure


def _label(axes: Axes, box: Box, name: str, value: str, color: str, halo: Color) -> None:
    """Write name and value where they fit: across, else upright, else not."""
    lines = [name, value] if value else [name]
    wide = _LETTER * max(len(name), 3) + 0.1
    tall = 0.2 * len(lines)
    if wide < box.dx and tall < box.dy:
        turn, words = 0, "\n".join(lines)
    elif wide < box.dy and box.dx > 0.2:
        turn, words = 90, name
    else:
        return
    axes.text(
        box.x + box.dx / 2.0, box.y + box.dy / 2.0, words, ha="center", va="center", rotation=turn, fontsize=9,
        linespacing=1.2, color=color, path_effects=[withStroke(linewidth=3.0, foreground=halo)],
    )  # fmt: skip


def compounds_to_show(run: Run) -> dict[str, list[float]]:
    """Return the residents of each community's compounds, the largest first, by code; none if there are too many."""
    found: dict[str, list[float]] = defaultdict(list)
    for node, facts in run.graph.nodes(data=True):
        if facts.get("kind") == "compound" and facts.get("residents", 0) > 0:
            found[str(node).removeprefix("compound:").rsplit("-", 1)[0]].append(float(facts["residents"]))
    if sum(map(len, found.values())) > MOST_COMPOUNDS:
        return {}
    return {code: sorted(sizes, reverse=True) for code, sizes in found.items()}
