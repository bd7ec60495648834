"""The picture of all effects: a row a lever, a column an indicator, a mark alone and one when left out."""

import math
import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.effects.findings import marked
from sim.effects.table import MAIN, Effects
from sim.measure.definitions import definitions
from sim.report.differences import indicator_name, lever_name, number, section_of, unit
from sim.report.style import FAINT, GRID, INK, MUTED, OF_KIND, new_figure, settings
from sim.results.folder import whole_file
from sim.text import Language, text

SHAPES = {"bundle": ("s", 0.0), "alone": ("o", -0.17), "left_out": ("D", 0.17)}
"""Of a mark, and how far below the middle of its row it stands."""
HALF = 0.42
"""Of a column, between its zero and its edge."""
_HEAD = 2.2
"""Rows that a heading takes."""
_INCH = 0.27
"""Height of a row."""


def draw_effects(effects: Effects, lang: Language) -> Figure:
    """Draw all effects.

    Each column has a scale of its own, written above it; an effect beyond its edge is an arrow with its value. Right of
    a column's line is more of the indicator, left is less, whichever of them somebody may want.
    """
    table = marked(effects.table)
    places, rows = _places(table)
    height = rows + _HEAD + 4.0
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        figure = new_figure(4.0 + 1.12 * len(MAIN), _INCH * height + 0.3)
        axes = figure.subplots()
        single = table[table.setting != "bundle"]
        scales = {name: _scale(single[single.indicator == name]) for name in MAIN}
        _grid(axes, places, rows, scales, lang)
        for row in table.itertuples():
            of = "bundle" if row.setting == "bundle" else str(row.lever)
            _mark(axes, row, places[of], scales[str(row.indicator)])
        _legend(axes, effects, lang)
        axes.set_xlim(-0.5, len(MAIN) - 0.5)
        axes.set_ylim(rows + 1.6, -_HEAD - 2.4)
        axes.set_axis_off()
    return figure


def write_figure(effects: Effects, folder: Path, lang: Language) -> list[Path]:
    """Write the picture as SVG and PNG, each complete or as it was; the same table gives the same bytes.

    Raises:
        OSError: the disk refuses.
    """
    figure = draw_effects(effects, lang)
    wanted: tuple[tuple[Path, dict[str, Any]], ...] = (
        (folder / "levers.svg", {"format": "svg", "metadata": {"Date": None, "Creator": None}}),
        (folder / "levers.png", {"format": "png", "metadata": {"Software": None}, "dpi": 110}),
    )
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        for path, how in wanted:
            with whole_file(path) as aside:
                figure.savefig(aside, **how)
    return [path for path, _ in wanted]


def _places(table: pd.DataFrame) -> tuple[dict[str, float], float]:
    """Return the height of each lever's row and of each section's heading (`section:NAME`), and of the end."""
    places: dict[str, float] = {}
    at, before = 0.0, ""
    if (table.setting == "bundle").any():
        places["bundle"] = at
        at += 1.0
    for lever in table.lever[table.setting == "alone"].unique():
        section = section_of(lever)
        if section != before:
            before = section
            places[f"section:{section}"] = at + 0.6
            at += _HEAD
        places[lever] = at
        at += 1.0
    return places, at


def _scale(column: pd.DataFrame) -> float:
    """Return the effect at a column's edge: the largest, unless a few are far larger than all others."""
    sizes = column.effect.abs()
    sizes = sizes[np.isfinite(sizes) & (sizes > 0.0)]
    if not len(sizes):
        return 1.0
    return float(min(1.1 * sizes.max(), 2.5 * sizes.quantile(0.9)))


def _grid(axes: Axes, places: dict[str, float], rows: float, scales: dict[str, float], lang: Language) -> None:
    levers = {name: y for name, y in places.items() if not name.startswith("section:")}
    for number_of_row, (name, y) in enumerate(levers.items()):
        if number_of_row % 2 == 0:
            axes.axhspan(y - 0.5, y + 0.5, color=GRID, alpha=0.5, lw=0, zorder=0)
        shown = text("effects.whole_bundle", lang) if name == "bundle" else lever_name(name, lang)
        label = textwrap.shorten(shown, 48, placeholder="…")
        axes.text(-0.56, y, label, ha="right", va="center", fontsize=9, color=INK)
    axes.vlines(range(len(MAIN)), -0.5, rows - 0.5, color=FAINT, lw=0.8, zorder=1)
    axes.vlines(np.arange(len(MAIN) - 1) + 0.5, -0.5, rows - 0.5, color=GRID, lw=0.8, zorder=1)
    for name, y in places.items():
        if name.startswith("section:"):
            axes.axhspan(y - 1.1, y + 1.1, color="white", lw=0, zorder=2)
            title = text(f"section.{name.partition(':')[2]}", lang)
            axes.text(-0.56, y + 0.35, title, ha="right", va="center", fontsize=10.5, color=INK)
            _names(axes, y + 0.8, 7.0, lang)
    _names(axes, -1.5, 9.0, lang)
    for y in (-1.35, rows - 0.4):
        for column, name in enumerate(MAIN):
            edge = f"±{number(name, scales[name], signed=False)} {unit(name, lang)}"
            words = "\n".join(textwrap.wrap(edge, 25))
            axes.text(column, y, words, ha="center", va="top", fontsize=6.0, color=MUTED, linespacing=1.05)


def _names(axes: Axes, y: float, size: float, lang: Language) -> None:
    for column, name in enumerate(MAIN):
        words = "\n".join(textwrap.wrap(indicator_name(name, lang), 15))
        color = OF_KIND[definitions()[name].kind]
        axes.text(column, y, words, ha="center", va="bottom", fontsize=size, color=color, zorder=3, linespacing=1.15)


def _mark(axes: Axes, row: Any, place: float, scale: float) -> None:
    column, (shape, below) = MAIN.index(row.indicator), SHAPES[row.setting]
    y = place + below
    if not math.isfinite(row.effect):
        return
    if row.same:
        axes.plot(column, y, marker=".", ms=2.0, color=MUTED, zorder=4)
        return
    color = MUTED if row.setting == "left_out" else INK
    along = HALF / scale
    ends = np.clip([along * row.low, along * row.high], -HALF, HALF)
    if math.isfinite(row.low) and abs(along * row.effect) <= HALF:
        axes.plot(column + ends, [y, y], color=color, lw=1.1, zorder=4, solid_capstyle="butt")
    beyond = abs(along * row.effect) > HALF
    if beyond:
        shape = ">" if row.effect > 0.0 else "<"
        inward = -0.06 if row.effect > 0.0 else 0.06
        axes.text(column + math.copysign(HALF, row.effect) + inward, y, number(row.indicator, row.effect), fontsize=6.0,
                  ha="right" if row.effect > 0.0 else "left", va="center_baseline", color=color, zorder=5)  # fmt: skip
    x = column + float(np.clip(along * row.effect, -HALF, HALF))
    face = color if row.clear else "white"
    axes.plot(x, y, marker=shape, ms=4.2, color=color, mfc=face, mew=0.9, ls="none", zorder=5)


def _legend(axes: Axes, effects: Effects, lang: Language) -> None:
    made = effects.made
    title = text("effects.figure_title", lang, area=made["area_name"], days=made["days"], runs=len(made["seeds"]),
                 bundle=lever_name(made["bundle"], lang))  # fmt: skip
    axes.set_title(title, fontsize=12.5, x=0.0, ha="left", pad=60)
    style: dict[str, Any] = {"ls": "none", "ms": 5.0, "mew": 0.9}
    for setting, (shape, _) in SHAPES.items():
        color = MUTED if setting == "left_out" else INK
        axes.plot([], [], marker=shape, color=color, mfc=color, label=text(f"effects.mark_{setting}", lang), **style)
    axes.plot([], [], marker="o", color=INK, mfc="white", label=text("effects.mark_unclear", lang), **style)
    axes.plot([], [], marker=".", color=MUTED, ls="none", ms=3.0, label=text("effects.mark_same", lang))
    axes.plot([], [], marker=">", color=INK, label=text("effects.mark_beyond", lang), **style)
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, fontsize=8.5, handlelength=1.0,
                columnspacing=1.6)  # fmt: skip
    axes.text(0.0, 1.0, text("effects.figure_note", lang), transform=axes.transAxes, fontsize=8.5, color=MUTED,
              va="top")  # fmt: skip
