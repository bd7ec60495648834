"""Load by level: cases at desks at midnight."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from sim.report.folder import Run
from sim.report.names import LEVELS, level_name
from sim.report.style import GRID, INK, MUTED, OPEN, date_axis, new_figure, on_axis
from sim.text import Language, text


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw the queue of each level over time, each on a scale of its own."""
    levels = [level for level in reversed(LEVELS) if f"queue_{level}" in run.daily]
    if run.daily.empty or not levels:
        return None
    figure = new_figure(9.0, 0.8 + 0.95 * len(levels))
    every = figure.subplots(len(levels), 1, sharex=True, squeeze=False)[:, 0]
    days, start = on_axis(run.daily.index), on_axis(run.start)
    for axes, level in zip(every, levels, strict=True):
        queue = run.daily[f"queue_{level}"]
        axes.fill_between(days, queue, color=OPEN, alpha=0.3, linewidth=0)
        axes.plot(days, queue, color=OPEN, linewidth=1.3)
        axes.axvspan(days[0], start, color=GRID, alpha=0.6, linewidth=0, zorder=0)
        axes.set_ylim(0.0, max(1.0, 1.15 * float(queue.max())))
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.grid(axis="y")
        axes.set_ylabel(level_name(level, lang), rotation=0, ha="right", va="center", color=INK)
        measured = queue[days >= start]
        mean = float(measured.mean()) if len(measured) else 0.0
        axes.annotate(
            text("report.mean_queue", lang, value=f"{mean:,.1f}"), (1.0, 1.0), (0, 1), xycoords="axes fraction",
            textcoords="offset points", ha="right", va="bottom", fontsize=9, color=MUTED,
        )  # fmt: skip
    every[-1].set_xlim(days[0], max(days[-1], on_axis(run.end)))
    date_axis(every[-1], lang)
    return figure
