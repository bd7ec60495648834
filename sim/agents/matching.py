"""Needs and resources on lists, matched once a quarter: which unit stands by which community next."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from sim.agents.world import World

MOVING_COSTS = 0.5
"""Cases by which a match away from home must be better to be worth the move (assumed)."""


def match_units(world: World) -> None:
    """Pair units with communities of their district anew where both are on the lists, for the greatest fit.

    The fit of a pair is what the community was left without this quarter in the unit's sector, and a little of the
    rest (linear assignment; Kuhn 1955). Then the lists are cleared for the next quarter.
    """
    listed = world.communities.lists > 0.0
    if listed.any():
        district = world.streets.district[world.communities.street]
        for row in range(len(world.districts)):
            _match_in_district(world, np.flatnonzero(listed & (district == row)))
    world.wants[:] = 0.0


def matched_share(world: World, communities: NDArray[np.int64], units: NDArray[np.int64]) -> float:
    """Return the fit of the pairs as they stand against the best that there is, 0-1; 1 where nothing is to fit."""
    if len(units) == 0:
        return 1.0
    fit = _fit(world, communities, units)
    rows, columns = linear_sum_assignment(fit, maximize=True)
    best = fit[rows, columns].sum()
    at = {int(community): place for place, community in enumerate(communities)}
    now = sum(fit[place, at[int(world.units.community[unit])]] for place, unit in enumerate(units))
    return float(now / best) if best > 0.0 else 1.0


def _match_in_district(world: World, communities: NDArray[np.int64]) -> None:
    paired = world.unit_of[communities].astype(np.int64)
    units: NDArray[np.int64] = np.unique(paired[paired >= 0])
    if len(units) == 0:
        return
    fit = _fit(world, communities, units)
    now = np.searchsorted(communities, world.units.community[units])
    fit[np.arange(len(units)), now] += MOVING_COSTS
    rows, columns = linear_sum_assignment(fit, maximize=True)
    world.unit_of[communities] = -1
    world.unit_of[communities[columns]] = units[rows]
    world.units.community[units[rows]] = communities[columns]


def _fit(world: World, communities: NDArray[np.int64], units: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each unit (rows) is worth to each community (columns)."""
    wants = world.wants[communities]
    return np.asarray(wants[:, world.units.sector[units]].T + 0.1 * wants.sum(axis=1))
