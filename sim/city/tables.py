"""The agents' tables of an area: cut out of the city's plan, then filled with buildings, households, residents."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.building import BUILDING
from sim.agents.community import COMMUNITY
from sim.agents.department import FIELDS
from sim.agents.district import DISTRICT
from sim.agents.household import HOUSEHOLD
from sim.agents.resident import RESIDENT
from sim.agents.street import STREET
from sim.agents.volunteer import VOLUNTEER
from sim.city.areas import Area
from sim.city.assumptions import KINDS, SYNTHESIS
from sim.city.divisions import Divisions
from sim.city.housing import fill_buildings
from sim.city.institutions import make_branches, make_committees, make_departments, make_units, paired_communities
from sim.city.people import People, populate
from sim.city.plan import Plan

_CIVIC = 4  # column of a community's effects


class Tables(NamedTuple):
    """Tables of one area; rows of a parent are contiguous, references are rows of these tables."""

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
    departments: np.recarray
    volunteers: np.recarray


class Cut(NamedTuple):
    """Rows of the city's plan that an area holds; of firms, those with a contract in it."""

    districts: slice
    streets: slice
    communities: slice
    compounds: slice
    firms: NDArray[np.int32]


def _lo(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each part begins when parts follow each other."""
    return np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else np.zeros(0, dtype=np.int64)


def _span(chosen: NDArray[np.integer]) -> slice:
    return slice(int(chosen[0]), int(chosen[-1]) + 1) if len(chosen) else slice(0, 0)


def cut(plan: Plan, area: Area) -> Cut:
    """Say which rows of the plan belong to an area; a street or community keeps its district."""
    d: Divisions = plan.divisions
    street_of, district_of = d.community_street, d.street_district
    if area.level == "community":
        communities = slice(d.community_codes.index(area.code), d.community_codes.index(area.code) + 1)
        streets = _span(street_of[communities])
        districts = _span(district_of[streets])
    elif area.level == "street":
        row = d.street_codes.index(area.code)
        streets, communities = slice(row, row + 1), _span(np.flatnonzero(street_of == row))
        districts = _span(district_of[streets])
    elif area.level == "district":
        row = d.district_codes.index(area.code)
        districts, streets = slice(row, row + 1), _span(np.flatnonzero(district_of == row))
        communities = _span(np.flatnonzero(district_of[street_of] == row))
    else:
        districts, streets = slice(0, len(d.district_codes)), slice(0, len(d.street_codes))
        communities = slice(0, len(d.community_codes))
    inside = (plan.compounds.community >= communities.start) & (plan.compounds.community < communities.stop)
    compounds = _span(np.flatnonzero(inside))
    firms = np.unique(plan.contracts.firm_of[compounds])
    return Cut(districts, streets, communities, compounds, firms[firms >= 0])


def _make_communities(plan: Plan, part: Cut, paired: NDArray[np.bool_]) -> np.recarray:
    rows, allotted = part.communities, plan.allotted
    table = np.zeros(rows.stop - rows.start, COMMUNITY).view(np.recarray)
    table.key, table.kind, table.unit = allotted.key[rows], plan.divisions.kind[rows], allotted.unit[rows]
    table.street = plan.divisions.community_street[rows] - part.streets.start
    table.civic = allotted.effects[rows, _CIVIC]
    owner = plan.compounds.community[part.compounds] - rows.start
    table.compound_n = np.bincount(owner, minlength=len(table))
    table.building_n = np.bincount(owner, plan.compounds.building_n[part.compounds], len(table)).astype(np.int64)
    table.household_n = (allotted.families + allotted.dormitories)[rows]
    table.resident_n, table.volunteer_n = allotted.residents[rows], allotted.volunteers[rows]
    for child in ("compound", "building", "household", "resident", "volunteer"):
        table[f"{child}_lo"] = _lo(table[f"{child}_n"])
    table.desk = table.volunteer_desk = -1
    return table


def _make_compounds(plan: Plan, part: Cut) -> np.recarray:
    table = plan.compounds[part.compounds].copy().view(np.recarray)
    table.community -= part.communities.start
    table.building_lo, table.household_lo = _lo(table.building_n), _lo(table.household_n)
    firm_of = plan.contracts.firm_of[part.compounds]
    table.firm = np.where(firm_of >= 0, np.searchsorted(part.firms, firm_of), -1)
    return table


def _make_firms(plan: Plan, part: Cut, compounds: np.recarray) -> np.recarray:
    """Return the firms with a contract in the area; `contracts` counts those within it."""
    table = plan.contracts.firms[part.firms].copy().view(np.recarray)
    table.district -= part.districts.start
    table.contracts = np.bincount(compounds.firm[compounds.firm >= 0], minlength=len(table))
    return table


def _make_upper(plan: Plan, part: Cut, communities: np.recarray) -> tuple[np.recarray, np.recarray]:
    streets = np.zeros(part.streets.stop - part.streets.start, STREET).view(np.recarray)
    streets.key = plan.street_keys[part.streets]
    streets.district = plan.divisions.street_district[part.streets] - part.districts.start
    streets.resident_n = np.bincount(communities.street, communities.resident_n, len(streets)).astype(np.int64)
    streets.desk = -1
    districts = np.zeros(part.districts.stop - part.districts.start, DISTRICT).view(np.recarray)
    districts.key = plan.district_keys[part.districts]
    districts.resident_n = np.bincount(streets.district, streets.resident_n, len(districts)).astype(np.int64)
    districts.resident_lo = _lo(districts.resident_n)
    districts.department_lo = np.arange(len(districts)) * FIELDS
    return districts, streets


def _populate(people: People, seed: np.uint64) -> None:
    """Make the people of all communities, side by side; no order or number of threads changes a person."""
    shares = np.array([SYNTHESIS[0][f"size_{size}"] for size in range(1, 9)])
    last = len(people.communities)
    cumulative = np.cumsum(people.communities.resident_n)
    workers = min(os.cpu_count() or 1, 8)
    parts = workers if cumulative[-1] > 100_000 else 1
    edges = [0, *np.searchsorted(cumulative, cumulative[-1] * np.arange(1, parts) / parts).tolist(), last]
    with ThreadPoolExecutor(workers) as pool:
        jobs = [pool.submit(populate, people, lo, hi, shares, KINDS, SYNTHESIS, seed) for lo, hi in pairwise(edges)]
        for job in jobs:
            job.result()


def make_tables(plan: Plan, area: Area, seed: int) -> Tables:
    """Make all tables of an area with people in it.

    Args:
        seed: as of the plan.
    """
    key = np.uint64(seed % 2**64)
    part = cut(plan, area)
    paired = paired_communities(plan.allotted.residents)[part.communities]
    communities = _make_communities(plan, part, paired)
    compounds = _make_compounds(plan, part)
    firms = _make_firms(plan, part, compounds)
    buildings = np.zeros(int(compounds.building_n.sum()), BUILDING).view(np.recarray)
    fill_buildings(compounds, np.ascontiguousarray(plan.floors[part.compounds]), buildings, SYNTHESIS, key)
    people = People(
        np.ascontiguousarray(plan.allotted.cells[part.communities]),
        np.ascontiguousarray(plan.allotted.families[part.communities]),
        np.ascontiguousarray(plan.allotted.dormitories[part.communities]),
        communities,
        compounds,
        buildings,
        np.zeros(int(communities.household_n.sum()), HOUSEHOLD).view(np.recarray),
        np.zeros(int(communities.resident_n.sum()), RESIDENT).view(np.recarray),
        np.zeros(int(communities.volunteer_n.sum()), VOLUNTEER).view(np.recarray),
    )
    _populate(people, key)
    districts, streets = _make_upper(plan, part, communities)
    return Tables(
        districts,
        streets,
        communities,
        compounds,
        buildings,
        people.households,
        people.residents,
        firms,
        make_committees(compounds, key),
        make_branches(compounds),
        make_units(communities.key, paired, key),
        make_departments(len(districts)),
        people.volunteers,
    )
