"""Those who handle: how workers, firms and volunteers fare, community by community."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.measure.definitions import definitions
from sim.report.folder import Run
from sim.report.quantities import percent
from sim.report.style import INK, OF_KIND, new_figure
from sim.text import Language, text

ROWS = ("admin_hours_share", "worker_burnout_share", "fee_collection_rate")
MOST_DOTS = 200
"""Communities that are drawn one by one; of more, the thickness shows how many there are."""


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw each community as a dot, and the mean of the area, for the shares that can be had by community."""
    rows = [name for name in ROWS if name in run.communities and run.communities[name].notna().any()]
    if not rows:
        return None
    figure = new_figure(9.0, 0.9 + 0.75 * len(rows))
    axes = figure.subplots()
    for y, name in enumerate(rows):
        values = np.sort(run.communities[name].dropna().to_numpy(dtype=float))
        color = OF_KIND[definitions()[name].kind]
        if len(values) <= MOST_DOTS:
            axes.scatter(values, y - 0.26 * _heaped(values), s=26, color=color, alpha=0.45, linewidth=0)
        else:
            counts, edges = np.histogram(values, bins=100, range=(0.0, 1.0))
            half = 0.30 * counts / counts.max()
            axes.fill_between((edges[:-1] + edges[1:]) / 2.0, y - half, y + half, color=color, alpha=0.6, linewidth=0)
        mean = run.value(name)
        if mean is not None:
            axes.plot([mean, mean], [y - 0.36, y + 0.36], color=INK, linewidth=1.6)
            axes.annotate(percent(mean), (mean, y + 0.36), (0, -2), textcoords="offset points", ha="center", va="top",
                          fontsize=9.5)  # fmt: skip
    meanings = definitions()
    labels = [meanings[name].zh if lang == "zh" else meanings[name].en for name in rows]
    axes.set_yticks(range(len(rows)), labels)
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.set_ylim(len(rows) - 0.4, -0.55)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    each = len(run.communities) <= MOST_DOTS
    axes.set_xlabel(text("report.care_axis" if each else "report.care_axis_many", lang))
    return figure


def _heaped(values: np.ndarray) -> np.ndarray:
    """Return heights between -1 and 1 that keep dots of like values apart."""
    heights = np.zeros(len(values))
    for cell in np.unique(np.floor(values / 0.012)):
        same = np.flatnonzero(np.floor(values / 0.012) == cell)
        if len(same) > 1:
            heights[same] = np.linspace(-1.0, 1.0, len(same)) * min(1.0, 0.12 * len(same))
    return heights
