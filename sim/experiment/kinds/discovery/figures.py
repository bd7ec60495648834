"""Pictures and tables of a scenario discovery: how a box was peeled, and where it lies."""

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.experiment.result import Shown
from sim.measure.definitions import definitions
from sim.report.differences import indicator_name
from sim.report.names import factor_name
from sim.report.style import FAINT, INK, TRUE, legend_above, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.discovery.result import DiscoveryResult

BARS = 30
"""Of the picture of all worlds."""


def draw(result: "DiscoveryResult", lang: Language) -> dict[str, Figure]:
    """Draw the worlds, and the first box with its trajectory where there is one."""
    figures = {"worlds": new_figure(7.0, 2.6)}
    _worlds(result, figures["worlds"].subplots(), lang)
    if not result.boxes:
        return figures
    figures["trajectory"] = new_figure(6.4, 4.0)
    _trajectory(result, figures["trajectory"].subplots(), lang)
    figures["box"] = new_figure(8.0, 1.1 + 0.55 * len(result.boxes[0].limits))
    _box(result, figures["box"].subplots(), lang)
    return figures


def draw_one(result: "DiscoveryResult", what: str, axes: Axes | None, lang: Language) -> Axes:
    """Draw the `worlds`, the `trajectory` or the `box`.

    Raises:
        KeyError: there is nothing of this name.
    """
    drawn = {"worlds": _worlds, "trajectory": _trajectory, "box": _box}
    if what not in drawn or (what != "worlds" and not result.boxes):
        raise KeyError(what)
    axes = new_figure(6.0, 4.0).subplots() if axes is None else axes
    drawn[what](result, axes, lang)
    return axes


def _worlds(result: "DiscoveryResult", axes: Axes, lang: Language) -> None:
    """How many worlds have which value, those that fail in colour."""
    scale = 100.0 if definitions()[result.indicator].unit == "share" else 1.0
    known = result.known
    bound = scale * result.bound
    values = scale * known["value"].to_numpy(np.float64)
    low, high = (values.min(), values.max()) if len(values) else (bound, bound)
    width = max((high - low) / BARS, 1e-9)
    edges = np.arange(np.floor((low - bound) / width), np.ceil((high - bound) / width) + 1.0) * width + bound
    edges = np.array([bound - width, bound]) if len(edges) < 2 else edges
    fails = known.fails.to_numpy(bool)
    labels = [text(f"discovery.{one}", lang) for one in ("held", "failed")]
    axes.hist([values[~fails], values[fails]], bins=edges.tolist(), stacked=True, color=[FAINT, TRUE], label=labels)
    axes.axvline(bound, color=INK, lw=0.8)
    axes.set_xlabel(f"{indicator_name(result.indicator, lang)} ({result.unit(lang)})")
    axes.set_ylabel(text("discovery.c_points", lang))
    legend_above(axes, 2)


def _trajectory(result: "DiscoveryResult", axes: Axes, lang: Language) -> None:
    table, box = result.trajectory, result.boxes[0]
    dots = axes.scatter(
        100.0 * table.coverage, 100.0 * table.density, c=table.res_dim.astype(float), cmap="viridis", s=16
    )
    label = text("discovery.chosen", lang)
    axes.plot([100.0 * box.coverage], [100.0 * box.density], "o", ms=10, mfc="none", mec=TRUE, mew=1.6, label=label)
    axes.axhline(100.0 * result.failed / len(result.known), color=FAINT, lw=0.8)
    axes.set_xlabel(text("discovery.c_coverage", lang))
    axes.set_ylabel(text("discovery.c_density", lang))
    axes.set_xlim(0.0, 104.0)
    axes.set_ylim(0.0, 104.0)
    bar = axes.figure.colorbar(dots, ax=axes, ticks=MaxNLocator(integer=True))
    bar.set_label(text("discovery.bounds", lang))
    axes.grid()
    legend_above(axes, 1)


def _box(result: "DiscoveryResult", axes: Axes, lang: Language) -> None:
    """A line for each bounded parameter over its range, the box in it, the points above and below."""
    box, known = result.boxes[0], result.known
    ranges = {one.name: one for one in result.factors}
    names = list(box.limits)[::-1]
    jitter = np.random.default_rng(0).uniform(-0.22, 0.22, len(known))
    for place, name in enumerate(names):
        low, high = ranges[name].low, ranges[name].high
        at = (known[name].to_numpy() - low) / (high - low)
        for fails, color in ((False, FAINT), (True, TRUE)):
            mask = known.fails.to_numpy(bool) == fails
            label = text(f"discovery.{'failed' if fails else 'held'}", lang) if place == 0 else None
            axes.plot(at[mask], place + jitter[mask], ".", ms=4, color=color, alpha=0.8, label=label)
        ends = [(one - low) / (high - low) for one in box.limits[name]]
        axes.plot([*ends, *ends[::-1], ends[0]], place + 0.32 * np.array([1, 1, -1, -1, 1]), color=INK, lw=1.2)
        for end, value in zip(ends, box.limits[name], strict=True):
            axes.annotate(f"{value:.3g}", (end, place + 0.34), ha="center", va="bottom", fontsize=7.5)
    axes.set_yticks(range(len(names)), [factor_name(name, lang) for name in names])
    axes.set_xticks([0.0, 1.0], [text("discovery.low", lang), text("discovery.high", lang)])
    axes.set_ylim(-0.5, len(names) - 0.3)
    legend_above(axes, 2)


def tables(result: "DiscoveryResult", lang: Language) -> list[Shown]:
    """Return a row for each bound of each box, and one for each leaf of the tree."""
    shown = []
    names = ("box", "parameter", "low", "high", "p", "coverage", "density", "fresh")
    rows = []
    for number, (box, fresh) in enumerate(zip(result.boxes, result.checks, strict=True), 1):
        for name, (low, high) in box.limits.items():
            p = " · ".join(f"{one:.2g}" for one in box.quasi_p[name] if math.isfinite(one))
            share = f"{fresh.failed} / {fresh.points}"
            rows.append([str(number), f"{factor_name(name, lang)} · {name}", f"{low:.4g}", f"{high:.4g}", p,
                         f"{100.0 * box.coverage:.0f}", f"{100.0 * box.density:.0f}", share])  # fmt: skip
    if rows:
        header = [text(f"discovery.c_{name}", lang) for name in names]
        shown.append(Shown(text("discovery.prim", lang), header, rows, text("discovery.prim_note", lang)))
    if result.leaves:
        header = [text(f"discovery.c_{name}", lang) for name in ("limits", "coverage", "density", "points")]
        leaves = [
            [result.limits(box, lang), f"{100.0 * box.coverage:.0f}", f"{100.0 * box.density:.0f}", str(box.points)]
            for box in result.leaves
        ]
        shown.append(Shown(text("discovery.cart", lang), header, leaves, text("discovery.cart_note", lang)))
    return shown
