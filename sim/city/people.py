"""Residents: every household's flat and tenure, every person's age, stay, habits; potential volunteers.

All draws belong to the community and the number within it (key << 24 | number), so that a person is the same one
whatever area is built.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.compound import CompoundKind
from sim.city.households import make_households, settle_households
from sim.engine.compiling import rule, rule_with_arrays
from sim.engine.random import Purpose, exponential, uniform, uniform_pair

_HOUSEHOLD, _PERSON = int(Purpose.HOUSEHOLD), int(Purpose.PERSON)
_VILLAGE = int(CompoundKind.VILLAGE)
_24 = np.uint64(24)
_GROWN_UP = 18
_WORKING_END = 65
_CHILDREN, _WORKING, _SIXTIES = 0, 1, 2  # ages as in margins.AGES


class People(NamedTuple):
    """What a community's people are made from, by row of the area's community table, and the tables to write."""

    cells: NDArray[np.int64]
    families: NDArray[np.int64]
    dormitories: NDArray[np.int64]
    communities: np.recarray
    compounds: np.recarray
    buildings: np.recarray
    households: np.recarray
    residents: np.recarray
    volunteers: np.recarray


@rule
def head_age(group, children, lodged, u):  # type: ignore[no-untyped-def]
    """Draw the age of a household's head, or of a lodger in a collective household (`lodged`)."""
    if group == _CHILDREN:
        return int(15.0 * u)
    if group == _WORKING:
        if lodged:
            return int(18.0 + 42.0 * u * u)
        return int(25.0 + 25.0 * u) if children else int(20.0 + 40.0 * u)
    if group == _SIXTIES:
        return int(60.0 + 5.0 * u)
    return 65 + int(min(35.0, -9.0 * math.log(1.0 - u)))


@rule
def member_age(group, number, head, head_group, u):  # type: ignore[no-untyped-def]
    """Draw the age of a household's other member: children younger than the head by a generation, couples alike."""
    if group == _CHILDREN:
        oldest = min(14, max(0, head - _GROWN_UP))
        return int((oldest + 1) * u)
    if group == _WORKING:
        if head_group >= _SIXTIES:
            return min(59, max(_GROWN_UP, head - 24 - int(14.0 * u)))
        if number == 1:
            return min(59, max(20, head - 3 + int(7.0 * u)))
        if head >= 40:
            return 15 + int((head - 37) * u)
        return _GROWN_UP + int(22.0 * u)
    if group == _SIXTIES:
        return int(60.0 + 5.0 * u)
    if head_group == group and number == 1:
        return min(100, max(65, head - 4 + int(9.0 * u)))
    return 65 + int(min(35.0, -9.0 * math.log(1.0 - u)))


@rule
def digital_reach(age, noise, s):  # type: ignore[no-untyped-def]
    """Reach of digital channels, 0-1: falls with age along a logistic curve; none before the age of 12."""
    if age < 12:
        return 0.0
    return 1.0 / (1.0 + math.exp((age - s.digital_age) / s.digital_slope - s.digital_sd * noise))


@rule
def owns_flat(kind, migrant, collective, kinds, s, u):  # type: ignore[no-untyped-def]
    """Say whether a household owns its flat; dormitories are lodgings, public rental housing has no owners."""
    factor = s.migrant_owns if migrant else s.local_owns
    return not collective and u < min(0.98, kinds[kind].owner) * factor


@rule
def _stay(seed, entity, owner, kind, year_built, s):  # type: ignore[no-untyped-def]
    """Draw the years of a household in its flat."""
    if owner and kind == _VILLAGE:
        return exponential(s.years_village, seed, _HOUSEHOLD, entity, 0, 4)
    mean = s.years_owner if owner else s.years_tenant
    return min(s.census_year - year_built, exponential(mean, seed, _HOUSEHOLD, entity, 0, 4))


@rule
def _write_person(resident, cell, age, years, seed, entity, s):  # type: ignore[no-untyped-def]
    resident.age = age
    resident.migrant = cell % 2
    resident.years_here = int(min(years, min(age, 100)))
    u, v = uniform_pair(seed, _PERSON, entity, 0, 1)
    radius = math.sqrt(-2.0 * math.log(1.0 - u))  # two normal numbers of one pair (Box and Muller 1958)
    resident.speaks = radius * math.cos(2.0 * math.pi * v)
    resident.digital = digital_reach(age, radius * math.sin(2.0 * math.pi * v), s)


@rule_with_arrays
def _choose_volunteers(seed, key, community, people, s):  # type: ignore[no-untyped-def]
    """Put adults on the list of potential volunteers by lot (selection sampling; Fan, Muller, Rezucha 1962)."""
    base, n = people.communities[community].resident_lo, people.communities[community].resident_n
    wanted = people.communities[community].volunteer_n
    oldest = _WORKING_END
    youngest = _GROWN_UP
    while True:
        fit = 0
        for i in range(base, base + n):
            if youngest <= people.residents[i].age < oldest:
                fit += 1
        if fit >= wanted:
            break
        oldest, youngest = 255, (0 if oldest == 255 else youngest)
    row = people.communities[community].volunteer_lo
    for i in range(base, base + n):
        resident = people.residents[i]
        entity = (key << _24) | np.uint64(i - base)
        u, v = uniform_pair(seed, _PERSON, entity, 0, 2)
        resident.party_member = 0
        if youngest <= resident.age < oldest:
            if u * fit < wanted:
                volunteer = people.volunteers[row]
                volunteer.resident = i
                volunteer.community = community
                volunteer.server = -1
                volunteer.skill = 0.3 + 0.6 * v
                resident.party_member = 1
                row += 1
                wanted -= 1
            fit -= 1
        if resident.party_member == 0 and resident.age >= _GROWN_UP and v < s.party_share:
            resident.party_member = 1


@rule_with_arrays
def _fill_household(people, row, community, compound, lo, hi, who, number, collective, kinds, s, seed):  # type: ignore[no-untyped-def]
    """Write a household and its members; `number` is the first member's within the community."""
    household = people.households[row]
    key = people.communities[community].key
    entity = (key << _24) | np.uint64(row - people.communities[community].household_lo)
    head_cell = who[lo]
    kind = people.compounds[compound].kind
    owner = owns_flat(kind, head_cell % 2, collective, kinds, s, uniform(seed, _HOUSEHOLD, entity, 0, 3))
    years = _stay(seed, entity, owner, kind, people.compounds[compound].year_built, s)
    household.persons = hi - lo
    household.owner = 1 if owner else 0
    household.collective = 1 if collective else 0
    household.resident_lo = people.communities[community].resident_lo + number
    children = False
    for k in range(lo + 1, hi):
        children = children or who[k] // 2 == _CHILDREN
    head = 0
    for k in range(lo, hi):
        entity = (key << _24) | np.uint64(number + k - lo)
        u = uniform(seed, _PERSON, entity, 0, 0)
        if k == lo or collective:
            age = head_age(who[k] // 2, children, collective, u)
        else:
            age = member_age(who[k] // 2, k - lo, head, head_cell // 2, u)
        if k == lo:
            head = age
        resident = people.residents[household.resident_lo + k - lo]
        resident.household = row
        resident.building = household.building
        resident.community = community
        _write_person(resident, who[k], age, years, seed, entity, s)


@rule_with_arrays
def populate(people, first, last, shares, kinds, s, seed):  # type: ignore[no-untyped-def]
    """Write households, residents and potential volunteers of communities `first` to `last` (exclusive).

    The rows of communities, compounds and buildings, and the numbers of households, are known; residents of
    buildings and compounds are counted here.
    """
    for c in range(first, last):
        community = people.communities[c]
        families, dormitories = people.families[c], people.dormitories[c]
        lo, who = make_households(seed, community.key, people.cells[c], families, dormitories, shares, s[0])
        end = community.compound_lo + community.compound_n
        flats = settle_households(seed, community.key, lo, who, people.compounds, community.compound_lo, end, s[0])
        number = 0
        for i in range(community.compound_lo, end):
            compound = people.compounds[i]
            compound.resident_lo = community.resident_lo + number
            per_floor = int(kinds[compound.kind].flats_per_floor)
            for b in range(compound.building_lo, compound.building_lo + compound.building_n):
                building = people.buildings[b]
                building.resident_lo = community.resident_lo + number
                for row in range(building.household_lo, building.household_lo + building.household_n):
                    j = flats[row - community.household_lo]
                    people.households[row].building = b
                    people.households[row].floor = min(building.floors, 1 + (row - building.household_lo) // per_floor)
                    _fill_household(people, row, c, i, lo[j], lo[j + 1], who, number, j >= families, kinds, s[0], seed)
                    number += lo[j + 1] - lo[j]
                building.resident_n = community.resident_lo + number - building.resident_lo
            compound.resident_n = community.resident_lo + number - compound.resident_lo
        _choose_volunteers(seed, community.key, c, people, s[0])
