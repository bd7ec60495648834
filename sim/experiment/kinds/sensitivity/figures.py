"""Pictures of a sensitivity analysis: all parameters of the screening, indices of those kept, and their scans."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.experiment.kinds.sensitivity.turning import Scan
from sim.measure.definitions import definitions
from sim.report.differences import indicator_name
from sim.report.names import factor_name
from sim.report.style import FAINT, INK, MUTED, REPORTED, TRUE, legend_above, new_figure
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.sensitivity.result import SensitivityResult

NAMED = 6
"""Parameters that the picture of the screening names."""
LINE = 10.0
"""Points from one name to the next above it."""
ACROSS = 4


def draw(result: "SensitivityResult", lang: Language) -> dict[str, Figure]:
    """Draw what there is to draw."""
    figures = {"screening": new_figure(8.0, 4.6)}
    _screening(result, figures["screening"].subplots(), lang)
    if result.indices is not None:
        figures["indices"] = new_figure(8.0, 0.9 + 0.42 * len(result.indices.table))
        _indices(result, figures["indices"].subplots(), lang)
    if result.scans:
        across = min(ACROSS, len(result.scans))
        down = -(-len(result.scans) // across)
        figures["scans"] = new_figure(2.6 * across + 0.6, 2.5 * down)
        grid = figures["scans"].subplots(down, across, sharey=True, squeeze=False).flatten()
        for axes, scan in zip(grid, result.scans, strict=False):
            _scan(result, scan, axes, lang)
        for axes in grid[len(result.scans) :]:
            axes.set_axis_off()
        figures["scans"].supylabel(f"{indicator_name(result.outcome, lang)} ({result.unit(lang)})", fontsize=9)
    return figures


def draw_one(result: "SensitivityResult", what: str, axes: Axes | None, lang: Language) -> Axes:
    """Draw `screening`, `indices` or the scan of a parameter.

    Raises:
        KeyError: there is nothing of this name.
    """
    scans = {scan.factor.name: scan for scan in result.scans}
    if what not in {"screening", "indices", *scans} or (what == "indices" and result.indices is None):
        raise KeyError(what)
    axes = new_figure(6.0, 4.0).subplots() if axes is None else axes
    if what == "screening":
        _screening(result, axes, lang)
    elif what == "indices":
        _indices(result, axes, lang)
    else:
        _scan(result, scans[what], axes, lang)
    return axes


def _scale(result: "SensitivityResult") -> float:
    return 100.0 if definitions()[result.outcome].unit == "share" else 1.0


def _screening(result: "SensitivityResult", axes: Axes, lang: Language) -> None:
    table, scale = result.screening.table, _scale(result)
    for told, color in ((False, FAINT), (True, TRUE)):
        rows = table[(table.told == told) & ~table.inert]
        label = text(f"sensitivity.legend_{'told' if told else 'not_told'}", lang, count=len(rows))
        axes.plot(scale * rows.mu_star, scale * rows.sigma, "o", ms=4, color=color, label=label, alpha=0.8)
    end = scale * float(np.nanmax([table.mu_star.max(), 1e-12]))
    axes.plot([0.0, end], [0.0, end], color=MUTED, lw=0.8, ls=":")
    axes.set_xlabel(text("sensitivity.axis_mu_star", lang, unit=result.unit(lang)))
    axes.set_ylabel(
        text("sensitivity.axis_sigma", lang, unit=result.unit(lang)).replace(" (", "\n(").replace("（", "\n（")
    )
    axes.set_xlim(0.0, end * 1.1)
    legend_above(axes, 2)
    _name_the_largest(axes, table.head(NAMED), scale, end, lang)


def _name_the_largest(axes: Axes, table: Any, scale: float, end: float, lang: Language) -> None:
    """Write the names of parameters beside their points, each above the one below it."""
    points = 72.0 / axes.figure.dpi
    lowest = -math.inf
    for row in table.sort_values("sigma").itertuples():
        if row.mu_star > 0.0:
            place = (scale * row.mu_star, scale * row.sigma)
            at = points * float(axes.transData.transform(place)[1])
            lowest = max(at + 3.0, lowest + LINE)
            far = place[0] > 0.6 * end
            axes.annotate(
                _short(factor_name(row.parameter, lang)), place, xytext=(-6 if far else 6, lowest - at),
                textcoords="offset points", fontsize=7.5, color=INK, ha="right" if far else "left",
            )  # fmt: skip


def _indices(result: "SensitivityResult", axes: Axes, lang: Language) -> None:
    if result.indices is None:
        return
    table = result.indices.table.iloc[::-1]
    places = np.arange(len(table))
    for name, color, shift in (("first", REPORTED, -0.18), ("total", TRUE, 0.18)):
        value = table[name].to_numpy()
        around = np.abs(np.array([value - table[f"{name}_low"], table[f"{name}_high"] - value]))
        label = text(f"sensitivity.c_{name}", lang)
        axes.barh(places + shift, value, 0.34, color=color, alpha=0.75, label=label)
        axes.errorbar(value, places + shift, xerr=around, fmt="none", ecolor=INK, lw=0.9)
    axes.set_yticks(places, [factor_name(name, lang) for name in table.parameter])
    axes.axvline(0.0, color=FAINT, lw=0.8)
    axes.set_xlabel(text("sensitivity.axis_share", lang))
    axes.grid(axis="x")
    legend_above(axes, 2)


def _scan(result: "SensitivityResult", scan: Scan, axes: Axes, lang: Language) -> None:
    scale = _scale(result)
    levels = list(scan.levels)
    mean, low, high = (scale * np.array([one[part] for one in scan.levels.values()]) for part in range(3))
    axes.fill_between(levels, low, high, color=TRUE, alpha=0.18, lw=0)
    axes.plot(levels, mean, color=TRUE, marker="o", ms=3, lw=1.3)
    axes.plot([scan.start], [scale * scan.levels[scan.start].mean], "o", ms=6, mfc="none", mec=INK)
    if result.zero is not None:
        axes.axhline(scale * result.zero, color=INK, lw=0.8)
        for turn in scan.turns:
            axes.axvline(turn.at, color=REPORTED, lw=1.0, ls="--")
            if math.isfinite(turn.clear):
                axes.axvspan(*sorted((turn.at, turn.clear)), color=REPORTED, alpha=0.12, lw=0)
    axes.set_title(_wrapped(factor_name(scan.factor.name, lang)), fontsize=8)
    axes.tick_params(labelsize=7.5)


def _short(name: str, most: int = 36) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _wrapped(name: str, most: int = 30) -> str:
    """Return a name in lines of so many characters at most, broken between words."""
    lines = [""]
    for word in name.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
