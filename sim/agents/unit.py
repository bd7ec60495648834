"""Paired work units: institutions that lend people and money to a community, each in what its sector can do."""

import math

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

UNIT = np.dtype(
    [
        ("key", "u8"),
        ("community", "i4"),  # that it is paired with
        ("people", "i4"),
        ("sector", "i4"),  # department.Field in which it has people and money
        ("readiness", "f8"),  # how often it is willing to help, 0-1
        ("appraised", "f8"),  # weight of the yearly appraisal of what it does for communities, 0-1
        ("needs_first", "f8"),  # how far strength follows need and not nearness, 0-1
        ("cases_helped", "f8"),  # cases helped with since the run began
        ("wasted", "f8"),  # offers that did not fit what was needed
    ],
    align=True,
)


@rule
def strength(unit, need, rules):  # type: ignore[no-untyped-def]
    """Return what a unit can do against a middling one: by size, or, where need comes first, by the community's need.

    Args:
        need: of the community against the mean of its district (1).
    """
    own = min(2.0, math.sqrt(unit.people / rules.unit_people_usual))
    return own + unit.needs_first * (min(2.0, need) - own)


@rule
def season_of_appraisal(unit, day_of_year, rules):  # type: ignore[no-untyped-def]
    """Return what the yearly appraisal in December makes of a unit's activity: more before it, less after (mean 1)."""
    return 1.0 + rules.appraisal_swing * unit.appraised * math.cos(2.0 * math.pi * (day_of_year - 335.0) / 365.0)


@rule
def lends(unit, field, matched, need, day_of_year, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a paired unit helps with a case that waits for money or parts outside.

    An offer outside its sector often does not fit; where needs and resources are listed and matched, it is made where
    it does (M44, M87).

    Args:
        field: of administration that the case belongs to.
        matched: share of needs and resources that are listed and matched.
    """
    fits = 1.0 if unit.sector == field else rules.unit_misfit + (1.0 - rules.unit_misfit) * matched
    wish = unit.readiness * rules.unit_helps * strength(unit, need, rules)
    wish *= season_of_appraisal(unit, day_of_year, rules) * (1.0 + rules.appraisal_drive * unit.appraised)
    if u < wish * fits:
        unit.cases_helped += 1.0
        return True
    unit.wasted += 1.0 if u < wish else 0.0
    return False


class WorkUnit(RecordAgent):
    """A paired work unit as a Mesa agent."""

    table_name = "units"
