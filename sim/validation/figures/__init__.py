"""A picture for each fact, drawn from the first run, and one of all numbers against their bands."""

from collections.abc import Callable

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.report.style import settings
from sim.text import Language
from sim.validation.figures import speaking, spread, staff, time
from sim.validation.observed import Observed

FIGURES: dict[str, Callable[[Observed, Language], Figure | None]] = {
    "SF01": time.draw_tail,
    "SF02": time.draw_types,
    "SF03": time.draw_closure,
    "SF06": spread.draw_reporters,
    "SF07": spread.draw_communities,
    "SF09": speaking.draw_delays,
    "SF10": speaking.draw_contacts,
    "SF11": speaking.draw_week,
    "SF13": time.draw_load,
    "SF18": staff.draw_burnout,
}


def draw_facts(seen: Observed, lang: Language) -> dict[str, Figure]:
    """Return the pictures that a run has enough to draw, by fact."""
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        drawn = {fact: draw(seen, lang) for fact, draw in FIGURES.items()}
    return {fact: figure for fact, figure in drawn.items() if figure is not None}
