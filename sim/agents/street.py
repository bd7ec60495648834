"""Street offices: pools of staff by function, authority by field, whistle calls."""

from enum import IntEnum

import numpy as np

from sim.agents.department import FIELDS, Field
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule


class Pool(IntEnum):
    """Pools of a street office's staff."""

    MANAGEMENT = 0
    SERVICE = 1
    SAFETY = 2
    ENFORCEMENT = 3


POOLS = len(Pool)

STREET = np.dtype(
    [
        ("key", "u8"),
        ("district", "i4"),
        ("resident_n", "i4"),
        ("desk", "i4", (POOLS,)),
        ("staff", "f8"),  # persons who handle tickets
        ("authority", "f8", (FIELDS,)),  # share of the district's cases in a field that the street may finish
        ("whistle", "f8"),  # share of cases without authority for which it calls departments in
    ],
    align=True,
)


POOL_OF_FIELD = np.array(
    [
        {
            Field.HOUSING: Pool.MANAGEMENT,
            Field.URBAN_MANAGEMENT: Pool.ENFORCEMENT,
            Field.POLICE: Pool.SAFETY,
            Field.MARKET: Pool.ENFORCEMENT,
            Field.HEALTH: Pool.SERVICE,
            Field.CIVIL_AFFAIRS: Pool.SERVICE,
            Field.LABOUR: Pool.SERVICE,
            Field.EDUCATION: Pool.SERVICE,
            Field.ENVIRONMENT: Pool.MANAGEMENT,
            Field.UTILITIES: Pool.MANAGEMENT,
        }[field]
        for field in Field
    ],
    dtype=np.int64,
)
"""Which pool of the street office works on a field."""


@rule
def may_finish(street, field, mark):  # type: ignore[no-untyped-def]
    """Say whether the street itself may finish a case that is the district's by law; `mark` is the case's own."""
    return mark < street.authority[field]


@rule
def whistles(street, mark):  # type: ignore[no-untyped-def]
    """Say whether the street calls a department in instead of passing the case on."""
    return mark < street.whistle


class StreetOffice(RecordAgent):
    """A street office as a Mesa agent."""

    table_name = "streets"
