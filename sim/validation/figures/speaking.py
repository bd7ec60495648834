"""Pictures of speaking: how late, about what, on which day."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.report.style import FAINT, GRID, INK, OPEN, REPORTED, TRUE, date_axis, legend_above, new_figure, on_axis
from sim.text import Language, text
from sim.validation.observed import Observed
from sim.validation.voice import FEWEST, by_weekday, delays_by_place

_WEEK = 7


def draw_delays(seen: Observed, lang: Language) -> Figure | None:
    """Draw how slow each place is to speak, the quickest first."""
    delays = delays_by_place(seen)
    if not len(delays):
        return None
    tenth = round(len(delays) / 10)
    figure = new_figure(7.0, 2.8)
    axes = figure.subplots()
    middle = slice(tenth, len(delays) - tenth)
    places = np.arange(len(delays)) + 1
    size = 26 if len(delays) < 80 else 8
    axes.axhline(1.0, color=FAINT, lw=1.0)
    axes.scatter(places[middle], delays[middle], color=OPEN, s=size)
    axes.scatter(places[:tenth], delays[:tenth], color=REPORTED, label=text("validation.quickest_tenth", lang), s=size)
    axes.scatter(places[-tenth:], delays[-tenth:], color=TRUE, label=text("validation.slowest_tenth", lang), s=size)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("{x:g}")
    axes.set_xlabel(text("validation.places_ordered", lang))
    axes.set_ylabel(text("validation.delay", lang))
    axes.grid(axis="y", which="both")
    legend_above(axes, 2)
    return figure


def draw_contacts(seen: Observed, lang: Language) -> Figure | None:
    """Draw what contacts are about, week by week."""
    daily = seen.daily
    whole = len(daily) // _WEEK
    if whole < 2 or daily.contacts.sum() < FEWEST:
        return None
    parts = daily[["contacts", "enquiries", "tickets"]].to_numpy()[: whole * _WEEK].reshape(whole, _WEEK, 3).sum(axis=1)
    contacts, enquiries, tickets = parts.T / np.maximum(1.0, parts[:, 0])
    figure = new_figure(7.0, 2.8)
    axes = figure.subplots()
    weeks, other = on_axis(daily.index[: whole * _WEEK : _WEEK]), np.maximum(0.0, contacts - enquiries - tickets)
    axes.stackplot(
        weeks, enquiries, tickets, other,
        colors=[OPEN, REPORTED, GRID], labels=[text(f"validation.contacts_{one}", lang) for one in _CONTACTS], lw=0,
    )  # fmt: skip
    date_axis(axes, lang)
    axes.margins(x=0.0)
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_ylabel(text("validation.of_contacts", lang))
    legend_above(axes, 3)
    return figure


_CONTACTS = ("enquiries", "orders", "other")


def draw_week(seen: Observed, lang: Language) -> Figure | None:
    """Draw tickets by weekday, the mean day being 1."""
    means = by_weekday(seen.daily)
    if len(means) < _WEEK or means.sum() == 0.0:
        return None
    index = means / means.mean()
    figure = new_figure(7.0, 2.4)
    axes = figure.subplots()
    axes.bar(index.index, index, color=[REPORTED] * 5 + [OPEN] * 2, width=0.7)
    for day, value in index.items():
        axes.annotate(f"{value:.2f}", (day, value), (0, 3), textcoords="offset points", ha="center", fontsize=9)
    axes.set_xticks(range(_WEEK), text("validation.weekdays", lang).split())
    axes.tick_params(axis="x", length=0, labelcolor=INK)
    axes.axhline(1.0, color=FAINT, lw=1.0, ls=":")
    axes.set_ylim(0.0, 1.15 * float(index.max()))
    axes.set_ylabel(text("validation.weekday_index", lang))
    return figure
