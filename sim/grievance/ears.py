"""Ears: who hears of a trouble that nobody speaks of, because they came by, and how long that takes.

An ear hears with a chance of its own after a time of its own; the first one counts (`needs` lets one that comes after
the trouble has gone by itself hear nothing).
"""

import math

from sim.agents.branch import passes_on
from sim.agents.compound import organised
from sim.agents.forum import goes_to_forum
from sim.agents.responses import Response
from sim.agents.visits import class_of
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, poisson, uniform_four
from sim.grievance.level import COMPOUND
from sim.grievance.ticket import AT_FORUM, INSPECTED

_EAR, _COURIER = int(Purpose.EAR), int(Purpose.COURIER)
_FIRM_DESK, _GRID = int(Response.FIRM_DESK), int(Response.GRID)
NEVER = 1.0e9
COURIER_REPORTS = 3
"""Most couriers who report one and the same thing."""


@rule
def hears_of_silent(  # type: ignore[no-untyped-def]
    world, trouble, nth, category, severity, resident, compound, community, day, x, y
):
    """Find who hears of a silent trouble first. x, y: uniform, of volunteers and the compound's organisation.

    Returns: (response in the resident's name, NONE if nobody hears; days until then; AT_FORUM if it is voiced there,
        INSPECTED if a director found it, 0).
    """
    rules = world.rules[0]
    if x < community.visits or passes_on(compound, organised(world, compound), rules, y):
        return _GRID, rules.visit_days, 0
    if not _somebody_comes(world, compound, community):
        return NONE, 0.0, 0
    household = world.households[resident.household]
    a, b, c, d = uniform_four(world.seed, _EAR, trouble, nth, 0)
    e, f, _, _ = uniform_four(world.seed, _EAR, trouble, nth, 1)
    patrol, patrol_day, round_, round_day = uniform_four(world.seed, _EAR, trouble, 0, 3)  # once a trouble
    first = min(
        _member_comes(compound, community, rules, a, b),
        _visit_is_paid(world, compound, community, household, rules, c, d),
    )
    forum = _forum_is_held(compound, resident, household, severity, day, rules, e, f)
    first = min(first, forum)
    street = world.streets[community.street]
    if category.seen != 0 and patrol < rules.patrol_sees * street.one_net:
        first = min(first, rules.patrol_days * patrol_day)
    inspected = _is_inspected(category, compound, rules, round_, round_day)
    if inspected < first:
        return _FIRM_DESK, inspected, INSPECTED
    if first >= NEVER:
        return NONE, 0.0, 0
    return _GRID, first, AT_FORUM if forum <= first else 0


@rule
def _somebody_comes(world, compound, community):  # type: ignore[no-untyped-def]
    street = world.streets[community.street]
    return (
        compound.members + compound.branch_visits + compound.forum + compound.director > 0.0
        or community.must_visits + street.one_net > 0.0
    )


@rule
def _member_comes(compound, community, rules, u, v):  # type: ignore[no-untyped-def]
    """Days until the Party member in charge of the building hears of it, in a weekly round of those who do turn out."""
    if u < compound.members * rules.member_hears * min(1.0, rules.member_rounds * community.turnout):
        return 7.0 * v
    return NEVER


@rule
def _visit_is_paid(world, compound, community, household, rules, u, v):  # type: ignore[no-untyped-def]
    """Days until a visitor is at the door and is told of it; those who must be visited come by the turn of their class.

    The wait for one's turn in a round that takes T days is over within t with chance 1 - exp(-t / T).
    """
    rate = compound.branch_visits / 365.0
    if community.must_visits > 0.0:
        rate += community.visit_rate[class_of(world, household)]
    if rate <= 0.0 or u >= rules.visit_discloses:
        return NEVER
    return -math.log(1.0 - v) / rate


@rule
def _forum_is_held(compound, resident, household, severity, day, rules, u, v):  # type: ignore[no-untyped-def]
    """Days until the next forum, for one who goes to it with the own trouble."""
    if compound.forum <= 0.0 or not goes_to_forum(resident, household.owner, severity, compound, day, rules, u):
        return NEVER
    return v * 365.0 / compound.forum


@rule
def _is_inspected(category, compound, rules, u, v):  # type: ignore[no-untyped-def]
    """Days until a quality director finds a defect that is the firm's to mend, on a monthly round."""
    if compound.director <= 0.0 or compound.firm < 0 or category.owner != COMPOUND:
        return NEVER
    return 30.0 * v if u < rules.director_finds * (category.condition_weight + category.service_weight) else NEVER


@rule
def keenness(community, rules):  # type: ignore[no-untyped-def]
    """Return how keen couriers are to report, against unpaid ones (1): piece rates bring more pieces (Lazear 2000)."""
    return 1.0 + rules.courier_pull * community.courier_reward


@rule
def couriers_who_report(community, rules, u):  # type: ignore[no-untyped-def]
    """Return how many couriers report what can be seen from the street, whether or not somebody else has; u is uniform.

    Each sees it and says so by chances of the own and knows nothing of the others: so they are a Poisson number, the
    first of them add most, and whoever comes second doubles what is known.
    """
    tells = 1.0 - (1.0 - rules.courier_tells) ** keenness(community, rules)
    mean = rules.courier_sees * community.couriers * tells
    n, term = 0, math.exp(-mean)
    below = term
    while u >= below and n < COURIER_REPORTS:
        n += 1
        term *= mean / n
        below += term
    return n


@rule
def false_reports(world, community, day):  # type: ignore[no-untyped-def]
    """Return how many reports of a day couriers make of what is nothing, or no longer there.

    A reward by the piece is paid for these too: what is counted is done more, its quality is not (Holmstrom and
    Milgrom 1991). There is no end to them, while what there is to see has one.
    """
    rules = world.rules[0]
    mean = rules.courier_errs / 365.0 * community.couriers * keenness(community, rules)
    return poisson(mean, world.seed, _COURIER, community.key, day, 0) if mean > 0.0 else 0
