"""Who reports and from where: SF06 persons and buildings, SF07 communities."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.measure.inequality import gini
from sim.validation.observed import Observed

Floats = NDArray[np.float64]
FEWEST_PLACES = 10
"""Places below which a tenth of them is less than one."""
FEWEST_REPORTERS = 100


def lorenz(values: Floats) -> tuple[Floats, Floats]:
    """Return (share of places, share held by them), the places with most first.

    Example:
        >>> [curve.tolist() for curve in lorenz(np.array([1.0, 3.0]))]
        [[0.0, 0.5, 1.0], [0.0, 0.75, 1.0]]
    """
    held = np.cumsum(np.sort(values)[::-1])
    return np.linspace(0.0, 1.0, len(values) + 1), np.concatenate([[0.0], held / held[-1]])


def top_tenth(values: Floats) -> float:
    """Return the share (per cent) held by the tenth with most; NaN for fewer than ten places or nothing to hold.

    Example:
        >>> round(top_tenth(np.array([1.0] * 9 + [11.0])), 6)
        55.0
    """
    if len(values) < FEWEST_PLACES or values.sum() <= 0.0:
        return float("nan")
    return 100.0 * float(np.interp(0.1, *lorenz(values)))


def reporters_are_few(seen: Observed) -> Mapping[str, float]:
    """SF06: most reporters report once; a few buildings hold much."""
    reporters = seen.contacts[seen.contacts > 0]
    if len(reporters) < FEWEST_REPORTERS:
        return {}
    buildings = seen.contacts_by_building
    return {
        "one_case": 100.0 * float(np.mean(reporters == 1)),
        "top_buildings": top_tenth(buildings[buildings > 0]),
    }


def space_is_skewed(seen: Observed) -> Mapping[str, float]:
    """SF07: tickets are unevenly spread over communities."""
    tickets = seen.tickets_by_community
    if len(tickets) < FEWEST_PLACES:
        return {"places": float(len(tickets))}
    return {"gini": gini(tickets), "top_tenth": top_tenth(tickets), "places": float(len(tickets))}
