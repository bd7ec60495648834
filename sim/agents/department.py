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
        ("rated_below", "f8"),  # weight of lower levels' rating in its appraisal
    ],
    align=True,
)


@rule
def answers_whistle(department, load, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether a department comes when a street calls.

    It comes sooner when those below rate it, and more rarely the longer its own queue is: whistles congest.
    `load`: cases waiting per member of staff.
    """
    z = rules.whistle_ease + rules.whistle_rated * department.rated_below - rules.whistle_load * load
    return u < 1.0 / (1.0 + math.exp(-z))


class Department(RecordAgent):
    """A bureau of a district, or of the city, as a Mesa agent."""

    table_name = "departments"
