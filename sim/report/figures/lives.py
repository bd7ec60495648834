"""A ticket's way between the levels, as a picture."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.life import Life
from sim.report.names import LEVELS, level_name
from sim.report.style import GRID, INK, MUTED, REPORTED, SOLVED, TRUE, new_figure, spread
from sim.text import Language, text

LANES = ("resident", *LEVELS)
_NUMBER = 0.026
"""Room for the number of a step, as a share of the width."""


def draw(life: Life, lang: Language) -> Figure:
    """Draw levels as lanes and time from left to right; numbers stand for the steps told beside it."""
    used = {event.level for event in life.events} | {"resident"}
    lanes = [level for level in LANES if level in used]
    rows = {level: row for row, level in enumerate(lanes)}
    figure = new_figure(9.0, 0.9 + 0.52 * len(lanes))
    axes = figure.subplots()
    span = max(life.hours, 1.0)
    events = life.events
    for level, row in rows.items():
        axes.axhline(row, color=GRID, linewidth=1.0, zorder=0)
        axes.annotate(level_name(level, lang), (0.0, row), (-14, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", ha="right", va="center", fontsize=9.5)  # fmt: skip
    for k, event in enumerate(events[1:], start=1):
        before = events[k - 1]
        row, old = rows.get(event.level, 0), rows.get(before.level, 0)
        if before.level == "resident":
            axes.plot([before.hours, event.hours], [old, old], color=REPORTED, linewidth=1.2, zorder=2)
        else:
            axes.plot([before.hours, event.hours], [old, old], color=REPORTED, linewidth=6, alpha=0.35,
                      solid_capstyle="butt", zorder=1)  # fmt: skip
        axes.plot([event.hours, event.hours], [old, row], color=REPORTED, linewidth=1.2, zorder=2)
    first, last = _numbers(axes, life, rows, _NUMBER * span)
    axes.set_xlim(first - 0.01 * span, max(last, span) + 0.02 * span)
    axes.set_ylim(-0.6, len(lanes) - 0.4)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    in_days = span >= 96.0
    axes.xaxis.set_major_formatter(lambda hours, _: f"{hours / 24.0 if in_days else hours:.3g}")
    if in_days:
        step = _round_step(span / 24.0 / 8.0)
        axes.set_xticks([24.0 * step * k for k in range(int(span / 24.0 / step) + 1)])
    axes.set_xlabel(text("report.days_since" if in_days else "report.hours_since", lang), color=MUTED)
    return figure


def _round_step(step: float) -> float:
    for candidate in (1, 2, 5, 7, 14, 30, 60, 90, 180, 365):
        if step <= candidate:
            return float(candidate)
    return 730.0


def _numbers(axes: Axes, life: Life, rows: dict[str, int], gap: float) -> tuple[float, float]:
    """Number the steps; those too near in time are moved apart, with a line back to their moment.

    Returns:
        Where the first and the last number stand.
    """
    free = spread([event.hours for event in life.events], gap)
    last = len(life.events) - 1
    for k, (event, x) in enumerate(zip(life.events, free, strict=True)):
        y = rows.get(event.level, 0)
        color = INK if k < last else (SOLVED if life.solved else TRUE)
        if abs(x - event.hours) > 0.3 * gap:
            axes.plot([event.hours, x], [y, y], color=color, linewidth=0.8, zorder=2)
        axes.text(x, y, str(k + 1), ha="center", va="center", fontsize=8.5, color="white", zorder=4,
                  bbox={"boxstyle": "circle,pad=0.25", "facecolor": color, "linewidth": 0})  # fmt: skip
    return free[0], free[-1]
