"""Compounds (小区): the housing, its state of repair, and the bodies that look after it."""

from enum import IntEnum

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule


class CompoundKind(IntEnum):
    """Type of housing."""

    OLD = 0
    """Old or work-unit housing, built without a property firm."""
    COMMERCIAL = 1
    """Commodity housing with a firm."""
    RESETTLEMENT = 2
    VILLAGE = 3
    RENTAL = 4
    """Public rental housing."""


COMPOUND = np.dtype(
    [
        ("key", "u8"),  # community key << 12 | number within the community: whom its draws belong to
        ("community", "i4"),
        ("kind", "i4"),
        ("building_lo", "i4"),
        ("building_n", "i4"),
        ("household_lo", "i4"),
        ("household_n", "i4"),
        ("resident_lo", "i4"),
        ("resident_n", "i4"),
        ("firm", "i4"),  # row of its property firm, -1 self-managed
        ("committee", "i4"),  # row of its owners' committee, -1 none
        ("branch", "i4"),  # row of its Party organisation, -1 none
        ("desk", "i4"),  # row of the firm's desk here, -1 none
        ("year_built", "i4"),
        ("lifts", "i4"),
        ("condition", "f8"),  # state of repair, 0 ruin .. 1 new
        ("fee", "f8"),  # property fee, yuan a m2 and month; 0 without a firm
        ("area", "f8"),  # mean floor area of a flat, m2
        ("service", "f8"),  # quality of property service, 0-1
        ("billed", "f8"),  # property fees of the measured time, yuan
        ("paid", "f8"),  # of these
        ("pay_share", "f8"),  # share of households that paid their last bill
    ],
    align=True,
)


@rule
def wears(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over the state of repair: it wears, and service makes up for a part of the wear."""
    compound.condition += rules.wear_month * (rules.upkeep_gain * compound.service - 1.0) * compound.condition
    compound.condition = max(0.05, min(1.0, compound.condition))


class Compound(RecordAgent):
    """A compound as a Mesa agent."""

    table_name = "compounds"
