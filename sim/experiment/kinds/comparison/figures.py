"""Pictures of a comparison: differences, fates of troubles, who gains and loses, and where."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.city.areas import short_name
from sim.experiment.kinds.comparison.against import Against
from sim.experiment.kinds.comparison.names import group_name, world_name
from sim.experiment.kinds.comparison.trouble_pairs import End
from sim.measure.definitions import definitions
from sim.report.differences import indicator_name
from sim.report.figures import districts, treemap
from sim.report.figures.sankey import Flow, Node, draw_sankey
from sim.report.figures.shades import Contrast
from sim.report.quantities import counted, percent
from sim.report.style import FAINT, INK, LAPSED, MUTED, OF_KIND, OPEN, SOLVED, TRUE, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.comparison.study import ComparisonResult

ENDS = {End.OFFICE: SOLVED, End.NEIGHBOURS: "#b9a88f", End.FADED: LAPSED, End.OPEN: OPEN, End.ABSENT: FAINT}
LINEAR = 10.0
"""Per cent: beyond it the axis of the forest plot is logarithmic."""
MOST_PLACES, MOST_BARS = 150, 14


def figures(result: "ComparisonResult", lang: Language) -> Mapping[str, Figure]:
    """Return the pictures by name; those of further worlds have a number behind it."""
    found: dict[str, Figure] = {}
    for number, one in enumerate(result.others, 1):
        drawn: dict[str, Figure | None] = {"forest": _forest(result, one, lang)}
        if one.pairs:
            drawn |= {"fates": _fates(result, one, lang), "gains": _gains(result, one, lang)}
            drawn["where"] = _where(result, one, lang)
        behind = "" if number == 1 else f"_{number}"
        found |= {f"{name}{behind}": figure for name, figure in drawn.items() if figure is not None}
    return found


def _against(result: "ComparisonResult", one: Against, lang: Language) -> str:
    return text("comparison.against", lang, a=world_name(result.base, lang), b=world_name(one.name, lang))


def _forest(result: "ComparisonResult", one: Against, lang: Language) -> Figure:
    figure = new_figure(9.0, 0.25 * len(_forest_rows(result, one.name)) + 1.2)
    draw_forest(result, one.name, figure.subplots(), lang)
    return figure


def _forest_rows(result: "ComparisonResult", name: str) -> Any:
    """Return the rows of a forest plot: produced indicators with a level to compare with, reported ones first."""
    table = result.of(name)
    mine = table[(table.kind != "input") & (table.base.abs() > 0.0) & table.difference.notna()]
    return mine.sort_values("kind", kind="stable")


def draw_forest(result: "ComparisonResult", name: str, axes: Axes | None, lang: Language) -> Axes:
    """Draw the paired differences of a world, in per cent of the base's level, with their 95 % intervals.

    Args:
        axes: to draw into; a figure is made where there are none.
    """
    axes = new_figure(9.0, 8.0).subplots() if axes is None else axes
    rows = _forest_rows(result, name)
    places = np.arange(len(rows))
    for place, (indicator, row) in zip(places.tolist(), rows.iterrows(), strict=True):
        color, scale = OF_KIND[definitions()[str(indicator)].kind], 100.0 / abs(row.base)
        face = color if row.beyond_chance else "white"
        if row.low == row.low:
            axes.plot([scale * row.low, scale * row.high], [place, place], color=color, lw=1.6, solid_capstyle="butt")
        axes.plot(scale * row.difference, place, "o", ms=6, color=color, mfc=face, mew=1.4)
    axes.axvline(0.0, color=INK, lw=0.9)
    axes.set_yticks(places, [indicator_name(str(one), lang) for one in rows.index], fontsize=8.8, color=INK)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=1.0)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:+,.0f} %".replace("-", "−").replace("+0 ", "0 "))
    )
    axes.set_xlabel(text("comparison.of_level", lang, a=world_name(result.base, lang)))
    axes.set_title(text("comparison.against", lang, a=world_name(result.base, lang), b=world_name(name, lang)))
    axes.grid(axis="x")
    return axes


def _fates(result: "ComparisonResult", one: Against, lang: Language) -> Figure | None:
    whole = sum(one.ends.values())
    if whole <= 0.0:
        return None
    figure = new_figure(9.0, 5.2)
    axes = figure.subplots()
    columns = []
    for side in range(2):
        sums = {end: sum(n for ends, n in one.ends.items() if ends[side] == end.name.lower()) for end in ENDS}
        columns.append(
            [
                Node(f"{side}{end.name}", n / whole, ENDS[end], _end_label(end, n, n / whole, side, lang))
                for end, n in sums.items()
                if n > 0.0
            ]
        )
    order = [end.name.lower() for end in ENDS]
    flows = [
        Flow(f"0{a.upper()}", f"1{b.upper()}", one.ends[a, b] / whole)
        for a in order
        for b in order
        if one.ends.get((a, b), 0.0) > 0.0
    ]
    draw_sankey(axes, columns, flows, (0.0, 0.72))
    for x, name in ((0.0, result.base), (0.72, one.name)):
        axes.text(x, -0.075, world_name(name, lang), fontsize=10.5, color=MUTED)
    axes.set_ylim(1.02, -0.11)
    return figure


def _end_label(end: End, count: float, share: float, side: int, lang: Language) -> str:
    name = end.name.lower() if end != End.ABSENT else ("absent_a", "absent_b")[side]
    return f"{text(f'comparison.end_{name}', lang)}\n{counted(count)} · {percent(share)}"


def _gains(result: "ComparisonResult", one: Against, lang: Language) -> Figure:
    """Bars: what the burden of each group of residents, and of each category, changes by."""
    groups = [(d, str(g), row) for d in ("age", "tenure", "compound_kind") for g, row in one.people(d).iterrows()]
    for division in ("street", "district"):
        places = one.people(division)
        if 1 < len(places) <= MOST_BARS:
            groups += [(division, str(g), row) for g, row in places.iterrows()]
            break
    categories = one.people("category")
    order = categories.difference.abs().sort_values(ascending=False).index[:MOST_BARS]
    kinds = [("category", str(g), categories.loc[g]) for g in order]
    figure = new_figure(9.0, 0.27 * max(len(groups), len(kinds)) + 1.3)
    left, right = figure.subplots(1, 2)
    _bars(result, left, groups, text("comparison.by_group", lang), lang)
    _bars(result, right, kinds, text("comparison.by_category", lang), lang)
    figure.suptitle(_against(result, one, lang), fontsize=10.5, color=MUTED)
    figure.supxlabel(text("comparison.burden_axis", lang), fontsize=9.5, color=MUTED)
    return figure


def _bars(result: "ComparisonResult", axes: Axes, groups: list[Any], title: str, lang: Language) -> None:
    for place, (_, _, row) in enumerate(groups):
        face = TRUE if row.beyond_chance else "white"
        axes.barh(place, row.difference, height=0.62, color=face, edgecolor=TRUE, linewidth=1.0)
        if row.low == row.low:
            axes.plot([row.low, row.high], [place, place], color=INK, lw=1.2)
    names = [group_name(division, group, result.places, lang) for division, group, _ in groups]
    axes.set_yticks(range(len(groups)), names, fontsize=8.5, color=INK)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.axvline(0.0, color=INK, lw=0.9)
    axes.set_title(title, fontsize=10)
    axes.grid(axis="x")


def _where(result: "ComparisonResult", one: Against, lang: Language) -> Figure | None:
    """A map of districts, or a treemap of the finest places that are not too many."""
    label = text("comparison.burden_axis", lang)
    form = "{:+.2f}"
    by_district = {str(code): float(value) for code, value in one.people("district").difference.items()}
    known = {feature["properties"]["adcode"] for feature in districts.outlines()}
    if len(known & set(by_district)) > 1:
        drawn = districts.draw_values(by_district, Contrast.over(list(by_district.values())), label, lang, form)
    else:
        rows = next((one.people(d) for d in ("community", "street", "compound") if _suits(one.people(d))), None)
        if rows is None:
            return None
        division = str(rows.division.iloc[0])
        names = [short_name(group_name(division, str(code), result.places, lang)) for code in rows.index]
        places = rows.reset_index(names="code").assign(value=rows.difference.to_numpy(), name=names)
        drawn = treemap.draw_values(places, Contrast.over(places.value.tolist()), label, form=form)
    drawn.suptitle(_against(result, one, lang), fontsize=10.5, color=MUTED)
    return drawn


def _suits(rows: Any) -> bool:
    return bool(1 < len(rows) <= MOST_PLACES)
