"""Departments: district bureaus by field, and the city's level above them."""

import math
from enum import IntEnum

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule


class Field(IntEnum):
    """Field of administration. The order is that of `FIELDS` arrays everywhere."""

    HOUSING = 0
    URBAN_MANAGEMENT = 1
    POLICE = 2
    MARKET = 3
    HEALTH = 4
    CIVIL_AFFAIRS = 5
    LABOUR = 6
    EDUCATION = 7
    ENVIRONMENT = 8
    UTILITIES = 9


FIELDS = len(Field)
UNDER_VERTICAL = frozenset({Field.POLICE, Field.ENVIRONMENT, Field.UTILITIES})
"""Fields whose district bodies are branches of the city's, or companies, and answer upward (assumed for 2016-2021)."""

DEPARTMENT = np.dtype(
    [
        ("district", "i4"),  # row, or -1 for a city bureau
        ("field", "i4"),
        ("level", "i4"),
        ("desk", "i4"),
        ("staff", "f8"),
        ("posted", "f8"),  # of those, persons sent here; negative: sent down to streets and communities
        ("posted_elsewhere", "f8"),  # the same of those whose work is not residents' cases
        ("on_duty", "f8"),  # share of the staff there at a time: less than 1 where they work in shifts
        ("rank", "f8"),  # steps above a district's own bureau: of the city's level, under vertical management
        ("rated_below", "f8"),  # weight of lower levels' rating in its appraisal
        ("standing", "f8"),  # with those below: how often it came and solved of late, 0-1
        ("policy_hours", "f8"),  # working hours a day that policies ask of it
        ("specialists", "f8"),  # cases a year that its sector's specialists are lent for
        ("tokens", "f8"),  # of these, left now
        ("lent", "f8"),  # cases in which they helped, since the run began
    ],
    align=True,
)


@rule
def answers_whistle(department, beneath, load, ties, attention, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether a department comes when a street, or a community, calls.

    It comes more rarely the longer its own queue is (whistles congest), and the higher it stands above who calls: who
    answers upward need not heed those below (tiao against kuai; Mertha 2005). Where their rating counts, a bureau
    whose standing falls short of what it aspires to bestirs itself, and one that has got there rests on it (Cyert and
    March 1963). Who knows somebody there is answered sooner.

    Args:
        beneath: levels by which who calls stands below a street.
        load: cases waiting per member of staff.
        ties: persons who were sent to the caller from above.
        attention: how far leaders' attention lifts everybody now, 0-1.
    """
    short_of_aim = max(0.0, 1.0 - department.standing / rules.standing_aim)
    ease = rules.whistle_rated * department.rated_below * short_of_aim
    ease += rules.whistle_tie * min(ties, rules.ties_count)
    return comes_when_called(ease, department.rank + beneath, load, attention, rules, u)


@rule
def comes_when_called(ease, steps, load, attention, rules, u):  # type: ignore[no-untyped-def]
    """Say whether an office that is called comes: less readily under load and from far above, sooner if looked at.

    Args:
        ease: what else makes it ready.
        steps: by which it stands higher above who calls than the next level does.
    """
    z = rules.whistle_ease + ease - (rules.whistle_load * load + rules.whistle_rank * steps)
    z += rules.whistle_attention * attention
    return u < 1.0 / (1.0 + math.exp(-z))


@rule
def is_rated(department, well, rules):  # type: ignore[no-untyped-def]
    """Let those below rate one occasion, a call or a case that was passed up: a moving average over the last ones."""
    department.standing += ((1.0 if well else 0.0) - department.standing) / rules.standing_occasions


@rule
def lends_specialist(department):  # type: ignore[no-untyped-def]
    """Lend a specialist for what is waited for, if the sector has one ready; says whether it has."""
    if department.tokens < 1.0:
        return False
    department.tokens -= 1.0
    department.lent += 1.0
    return True


@rule
def promises_specialists(department):  # type: ignore[no-untyped-def]
    """Let a month bring its part of the year's specialists; more than a quarter's part is not saved up."""
    most = max(1.0, department.specialists / 4.0) if department.specialists > 0.0 else 0.0
    department.tokens = min(most, department.tokens + department.specialists / 12.0)


class Department(RecordAgent):
    """A bureau of a district, or of the city, as a Mesa agent."""

    table_name = "departments"

    def answers_whistle(self, u: float, beneath: int = 0, ties: float = 0.0, attention: float = 0.0) -> bool:
        """Whether it comes when a street calls (a community: one `beneath`), as long as its queue is now. `u`: 0-1."""
        desk = self.model.world.desks[self.desk]
        load = desk.length / max(1, desk.present)
        return bool(answers_whistle(self.record, beneath, load, ties, attention, self.model.rules[0], u))

    def is_rated(self, well: bool) -> None:
        """Let those below rate one occasion."""
        is_rated(self.record, well, self.model.rules[0])

    def lends_specialist(self) -> bool:
        """Lend a specialist, if the sector has one ready; says whether it has."""
        return bool(lends_specialist(self.record))

    def promises_specialists(self) -> None:
        """Let a month bring its part of the year's specialists."""
        promises_specialists(self.record)
