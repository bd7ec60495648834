"""Categories: what troubles people, as a table that a domain person can read and change (`data/categories.csv`).

`rate_confidence` is `published` where the rates of the rows that cite one heading add up to a share of contacts
published for it; the level (4.2 troubles or questions felt for each contact, one factor for all headings) and the
split among those rows are assumed, and the row says so. All other rates and all figures for handling are `assumed`;
limits set by law are named where they bound a wait. No waiting time observed anywhere is an input: waiting is what
the model must produce.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import numpy as np

from sim.agents.ages import ELDER_FROM
from sim.agents.department import Field
from sim.engine.compiling import rule
from sim.grievance.deadline import Deadline
from sim.grievance.level import Level
from sim.grievance.table import CONFIDENCE, DATA, flag, names, share
from sim.table import Column, Mistake, Values, load_table
from sim.text.problem import phrase


class Scope(IntEnum):
    """Whom one trouble befalls."""

    PERSON = 0
    BUILDING = 1
    COMPOUND = 2


class Relief(IntEnum):
    """What kind of prevention can spare people a trouble: the order of `communities.relieved`."""

    NONE = 0
    CERTIFICATES = 1
    """Certificates that need no longer be asked for (M25)."""
    CHILDCARE = 2
    """After-school care (M95)."""
    BUSINESS = 3
    """Service menus of business districts (M91): firms' own questions of this kind are answered at the station."""
    CARE = 4
    """Social organisations that look after people (M94)."""


class Project(IntEnum):
    """What kind of small work at a compound removes a trouble's root cause: the order of `compounds.projects`."""

    NONE = 0
    ENVIRONMENT = 1
    SHED = 2
    LIFT = 3


KINDS = ("m_old", "m_commercial", "m_resettlement", "m_village", "m_rental")
_CARE = int(Relief.CARE)
AGES = ("m_child", "m_adult", "m_elder")
CHILD_UNDER = 15
"""Years; with `ELDER_FROM` the bounds of the three ages that the census publishes."""
HIGHEST_MULTIPLIER = 3.0
"""Most that kind and age together may multiply a rate by: candidates are drawn at the highest hazard."""
WORST, REFERENCE = 0.0, 0.6
"""Condition of a compound, service of its firm: where a hazard is highest, and where it is as the table says."""
LEAST_FACTOR = 0.05
WORKING_DAYS, DAYS_OFF = 250, 115
"""A usual year in China (State Council's holiday notices)."""

CATEGORY = np.dtype(
    [
        ("enquiry", "i4"),  # 1 a question, 0 a trouble
        ("field", "i4"),  # department.Field
        ("owner", "i4"),  # lowest level that may finish it (level.Level)
        ("scope", "i4"),  # whom it befalls (Scope)
        ("reach", "f8"),  # share of the building's or compound's residents who feel it
        ("rate_per_1000", "f8"),  # a year and 1,000 residents, in reference conditions
        ("m_kind", "f8", (len(KINDS),)),  # multiplier by compound.CompoundKind
        ("m_age", "f8", (len(AGES),)),  # multiplier by age 0-14, 15-59, 60+
        ("severity", "f8"),  # median, 0 nothing .. 1 danger to life
        ("severity_sd", "f8"),  # of the logarithm
        ("weekend", "f8"),  # arising on a day off to on a working day
        ("peak_month", "i4"),
        ("season", "f8"),  # amplitude relative to the mean
        ("weather", "f8"),  # how far the hazard hangs on the weather, 0-1
        ("condition_weight", "f8"),  # how far the hazard hangs on the state of repair, 0-1
        ("service_weight", "f8"),  # how far on the firm's service, 0-1
        ("beyond_share", "f8"),  # share that needs one level above the owner
        ("joint_share", "f8"),  # share that needs several agencies
        ("parties", "i4"),  # how many then
        ("work_hours", "f8"),  # median staff hours of a genuine attempt
        ("work_sd", "f8"),  # of the logarithm
        ("outside_share", "f8"),  # share that waits for parts, funds, consent, tenders
        ("outside_days", "f8"),  # median of that wait
        ("outside_sd", "f8"),  # of the logarithm
        ("deadline", "i4"),  # deadline.Deadline
        ("solvable", "f8"),  # chance that a genuine attempt by a competent body solves it
        ("low_skill", "i4"),  # 1 if a volunteer could do it
        ("skill", "i4"),  # 0 paperwork and services, 1 mediation and care, 2 housing and surroundings
        ("self_fix", "f8"),  # chance that residents who try put it right together
        ("fades_days", "f8"),  # median days until it is over by itself, or people are used to it
        ("returns", "f8"),  # chance that a solved one is back within a year
        ("returns_days", "f8"),  # median days until then
        ("seen", "i4"),  # 1 if whoever passes by can see it
        ("norm", "i4"),  # 1 if a compound's own rules can restrain it
        ("dispute", "i4"),  # 1 if two parties can be brought to terms
        ("strife", "f8"),  # how far strife in the compound raises its hazard, at most by as much again
        ("relief", "i4"),  # Relief that can spare it
        ("project", "i4"),  # Project that can remove its root cause
        ("max_multiplier", "f8"),  # highest of m_kind times highest of m_age
        ("ceiling", "f8"),  # highest factor that condition, service and strife can bring about
    ],
    align=True,
)


@dataclass(frozen=True, slots=True, eq=False)
class Categories:
    """The table, one record (`CATEGORY`) a category, and its words in the same order."""

    table: np.recarray
    ids: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    root_causes: tuple[str, ...]


_OWNERS = {"firm": Level.COMPOUND, "department": Level.DISTRICT} | {
    level.name.lower(): level for level in (Level.COMMUNITY, Level.STREET, Level.CITY)
}
COLUMNS = (
    Column("id"),
    Column("zh"),
    Column("en"),
    flag("enquiry"),
    Column("field", codes=names(Field)),
    Column("owner", codes=_OWNERS),
    Column("scope", codes=names(Scope)),
    Column("reach", 0, 1, above=True),
    Column("rate_per_1000", 0, 1000, above=True),
    *(Column(name, 0, HIGHEST_MULTIPLIER) for name in (*KINDS, *AGES)),
    Column("severity", 0, 1, above=True),
    Column("severity_sd", 0, 2),
    Column("weekend", 0, 5, above=True),
    Column("peak_month", 1, 12, whole=True),
    Column("season", 0, 0.8),
    share("weather"),
    *map(share, ("condition_weight", "service_weight", "beyond_share", "joint_share")),
    Column("parties", 2, 4, whole=True),
    Column("work_hours", 0, 200, above=True),
    Column("work_sd", 0, 2),
    share("outside_share"),
    Column("outside_days", 0, 1000, above=True),
    Column("outside_sd", 0, 2),
    Column("deadline", codes={name: code for name, code in names(Deadline).items() if code != Deadline.PETITION}),
    share("solvable"),
    flag("low_skill"),
    Column("skill", 0, 2, whole=True),
    share("self_fix"),
    Column("fades_days", 0, 3650, above=True),
    share("returns"),
    Column("returns_days", 0, 365, above=True),
    *map(flag, ("seen", "norm", "dispute")),
    share("strife"),
    Column("relief", codes=names(Relief)),
    Column("project", codes=names(Project)),
    Column("root_cause"),
    Column("rate_source"),
    Column("rate_confidence", codes=CONFIDENCE),
    Column("handling_source"),
    Column("handling_confidence", codes=CONFIDENCE),
    Column("note", blank=True),
)
"""What `categories.csv` may say; other columns than these are mistakes."""


def load_categories(path: Path | None = None) -> Categories:
    """Return a table of categories; the one that ships is read once in a process, so who writes into it copies it.

    Raises:
        TableError: with every mistake of the table, each with file, line and column.

    Example:
        >>> categories = load_categories()
        >>> categories.en[categories.ids.index("lift_failure")]
        'Lift out of order'
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Categories:
    return _read(DATA / "categories.csv")


def _read(path: Path) -> Categories:
    rows = load_table(path, COLUMNS, _mistakes_of_row)
    return Categories(
        np.array([_record(row) for row in rows], dtype=CATEGORY).view(np.recarray),
        *(tuple(str(row[name]) for row in rows) for name in ("id", "zh", "en", "root_cause")),
    )


def _mistakes_of_row(row: Values) -> Iterator[Mistake]:
    one = phrase("allowed.one_of", names="1")
    most = _most(row, KINDS) * _most(row, AGES)
    if most > HIGHEST_MULTIPLIER:
        wrong = phrase("category.multiplier", most=f"{most:.2f}")
        yield "m_old .. m_elder", wrong, phrase("allowed.up_to", high=HIGHEST_MULTIPLIER)
    if row["scope"] == Scope.PERSON:
        if row["reach"] != 1.0:
            yield "reach", phrase("category.reach", reach=row["reach"]), one
    elif any(row[name] != 1.0 for name in AGES):
        yield "m_child .. m_elder", phrase("category.ages"), one
    if row["enquiry"] and row["scope"] != Scope.PERSON:
        yield "scope", phrase("category.enquiry"), phrase("allowed.one_of", names="person")


def _most(row: Values, names: tuple[str, ...]) -> float:
    return max(float(row[name]) for name in names)


def _record(row: Values) -> tuple[object, ...]:
    made = {
        "m_kind": tuple(row[name] for name in KINDS),
        "m_age": tuple(row[name] for name in AGES),
        "max_multiplier": _most(row, KINDS) * _most(row, AGES),
        "ceiling": state_factor(row["condition_weight"], row["service_weight"], WORST, WORST) * (1.0 + row["strife"]),
    }
    return tuple(made[name] if name in made else row[name] for name in CATEGORY.names or ())


@rule
def state_factor(condition_weight, service_weight, condition, service):  # type: ignore[no-untyped-def]
    """Return how far a compound's condition and its firm's service (0-1) raise or lower a hazard; 1 at `REFERENCE`."""
    repair = 1.0 + condition_weight * 2.0 * (REFERENCE - condition)
    care = 1.0 + service_weight * 2.0 * (REFERENCE - service)
    return max(LEAST_FACTOR, repair * care)


@rule
def hazard_factor(category, kind, age, condition, service):  # type: ignore[no-untyped-def]
    """Return what multiplies a category's rate here and now; at most `max_multiplier * ceiling`.

    A multiplier of 0 (a lift in a village) stays 0 whatever the state of repair.

    Args:
        kind: compound.CompoundKind.
        age: of the resident, years.
        condition, service: of the compound, 0-1.
    """
    band = 0 if age < CHILD_UNDER else (1 if age < ELDER_FROM else 2)
    state = state_factor(category.condition_weight, category.service_weight, condition, service)
    return category.m_kind[kind] * category.m_age[band] * state


@rule
def policy_factor(category, community, compound, rules):  # type: ignore[no-untyped-def]
    """Return what prevention leaves of a hazard here, and what strife adds; at most 1 + `strife`, 1 where nothing is.

    A covenant restrains as far as it is kept, works that are done take a root cause away, care reaches a part.
    """
    left = 1.0 - community.relieved[category.relief]
    if category.relief == _CARE:
        left *= 1.0 - rules.care_spares * community.care
    if category.norm != 0:
        left *= 1.0 - rules.covenant_keeps * compound.covenant
    left *= 1.0 - rules.works_spare * compound.projects[category.project]
    suspicion = rules.suspicion_stirs * (compound.suspicion - rules.suspicion_usual)
    return max(0.0, left) * (1.0 + category.strife * max(-1.0, min(1.0, compound.strife + suspicion)))


@rule
def season_factor(category, day_of_year, day_off):  # type: ignore[no-untyped-def]
    """Return what multiplies a category's rate on a day; the mean of a usual year is 1.

    A cosine with its top in the middle of the peak month, times the ratio of days off to working days.

    Args:
        day_of_year: 1 on 1 January.
        day_off: whether offices are closed.
    """
    peak = (category.peak_month - 0.5) * 365.0 / 12.0
    season = 1.0 + category.season * math.cos(2.0 * math.pi * (day_of_year - peak) / 365.0)
    weekly = category.weekend if day_off else 1.0
    return season * weekly * (WORKING_DAYS + DAYS_OFF) / (WORKING_DAYS + DAYS_OFF * category.weekend)
