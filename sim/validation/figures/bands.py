"""The picture of all judged numbers against their bands."""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from sim.report.style import FAINT, GRID, INK, MUTED, REPORTED, TRUE, new_figure, settings
from sim.text import Language, text
from sim.validation.verdict import Reading, Validation

_EDGE = 1.6
"""Widths of a band that are shown on either side of its middle; what lies beyond is drawn at the edge."""


def draw_bands(found: Validation, lang: Language) -> Figure | None:
    """Draw each judged number and its interval on a scale on which its band reaches from 0 to 1."""
    rows = [
        (finding.fact.id, one)
        for finding in found.findings
        for one in finding.readings
        if one.measure.judged and one.known
    ]
    if not rows:
        return None
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        figure = new_figure(9.0, 0.8 + 0.24 * len(rows))
        axes = figure.subplots()
        axes.axvspan(0.0, 1.0, color=GRID, lw=0)
        for y, (_, one) in enumerate(reversed(rows)):
            mean, low, high = (_place(one, value) for value in (one.mean, one.low, one.high))
            color = REPORTED if one.inside else TRUE
            shown = np.clip([low, high], 0.5 - _EDGE, 0.5 + _EDGE)
            axes.plot(shown, [y, y], color=color, lw=2.0, alpha=0.6)
            beyond = abs(mean - 0.5) > _EDGE
            marker = ("<" if mean < 0.5 else ">") if beyond else "o"
            axes.plot(np.clip(mean, 0.5 - _EDGE, 0.5 + _EDGE), y, marker, color=color, ms=6, clip_on=False)
        axes.set_yticks(
            range(len(rows)), [f"{fact} {one.measure.title(lang)}" for fact, one in reversed(rows)], fontsize=8.5
        )
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        axes.set_ylim(-0.7, len(rows) - 0.3)
        axes.set_xlim(0.5 - _EDGE - 0.05, 0.5 + _EDGE + 0.05)
        axes.set_xticks(
            [0.0, 1.0], [text("validation.band_low", lang), text("validation.band_high", lang)], color=MUTED
        )
        axes.spines["left"].set_visible(False)
        axes.hlines(range(len(rows)), 0.5 - _EDGE, 0.5 + _EDGE, color=FAINT, lw=0.4, zorder=0)
    return figure


def _place(one: Reading, value: float) -> float:
    """Return where a value lies on the scale of its band; an open band is as wide as its end is far from 0, or 1."""
    low, high = one.measure.low, one.measure.high
    if low is None:
        assert high is not None
        low = high - (abs(high) or 1.0)
    if high is None:
        high = low + (abs(low) or 1.0)
    return (value - low) / (high - low)
