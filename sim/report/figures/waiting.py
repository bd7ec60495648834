"""How long people wait by category, and what is done in time."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator, PercentFormatter

from sim.measure.survival import quantiles
from sim.report.folder import Run
from sim.report.names import category_names
from sim.report.quantities import duration, grouped
from sim.report.style import FAINT, INK, REPORTED, TRUE, legend_above, new_figure
from sim.text import Language, text

ALL = ""
"""Stands for all categories together."""
FEWEST = 5
"""Tickets below which a category is not shown: its quantiles would say nothing."""
MOST = 24
"""Categories shown, those with the most tickets first."""
_TICKS = (1.0, 6.0, 24.0, 72.0, 168.0, 720.0, 2160.0, 8760.0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Waiting times of one category: hours by which a share is closed (NaN where the run is too short to tell)."""

    category: str
    tickets: int
    quarter: float
    median: float
    three_quarters: float
    ninth: float
    on_time: float
    solved_reported: float
    solved_true: float
    last: float


def waiting_of_all(run: Run) -> list[Waiting]:
    """Return the waiting times of all official tickets as one row, and then by category; nothing if none is closed."""
    if not run.official.is_closed.any():
        return []
    return [_waiting(ALL, run.official), *waiting_by_category(run)]


def waiting_by_category(run: Run) -> list[Waiting]:
    """Return the categories with the most official tickets, the slowest last."""
    official = run.official
    rows = [
        _waiting(str(category), part)
        for category, part in official.groupby("category", observed=True)
        if len(part) >= FEWEST and part.is_closed.any()
    ]
    rows = sorted(rows, key=lambda row: -row.tickets)[:MOST]
    return sorted(rows, key=lambda row: (math.inf if math.isnan(row.median) else row.median, row.last))


def _waiting(category: str, part: pd.DataFrame) -> Waiting:
    hours, closed = part.hours.to_numpy(dtype=float), part.is_closed.to_numpy(dtype=bool)
    low, median, high, late = quantiles(hours, closed, (0.25, 0.5, 0.75, 0.9))
    due, done = part[part.due], part[part.is_closed]
    return Waiting(
        category,
        len(part),
        low,
        median,
        high,
        late,
        float(due.on_time.mean()) if len(due) else float("nan"),
        float(done.solved_reported.mean()),
        float(done.solved_true.mean()),
        float(hours.max()),
    )


def draw_times(run: Run, lang: Language) -> Figure | None:
    """Draw median, quartiles and ninth decile of the time to closing, open tickets counted by Kaplan-Meier."""
    rows = waiting_of_all(run)
    if not rows:
        return None
    figure = new_figure(9.0, 1.5 + 0.29 * len(rows))
    axes = figure.subplots()
    for y, row in enumerate(rows):
        right = max(row.last, 1.0)
        end = right if math.isnan(row.three_quarters) else row.three_quarters
        axes.plot([row.quarter, end], [y, y], **_QUARTILES)
        if math.isnan(row.ninth):
            axes.annotate("", (right * 1.25, y), (end, y), arrowprops=_ARROW)
        else:
            axes.plot([end, row.ninth], [y, y], markevery=[1], **_NINTH)
        axes.plot(row.median, y, **_MEDIAN)
    axes.set_xscale("log")
    _time_axis(axes, rows, lang)
    _category_axis(axes, rows, lang)
    for name, style in (("median", _MEDIAN), ("quartiles", _QUARTILES), ("ninth", _NINTH), ("beyond", _BEYOND)):
        axes.plot([], [], label=text(f"report.{name}", lang), **style)
    legend_above(axes, 4)
    return figure


_MEDIAN: Any = {"color": REPORTED, "marker": "o", "markersize": 6, "linestyle": "none"}
_QUARTILES: Any = {"color": REPORTED, "linewidth": 7, "alpha": 0.35}
_NINTH: Any = {"color": REPORTED, "linewidth": 1.2, "marker": "|", "markersize": 9}
_BEYOND: Any = {"color": REPORTED, "marker": ">", "markersize": 6, "linestyle": "none"}
_ARROW = {"arrowstyle": "-|>", "color": REPORTED, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}


def _time_axis(axes: Axes, rows: list[Waiting], lang: Language) -> None:
    low = min(row.quarter for row in rows)
    high = max(row.last for row in rows)
    axes.set_xlim(max(0.2, 0.7 * min(low, 24.0)), 1.4 * max(high, 48.0))
    axes.xaxis.set_major_locator(FixedLocator(_TICKS))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(lambda hours, _: _tick(hours, lang))
    axes.set_xlabel(text("report.time_to_close", lang))


def _tick(hours: float, lang: Language) -> str:
    if hours < 72.0:
        return text("report.hours", lang, value=f"{hours:.0f}")
    return text("report.days", lang, value=f"{hours / 24.0:.0f}")


def _category_axis(axes: Axes, rows: list[Waiting], lang: Language) -> None:
    names = category_names(lang) | {ALL: text("report.all_tickets", lang)}
    labels = [f"{names.get(row.category, row.category)} ({grouped(row.tickets)})" for row in rows]
    if len(rows) > 1:
        axes.axhline(0.5, color=FAINT, linewidth=0.8)
    axes.set_yticks(range(len(rows)), labels)
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


def draw_in_time(run: Run, lang: Language) -> Figure | None:
    """Draw by category the share closed in time, reported as solved, and truly solved."""
    rows = waiting_of_all(run)
    if not rows:
        return None
    figure = new_figure(9.0, 1.5 + 0.27 * len(rows))
    axes = figure.subplots()
    for y, row in enumerate(rows):
        axes.plot([row.solved_true, row.solved_reported], [y, y], color=FAINT, linewidth=2.5, zorder=1)
    ys = range(len(rows))
    axes.scatter([row.on_time for row in rows], ys, marker="D", s=26, facecolor="white", edgecolor=REPORTED, zorder=2,
                 label=text("report.on_time", lang))  # fmt: skip
    axes.scatter([row.solved_reported for row in rows], ys, s=40, color=REPORTED, zorder=3,
                 label=text("report.solved_reported", lang))  # fmt: skip
    axes.scatter([row.solved_true for row in rows], ys, s=40, color=TRUE, zorder=4,
                 label=text("report.solved_true", lang))  # fmt: skip
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel(text("report.share_axis", lang))
    _category_axis(axes, rows, lang)
    legend_above(axes, 3)
    return figure


def slowest(run: Run, lang: Language) -> str:
    """Return in words the quickest and the slowest category by median."""
    rows = [row for row in waiting_by_category(run) if not math.isnan(row.median)]
    if len(rows) < 2:
        return ""
    names = category_names(lang)
    quick, slow = rows[0], rows[-1]
    return text(
        "report.quick_and_slow", lang,
        quick=names.get(quick.category, quick.category), quick_time=duration(quick.median, lang),
        slow=names.get(slow.category, slow.category), slow_time=duration(slow.median, lang),
    )  # fmt: skip
