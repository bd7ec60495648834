"""Pictures of a sweep: lines over one factor, maps over two, scatters where points are strewn."""

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure.definitions import definitions
from sim.report.differences import indicator_name, number
from sim.report.names import factor_with_unit, level_shown
from sim.report.style import INK, MUTED, OF_KIND, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.sweep.study import SweepResult

SHADES = {"reported": "Blues", "true": "Oranges", "input": "Greys"}
ACROSS = 3
LEAST_SPAN = 0.02
"""Half of the smallest range that a map's shades are spread over, as a share of its middle."""


def draw(result: "SweepResult", lang: Language) -> Figure:
    """Draw every shown indicator of a sweep, as suits the number of factors."""
    names = result.shown_indicators
    if len(result.axes) > 1 and not _is_map(result):
        return _strewn(result, lang)
    across = min(ACROSS, len(names))
    down = -(-len(names) // across)
    figure = new_figure(3.3 * across, 2.9 * down)
    grid = figure.subplots(down, across, squeeze=False).flatten()
    for axes, name in zip(grid, names, strict=False):
        draw_one(result, name, axes, lang)
    for axes in grid[len(names) :]:
        axes.set_axis_off()
    return figure


def draw_one(result: "SweepResult", name: str, axes: Axes | None, lang: Language) -> Axes:
    """Draw one indicator over one or two factors.

    Args:
        axes: to draw into; a figure is made where there are none.
    """
    axes = new_figure(5.0, 3.6).subplots() if axes is None else axes
    rows = result.points[result.points.indicator == name]
    if _is_map(result):
        _map(axes, rows, result, name, lang)
    else:
        _line(axes, rows, result.axes[0], name, lang)
    axes.set_title(f"{indicator_name(name, lang)}\n({result.unit_of(name, lang)})", fontsize=9.5)
    return axes


def _is_map(result: "SweepResult") -> bool:
    return len(result.axes) == 2 and result.grid


def _scaled(name: str, values: Any) -> Any:
    return 100.0 * values if definitions()[name].unit == "share" else values


def _line(axes: Axes, rows: pd.DataFrame, factor: str, name: str, lang: Language) -> None:
    color = OF_KIND[definitions()[name].kind]
    levels = rows[factor].tolist()
    mean, low, high = (_scaled(name, rows[part].to_numpy()) for part in ("mean", "low", "high"))
    if all(isinstance(level, int | float) for level in levels):
        axes.fill_between(levels, low, high, color=color, alpha=0.18, lw=0)
        axes.plot(levels, mean, color=color, marker="o", ms=3.5, lw=1.4)
    else:
        places = np.arange(len(levels))
        axes.errorbar(places, mean, (mean - low, high - mean), color=color, fmt="o", ms=4, lw=1.2)
        shown = [level_shown(factor, level, lang) for level in levels]
        axes.set_xticks(places, shown, rotation=90 if len(levels) > 4 else 0, fontsize=7.5)
    axes.set_xlabel(factor_with_unit(factor, lang))
    axes.grid(axis="y")
    if low[np.isfinite(low)].min(initial=0.0) < 0.0:
        axes.axhline(0.0, color=MUTED, lw=0.8)


def _map(axes: Axes, rows: pd.DataFrame, result: "SweepResult", name: str, lang: Language) -> None:
    across, down = result.axes
    table = rows.pivot(index=down, columns=across, values="mean")
    values = _scaled(name, table.to_numpy(np.float64))
    known = values[np.isfinite(values)] if np.isfinite(values).any() else np.zeros(1)
    middle, half = (known.min() + known.max()) / 2.0, (known.max() - known.min()) / 2.0
    half = max(half, LEAST_SPAN * abs(middle), 1e-12)  # what is nearly the same must not look different
    colors = SHADES[definitions()[name].kind]
    if result.contrast is not None:  # what is more and what is less have colours of their own
        half, middle, colors = max(abs(known).max(), 1e-12), 0.0, "PuOr_r"
    axes.imshow(values, cmap=colors, origin="lower", aspect="auto", vmin=middle - half, vmax=middle + 1.4 * half)
    for (y, x), value in np.ndenumerate(values):
        shown = number(name, float(table.to_numpy()[y, x]), signed=result.contrast is not None)
        axes.text(
            x, y, shown, ha="center", va="center", fontsize=7.0, color="white" if value > middle + 0.6 * half else INK
        )
    axes.set_xticks(range(len(table.columns)), [level_shown(across, one, lang) for one in table.columns])
    axes.set_yticks(range(len(table.index)), [level_shown(down, one, lang) for one in table.index])
    axes.set_xlabel(factor_with_unit(across, lang))
    axes.set_ylabel("\n".join(textwrap.wrap(factor_with_unit(down, lang), 24)))


def _strewn(result: "SweepResult", lang: Language) -> Figure:
    """A row for each indicator, a column for each factor, a dot for each point."""
    factors, names = result.axes[:6], result.shown_indicators
    figure = new_figure(max(5.0, 1.9 * len(factors) + 1.0), 1.6 * len(names) + 0.4)
    grid = figure.subplots(len(names), len(factors), sharex="col", sharey="row", squeeze=False)
    for row, name in enumerate(names):
        rows = result.points[result.points.indicator == name]
        for column, factor in enumerate(factors):
            axes: Axes = grid[row, column]
            levels = rows[factor].tolist()
            if not all(isinstance(level, int | float) for level in levels):
                order = list(dict.fromkeys(levels))
                axes.set_xticks(range(len(order)), [level_shown(factor, one, lang) for one in order], fontsize=7)
                levels = [order.index(level) for level in levels]
            color = OF_KIND[definitions()[name].kind]
            axes.plot(levels, _scaled(name, rows["mean"]), ".", ms=3.0, color=color, alpha=0.7)
            if row == len(names) - 1:
                axes.set_xlabel(factor_with_unit(factor, lang), fontsize=8)
        label = f"{indicator_name(name, lang)}\n({result.unit_of(name, lang)})"
        grid[row, 0].set_ylabel(label, fontsize=7.5, rotation=0, ha="right", va="center")
    if len(result.factors) > len(factors):
        figure.suptitle(text("study.more_factors", lang, shown=len(factors), whole=len(result.factors)), fontsize=9)
    return figure
