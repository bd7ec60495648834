"""Pictures of a calibration: the sets that fit, pair by pair, with profiles; the targets before and after."""

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator, StrMethodFormatter

from sim.experiment.kinds.calibration.implausibility import CUT
from sim.experiment.kinds.calibration.target_names import band, target_name
from sim.experiment.kinds.calibration.waves import BINS
from sim.report.names import factor_name
from sim.report.style import FAINT, INK, MUTED, REPORTED, TRUE, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.calibration.result import CalibrationResult

MOST = 8
"""Parameters that are drawn."""
LETTERS = 22
"""Of a label, in a line."""
HIGHEST = 10.0
"""Implausibility at which the axis of a profile ends."""


def draw(found: "CalibrationResult", lang: Language) -> Mapping[str, Figure]:
    """Draw the pairs of parameters, and the targets."""
    made = {"calibration_pairs": _pairs(found, lang)}
    if len(found.readings):
        made["calibration_targets"] = _targets(found, lang)
    return made


def plot(found: "CalibrationResult", axes: Axes | None, lang: Language) -> Any:
    """Draw the first pair into axes, or all of them into a figure of their own; returns the axes."""
    if axes is None:
        return _pairs(found, lang).axes
    if len(found.parameters) == 1:
        _profile(axes, found, 0)
        axes.set_xlabel(factor_name(found.parameters[0].name, lang))
    else:
        _pair(axes, found, 0, 1)
        axes.set_xlabel(factor_name(found.parameters[0].name, lang))
        axes.set_ylabel(factor_name(found.parameters[1].name, lang))
    return axes


def _pairs(found: "CalibrationResult", lang: Language) -> Figure:
    free = min(MOST, len(found.parameters))
    side = 1.75 if free > 3 else 2.4
    figure = new_figure(max(4.5, side * free + 0.6), max(3.0, side * free + 0.3))
    grid = figure.subplots(free, free, sharex="col", squeeze=False)
    for row in range(free):
        for column in range(free):
            axes: Axes = grid[row, column]
            if column > row:
                axes.set_axis_off()
            elif column == row:
                _profile(axes, found, row)
            else:
                _pair(axes, found, column, row)
            axes.tick_params(labelsize=7.0)
            if row == free - 1:
                axes.set_xlabel(_wrapped(found.parameters[column].name, lang), fontsize=7.5)
            if column == 0 and row > 0:
                axes.set_ylabel(_wrapped(found.parameters[row].name, lang), fontsize=7.5)
    grid[0, 0].set_ylabel(text("calibration.axis_implausibility", lang), fontsize=8.0)
    return figure


def _wrapped(name: str, lang: Language) -> str:
    return "\n".join(textwrap.wrap(factor_name(name, lang), LETTERS))


def _scaled(axes: Axes, found: "CalibrationResult", number: int, along: str) -> None:
    one = found.parameters[number]
    room = 0.0 if one.log else 0.03 * (one.high - one.low)
    if one.log:
        (axes.set_xscale if along == "x" else axes.set_yscale)("log")
        axis = axes.xaxis if along == "x" else axes.yaxis
        axis.set_minor_locator(NullLocator())
        axis.set_major_locator(FixedLocator([float(f"{one.at(u):.2g}") for u in (0.1, 0.5, 0.9)]))
        axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    (axes.set_xlim if along == "x" else axes.set_ylim)(one.low - room, one.high + room)


def _pair(axes: Axes, found: "CalibrationResult", across: int, up: int) -> None:
    x, y = (found.points[found.parameters[n].name].to_numpy() for n in (across, up))
    fits = found.points["fits"].to_numpy()
    axes.plot(x[~fits], y[~fits], ".", ms=2.5, color=FAINT, zorder=1)
    axes.plot(x[fits], y[fits], "o", ms=3.2, color=TRUE, alpha=0.8, mew=0.0, zorder=2)
    _scaled(axes, found, across, "x")
    _scaled(axes, found, up, "y")


def _profile(axes: Axes, found: "CalibrationResult", number: int) -> None:
    if len(found.profile):
        one = found.parameters[number]
        steps = [float(one.at(float(u))) for u in (np.arange(BINS) + 0.5) / BINS]
        axes.plot(steps, np.minimum(found.profile[number], HIGHEST), color=REPORTED, lw=1.4)
    axes.axhline(CUT, color=INK, lw=0.8, ls=":")
    axes.set_ylim(-0.3, HIGHEST + 0.3)
    _scaled(axes, found, number, "x")


def _targets(found: "CalibrationResult", lang: Language) -> Figure:
    """Draw each target on a scale of its own band: 0 its lower end, 1 its upper end."""
    by_name = {one.name: one for one in (*found.targets, *found.held)}
    rows = found.readings[found.readings.name.isin(by_name)].to_dict("records")
    figure = new_figure(8.0, 0.34 * len(rows) + 1.1)
    axes = figure.subplots()
    axes.axvspan(0.0, 1.0, color=FAINT, alpha=0.3, lw=0)
    labels = []
    for place, row in enumerate(rows):
        target = by_name[row["name"]]
        zero, unit = _frame(found, target)
        ends = [(row[key] - zero) / unit for key in ("before_low", "before_high", "low", "middle", "high", "as_it_is")]
        clipped = np.clip(ends, -2.0, 3.0)
        axes.plot(clipped[:2], [place, place], color=FAINT, lw=2.0)
        axes.plot(clipped[2:5:2], [place, place], color=TRUE, lw=3.0, alpha=0.8)
        axes.plot(clipped[3], place, "o", color=TRUE, ms=5.0)
        axes.plot(clipped[5], place, "x", color=INK, ms=5.0)
        held = "" if row["role"] == "target" else f" ({text('calibration.role_held_out', lang)})"
        labels.append(f"{target_name(row['name'], lang)}{held}\n{band(target, lang)}")
    axes.set_yticks(range(len(rows)), labels, fontsize=7.0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-2.1, 3.1)
    axes.set_xticks([0.0, 1.0], [text("calibration.axis_low", lang), text("calibration.axis_high", lang)])
    axes.tick_params(axis="x", colors=MUTED)
    return figure


def _frame(found: "CalibrationResult", target: Any) -> tuple[float, float]:
    """Return where 0 is drawn and how long 1 is: the band, two errors about a value, a unit of an open band."""
    if np.isfinite(target.half_width):
        return target.low, 2.0 * target.half_width
    names = [one.name for one in found.targets]
    unit = float(found.scale.unit[names.index(target.name)]) if target.name in names else _spread(found, target)
    if target.is_value:
        return target.value - 2.0 * unit, 4.0 * unit
    return (target.low, 2.0 * unit) if np.isfinite(target.low) else (target.high - 2.0 * unit, 2.0 * unit)


def _spread(found: "CalibrationResult", target: Any) -> float:
    spread = float(found.points[target.name].std())
    return spread if spread > 0.0 else 1.0
