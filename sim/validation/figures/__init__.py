"""A picture for each fact, drawn from the first run or history, and one of all numbers against their bands."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.report.style import settings
from sim.text import Language
from sim.validation.figures import speaking, spread, staff, time, years
from sim.validation.history import History
from sim.validation.observed import Observed

T = TypeVar("T")

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

LOOKING_BACK: dict[str, Callable[[History, Language], Figure | None]] = {
    "SF04": years.draw_gains,
    "SF05": years.draw_demand,
}


def draw_facts(seen: Observed, lang: Language) -> dict[str, Figure]:
    """Return the pictures that a run has enough to draw, by fact."""
    return _drawn(FIGURES, seen, lang)


def draw_history(history: History, lang: Language) -> dict[str, Figure]:
    """Return the pictures of a history that has enough to draw, by fact."""
    return _drawn(LOOKING_BACK, history, lang)


def _drawn(draw: Mapping[str, Callable[[T, Language], Figure | None]], of: T, lang: Language) -> dict[str, Figure]:
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        drawn = {fact: one(of, lang) for fact, one in draw.items()}
    return {fact: figure for fact, figure in drawn.items() if figure is not None}
