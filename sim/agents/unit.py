"""Paired work units: institutions that lend people and money to a community, each in what it can do, while it lasts."""

import math

import numpy as np

from sim.agents.department import FIELDS
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

UNIT = np.dtype(
    [
        ("key", "u8"),
        ("community", "i4"),  # that it is paired with
        ("home", "i4"),  # community that it is near to
        ("far", "f8"),  # steps between these two: 0 the same, 1 in one street, 2 in one district
        ("people", "i4"),
        ("sector", "i4"),  # department.Field of its trade
        ("skills", "f8", (FIELDS,)),  # share of a field's matters that its people can help with
        ("readiness", "f8"),  # how often it is willing to help, 0-1
        ("appraised", "f8"),  # weight of the yearly appraisal of what it does for communities, 0-1
        ("needs_first", "f8"),  # how far it is sent where it is needed and not where it is near, 0-1
        # money for its community, yuan: granted = given + lapsed + purse
        ("budget", "f8"),  # a year
        ("purse", "f8"),  # left this year
        ("granted", "f8"),  # since the run began
        ("given", "f8"),
        ("lapsed", "f8"),  # not spent by the end of a year
        ("cases_helped", "f8"),  # cases helped with since the run began
        ("wasted", "f8"),  # offers that did not fit what was needed
    ],
    align=True,
)


@rule
def strength(unit, rules):  # type: ignore[no-untyped-def]
    """Return what a unit can do against a middling one, by its size."""
    return min(2.0, math.sqrt(unit.people / rules.unit_people_usual))


@rule
def season_of_appraisal(unit, day_of_year, rules):  # type: ignore[no-untyped-def]
    """Return what the yearly appraisal in December makes of a unit's activity: more before it, less after (mean 1)."""
    return 1.0 + rules.appraisal_swing * unit.appraised * math.cos(2.0 * math.pi * (day_of_year - 335.0) / 365.0)


@rule
def lends(unit, field, matched, money, day_of_year, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a paired unit helps with a case that waits for money or parts outside.

    Money fits whatever lacks it, while there is some. Other help outside what its people can do does not fit; where
    needs and resources are listed and matched, it is offered where it does (M44, M87). Who comes from afar comes more
    rarely.

    Args:
        field: of administration that the case belongs to.
        matched: share of needs and resources that are listed and matched.
        money: whether the case waits for money.
    """
    wish = unit.readiness * rules.unit_helps * strength(unit, rules) * math.exp(-rules.unit_far * unit.far)
    wish *= season_of_appraisal(unit, day_of_year, rules) * (1.0 + rules.appraisal_drive * unit.appraised)
    if u >= wish:
        return False
    if money:
        if not pays(unit, rules.promise_cost):
            return False
    elif u >= wish * (unit.skills[field] + (1.0 - unit.skills[field]) * matched):
        unit.wasted += 1.0
        return False
    unit.cases_helped += 1.0
    return True


@rule
def pays(unit, yuan):  # type: ignore[no-untyped-def]
    """Pay a sum out of this year's money, if it suffices; says whether it does."""
    if unit.purse < yuan:
        return False
    unit.purse -= yuan
    unit.given += yuan
    return True


@rule
def begins_year(unit):  # type: ignore[no-untyped-def]
    """Let what was not spent lapse, and a new year's money come."""
    unit.lapsed += unit.purse
    unit.purse = unit.budget
    unit.granted += unit.budget


class WorkUnit(RecordAgent):
    """A paired work unit as a Mesa agent."""

    table_name = "units"

    def strength(self) -> float:
        """What it can do for the community that it is paired with, against a middling unit (1)."""
        return float(strength(self.record, self.model.rules[0]))

    def season_of_appraisal(self) -> float:
        """What the yearly appraisal makes of its activity today (mean 1)."""
        return float(season_of_appraisal(self.record, self._day_of_year, self.model.rules[0]))

    def lends(self, field: int, u: float, money: bool = False) -> bool:
        """Whether it helps today with a case of this field that waits outside, for money or not. `u`: uniform, 0-1."""
        listed = self.model.world.communities[self.community].lists
        return bool(lends(self.record, field, listed, money, self._day_of_year, self.model.rules[0], u))

    @property
    def _day_of_year(self) -> int:
        return int(self.model.world.yearday[self.model.day])
