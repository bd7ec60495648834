"""The tables of one run: every kind of agent and institution, and what all of them read."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class World(NamedTuple):
    """All records of a run. A row belongs to one district (block), which alone writes it while blocks run side by side.

    Shared by blocks, and written only between their turns: `rules`, `firms`, the city's bureaus.
    """

    seed: np.uint64
    city_block: np.int64  # number of the block of the city's level
    rules: np.recarray  # one record (parameters.RULES)
    span: NDArray[np.float64]  # hours of the run between which is measured
    working: NDArray[np.bool_]  # whether offices work, by day
    yearday: NDArray[np.int64]  # day of the year, by day
    shocks: NDArray[np.float64]  # factor on what befalls people, by day and category
    alarm: NDArray[np.bool_]  # whether there is such a shock, by day
    categories: np.recarray
    channels: np.recarray
    districts: np.recarray
    streets: np.recarray
    communities: np.recarray
    compounds: np.recarray
    buildings: np.recarray
    households: np.recarray
    residents: np.recarray
    firms: np.recarray
    committees: np.recarray
    branches: np.recarray
    units: np.recarray
    unit_of: NDArray[np.int32]  # row of a unit paired with each community, -1 none
    wants: NDArray[np.float64]  # cases of this quarter that no unit helped with, by community and field
    departments: np.recarray
    serves: NDArray[np.int32]  # row of the department that serves (district, field)
    bureaus: NDArray[np.int32]  # row of the city's bureau of each field
    next_to: NDArray[np.int32]  # rows of the communities next to each, one community's after the other's
    next_starts: NDArray[np.int64]  # where those of each community begin, and the end
    workers: np.recarray
    volunteers: np.recarray
    desks: np.recarray
    servers: np.recarray
    tallies: np.recarray  # counts by community
    trace: np.recarray  # given troubles by day and community (grievance.trace.TRACED); no row where they are drawn
    trace_starts: NDArray[np.int64]  # first row of each day and community, and the end
