"""Months before and after the dates of a policy: reported beside true, with what was fitted."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter, StrMethodFormatter

from sim.measure.monthly import SHARES, Pair
from sim.report.before_after import BeforeAfter
from sim.report.style import FAINT, INK, REPORTED, TRUE, date_axis, new_figure, on_axis
from sim.text import Language, text

COLOURS = (REPORTED, TRUE)


def draw(found: BeforeAfter | None, lang: Language) -> Figure | None:
    """Draw each pair's months, its trend, and the same months in the world whose policy stayed as it was."""
    if found is None or not found.pairs:
        return None
    figure = new_figure(9.0, 2.1 * len(found.pairs) + 0.4)
    panels = figure.subplots(len(found.pairs), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, pair) in zip(panels, found.pairs.items(), strict=True):
        for change in (one for group in found.joined for one in group):
            axes.axvline(on_axis(pd.Timestamp(change.day)), color=FAINT, linewidth=0.8, zorder=0)
        _draw_pair(axes, found, name, pair)
        axes.set_title(text(f"report.its_{name}", lang))
        axes.grid(axis="y")
        if name in SHARES:
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        else:
            axes.set_ylim(bottom=0.0)
            axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
            axes.set_ylabel(text(f"report.its_axis_{name}", lang))
    kinds = [
        Line2D(
            [], [], color=REPORTED, marker="o", markersize=3.5, linewidth=1.8, label=text("report.kind_reported", lang)
        ),
        Line2D([], [], color=TRUE, marker="o", markersize=3.5, linewidth=1.8, label=text("report.kind_true", lang)),
    ]
    if found.unchanged:
        kinds.append(
            Line2D([], [], color=INK, linewidth=1.0, linestyle=(0, (3, 2)), label=text("report.its_stayed", lang))
        )
    panels[0].legend(handles=kinds, loc="lower right", bbox_to_anchor=(1.0, 1.02), ncols=3, handlelength=2.0)
    date_axis(panels[-1], lang)
    return figure


def _draw_pair(axes: Axes, found: BeforeAfter, name: str, pair: Pair) -> None:
    for series, fit, colour, other in zip(
        pair, found.fits[name], COLOURS, found.unchanged.get(name, (None, None)), strict=True
    ):
        if series is None:
            continue
        axes.plot(_middles(series), series, linestyle="none", marker="o", markersize=2.8, color=colour, alpha=0.55)
        if other is not None:
            later = other[other.index >= found.breaks[0]]
            axes.plot(_middles(later), later, color=colour, linewidth=0.8, linestyle=(0, (3, 2)), alpha=0.6)
        if fit is not None and len(fit.trend):
            for piece in _pieces(fit.trend, found.breaks):
                axes.plot(_middles(piece), piece, color=colour, linewidth=1.8)


def _middles(series: pd.Series) -> Any:
    return on_axis(pd.PeriodIndex(series.index).to_timestamp() + pd.Timedelta(days=15))


def _pieces(trend: pd.Series, breaks: list[pd.Period]) -> list[pd.Series]:
    """Cut a trend at its breaks, so that a jump is drawn as one."""
    cuts = [trend.index[0], *(month for month in breaks if trend.index[0] < month <= trend.index[-1])]
    ends = [*cuts[1:], trend.index[-1] + 1]
    return [trend[(trend.index >= cut) & (trend.index < end)] for cut, end in zip(cuts, ends, strict=True)]
