"""Which rows an item covers: areas first, then a share of them at random, weakest first or strongest first."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.city.keys import key_of
from sim.engine.random import Purpose, uniform
from sim.policy.institutions import Institutions, condition_of_communities
from sim.policy.item import Where
from sim.policy.lever import Rows, UnitTable

_COVERAGE = int(Purpose.COVERAGE)


def lever_number(lever: str) -> int:
    """Return a lever's number in keyed draws (24 bits of its name's CRC-32): another lever never changes it."""
    return zlib.crc32(lever.encode()) & 0xFFFFFF


def covered(where: Where, table: UnitTable, institutions: Institutions, seed: int, lever: str) -> Rows:
    """Return the rows of `table` that are covered, in order.

    Args:
        seed: of the run.
        lever: id, so that every lever covers a share of its own.
    """
    rows = _in_areas(where.areas, table, institutions)
    if where.rule == "pilots" or where.share >= 1.0:
        return rows
    units = getattr(institutions, table)
    if where.rule == "random":
        number, key = lever_number(lever), np.uint64(seed & 0xFFFF_FFFF_FFFF_FFFF)
        marks = np.array([uniform(key, _COVERAGE, unit, 0, number) for unit in units["key"][rows]])
        return rows[marks < where.share] if len(rows) else rows
    rank = _ranking(where.by, table, institutions)[rows]
    order = np.lexsort((units["key"][rows], rank if where.rule == "weakest" else -rank))
    return np.sort(rows[order[: int(np.ceil(where.share * len(rows)))]])


def _in_areas(areas: Sequence[str], table: UnitTable, institutions: Institutions) -> Rows:
    """Return the rows that lie in any of these districts, streets or communities, given by code; all, if none is."""
    units, streets, communities = getattr(institutions, table), institutions.streets, institutions.communities
    if not areas:
        return np.arange(len(units))
    keys = np.array([key_of(area) for area in areas], dtype=np.uint64)
    in_street = np.isin(streets["key"], keys) | np.isin(institutions.districts["key"], keys)[streets["district"]]
    if table == "streets":
        return np.flatnonzero(in_street)
    in_community = np.isin(communities["key"], keys) | in_street[communities["street"]]
    return np.flatnonzero(in_community if table == "communities" else in_community[units["community"]])


def _ranking(by: str, table: UnitTable, institutions: Institutions) -> NDArray[np.float64]:
    """Return what weak and strong are by, for each row of a table; of streets, their residents' mean."""
    units, communities = getattr(institutions, table), institutions.communities
    if by == "size":
        return np.asarray(units["resident_n"], dtype=np.float64)
    if table == "compounds" and by == "condition":
        return np.asarray(units["condition"], dtype=np.float64)
    value = condition_of_communities(institutions) if by == "condition" else communities["civic"]
    if table == "compounds":
        return np.asarray(value[units["community"]])
    if table == "communities":
        return np.asarray(value, dtype=np.float64)
    n, people = len(units), communities["resident_n"]
    return np.bincount(communities.street, value * people, n) / np.maximum(
        1, np.bincount(communities.street, people, n)
    )
