"""Help with what is waited for: a unit's, a specialist's or the own fund's at once, an alliance's when it meets."""

from sim.agents.alliance import gives, next_session
from sim.agents.business_district import firms_give
from sim.agents.department import lends_specialist
from sim.agents.project import goes_out_of_purse
from sim.agents.unit import lends
from sim.engine.clock import HOURS_A_DAY, day_of
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose
from sim.grievance.level import DISTRICT
from sim.grievance.routing import draw

_OUTSIDE_WAIT = int(Purpose.OUTSIDE)


@rule
def is_helped(world, case, day):  # type: ignore[no-untyped-def]
    """Say whether somebody helps at once with what a case waits for: parts, money, consent.

    If not, the want is written down, and an alliance may give it later.
    """
    rules = world.rules[0]
    field = world.categories[case.category].field
    community = world.communities[case.community]
    paired = world.unit_of[case.community]
    mark = draw(world, _OUTSIDE_WAIT, case, 9)
    if paired != NONE:
        u = draw(world, _OUTSIDE_WAIT, case, 3)
        money = mark < rules.waits_for_money
        if lends(world.units[paired], field, community.lists, money, world.yearday[day], rules, u):
            return True
    if case.level <= DISTRICT and case.home == NONE:
        district = world.streets[community.street].district
        if lends_specialist(world.departments[world.serves[district, field]]):
            return True
    if case.promised != 0 and case.home == NONE:
        if _fund_pays(world.compounds[case.compound], community, rules, mark):
            return True
    world.wants[case.community, field] += 1.0
    return False


@rule
def _fund_pays(compound, community, rules, u):  # type: ignore[no-untyped-def]
    """Pay from the fund for small works what a promised case waits for, if it is money (u, uniform) and it suffices."""
    if compound.fund <= 0.0 or u >= rules.waits_for_money or community.purse < rules.promise_cost:
        return False
    goes_out_of_purse(community, rules.promise_cost)
    return True


@rule
def comes_up_at(world, case, hour, until, day):  # type: ignore[no-untyped-def]
    """Return the hour at which a waiting case comes up: when its wait is over, or an alliance meets on a day before.

    At a meeting, from ten in the morning on, the gravest come first: what there is goes to the worst problems (M84).
    What begins to wait on the day of a meeting is for the next one. Cases of the city's level are on nobody's list.

    Args:
        hour, until: from and to which it waits.
        day: today.
    """
    if case.home != NONE:
        return until
    community = world.communities[case.community]
    after = max(day, day_of(hour))
    meets_on = min(next_session(world.streets[community.street], after), next_session(community, after))
    return meets_on * HOURS_A_DAY + 10.0 + (1.0 - case.severity) if meets_on < day_of(until) else until


@rule
def is_given_at_meeting(world, case):  # type: ignore[no-untyped-def]
    """Say whether an alliance that meets on the day on which a case comes up, or firms, give what it waits for.

    Who could say yes sits at the table, so the waiting is over; each meeting has only so much to give. Firms of a
    business district put in the hours that they lent.
    """
    community = world.communities[case.community]
    day = day_of(case.due)
    if gives(world.streets[community.street], day) or gives(community, day):
        return True
    return firms_give(community, world.rules[0], day)
