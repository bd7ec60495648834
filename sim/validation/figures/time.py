"""Pictures of waiting: the tail of its distribution, types, closing and solving, load."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.grievance.category import load_categories
from sim.report.style import FAINT, GRID, INK, MUTED, REPORTED, SOLVED, TRUE, legend_above, new_figure
from sim.text import Language, text
from sim.validation.observed import Observed
from sim.validation.timeliness import FEWEST_DAYS, closes_more_than_it_solves, days_by_load, on_time_by_type
from sim.validation.waiting import FAMILIES, FEWEST, fits, hours_to_close

_LINES = {"exponential": (MUTED, ":"), "lognormal": (TRUE, "--"), "weibull": (SOLVED, "-.")}
_POINTS = 400
_GROUPS = 10


def draw_tail(seen: Observed, lang: Language) -> Figure | None:
    """Draw the share still open after a time, and what fitted distributions would have."""
    hours = hours_to_close(seen.tickets)
    if len(hours) < FEWEST:
        return None
    figure = new_figure(7.0, 3.4)
    axes = figure.subplots()
    shown = np.unique(np.linspace(0, len(hours) - 1, 4 * _POINTS).astype(int))
    axes.plot(
        hours[shown] / 24.0, 1.0 - shown / len(hours), color=REPORTED, lw=2.2, label=text("validation.runs", lang)
    )
    grid = np.geomspace(hours[0], hours[-1], _POINTS)
    for name, fit in fits(hours).items():
        color, style = _LINES[name]
        still = FAMILIES[name][0].sf(grid, *fit.parameters)
        axes.plot(grid / 24.0, still, color=color, ls=style, lw=1.4, label=text(f"validation.fit_{name}", lang))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(max(1e-4, 0.5 / len(hours)), 1.3)
    axes.set_xlim(max(hours[0], 0.2) / 24.0, hours[-1] / 24.0)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xlabel(text("validation.days_to_close", lang))
    axes.set_ylabel(text("validation.share_open", lang))
    axes.grid()
    legend_above(axes, 4)
    return figure


def draw_types(seen: Observed, lang: Language) -> Figure | None:
    """Draw the on-time share of each category, the lowest at the bottom."""
    shares = on_time_by_type(seen)
    if len(shares) < 2:
        return None
    table = load_categories()
    names = table.zh if lang == "zh" else table.en
    figure = new_figure(7.0, 1.0 + 0.19 * len(shares))
    axes = figure.subplots()
    axes.axvspan(30.0, 100.0, color=GRID, alpha=0.6, lw=0)
    axes.hlines(range(len(shares)), 0.0, list(shares.values()), color=FAINT, lw=1.0)
    axes.plot(list(shares.values()), range(len(shares)), "o", color=REPORTED, ms=4.5)
    axes.axvline(100.0 * seen.counts["on_time"] / seen.counts["due"], color=INK, lw=1.0, ls="--")
    axes.set_yticks(range(len(shares)), [names[kind] for kind in shares], fontsize=8)
    axes.set_ylim(-0.7, len(shares) - 0.3)
    _per_cent(axes.xaxis, axes.set_xlim)
    axes.set_xlabel(text("validation.on_time", lang))
    return figure


def draw_closure(seen: Observed, lang: Language) -> Figure | None:
    """Draw what is closed, closed in time, reported as solved, and truly solved."""
    found = closes_more_than_it_solves(seen)
    if not found:
        return None
    bars = [
        ("formal_closure", REPORTED), ("closed_in_time", REPORTED), ("resolved_reported", REPORTED), ("resolved", TRUE),
    ]  # fmt: skip
    figure = new_figure(7.0, 2.0)
    axes = figure.subplots()
    for y, (name, color) in enumerate(reversed(bars)):
        axes.barh(y, found[name], color=color, height=0.6)
        axes.annotate(f"{found[name]:.0f}%", (found[name], y), (4, 0), textcoords="offset points", va="center")
    labels = [text(f"validation.bar_{name}", lang) for name, _ in reversed(bars)]
    axes.set_yticks(range(len(bars)), labels)
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    _per_cent(axes.xaxis, axes.set_xlim, 108.0)
    return figure


def draw_load(seen: Observed, lang: Language) -> Figure | None:
    """Draw the on-time share against the load of the day, days in tenths by load."""
    days = days_by_load(seen)
    if len(days) < FEWEST_DAYS:
        return None
    ordered = days.sort_values("load")
    figure = new_figure(7.0, 3.0)
    axes = figure.subplots()
    shares = 100.0 * ordered.on_time / ordered.tickets
    axes.plot(ordered.load, shares, ".", color=FAINT, ms=4, label=text("validation.a_day", lang))
    groups = [ordered.iloc[part] for part in np.array_split(np.arange(len(ordered)), _GROUPS)]
    axes.plot(
        [group.load.mean() for group in groups],
        [100.0 * group.on_time.sum() / group.tickets.sum() for group in groups],
        "o-", color=REPORTED, lw=1.6, ms=5, label=text("validation.tenth_of_days", lang),
    )  # fmt: skip
    axes.axvline(1.0, color=INK, lw=1.0, ls="--", label=text("validation.median_load", lang))
    axes.set_xlabel(text("validation.load", lang))
    axes.set_ylabel(text("validation.on_time", lang))
    _per_cent(axes.yaxis, axes.set_ylim)
    axes.grid(axis="y")
    legend_above(axes, 3)
    return figure


def _per_cent(axis: object, set_limits: object, most: float = 101.0) -> None:
    axis.set_major_formatter(PercentFormatter(100.0, decimals=0))  # type: ignore[attr-defined]
    set_limits(0.0, most)  # type: ignore[operator]
