"""The year as the platform saw it: tickets that came in, were closed, stayed open."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from sim.measure.warmup import load_series, mser5
from sim.report.dates import changes
from sim.report.folder import Run
from sim.report.style import GRID, INK, MUTED, OPEN, REPORTED, TRUE, date_axis, new_figure, on_axis, spread
from sim.text import Language, text

WEEK = 7
_NUMBER_WIDTH = 0.024
"""Of a number in its box, as a part of the axis."""
PALE_GAP = "#f6dcc8"


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw tickets and closings a day (means of seven days), and the stock of open tickets."""
    daily = run.daily
    if daily.empty or "tickets" not in daily:
        return None
    figure = new_figure(9.0, 5.6)
    flow, stock = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    weekly = daily[["tickets", "closed", "solved_true"]].rolling(WEEK, min_periods=1).mean()
    days = on_axis(daily.index)
    flow.fill_between(
        days, weekly.closed, weekly.solved_true, color=PALE_GAP, linewidth=0, label=text("report.gap", lang)
    )
    flow.plot(days, weekly.tickets, color=INK, linewidth=1.4, label=text("report.came_in", lang))
    flow.plot(days, weekly.closed, color=REPORTED, linewidth=1.8, label=text("report.closed", lang))
    flow.plot(days, weekly.solved_true, color=TRUE, linewidth=1.8, label=text("report.closed_solved", lang))
    flow.set_ylabel(text("report.tickets_a_day", lang))
    handles, labels = flow.get_legend_handles_labels()
    flow.legend(
        [*handles[1:], handles[0]], [*labels[1:], labels[0]], loc="lower left", bbox_to_anchor=(0.0, 1.02), ncols=4,
        handlelength=1.6,
    )  # fmt: skip
    stock.fill_between(days, daily.open_tickets, color=OPEN, alpha=0.25, linewidth=0)
    stock.plot(days, daily.open_tickets, color=OPEN, linewidth=1.4)
    stock.set_ylabel(text("report.open_tickets", lang))
    _mark_time(run, flow, stock, lang)
    for axes in (flow, stock):
        axes.grid(axis="y")
        axes.set_ylim(bottom=0.0)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    stock.set_xlim(days[0], max(days[-1], days[0] + 1.0))
    date_axis(stock, lang)
    return figure


def settled_from(run: Run) -> int | None:
    """Return the day of the run from which MSER-5 takes the queues at the desks to have settled."""
    found = run.summary.get("warmup", {}).get("mser5")
    if isinstance(found, (int, float)):
        return int(found)
    return mser5(load_series(run.daily)) if "queue_street" in run.daily else None


def _mark_time(run: Run, flow: Axes, stock: Axes, lang: Language) -> None:
    first, start = on_axis(run.daily.index[0]), on_axis(run.start)
    if first < start:
        for axes in (flow, stock):
            axes.axvspan(first, start, color=GRID, alpha=0.6, linewidth=0, zorder=0)
        flow.annotate(
            text("report.warmup", lang), (first, 1.0), (4, -4), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", fontsize=9, color=MUTED,
        )  # fmt: skip
    settled = settled_from(run)
    if settled is not None and 0 < settled < len(run.daily):
        stock.axvline(first + settled, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
        stock.annotate(
            text("report.mser5_mark", lang, days=settled), (first + settled, 0.0), (4, 5),
            xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=9, color=MUTED,
        )  # fmt: skip
    _mark_changes(run, flow, stock)


def _mark_changes(run: Run, flow: Axes, stock: Axes) -> None:
    """Mark the days on which the policy changes with thin lines, and number them along the top."""
    days = [on_axis(pd.Timestamp(change.day)) for change in changes(run)]
    for day in days:
        for axes in (flow, stock):
            axes.axvline(day, color=MUTED, linewidth=0.7)
    width = on_axis(run.daily.index[-1]) - on_axis(run.daily.index[0])
    for number, place in enumerate(spread(days, _NUMBER_WIDTH * width), 1):
        flow.annotate(
            str(number), (place, 0.97), xycoords=("data", "axes fraction"), ha="center", va="top", fontsize=8.5,
            color=INK, bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": MUTED, "linewidth": 0.6},
        )  # fmt: skip
