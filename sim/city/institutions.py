"""Institutions beside the housing: departments, owners' committees, Party organisations, paired work units."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.branch import BRANCH
from sim.agents.department import DEPARTMENT, FIELDS
from sim.agents.owners_committee import COMMITTEE
from sim.agents.unit import UNIT
from sim.city.assumptions import SYNTHESIS
from sim.engine.compiling import rule
from sim.engine.random import Purpose, lognormal, uniform

_UNIT, _COMPOUND = int(Purpose.UNIT), int(Purpose.COMPOUND)
DISTRICT_LEVEL, CITY_LEVEL = 3, 4


def make_departments(districts: int) -> np.recarray:
    """Return the bureaus of each district by field, then the city's by field."""
    table = np.zeros((districts + 1) * FIELDS, DEPARTMENT).view(np.recarray)
    table.district = np.repeat(np.append(np.arange(districts), -1), FIELDS)
    table["field"] = np.tile(np.arange(FIELDS), districts + 1)
    table.level = np.where(table.district >= 0, DISTRICT_LEVEL, CITY_LEVEL)
    table.desk = -1
    return table


def number_bodies(compounds: np.recarray, column: str) -> NDArray[np.int32]:
    """Turn a column of 0 (has one) and -1 (has none) into rows of a table; returns the compounds that have one."""
    rows = np.flatnonzero(compounds[column] >= 0).astype(np.int32)
    compounds[column] = -1
    compounds[column][rows] = np.arange(len(rows))
    return rows


@rule
def _draw_committees(seed, compounds, s, committees):  # type: ignore[no-untyped-def]
    for i in range(len(committees)):
        key = compounds[committees[i].compound].key
        committees[i].quality = uniform(seed, _COMPOUND, key, 0, 20) ** s[0].committee_power


def make_committees(compounds: np.recarray, seed: np.uint64) -> np.recarray:
    """Return the owners' committees; numbers them in `compounds`."""
    rows = number_bodies(compounds, "committee")
    table = np.zeros(len(rows), COMMITTEE).view(np.recarray)
    table.compound = rows
    _draw_committees(seed, compounds, SYNTHESIS, table)
    return table


def make_branches(compounds: np.recarray) -> np.recarray:
    """Return the Party organisations; numbers them in `compounds`."""
    rows = number_bodies(compounds, "branch")
    table = np.zeros(len(rows), BRANCH).view(np.recarray)
    table.compound = rows
    return table


def paired_communities(residents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which communities of the whole city have a paired work unit: the largest."""
    count = round(float(SYNTHESIS[0].units_share) * len(residents))
    paired = np.zeros(len(residents), dtype=np.bool_)
    paired[np.argsort(-residents, kind="stable")[:count]] = True
    return paired


@rule
def _draw_units(seed, s, units):  # type: ignore[no-untyped-def]
    for i in range(len(units)):
        units[i].people = max(3, int(lognormal(s[0].unit_people, s[0].unit_sd, seed, _UNIT, units[i].key, 0, 0)))


def make_units(community_keys: NDArray[np.uint64], paired: NDArray[np.bool_], seed: np.uint64) -> np.recarray:
    """Return the work units paired with an area's communities."""
    rows = np.flatnonzero(paired)
    table = np.zeros(len(rows), UNIT).view(np.recarray)
    table.key = community_keys[rows]
    table.community = rows
    _draw_units(seed, SYNTHESIS, table)
    return table
