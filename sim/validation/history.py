"""History: the same people through several years, and what the offices are scored by changes after the first.

Three worlds that are one until then: nothing changes; only closing on time is scored; outcomes are scored. Facts that
tell of years after a reform are compared with these. The years are lived on the area itself where that is small, else
on one street of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.city import Area, City, build_city
from sim.model import GovernanceModel
from sim.policy import BUNDLES, LEVERS, PolicyItem
from sim.scenario import Scenario
from sim.validation.log import TicketLog, is_merged, was_closed

YEAR = 365
"""Days."""
MOST_PEOPLE = 200_000
"""Residents up to whom an area lives through history itself."""
LATEST = date(2090, 1, 1)
"""Day on which history begins at the latest: the calendar ends in 2100."""
SATISFIED = 4
"""Of five; who gives less is not satisfied."""
UNREFORMED, CLOSURE, OUTCOMES = "unreformed", "closure", "outcomes"
WORLDS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        UNREFORMED: MappingProxyType({}),
        CLOSURE: MappingProxyType({"closure_scoring": LEVERS["closure_scoring"].high}),
        OUTCOMES: MappingProxyType(
            {name: one.default for name, one in LEVERS.items() if {"M34", "M38"} & set(one.mechanisms)}
            | dict(BUNDLES["2019_call_and_respond"].intensities)
        ),
    }
)
"""Levers by world, in force from the end of the first year on; all others stay at neutral.

That outcomes are scored is, as the table of facts has it for SF04, rating of cases (M34) and checks of closings (M38);
the bundle of 2019 brought them together with one platform and tiers. Streets are ranked too, which says something only
where several of a district are lived in: one street alone has no place.
"""
COUNTS = ("contacts", "closed", "due", "solved_reported", "solved_true", "rated", "satisfied")

Years = pd.DataFrame
"""By year, 0 the one before the reform and 1 the first after it: `COUNTS`, and `burden`, severity-weighted person-days
of the troubles that were settled or borne in silence from then on (as of the indicator `burden_per_resident`)."""
History = Mapping[str, Years]
"""The years of each world, of one seed."""


@dataclass(frozen=True, slots=True)
class Lived:
    """Where and when history was lived.

    Attributes:
        years: after the reform; none: no history was lived.
        reform: the first day of the reform.
    """

    area: Area
    residents: int
    years: int
    reform: str


def place_of(city: City, plan: Scenario) -> City:
    """Return where history is lived: the city given, or where that is large its middle street.

    That is the street of the resident in the middle, streets ordered by size: most streets of a large city are small
    ones at its edge, where few people live.
    """
    if len(city.residents) <= MOST_PEOPLE or city.area.level in {"street", "community"}:
        return city
    people = np.bincount(city.communities.street, weights=city.communities.resident_n, minlength=len(city.streets))
    order = np.argsort(people, kind="stable")
    middle = np.searchsorted(np.cumsum(people[order]), people.sum() / 2.0)
    return build_city(city.codes["streets"][order[middle]], plan.city_source())


def first_day(plan: Scenario) -> date:
    """Return the day on which history begins: the scenario's first, or early enough for all its years."""
    return min(plan.start, LATEST)


def reform_day(plan: Scenario) -> date:
    """Return the first day of the reform: a year after history begins."""
    return first_day(plan) + timedelta(days=YEAR)


def days_of_history(years: int) -> int:
    """Return the days that one seed lives through, without the warm-up."""
    return sum(YEAR * (1 + _years_of(world, years)) for world in WORLDS)


def _years_of(world: str, years: int) -> int:
    """A single year after tells how closing and solving part; the other worlds live them all."""
    return 1 if world == CLOSURE else years


def live_history(
    plan: Scenario, place: City, seed: int, years: int, told: Callable[[int], None] = lambda days: None
) -> History:
    """Live the years of every world.

    Args:
        plan: its policy is left out: history begins unreformed. All else of it counts.
        place: of `place_of`.
        years: after the reform.
        told: is told the days lived so far, warm-up not counted.
    """
    lived, before = {}, 0
    for world, levers in WORLDS.items():
        items = tuple(
            PolicyItem(lever=lever, intensity=levers[lever], start=reform_day(plan))
            for lever in LEVERS
            if lever in levers
        )
        days = YEAR * (1 + _years_of(world, years))
        own = plan.model_copy(update={"area": place.area.code, "policy": items, "start": first_day(plan), "days": days})
        model = GovernanceModel(own, seed=seed, city=place)
        model.record.sink = log = TicketLog()
        burden = []
        while model.running:
            model.step()
            lived_days = model.day - plan.warmup
            told(before + max(0, lived_days))
            if lived_days > 0 and lived_days % YEAR == 0:
                burden.append(float(model.world.tallies.burden.sum()))
        contacts = model.record.daily().contacts.to_numpy()[plan.warmup :]
        lived[world] = years_of(contacts, log.reports(), 24.0 * plan.warmup).assign(burden=np.diff(burden, prepend=0.0))
        before += days
    return lived


def years_of(contacts: NDArray[np.float64], reports: NDArray[np.void], first_hour: float) -> Years:
    """Count by year of reporting, all but the burden, each year as it stood at its end, so that all have waited alike.

    Args:
        contacts: by day of the measured time, whole years.
        reports: table of `sim.validation.log.REPORT`.
        first_hour: of the measured time.
    """
    rows = []
    for year in range(len(contacts) // YEAR):
        begins = first_hour + 24.0 * YEAR * year
        ends = begins + 24.0 * YEAR
        mine = reports[(reports["reported"] >= begins) & (reports["reported"] < ends)]
        closed = mine[was_closed(mine, ends)]
        own = ~is_merged(mine)
        rated = closed[closed["rating"] > 0]
        rows.append(
            {
                "contacts": contacts[YEAR * year : YEAR * (year + 1)].sum(),
                "closed": len(closed),
                "due": len(closed) + np.sum(own & ~was_closed(mine, ends) & (mine["deadline"] <= ends)),
                "solved_reported": closed["solved_reported"].sum(),
                "solved_true": closed["solved_true"].sum(),
                "rated": len(rated),
                "satisfied": np.sum(rated["rating"] >= SATISFIED),
            }
        )
    return pd.DataFrame(rows, columns=list(COUNTS), dtype=float)
