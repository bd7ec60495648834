"""Which rows an item covers: areas, types and firms first, then a share of these by lot, weakest or strongest first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.agents.compound import CompoundKind
from sim.city.keys import firm_key, key_of
from sim.policy.institutions import Institutions, condition_of_communities
from sim.policy.item import Where
from sim.policy.lever import Rows, UnitTable
from sim.policy.marks import WHERE, marks
from sim.text.problem import Mark, Problem, ProblemsError, phrase, shown


class PolicyError(ProblemsError):
    """What is wrong with a policy for the city at hand."""


def covered(where: Where, table: UnitTable, institutions: Institutions, seed: int, lever: str) -> Rows:
    """Return the rows of `table` that are covered, in order.

    Args:
        seed: of the run.
        lever: id, so that every lever covers a share of its own.
    """
    rows = _of_kinds(where.kinds, table, institutions, _in_areas(where.areas, table, institutions))
    rows = _of_firms(where.firms, table, institutions, rows)
    if where.rule == "pilots" or where.share >= 1.0:
        return rows
    units = getattr(institutions, table)
    if where.rule == "random":
        return rows[marks(units["key"][rows], lever, WHERE, seed) < where.share]
    rank = _ranking(where.by, table, institutions)[rows]
    order = np.lexsort((units["key"][rows], rank if where.rule == "weakest" else -rank))
    return np.sort(rows[order[: int(np.ceil(where.share * len(rows)))]])


def _in_areas(areas: Sequence[str], table: UnitTable, institutions: Institutions) -> Rows:
    """Return the rows that lie in any of these districts, streets or communities, given by code; all, if none is."""
    units, streets, communities = getattr(institutions, table), institutions.streets, institutions.communities
    if not areas:
        return np.flatnonzero(units["public"] == 0) if table == "firms" else np.arange(len(units))
    keys = np.array([key_of(area) for area in areas], dtype=np.uint64)
    in_street = np.isin(streets["key"], keys) | np.isin(institutions.districts["key"], keys)[streets["district"]]
    if table == "streets":
        return np.flatnonzero(in_street)
    in_community = np.isin(communities["key"], keys) | in_street[communities["street"]]
    if table in {"districts", "firms"}:
        touched = np.zeros(len(institutions.districts), dtype=np.bool_)
        touched[streets["district"][communities["street"][in_community]]] = True
        return np.flatnonzero(touched if table == "districts" else touched[units["district"]] & (units["public"] == 0))
    return np.flatnonzero(in_community if table == "communities" else in_community[units["community"]])


def _of_kinds(kinds: Sequence[str], table: UnitTable, institutions: Institutions, rows: Rows) -> Rows:
    """Keep compounds of these types, and firms that serve any such."""
    if not kinds:
        return rows
    compounds = institutions.compounds
    wanted = np.isin(compounds["kind"], [CompoundKind[kind.upper()] for kind in kinds])
    return rows[wanted[rows]] if table == "compounds" else rows[np.isin(rows, compounds["firm"][wanted])]


def _of_firms(firms: Sequence[str], table: UnitTable, institutions: Institutions, rows: Rows) -> Rows:
    """Keep these firms, and compounds that any of them serves on the first day.

    Raises:
        PolicyError: there is no such firm here.
    """
    if not firms:
        return rows
    row_of = {key: row for row, key in enumerate(institutions.firms["key"].tolist())}
    problems = [
        Problem(Mark(""), ("where", "firms"), phrase("problem.unknown_firm", name=shown(firm)), phrase("allowed.firms"))
        for firm in firms
        if firm_key(firm) not in row_of
    ]
    if problems:
        raise PolicyError(problems)
    named = [row_of[firm_key(firm)] for firm in firms]
    return rows[np.isin(institutions.compounds["firm"][rows] if table == "compounds" else rows, named)]


def _ranking(by: str, table: UnitTable, institutions: Institutions) -> NDArray[np.float64]:
    """Return what weak and strong are by, for each row of a table; of streets, their residents' mean."""
    units, communities = getattr(institutions, table), institutions.communities
    if table == "firms":
        return np.asarray(units["contracts" if by == "size" else "skill"], dtype=np.float64)
    if by == "size":
        return np.asarray(units["people" if table == "units" else "resident_n"], dtype=np.float64)
    if table == "compounds" and by == "condition":
        return np.asarray(units["condition"], dtype=np.float64)
    value = condition_of_communities(institutions) if by == "condition" else communities["civic"]
    if table in {"compounds", "units"}:
        return np.asarray(value[units["community"]])
    if table == "communities":
        return np.asarray(value, dtype=np.float64)
    n, people = len(units), communities["resident_n"]
    above = communities.street if table == "streets" else institutions.streets.district[communities.street]
    return np.bincount(above, value * people, n) / np.maximum(1, np.bincount(above, people, n))
