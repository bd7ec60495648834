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

DEPARTMENT = np.dtype(
    [
        ("district", "i4"),  # row, or -1 for a city bureau
        ("field", "i4"),
        ("level", "i4"),
        ("desk", "i4"),
        ("staff", "f8"),
        ("posted", "f8"),  # persons sent here; negative: sent down to the streets
        ("on_duty", "f8"),  # share of the staff there at a time: less than 1 where they work in shifts
        ("rated_below", "f8"),  # weight of lower levels' rating in its appraisal
    ],
    align=True,
)


@rule
def answers_whistle(department, load, ties, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether a department comes when a street calls.

    It comes sooner when those below rate it, and more rarely the longer its own queue is: whistles congest.
    Who knows somebody there is answered sooner.

    Args:
        load: cases waiting per member of staff.
        ties: persons at the street who were sent from above.
    """
    z = rules.whistle_ease + rules.whistle_rated * department.rated_below - rules.whistle_load * load
    z += rules.whistle_tie * min(ties, rules.ties_count)
    return u < 1.0 / (1.0 + math.exp(-z))


class Department(RecordAgent):
    """A bureau of a district, or of the city, as a Mesa agent."""

    table_name = "departments"
