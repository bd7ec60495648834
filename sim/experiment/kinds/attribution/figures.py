"""Pictures of an attribution: how the parts of a policy make up the whole, and which of them act on one another."""

import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.experiment.intervals import ROUNDING, Interval, interval
from sim.experiment.kinds.attribution.players import player_name
from sim.experiment.kinds.attribution.words import clear, told
from sim.measure.definitions import definitions
from sim.report.differences import indicator_name, number, unit
from sim.report.style import FAINT, INK, MUTED, OF_KIND, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.attribution.result import AttributionResult

ACROSS = 3
MOST_ROWS = 14
"""Bars, of many parts."""


class _Row(NamedTuple):
    label: str
    players: tuple[int, ...]


def draw(result: "AttributionResult", lang: Language) -> Figure:
    """Draw how the parts make up the whole, a panel for each shown indicator."""
    names = result.shown_indicators
    rows = _rows(result, lang)
    across = min(ACROSS, len(names))
    down = -(-len(names) // across)
    figure = new_figure(2.0 + 2.5 * across, down * (1.3 + 0.24 * len(rows)))
    grid = figure.subplots(down, across, squeeze=False, sharey=True).flatten()
    for axes, name in zip(grid, names, strict=False):
        _bars(axes, result, rows, name, lang)
    for axes in grid[len(names) :]:
        axes.set_axis_off()
    return figure


def draw_one(result: "AttributionResult", name: str, axes: Axes | None, lang: Language) -> Axes:
    """Draw one indicator.

    Args:
        axes: to draw into; a figure is made where there are none.
    """
    axes = new_figure(5.0, 3.6).subplots() if axes is None else axes
    _bars(axes, result, _rows(result, lang), name, lang)
    return axes


def _rows(result: "AttributionResult", lang: Language) -> list[_Row]:
    """Return a row for each part; of many, for those that stand out most from chance on any shown indicator.

    The rest has a row together where bars add up to the whole, and none where they do not.
    """
    count = len(result.players)
    kept = list(range(count))
    if count > MOST_ROWS:
        table = result.effects[result.effects.part == result.main]
        sizes = table["mean"].abs().where(np.array([told(row) for row in table.itertuples()], dtype=np.bool_), 0.0)
        wide = table.assign(size=sizes).pivot(index="player", columns="indicator", values="size")
        wide = wide.reindex(index=list(result.players), columns=list(result.shown_indicators))
        rank = (wide / wide.max()).fillna(0.0).max(axis=1).to_numpy()
        kept = sorted(np.argsort(-rank, kind="stable")[: MOST_ROWS - 1].tolist())
    rows = [_Row(player_name(result.players[one], lang), (one,)) for one in kept]
    others = tuple(one for one in range(count) if one not in kept)
    if others and result.main == "shapley":
        rows.append(_Row(text("attribution.others", lang, count=len(others)), others))
    return rows


def _bars(axes: Axes, result: "AttributionResult", rows: list[_Row], name: str, lang: Language) -> None:
    color = OF_KIND[definitions()[name].kind]
    cumulated = result.main == "shapley"
    begin = 0.0
    for place, row in enumerate(rows):
        of = interval(result.over_seeds(name, result.main, row.players))
        _bar(axes, place, begin, of, color, name)
        if cumulated and np.isfinite(of.mean):
            axes.plot([_scaled(name, begin + of.mean)] * 2, [place, place + 1], color=FAINT, lw=0.7, zorder=1)
            begin += of.mean
    _bar(axes, len(rows), 0.0, interval(result.over_seeds(name, "whole")), INK, name)
    axes.axvline(0.0, color=MUTED, lw=0.8)
    axes.set_ylim(len(rows) + 0.6, -0.6)
    labels = [*(one.label for one in rows), text("attribution.whole", lang)]
    axes.set_yticks(range(len(labels)), [textwrap.shorten(one, 34, placeholder="…") for one in labels], fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.margins(x=0.12)
    title = "\n".join(textwrap.wrap(indicator_name(name, lang), 30))
    axes.set_title(f"{title}\n({unit(name, lang)})", fontsize=8.5)
    axes.grid(axis="x")


def _bar(axes: Axes, place: int, begin: float, of: Interval, color: str, name: str) -> None:
    if not np.isfinite(of.mean):
        return
    left, width = _scaled(name, begin), _scaled(name, of.mean)
    axes.barh(place, width, left=left, height=0.62, color=color, alpha=0.85 if clear(of, name) else 0.3, zorder=2)
    if of.high - of.low > ROUNDING * abs(of.mean):
        ends = [_scaled(name, begin + of.low), _scaled(name, begin + of.high)]
        axes.plot(ends, [place, place], color=INK, lw=1.0, zorder=3)


def _scaled(name: str, value: float) -> float:
    return 100.0 * value if definitions()[name].unit == "share" else value


def draw_pairs(result: "AttributionResult", lang: Language) -> Figure:
    """Draw the interaction of each pair, a panel for each shown indicator; white ones cannot be told from chance."""
    names = result.shown_indicators
    across = min(ACROSS, len(names))
    down = -(-len(names) // across)
    side = 0.9 + 0.42 * len(result.players)
    figure = new_figure(1.9 + side * across, down * (side + 0.35) + 1.2)
    grid = figure.subplots(down, across, squeeze=False, sharex=True, sharey=True).flatten()
    for axes, name in zip(grid, names, strict=False):
        _pairs(axes, result, name, lang)
    for place, axes in enumerate(grid[len(names) :], len(names)):
        axes.set_axis_off()
        grid[place - across].tick_params(labelbottom=True)  # nothing below it has the names
    return figure


def _pairs(axes: Axes, result: "AttributionResult", name: str, lang: Language) -> None:
    players = result.players
    rows: list[Any] = list(result.pairs[result.pairs.indicator == name].itertuples())
    table = np.full((len(players), len(players)), np.nan)
    texts: list[tuple[tuple[int, int], Text]] = []
    for row in rows:
        at = players.index(row.player), players.index(row.other)
        if told(row):
            table[at] = row.mean
        if np.isfinite(row.mean):
            texts.append((at, axes.text(at[1], at[0], number(name, row.mean), ha="center", va="center", zorder=3)))
    known = np.abs(table[np.isfinite(table)])
    edge = float(known.max()) if len(known) and known.max() > 0.0 else 1.0
    axes.imshow(table[1:, :-1], cmap="PuOr", vmin=-1.6 * edge, vmax=1.6 * edge, aspect="auto",
                extent=(-0.5, len(players) - 1.5, len(players) - 0.5, 0.5))  # fmt: skip
    for at, shown in texts:
        of = table[at]
        shown.set(fontsize=7.0 if len(players) < 6 else 6.0,
                  color=MUTED if of != of else "white" if abs(of) > 0.75 * edge else INK)  # fmt: skip
    labels = [textwrap.shorten(player_name(one, lang), 26, placeholder="…") for one in players]
    axes.set_xticks(range(len(players) - 1), labels[:-1], rotation=90, fontsize=7.5)
    axes.set_yticks(range(1, len(players)), labels[1:], fontsize=7.5)
    title = "\n".join(textwrap.wrap(indicator_name(name, lang), 26))
    axes.set_title(f"{title}\n({unit(name, lang)})", fontsize=8.5)
