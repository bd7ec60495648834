"""Compounds and buildings: synthetic housing of every community, drawn from stated distributions."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.agents.community import CommunityKind
from sim.agents.compound import COMPOUND
from sim.city.allotment import Allotment
from sim.city.assumptions import KINDS, SYNTHESIS
from sim.city.divisions import COMPOUNDS_MAX, Divisions
from sim.engine.compiling import rule
from sim.engine.random import Purpose, lognormal, normal, uniform

_COMPOUND, _BUILDING = int(Purpose.COMPOUND), int(Purpose.BUILDING)
_PLACE = 5  # column of a community's effects: state of repair
SHARES = ("share_central", "share_outer", "share_village")


@rule
def _chance(z):  # type: ignore[no-untyped-def]
    return 1.0 / (1.0 + math.exp(-z))


@rule
def _draw_kind(shares, u):  # type: ignore[no-untyped-def]
    below = 0.0
    for kind in range(len(shares)):
        below += shares[kind]
        if u < below:
            return kind
    return 0


@rule
def draw_compound(compound, given, shares, place, kinds, s, seed):  # type: ignore[no-untyped-def]
    """Draw a compound's kind, age, height, state of repair and bodies, all by its own key.

    Args:
        compound: record with its key.
        given: its CompoundKind, or -1 to draw it.
        shares: chances of the kinds here.
        place: what the community's compounds share in their state of repair (sd 1).

    Returns:
        (floors, weight): floors of its buildings; households relative to other compounds.
    """
    key = compound.key
    kind = given if given >= 0 else _draw_kind(shares, uniform(seed, _COMPOUND, key, 0, 0))
    of = kinds[kind]
    newness = uniform(seed, _COMPOUND, key, 0, 1)
    span = of.year_high - of.year_low
    compound.kind = kind
    compound.year_built = int(of.year_low + newness * (span + 0.999))
    height = uniform(seed, _COMPOUND, key, 0, 2) * math.sqrt(newness)
    floors = int(of.floors_low + height * (of.floors_high - of.floors_low + 0.999))
    decades = (s.census_year - compound.year_built) / 10.0
    repair = math.log(of.condition_new / (1.0 - of.condition_new)) - of.condition_decade * decades
    compound.condition = _chance(
        repair + s.condition_place_sd * place + s.condition_sd * normal(seed, _COMPOUND, key, 0, 3)
    )
    compound.area = lognormal(of.area, s.area_sd, seed, _COMPOUND, key, 0, 4)
    compound.firm = 0 if uniform(seed, _COMPOUND, key, 0, 5) < of.firm else -1
    compound.committee = 0 if uniform(seed, _COMPOUND, key, 0, 6) < of.committee else -1
    compound.branch = 0 if uniform(seed, _COMPOUND, key, 0, 7) < of.branch else -1
    compound.service = s.service_bare
    if compound.firm >= 0:
        compound.fee = lognormal(of.fee, s.fee_sd, seed, _COMPOUND, key, 0, 8)
        compound.service = min(1.0, max(0.0, of.service + s.service_sd * normal(seed, _COMPOUND, key, 0, 9)))
    return floors, lognormal(of.households, s.compound_size_sd, seed, _COMPOUND, key, 0, 10)


@rule
def _draw_compounds(communities, keys, lo, shares, place, kinds, s, seed, compounds, floors, weight, given):  # type: ignore[no-untyped-def]
    for c in range(communities):
        for i in range(lo[c], lo[c + 1]):
            compounds[i].key = (keys[c] << np.uint64(12)) | np.uint64(i - lo[c])
            compounds[i].community = c
            compounds[i].desk = -1
            floors[i], weight[i] = draw_compound(compounds[i], given[i], shares[c], place[c], kinds, s[0], seed)


@rule
def _draw_spread(seed, keys, out):  # type: ignore[no-untyped-def]
    for c in range(len(keys)):
        out[c] = normal(seed, _COMPOUND, keys[c] << np.uint64(12), 0, 11)


def count_compounds(
    allotted: Allotment, kind: NDArray[np.int32], given: NDArray[np.int64], seed: np.uint64
) -> NDArray[np.int64]:
    """Return the number of compounds of every community: by its residents, unless given."""
    s = SYNTHESIS[0]
    spread = np.empty(len(kind))
    _draw_spread(seed, allotted.key, spread)
    people = np.where(kind == CommunityKind.VILLAGE, s.village_compound, s.urban_compound)
    wished = np.rint(allotted.residents / people * np.exp(s.compound_n_sd * spread)).astype(np.int64)
    homes = allotted.families + allotted.dormitories
    room = np.maximum(1, homes // int(s.compound_households_min))
    drawn: NDArray[np.int64] = np.clip(wished, 1, np.minimum(room, COMPOUNDS_MAX))
    return np.where(given > 0, np.minimum(given, homes), drawn)


@rule
def _share_homes(lo, homes, least, weight, compounds):  # type: ignore[no-untyped-def]
    """Divide each community's households among its compounds: the least for all, the rest by weight, rounded."""
    for c in range(len(homes)):
        total = weight[lo[c] : lo[c + 1]].sum()
        rest = homes[c] - least[c] * (lo[c + 1] - lo[c])
        running, given = 0.0, 0
        for i in range(lo[c], lo[c + 1]):
            running += weight[i]
            part = int(rest * running / total + 0.5) - given if i + 1 < lo[c + 1] else rest - given
            compounds[i].household_n = least[c] + part
            given += part


def make_compounds(
    allotted: Allotment, divisions: Divisions, outer: NDArray[np.bool_], seed: np.uint64
) -> tuple[np.recarray, NDArray[np.int64]]:
    """Make the compounds of the whole city, with their households counted but not yet filled.

    Args:
        outer: of each community, whether it lies outside the centre.

    Returns:
        (compounds, floors): records in order of community, and the floors of each one's buildings. `firm`,
        `committee` and `branch` are 0 where there is one and -1 where not.
    """
    kind = divisions.kind
    counts = count_compounds(allotted, kind, divisions.compounds, seed)
    lo = np.concatenate([[0], np.cumsum(counts)])
    compounds = np.zeros(lo[-1], COMPOUND).view(np.recarray)
    floors = np.zeros(lo[-1], dtype=np.int64)
    weight = np.zeros(lo[-1])
    given = np.full(lo[-1], -1, dtype=np.int64)
    for c, housing in enumerate(divisions.housing):
        if housing:
            given[lo[c] : lo[c + 1]] = housing[: counts[c]]
    where = np.where(kind == CommunityKind.VILLAGE, 2, outer.astype(np.intp))
    shares = np.stack([KINDS[column] for column in SHARES])[where]
    place = np.ascontiguousarray(allotted.effects[:, _PLACE])
    _draw_compounds(
        len(kind), allotted.key, lo, shares, place, KINDS, SYNTHESIS, seed, compounds, floors, weight, given
    )
    homes = allotted.families + allotted.dormitories
    least = np.minimum(int(SYNTHESIS[0].compound_households_min), homes // np.maximum(counts, 1))
    _share_homes(lo, homes, least, weight, compounds)
    per_building = floors * KINDS.flats_per_floor[compounds.kind].astype(np.int64)
    compounds.building_n = np.maximum(1, np.rint(compounds.household_n / per_building)).astype(np.int32)
    return compounds, floors


@rule
def _lift_chance(floors, s):  # type: ignore[no-untyped-def]
    if floors <= 6:
        return s.lift_low
    return s.lift_middle if floors <= 9 else s.lift_high


@rule
def fill_buildings(compounds, floors, buildings, s, seed):  # type: ignore[no-untyped-def]
    """Write the buildings of compounds whose rows are known: share of households, floors, lifts."""
    for c in range(len(compounds)):
        compound = compounds[c]
        homes, n = compound.household_n, compound.building_n
        compound.lifts = 0
        for k in range(n):
            building = buildings[compound.building_lo + k]
            building.compound = c
            first = homes * k // n
            building.household_lo = compound.household_lo + first
            building.household_n = homes * (k + 1) // n - first
            building.floors = floors[c]
            building.lifts = 0
            if uniform(seed, _BUILDING, compound.key, 0, k) < _lift_chance(floors[c], s[0]):
                building.lifts = max(1, int(building.household_n / s[0].households_per_lift + 0.5))
            compound.lifts += building.lifts
