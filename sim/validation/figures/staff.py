"""The picture of burnout."""

import numpy as np
from matplotlib.figure import Figure

from sim.report.style import INK, OPEN, TRUE, legend_above, new_figure
from sim.text import Language, text
from sim.validation.observed import Observed
from sim.validation.strain import FEWEST_WORKERS


def draw_burnout(seen: Observed, lang: Language) -> Figure | None:
    """Draw how burnt out workers are, and where the cut-off lies."""
    if len(seen.burnout) < FEWEST_WORKERS:
        return None
    figure = new_figure(7.0, 2.6)
    axes = figure.subplots()
    bins = np.linspace(0.0, 1.0, 41)
    over = seen.burnout >= seen.burnout_cut
    for name, color, of in (("below", OPEN, ~over), ("over", TRUE, over)):
        axes.hist(seen.burnout[of], bins.tolist(), color=color, label=text(f"validation.burnout_{name}", lang))
    axes.axvline(seen.burnout_cut, color=INK, lw=1.0, ls="--")
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel(text("validation.burnout", lang))
    axes.set_ylabel(text("validation.workers", lang))
    legend_above(axes, 2)
    return figure
