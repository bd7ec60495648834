"""Pictures of concentration: cases of a person, buildings, communities."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.report.style import FAINT, INK, REPORTED, new_figure
from sim.text import Language, text
from sim.validation.concentration import FEWEST_PLACES, FEWEST_REPORTERS, lorenz, top_tenth
from sim.validation.observed import Observed

_MOST_CASES = 5


def draw_reporters(seen: Observed, lang: Language) -> Figure | None:
    """Draw how many cases a reporter has, and how much the buildings with most hold."""
    cases = seen.contacts[seen.contacts > 0]
    if len(cases) < FEWEST_REPORTERS:
        return None
    figure = new_figure(7.0, 3.0)
    left, right = figure.subplots(1, 2)
    shares = 100.0 * np.bincount(np.minimum(cases, _MOST_CASES), minlength=_MOST_CASES + 1)[1:] / len(cases)
    left.bar(range(1, _MOST_CASES + 1), shares, color=REPORTED, width=0.7)
    for number, share in enumerate(shares, start=1):
        left.annotate(f"{share:.1f}%", (number, share), (0, 3), textcoords="offset points", ha="center", fontsize=9)
    left.set_xticks(range(1, _MOST_CASES + 1), [*map(str, range(1, _MOST_CASES)), f"{_MOST_CASES}+"])
    left.yaxis.set_major_formatter(PercentFormatter(100.0, decimals=0))
    left.set_ylim(0.0, 1.15 * shares.max())
    left.set_xlabel(text("validation.cases_each", lang))
    left.set_ylabel(text("validation.of_reporters", lang))
    _curve(right, seen.contacts_by_building[seen.contacts_by_building > 0], "buildings", lang)
    return figure


def draw_communities(seen: Observed, lang: Language) -> Figure | None:
    """Draw the tickets of each community, and how much those with most hold."""
    tickets = np.sort(seen.tickets_by_community)[::-1]
    if len(tickets) < FEWEST_PLACES or tickets.sum() <= 0.0:
        return None
    figure = new_figure(7.0, 3.0)
    left, right = figure.subplots(1, 2)
    left.bar(np.arange(len(tickets)) + 1, tickets, color=REPORTED, width=1.0, ec="white", lw=0.4 * (len(tickets) < 80))
    left.set_xlabel(text("validation.communities_ordered", lang))
    left.set_ylabel(text("validation.tickets", lang))
    left.yaxis.set_major_formatter("{x:,.0f}")
    _curve(right, tickets, "communities", lang)
    return figure


def _curve(axes: Axes, values: np.ndarray, places: str, lang: Language) -> None:
    """Draw a Lorenz curve from the top, with the share of the top tenth on it."""
    if len(values) == 0:
        return
    share, held = lorenz(values.astype(float))
    axes.plot([0.0, 1.0], [0.0, 1.0], color=FAINT, lw=1.0, ls=":")
    axes.plot(share, held, color=REPORTED, lw=2.0)
    top = top_tenth(values)
    if top == top:
        axes.plot([0.1, 0.1, 0.0], [0.0, top / 100.0, top / 100.0], color=INK, lw=1.0, ls="--")
        axes.annotate(f"{top:.1f}%", (0.1, top / 100.0), (6, -4), textcoords="offset points", color=INK)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(0.0, 1.02)
    axes.set_xlabel(text(f"validation.share_of_{places}", lang))
    axes.set_ylabel(text("validation.share_held", lang))
