"""Pictures of history: what was reported and what was true, year by year; how many spoke."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.report.style import FAINT, GRID, INK, LAPSED, REPORTED, TRUE, legend_above, new_figure
from sim.text import Language, text
from sim.validation.facts import load_facts
from sim.validation.history import OUTCOMES, UNREFORMED, History
from sim.validation.reform import EARLY, LATE, rates

_LINES = {"reported": REPORTED, "satisfied": LAPSED, "true": TRUE}
_COUNTS = {"contacts": ("contacts", REPORTED), "recorded": ("due", INK)}


def draw_gains(history: History, lang: Language) -> Figure | None:
    """Draw resolution as reported and true, and satisfaction, by year, with and without the reform."""
    reformed, without = rates(history[OUTCOMES]), rates(history[UNREFORMED])
    if len(reformed) <= EARLY or reformed.isna().any(axis=None):
        return None
    figure, axes = _by_year(lang)
    for name, color in _LINES.items():
        axes.plot(without.index, without[name], color=color, lw=1.2, ls="--", alpha=0.6)
        label = text(f"validation.line_{name}", lang)
        axes.plot(reformed.index, reformed[name], "o-", color=color, lw=2.0, ms=4, label=label)
    axes.yaxis.set_major_formatter(PercentFormatter(100.0, decimals=0))
    axes.set_ylabel(text("validation.share_of_tickets", lang))
    axes.grid(axis="y")
    legend_above(axes, 3)
    return figure


def draw_demand(history: History, lang: Language) -> Figure | None:
    """Draw contacts and tickets by year, the year before the reform being 1, with and without it."""
    reformed, without = history[OUTCOMES], history[UNREFORMED]
    if len(reformed) <= EARLY or not reformed.contacts[0] or not reformed.due[0]:
        return None
    figure, axes = _by_year(lang)
    band = next(one for fact in load_facts() for one in fact.measures if one.name == "volume")
    assert band.low is not None and band.high is not None  # noqa: PT018 - both ends stand in the table
    axes.fill_between([LATE - 1, LATE], band.low, band.high, color=GRID, lw=0)
    for name, (column, color) in _COUNTS.items():
        axes.plot(without.index, without[column] / without[column][0], color=color, lw=1.2, ls="--", alpha=0.6)
        label = text(f"validation.line_{name}", lang)
        axes.plot(reformed.index, reformed[column] / reformed[column][0], "o-", color=color, lw=2.0, ms=4, label=label)
    axes.set_ylim(bottom=0.0)
    axes.set_ylabel(text("validation.year_before", lang))
    axes.grid(axis="y")
    legend_above(axes, 2)
    return figure


def _by_year(lang: Language) -> tuple[Figure, Axes]:
    figure = new_figure(7.0, 3.0)
    axes = figure.subplots()
    axes.axvline(0.5, color=FAINT, lw=1.0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(text("validation.year", lang))
    return figure, axes
