"""Visits to those who must be visited: classes in an order of priority, and as many visits as workers have time for."""

from enum import IntEnum

from sim.agents.ages import ELDER_FROM
from sim.engine.compiling import rule


class Visited(IntEnum):
    """Why a household must be visited; the lower the number, the sooner its turn.

    Three and five are named without saying which (三必到五必访): these, and their order, are a reading of what cities
    publish. Illness and bereavement, which are among them there, befall nobody in the model.
    """

    NOT = 0
    DISPUTE = 1
    """A dispute was reported of late."""
    HARDSHIP = 2
    """Hardship was reported of late."""
    ALONE = 3
    """Old and living alone."""
    OLD = 4
    """Somebody old lives there."""
    NEWCOMER = 5
    """Moved in less than a year ago."""


CLASSES = len(Visited)
_NOT, _DISPUTE, _HARDSHIP = int(Visited.NOT), int(Visited.DISPUTE), int(Visited.HARDSHIP)
_ALONE, _OLD, _NEWCOMER = int(Visited.ALONE), int(Visited.OLD), int(Visited.NEWCOMER)


@rule
def goes_on_visiting_list(household, dispute, hardship, rules):  # type: ignore[no-untyped-def]
    """Put a household on the list for some weeks for what was reported of it; a dispute goes before hardship."""
    if dispute:
        household.due = _DISPUTE
    elif hardship and not (household.due == _DISPUTE and household.due_weeks > 0):
        household.due = _HARDSHIP
    else:
        return
    household.due_weeks = int(rules.visit_due_weeks)


@rule
def class_of(world, household):  # type: ignore[no-untyped-def]
    """Return why a household must be visited now (`Visited`)."""
    if household.due_weeks > 0:
        return int(household.due)
    last = household.resident_lo + household.persons
    for who in range(household.resident_lo, last):
        if world.residents[who].age >= ELDER_FROM:
            return _ALONE if household.persons == 1 else _OLD
    return _NEWCOMER if world.residents[household.resident_lo].years_here == 0 else _NOT


@rule
def shares_out(community, workers, rules):  # type: ignore[no-untyped-def]
    """Give a week's visits to one class after the other: what the first want, the last go without.

    The turn of a household within its class comes at random, so that it is seen within t days with chance
    1 - exp(-t / T), T being the days that a round of the class takes.
    """
    left = community.must_visits * workers
    community.calls = 0.0
    for k in range(1, CLASSES):
        homes = community.listed[k]
        made = min(left, homes * 7.0 / rules.visit_every)
        community.visit_rate[k] = made / 7.0 / max(1.0, homes)
        community.calls += made
        left -= made


@rule
def visits_of_week(world, block):  # type: ignore[no-untyped-def]
    """Draw up each community's list of whom to visit, and share out the week's visits."""
    rules = world.rules[0]
    for row in block.communities:
        community = world.communities[row]
        if community.must_visits <= 0.0:
            community.calls = 0.0
            continue
        community.listed[:] = 0.0
        for k in range(community.household_lo, community.household_lo + community.household_n):
            household = world.households[k]
            community.listed[class_of(world, household)] += 1.0
            if household.due_weeks > 0:
                household.due_weeks -= 1
        shares_out(community, world.desks[community.desk].present, rules)
