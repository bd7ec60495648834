"""Help with what is waited for outside: from the paired unit, an alliance, a sector's specialists, the own fund."""

from sim.agents.department import lends_specialist
from sim.agents.unit import lends
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose
from sim.grievance.level import DISTRICT
from sim.grievance.routing import draw

_OUTSIDE_WAIT = int(Purpose.OUTSIDE)


@rule
def is_helped(world, case, day):  # type: ignore[no-untyped-def]
    """Say whether somebody helps a case that waits for parts, money or consent; if not, the want is written down."""
    rules = world.rules[0]
    field = world.categories[case.category].field
    community = world.communities[case.community]
    paired = world.unit_of[case.community]
    if paired != NONE:
        u = draw(world, _OUTSIDE_WAIT, case, 3)
        if lends(world.units[paired], field, community.lists, community.need, world.yearday[day], rules, u):
            return True
    if draw(world, _OUTSIDE_WAIT, case, 8) < allied_help(world.streets[community.street], community, rules):
        return True
    if case.level <= DISTRICT and case.home == NONE:
        district = world.streets[community.street].district
        if lends_specialist(world.departments[world.serves[district, field]]):
            return True
    if case.promised != 0 and case.home == NONE:
        if _fund_pays(world.compounds[case.compound], community, rules, draw(world, _OUTSIDE_WAIT, case, 9)):
            return True
    world.wants[case.community, field] += 1.0
    return False


@rule
def _fund_pays(compound, community, rules, u):  # type: ignore[no-untyped-def]
    """Pay from the fund for small works what a promised case waits for, if it is money (u, uniform) and it suffices."""
    if compound.fund <= 0.0 or u >= rules.waits_for_money or community.purse < rules.promise_cost:
        return False
    community.purse -= rules.promise_cost
    return True


@rule
def allied_help(street, community, rules):  # type: ignore[no-untyped-def]
    """Return the chance that an alliance helps: the units of the street, or those of the community, stand in together.

    Each unit has little to give beyond its own pairing, and the more there are, the more is found.
    """
    units = rules.alliance_units * street.unit_n
    by_street = rules.alliance_helps * street.alliance * units / (1.0 + units)
    return by_street + (1.0 - by_street) * rules.alliance_helps * 0.5 * community.alliance
