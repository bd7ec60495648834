"""Which rows an item covers: areas first, then a share of them at random, weakest first or strongest first."""

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.random import Purpose, uniform
from sim.policy.institutions import Institutions, condition_of_communities, street_rows
from sim.policy.item import Where
from sim.policy.lever import Rows, UnitTable

_COVERAGE = int(Purpose.COVERAGE)


def lever_number(lever: str) -> int:
    """Return a lever's number in keyed draws (24 bits of its name's CRC-32): another lever never changes it."""
    return zlib.crc32(lever.encode()) & 0xFFFFFF


def covered(
    where: Where,
    table: UnitTable,
    institutions: Institutions,
    codes: Mapping[str, Sequence[str]],
    seed: int,
    lever: str,
) -> Rows:
    """Return the rows of `table` that are covered, in order.

    Args:
        codes: codes of the rows of `districts`, `streets` and `communities`.
        seed: of the run.
        lever: id, so that every lever covers a share of its own.
    """
    rows = _in_areas(where.areas, table, institutions, codes)
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


def _in_areas(
    areas: Sequence[str], table: UnitTable, institutions: Institutions, codes: Mapping[str, Sequence[str]]
) -> Rows:
    units = getattr(institutions, table)
    if not areas:
        return np.arange(len(units))
    street = street_rows(institutions, table)
    inside = np.isin(street, _rows_of(codes["streets"], areas))
    inside |= np.isin(institutions.streets.district[street], _rows_of(codes["districts"], areas))
    if table == "communities":
        inside |= np.isin(np.arange(len(units)), _rows_of(codes["communities"], areas))
    if table == "compounds":
        inside |= np.isin(units["community"], _rows_of(codes["communities"], areas))
    return np.flatnonzero(inside)


def _rows_of(codes: Sequence[str], wanted: Sequence[str]) -> Rows:
    return np.array([row for row, code in enumerate(codes) if code in wanted], dtype=np.int64)


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
