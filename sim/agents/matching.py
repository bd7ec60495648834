"""Needs and resources on lists, matched once a quarter: which unit stands by which community next."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.world import World


def match_units(world: World) -> None:
    """Pair units with communities of their district anew where both are on the lists, for the greatest fit.

    The fit of a pair is what the community was left without this quarter in the unit's sector, and a little of the
    rest, as far as it is listed (linear assignment; Kuhn 1955). Each community's need is noted, and the lists are
    cleared for the next quarter.
    """
    communities = world.communities
    district = world.streets.district[communities.street]
    listed = communities.lists > 0.0
    if listed.any():
        for row in range(len(world.districts)):
            _match_in_district(world, np.flatnonzero(listed & (district == row)))
    left = world.wants.sum(axis=1)
    people = np.bincount(district, communities.resident_n, len(world.districts))
    mean = np.bincount(district, left, len(world.districts)) / np.maximum(1.0, people)
    alone = left / np.maximum(1, communities.resident_n)
    communities.need = np.where(mean[district] > 0.0, alone / np.maximum(mean[district], 1e-300), 1.0)
    world.wants[:] = 0.0


def _match_in_district(world: World, communities: NDArray[np.int64]) -> None:
    from scipy.optimize import linear_sum_assignment  # slow to import, and only a quarter's end needs it

    paired = world.unit_of[communities].astype(np.int64)
    units: NDArray[np.int64] = np.unique(paired[paired >= 0])
    if len(units) == 0:
        return
    fit = _fit(world, communities, units)
    now = np.searchsorted(communities, world.units.community[units])
    fit[np.arange(len(units)), now] += float(world.rules[0].moving_costs)
    rows, columns = linear_sum_assignment(fit, maximize=True)
    world.unit_of[communities] = -1
    world.unit_of[communities[columns]] = units[rows]
    world.units.community[units[rows]] = communities[columns]


def _fit(world: World, communities: NDArray[np.int64], units: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each unit (rows) is worth to each community (columns)."""
    wants = world.wants[communities] * world.communities.lists[communities][:, None]
    return np.asarray(wants[:, world.units.sector[units]].T + 0.1 * wants.sum(axis=1))
