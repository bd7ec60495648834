"""Pictures of an optimisation: the front, the levers of the mixes that have names, and how the searches went."""

import textwrap
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.experiment.factor import Factor
from sim.experiment.kinds.optimisation.aims import Numbers, matrix, scaled
from sim.experiment.kinds.optimisation.candidates import AS_PLANNED, Candidate
from sim.experiment.kinds.optimisation.tables import candidate_name, joined, mix_name
from sim.policy import LEVERS
from sim.report.differences import indicator_name, level_unit, number
from sim.report.names import factor_name, level_shown
from sim.report.style import FAINT, INK, LAPSED, MUTED, PSEUDO, REPORTED, SOLVED, TRUE, UNRESOLVED, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.optimisation.result import OptimisationResult

STYLES: tuple[Any, ...] = ("--", ":", "-.", (0, (7, 1)), (0, (1, 3)), (0, (4, 1, 1, 1, 1, 1)))
COLORS = (TRUE, REPORTED, SOLVED, PSEUDO, UNRESOLVED, LAPSED, "#7a5195", "#8c6d31", "#4d4d4d")


def figures(result: "OptimisationResult", lang: Language) -> dict[str, Figure]:
    """Return all pictures; without any front, none but the growth of the hypervolume."""
    found = {}
    if result.front:
        figure = new_figure(1.9 * len(result.plan.aims.toward) + 1.0, 4.8)
        draw_front(result, figure.subplots(), lang)
        found["front"] = figure
        found["mixes"] = draw_levers(result, lang)
    if len(result.growth):
        found["hypervolume"] = draw_growth(result, lang)
    return found


def draw_front(result: "OptimisationResult", axes: Axes | None, lang: Language) -> Axes:
    """Draw every mix of the front as a line over the aims; upwards is what is aimed at.

    Args:
        axes: to draw into; a figure is made where there are none.
    """
    axes = new_figure(9.0, 4.8).subplots() if axes is None else axes
    aims = result.plan.aims
    beside = [one for one in result.candidates if one.kind != "found" and (one.name, AS_PLANNED) in result.telling]
    drawn: list[Candidate] = [*result.front, *beside]
    losses = matrix(aims, [result.telling[one.name, AS_PLANNED] for one in drawn])
    best, worst = losses.min(axis=0), losses.max(axis=0)
    heights = 1.0 - scaled(losses, best, worst)
    places = np.arange(len(aims.toward))
    for height in heights[: len(result.front)]:
        axes.plot(places, height, color=FAINT, lw=0.8, zorder=1)
    for color, (mix, names) in zip(COLORS, _by_mix(result).items(), strict=False):
        row = [one.name for one in drawn].index(mix)
        label = "\n".join(textwrap.wrap(joined((mix_name(name, lang) for name in names), lang), 52))
        axes.plot(places, heights[row], color=color, marker="o", ms=4, lw=1.8, zorder=3, label=label)
    for style, one in zip(cycle(STYLES), beside, strict=False):
        row = drawn.index(one)
        axes.plot(places, heights[row], color=INK, ls=style, lw=1.2, zorder=2, label=candidate_name(one, lang))
    _edges(axes, result, places, best, worst, lang)
    axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), fontsize=7.5, handlelength=2.4)
    return axes


def _edges(
    axes: Axes, result: "OptimisationResult", places: Any, best: Numbers, worst: Numbers, lang: Language
) -> None:
    """Write the ends of each aim's axis, and its name."""
    aims = result.plan.aims
    for place, (name, top, bottom) in enumerate(zip(aims.toward, best, worst, strict=True)):
        for value, height, where in ((top, 1.03, "bottom"), (bottom, -0.03, "top")):
            shown = number(name, float(value) * aims.sign(name), signed=False)
            axes.text(place, height, shown, ha="center", va=where, fontsize=8, color=MUTED)
    names = ["\n".join(textwrap.wrap(f"{indicator_name(n, lang)} ({level_unit(n, lang)})", 20)) for n in aims.toward]
    axes.vlines(places, 0.0, 1.0, color=MUTED, lw=0.8, zorder=0)
    axes.set_xticks(places, names, fontsize=8)
    axes.set_yticks([])
    axes.set_ylim(-0.12, 1.12)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _by_mix(result: "OptimisationResult") -> dict[str, list[str]]:
    """Return the names that each mix goes by."""
    found: dict[str, list[str]] = {}
    for name, one in result.named.items():
        found.setdefault(one.name, []).append(name)
    return found


def draw_levers(result: "OptimisationResult", lang: Language) -> Figure:
    """Draw how far each lever is set in each mix that has a name, between the ends of its range."""
    mixes = _by_mix(result)
    of = {one.name: one.point for one in result.front}
    factors = result.plan.factors
    table = np.array([[_share(one, of[mix][one.name]) for mix in mixes] for one in factors])
    figure = new_figure(2.6 + 1.25 * len(mixes), 1.7 + 0.3 * len(factors))
    axes = figure.subplots()
    axes.imshow(table, cmap="Greys", vmin=0.0, vmax=1.4, aspect="auto")
    for (row, column), share in np.ndenumerate(table):
        level = of[list(mixes)[column]][factors[row].name]
        color = "white" if share > 0.8 else INK
        shown = level_shown(factors[row].name, level, lang)
        axes.text(column, row, shown, ha="center", va="center", fontsize=7.5, color=color)
    labels = [
        "\n".join(textwrap.wrap(joined((mix_name(n, lang) for n in names), lang), 16)) for names in mixes.values()
    ]
    axes.set_xticks(range(len(mixes)), labels, fontsize=6.5)
    axes.set_yticks(range(len(factors)), [_lever(one.name, lang) for one in factors], fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    return figure


def _lever(name: str, lang: Language) -> str:
    words = factor_name(name, lang)
    return f"{words} ({text(f'unit.{LEVERS[name].unit}', lang)})" if name in LEVERS else words


def _share(factor: Factor, level: Any) -> float:
    if factor.low == factor.low:
        return float((level - factor.low) / (factor.high - factor.low))
    return float(factor.levels.index(level) / max(1, len(factor.levels) - 1))


def draw_growth(result: "OptimisationResult", lang: Language) -> Figure:
    """Draw how the hypervolume of each search grows with the mixes that it has tried."""
    figure = new_figure(9.0, 3.6)
    axes = figure.subplots()
    for how, color, style in (("nsga3", INK, "-"), ("random", MUTED, "--")):
        rows = result.growth[result.growth.search == how]
        if len(rows):
            label = text(f"optimisation.how_{how}", lang)
            axes.plot(rows.mixes, rows.hypervolume, color=color, ls=style, marker="o", ms=3, lw=1.4, label=label)
    axes.set_xlabel(text("optimisation.mixes_tried", lang))
    axes.set_ylabel(text("optimisation.hypervolume_axis", lang))
    axes.set_ylim(bottom=0.0)
    axes.legend(loc="lower right")
    axes.grid(axis="y")
    return figure
