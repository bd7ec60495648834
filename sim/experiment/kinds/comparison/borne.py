"""Who bears the burden of troubles, resident by resident."""

import numpy as np
from numpy.typing import NDArray

from sim.city import City
from sim.grievance.category import Scope, load_categories
from sim.measure.troubles import burden_of

SAME = 0.1
"""Severity-days: a resident whose burdens differ by less is as well off in one world as in the other (assumed)."""
WORST = 0.1
"""The part of the residents that bears the most."""


def borne(log: NDArray[np.void], city: City) -> NDArray[np.float64]:
    """Return the burden of each resident of a city: severity-days in the measured time.

    A trouble of one person is borne by that person. Who exactly is hit by one of a building or a compound the model
    does not say: everybody who lives there bears an equal share of it.

    Args:
        log: rows of `sim.grievance.trouble.TROUBLE`.
    """
    burden = burden_of(log)
    scope = np.asarray(load_categories().table.scope)[log["category"]]
    buildings, compounds = city.buildings, city.compounds
    home = np.asarray(city.residents.building)
    alone, building = scope == Scope.PERSON, scope == Scope.BUILDING
    shared = ~alone & ~building
    found = np.bincount(log["resident"][alone], burden[alone], minlength=len(home)).astype(np.float64)
    where = home[log["resident"][building]]
    by_building = np.bincount(where, burden[building], minlength=len(buildings)) / np.maximum(1, buildings.resident_n)
    by_compound = np.bincount(log["compound"][shared], burden[shared], minlength=len(compounds))
    by_building += (by_compound / np.maximum(1, compounds.resident_n))[buildings.compound]
    return np.asarray(found + by_building[home])


def worst_share(values: NDArray[np.float64], part: float = WORST) -> float:
    """Return the share of a sum that the greatest values make up, a given part of them by number; NaN for none.

    Example:
        >>> worst_share(np.array([1.0, 1.0, 1.0, 1.0, 6.0]), 0.2)
        0.6
    """
    total = float(values.sum())
    if not total > 0.0:
        return float("nan")
    count = max(1, round(part * len(values)))
    return float(np.partition(values, len(values) - count)[len(values) - count :].sum() / total)
