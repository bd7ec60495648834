"""Who lives where: residents and households allotted to communities so that published totals are met.

Always worked out for the whole city, so that a street built alone has the people that it has in the city.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.community import CommunityKind
from sim.city.assumptions import SYNTHESIS
from sim.city.divisions import Divisions
from sim.city.errors import CityError
from sim.city.fitting import Margin, fit, rounded, share_out
from sim.city.margins import AGES, Margins, Published
from sim.engine.compiling import rule
from sim.engine.random import Purpose, normal, uniform
from sim.text.problem import Mark, Problem, phrase

_SIZE = int(Purpose.COMMUNITY_SIZE)
_RESIDENTS_MAX = 2**24  # number of a resident within the community: 24 bits of the key of their draws
_EFFECTS = 6  # keyed numbers of a community: size, age, migrants, dormitories, civic habit, state of repair


class Allotment(NamedTuple):
    """Counts by community (rows as in the divisions).

    Attributes:
        key: whom the draws of a community belong to.
        unit: row of its census unit.
        urban: whether the census counts its residents as urban; the kind of committee is another matter.
        residents: persons.
        cells: persons by age (AGES) x migrant x collective household, shape (communities, 4, 2, 2).
        families, dormitories: family households, collective households.
        volunteers: persons who may volunteer as Party members.
        effects: standard normal numbers of a community; the last two are its civic habit and its state of repair.
    """

    key: NDArray[np.uint64]
    unit: NDArray[np.int32]
    urban: NDArray[np.bool_]
    residents: NDArray[np.int64]
    cells: NDArray[np.int64]
    families: NDArray[np.int64]
    dormitories: NDArray[np.int64]
    volunteers: NDArray[np.int64]
    effects: NDArray[np.float64]


@rule
def _draw_effects(seed, keys, effects, ranks):  # type: ignore[no-untyped-def]
    for c in range(len(keys)):
        for k in range(effects.shape[1]):
            effects[c, k] = normal(seed, _SIZE, keys[c], 0, k)
        ranks[c] = uniform(seed, _SIZE, keys[c], 0, effects.shape[1])


def _rural_communities(
    margins: Margins, village: NDArray[np.bool_], unit: NDArray[np.int32], rank: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Say which communities the census counts as rural.

    Villagers' committees are; where a unit publishes rural residents and has no villagers' committee, that share
    of its communities, chosen by lot, is.
    """
    rural = village.copy()
    for figures in margins.published[1:]:
        here = np.flatnonzero(unit == figures.unit)
        if figures.urban is not None and figures.urban < 1.0 and not village[here].any() and len(here) > 1:
            count = min(len(here) - 1, max(1, round((1.0 - figures.urban) * len(here))))
            rural[here[np.argsort(rank[here], kind="stable")[:count]]] = True
    return rural


def _urban_and_rural(margins: Margins, guess: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide each unit's residents into urban and rural, shape (units, 2), so that published urban shares are met."""
    population = margins.population.astype(np.float64)
    every = np.arange(len(population))
    wanted = [Margin(every, 0, population)]
    for figures in margins.published:
        rows = every if figures.unit < 0 else every[figures.unit : figures.unit + 1]
        if figures.urban is not None and (guess[rows].sum(axis=0) > 0.0).all():
            total = population[rows].sum()
            wanted.append(Margin(rows, 1, total * np.array([figures.urban, 1.0 - figures.urban])))
    return rounded(fit(guess, wanted), margins.population)


def _residents(
    divisions: Divisions,
    margins: Margins,
    unit: NDArray[np.int32],
    rural: NDArray[np.bool_],
    effects: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Allot residents: a log-normal weight a community, within census unit and urban or rural."""
    s = SYNTHESIS[0]
    median = np.where(divisions.kind == CommunityKind.VILLAGE, s.village_median, s.urban_median)
    weight = median * np.exp(s.size_sd * effects[:, 0])
    guess = np.zeros((len(margins.units), 2))
    np.add.at(guess, (unit, rural.astype(np.intp)), weight)
    part = _urban_and_rural(margins, guess)
    residents = divisions.population.copy()
    for u in range(len(margins.units)):
        if (residents[unit == u] >= 0).all():
            continue
        for side in (False, True):
            here = np.flatnonzero((unit == u) & (rural == side))
            if len(here):
                residents[here] = share_out(int(part[u, int(side)]), weight[here], low=1)
    return residents


def _places(margins: Margins, unit: NDArray[np.int32]) -> Iterator[tuple[Published, NDArray[np.intp]]]:
    """Go through what is published: the figures and the communities that they speak of."""
    for figures in margins.published:
        yield figures, np.arange(len(unit)) if figures.unit < 0 else np.flatnonzero(unit == figures.unit)


def _cells(
    margins: Margins,
    unit: NDArray[np.int32],
    village: NDArray[np.bool_],
    residents: NDArray[np.int64],
    effects: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Fit age x migrant x collective household in every community to the published totals."""
    s = SYNTHESIS[0]
    ages = np.array(margins.published[0].ages)
    migrant = np.array([s.migrant_0_14, s.migrant_15_59, s.migrant_60_64, s.migrant_65])
    collective = np.array([s.dormitory_0_14, s.dormitory_15_59, s.dormitory_60_64, s.dormitory_65])
    old = np.exp(s.old_sd * effects[:, 1] + s.village_old * village)
    by_age = ages * np.stack([np.ones_like(old), np.ones_like(old), old, old], axis=1)
    odds_migrant = (
        np.exp(s.migrant_sd * effects[:, 2] + s.village_migrant * village)[:, None] * migrant / (1.0 - migrant)
    )
    odds_collective = (
        np.exp(s.dormitory_sd * effects[:, 3] + s.village_dormitory * village)[:, None]
        * collective
        / (1.0 - collective)
    )
    by_migrant = np.stack([1.0 / (1.0 + odds_migrant), odds_migrant / (1.0 + odds_migrant)], axis=2)
    by_home = np.stack([1.0 / (1.0 + odds_collective), odds_collective / (1.0 + odds_collective)], axis=2)
    guess = (
        by_age[:, :, None, None] * by_migrant[:, :, :, None] * by_home[:, :, None, :] * residents[:, None, None, None]
    )
    wanted = []
    for figures, rows in _places(margins, unit):
        total = float(residents[rows].sum())
        if figures.ages is not None:
            share = np.array(figures.ages)
            wanted.append(Margin(rows, 1, total * share / share.sum()))
        if figures.migrants is not None:
            wanted.append(Margin(rows, 2, np.array([total - figures.migrants, figures.migrants])))
        if figures.family_persons is not None:
            wanted.append(Margin(rows, 3, np.array([figures.family_persons, total - figures.family_persons])))
    every = np.arange(len(unit))
    table = fit(guess, [*wanted, Margin(every, 0, residents.astype(np.float64))])
    return rounded(table.reshape(len(unit), -1), residents).reshape(-1, len(AGES), 2, 2)


def _households(
    margins: Margins, unit: NDArray[np.int32], persons: NDArray[np.int64], adults: NDArray[np.int64], column: str
) -> NDArray[np.int64]:
    """Allot households by the persons that live in them; nobody is without one, and each has an adult."""
    households = np.zeros(len(unit), dtype=np.int64)
    left = np.ones(len(unit), dtype=np.bool_)
    total = getattr(margins.published[0], column)
    for figures, rows in [*_places(margins, unit)][1:]:
        count = getattr(figures, column)
        if count is not None:
            households[rows] = _bounded_share(count, persons[rows], adults[rows])
            left[rows] = False
            total -= count
    households[left] = _bounded_share(total, persons[left], adults[left])
    return households


def _bounded_share(total: int, persons: NDArray[np.int64], adults: NDArray[np.int64]) -> NDArray[np.int64]:
    low = np.minimum(persons, 1)
    high = np.maximum(low, np.minimum(persons, adults))
    if not low.sum() - len(persons) <= total <= high.sum() + len(persons):
        raise ValueError(f"{total} households do not fit {persons.sum()} persons, {adults.sum()} of them adults")
    return share_out(int(np.clip(total, low.sum(), high.sum())), np.maximum(persons, 1e-9), low, high)


def allot(divisions: Divisions, margins: Margins, keys: NDArray[np.uint64], seed: np.uint64) -> Allotment:
    """Work out the counts of every community of the city.

    Raises:
        CityError: the published totals contradict each other.
    """
    s = SYNTHESIS[0]
    unit = np.array([margins.units.index(zone) for zone in divisions.zone], dtype=np.int32)
    effects = np.empty((len(keys), _EFFECTS))
    rank = np.empty(len(keys))
    _draw_effects(seed, keys, effects, rank)
    village = divisions.kind == CommunityKind.VILLAGE
    rural = _rural_communities(margins, village, unit, rank)
    try:
        residents = _residents(divisions, margins, unit, rural, effects)
        if residents.max() >= _RESIDENTS_MAX or residents.sum() >= 2**31:
            raise ValueError(f"more than {_RESIDENTS_MAX - 1} residents in a community, or {2**31 - 1} in all")
        cells = _cells(margins, unit, village, residents, effects)
        at_home, lodged = cells[..., 0].sum(axis=(1, 2)), cells[..., 1].sum(axis=(1, 2))
        families = _households(margins, unit, at_home, cells[:, 1:, :, 0].sum(axis=(1, 2)), "family_households")
        dormitories = _households(margins, unit, lodged, lodged, "collective_households")
    except ValueError as error:
        wrong = phrase("city.misfit", reason=str(error))
        raise CityError([Problem(Mark(""), ("margins",), wrong)]) from None
    volunteers = share_out(round(s.volunteer_share * residents.sum()), residents.astype(np.float64), high=families)
    return Allotment(keys, unit, ~rural, residents, cells, families, dormitories, volunteers, effects)
