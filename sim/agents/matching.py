"""Which unit stands by which community next: once a quarter, by lists of needs and resources, or by what is lacking."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.department import FIELDS
from sim.agents.world import World

Cases = NDArray[np.float64]
"""By community and field."""
STREET_STEP, DISTRICT_STEP = 1.0, 2.0
"""Steps from a unit's own community to another of its street, and of its district."""


def match_units(world: World, backlog: Cases | None = None) -> None:
    """Pair units with communities of their district anew, for the greatest fit (linear assignment; Kuhn 1955).

    Where communities are on the lists, the fit of a pair is what the community was left without this quarter in the
    unit's sector, and a little of the rest, as far as it is listed. Units that are sent where they are needed fit by
    what they can do about what a community lacks. The lists are cleared for the next quarter.

    Args:
        backlog: cases that wait at communities and their street.
    """
    communities, units = world.communities, world.units
    district = world.streets.district[communities.street]
    lack = what_is_lacking(world, backlog if backlog is not None else np.zeros((len(communities), FIELDS)))
    listed = communities.lists > 0.0
    sent = np.zeros(len(world.districts), dtype=np.bool_)
    sent[district[units.community[units.needs_first > 0.0]]] = True
    for row in range(len(world.districts)):
        here = (district == row) & (listed | sent[row])
        if here.any():
            _match_in_district(world, np.flatnonzero(here & ~_keeps_its_unit(world, listed)), lack)
    world.wants[:] = 0.0


def what_is_lacking(world: World, backlog: Cases) -> Cases:
    """Return what communities lack: cases that wait or were left without help, the more the more posts are vacant."""
    present = np.bincount(world.workers.community, world.workers.present, len(world.communities))
    vacant = np.clip(1.0 - present / np.maximum(1.0, world.communities.posts), 0.0, 1.0)
    return np.asarray((backlog + world.wants) * (1.0 + vacant)[:, None])


def _keeps_its_unit(world: World, listed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of each community whether it has a unit that is neither on the lists with it nor sent by need."""
    unit = world.unit_of
    has = unit >= 0
    sent = np.zeros(len(unit), dtype=np.bool_)
    sent[has] = world.units.needs_first[unit[has]] > 0.0
    return np.asarray(has & ~listed & ~sent)


def _match_in_district(world: World, communities: NDArray[np.int64], lack: Cases) -> None:
    from scipy.optimize import linear_sum_assignment  # slow to import, and only a quarter's end needs it

    paired = world.unit_of[communities].astype(np.int64)
    units: NDArray[np.int64] = np.unique(paired[paired >= 0])
    if len(units) == 0:
        return
    fit = _fit(world, communities, units) + _use(world, communities, units, lack)
    now = np.searchsorted(communities, world.units.community[units])
    fit[np.arange(len(units)), now] += float(world.rules[0].moving_costs)
    rows, columns = linear_sum_assignment(fit, maximize=True)
    world.unit_of[communities] = -1
    world.unit_of[communities[columns]] = units[rows]
    world.units.community[units[rows]] = communities[columns]
    _note_distance(world, units)


def _fit(world: World, communities: NDArray[np.int64], units: NDArray[np.int64]) -> Cases:
    """Return what each unit (rows) is worth to each community (columns) by the lists."""
    wants = world.wants[communities] * world.communities.lists[communities][:, None]
    return np.asarray(wants[:, world.units.sector[units]].T + 0.1 * wants.sum(axis=1))


def _use(world: World, communities: NDArray[np.int64], units: NDArray[np.int64], lack: Cases) -> Cases:
    """Return what each unit that is sent by need could do in each community: by its size and what its people can do."""
    size = np.minimum(2.0, np.sqrt(world.units.people[units] / float(world.rules[0].unit_people_usual)))
    weight = world.units.needs_first[units] * size
    return np.asarray(weight[:, None] * (world.units.skills[units] @ lack[communities].T))


def _note_distance(world: World, units: NDArray[np.int64]) -> None:
    street = world.communities.street
    at, home = world.units.community[units], world.units.home[units]
    steps = np.where(street[at] == street[home], STREET_STEP, DISTRICT_STEP)
    world.units.far[units] = np.where(at == home, 0.0, steps)
