"""How figures look: one font for both languages, and colours that keep their meaning from figure to figure."""

import base64
import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from sim.text import Language, text

# Okabe and Ito's palette (2008), a little darker where it carries lines: told apart by the colour-blind.
REPORTED = "#0067a5"
"""What the offices see."""
TRUE = "#d55e00"
"""What the model knows."""
INK, MUTED, FAINT, GRID = "#1d2530", "#5d6875", "#a9b2bc", "#e3e7eb"
OF_KIND = {"reported": REPORTED, "true": TRUE, "input": MUTED}
"""Colours of indicators, by the kind that `measure/definitions.csv` gives them."""
SOLVED, PSEUDO, UNRESOLVED, LAPSED, OPEN = "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a949e"
NEEDED = "呼应小区"

_LOG = logging.getLogger(__name__)


@cache
def chinese_font() -> str | None:
    """Return the name of a font that has Chinese characters; None, and a word about it once, if there is none."""
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        pass
    else:
        font_manager.fontManager.addfont(str(sans_path()))
        return "Noto Sans SC"
    for entry in font_manager.fontManager.ttflist:
        if _has_chinese(Path(entry.fname)):
            return str(entry.name)
    _LOG.warning(text("report.no_font", "en"))
    return None


def _has_chinese(path: Path) -> bool:
    try:
        characters = font_manager.get_font(str(path)).get_charmap()
    except (OSError, RuntimeError, ValueError):
        return False
    return all(ord(one) in characters for one in NEEDED)


def language_of_figures(lang: Language) -> Language:
    """Return the language that figures can be written in here."""
    return lang if chinese_font() else "en"


def settings() -> dict[str, Any]:
    """Return Matplotlib's settings for all figures (`matplotlib.rc_context`)."""
    return {
        "font.family": [chinese_font() or "DejaVu Sans"],
        "font.size": 10.0,
        "axes.titlesize": 11.0,
        "axes.titlelocation": "left",
        "axes.titlecolor": INK,
        "axes.labelsize": 9.5,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": FAINT,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.labelsize": 9.0,
        "ytick.labelsize": 9.0,
        "text.color": INK,
        "legend.frameon": False,
        "legend.fontsize": 9.5,
        "legend.borderaxespad": 0.0,
        "lines.solid_capstyle": "round",
        "svg.fonttype": "path",  # a reader need not have the font
        "svg.hashsalt": "huying",
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }


def new_figure(width: float = 9.0, height: float = 4.0) -> Figure:
    """Return an empty figure; sizes in inches."""
    return Figure(figsize=(width, height), layout="constrained")


def legend_above(axes: Axes, columns: int, **more: Any) -> None:
    """Put the legend over the axes, where no data are."""
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.02), ncols=columns, handlelength=1.6, **more)


_ZH_DATES = {
    "formats": ["%Y年", "%-m月", "%-d日", "%H:%M", "%H:%M", "%S"],
    "zero_formats": ["", "%Y年", "%-m月", "%-m月%-d日", "%H:%M", "%H:%M"],
    "offset_formats": ["", "%Y年", "%Y年%-m月", "%Y年%-m月%-d日", "%Y年%-m月%-d日", "%Y年%-m月%-d日 %H:%M"],
}


def on_axis(time: Any) -> Any:
    """Return a time, or several, as numbers on an axis of dates."""
    return date2num(time)  # type: ignore[no-untyped-call]


def date_axis(axes: Axes, lang: Language) -> None:
    """Let the horizontal axis tell dates."""
    locator = AutoDateLocator(minticks=3, maxticks=12)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    words = _ZH_DATES if lang == "zh" else {}
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, **words))  # type: ignore[no-untyped-call]


def spread(wanted: Iterable[float], gap: float) -> list[float]:
    """Move positions apart so that neighbours (in ascending order) are at least a gap from each other.

    Example:
        >>> spread([0.0, 0.1, 5.0], 1.0)
        [-0.45, 0.55, 5.0]
    """
    clusters: list[tuple[float, int]] = []  # centre, members: positions that push each other share a cluster
    for position in wanted:
        centre, members = position, 1
        while clusters and centre - clusters[-1][0] < gap * (members + clusters[-1][1]) / 2.0:
            other, others = clusters.pop()
            centre = (centre * members + other * others) / (members + others)
            members += others
        clusters.append((centre, members))
    return [centre + gap * (k - (members - 1) / 2.0) for centre, members in clusters for k in range(members)]


def address_of(svg: bytes) -> str:
    """Return a picture as an address that holds its content."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")


def save(figure: Figure, path: Path) -> None:
    """Write a figure as SVG; the same figure gives the same bytes."""
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
