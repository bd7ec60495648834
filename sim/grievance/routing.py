"""Where a case belongs, and which desk that is. The rows come from the graph of institutions (city/routes)."""

from sim.agents.department import FIELDS
from sim.agents.street import POOL_OF_FIELD, may_finish, one_team_handles
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, uniform
from sim.grievance.level import CITY, COMMUNITY, COMPOUND, DISTRICT, STREET

_ROUTE = int(Purpose.ROUTE)
_POOL_OF_FIELD = POOL_OF_FIELD


@rule
def draw(world, purpose, case, index):  # type: ignore[no-untyped-def]
    """Draw a number that belongs to a case: the same in every world in which the trouble is spoken of."""
    return uniform(world.seed, purpose, case.trouble, case.nth, index)


@rule
def draw_of_trouble(world, purpose, case, index):  # type: ignore[no-untyped-def]
    """Draw a number that belongs to a trouble: the same for all who speak of it."""
    return uniform(world.seed, purpose, case.trouble, 0, index)


@rule
def needs_others(world, case):  # type: ignore[no-untyped-def]
    """Say whether several agencies are needed, and no team of the street's stands for them all."""
    category = world.categories[case.category]
    if draw_of_trouble(world, _ROUTE, case, 0) >= category.joint_share:
        return False
    street = world.streets[world.communities[case.community].street]
    return not one_team_handles(street, category.field, draw_of_trouble(world, _ROUTE, case, 7))


@rule
def level_needed(world, case):  # type: ignore[no-untyped-def]
    """Return the lowest level that may finish a case: its owner's, one more where law or money ask for it.

    What is the district's by law the street may finish where that has been handed down to it.
    """
    category = world.categories[case.category]
    level = category.owner
    if level == COMPOUND and world.compounds[case.compound].firm < 0:
        level = COMMUNITY
    if draw_of_trouble(world, _ROUTE, case, 1) < category.beyond_share:
        level += 1
    if level < STREET and needs_others(world, case):
        level = STREET
    if level == DISTRICT:
        street = world.streets[world.communities[case.community].street]
        if may_finish(street, category.field, draw_of_trouble(world, _ROUTE, case, 2)):
            level = STREET
    return min(level, CITY)


@rule
def climbs_to(world, case, level):  # type: ignore[no-untyped-def]
    """Note that a case goes as far up as a level, by whatever that is above the level which it needs."""
    case.climbed = max(case.climbed, min(level, CITY) - level_needed(world, case))


@rule
def desk_of(world, case, level):  # type: ignore[no-untyped-def]
    """Return the desk of a level for this case's place and field; NONE where the compound has no firm."""
    field = world.categories[case.category].field
    community = world.communities[case.community]
    if level == COMPOUND:
        return world.compounds[case.compound].desk
    if level == COMMUNITY:
        return community.desk
    street = world.streets[community.street]
    if level == STREET:
        if street.pooled > 0.0 and draw(world, _ROUTE, case, 21) < street.pooled:
            return shortest_queue(world, street)
        return street.desk[_POOL_OF_FIELD[field]]
    if level == DISTRICT:
        return world.departments[world.serves[street.district, field]].desk
    return world.departments[world.bureaus[field]].desk


@rule
def shortest_queue(world, street):  # type: ignore[no-untyped-def]
    """Return the desk of a street where the fewest cases wait for each of its staff: pooled offices share their load.

    Joining the shortest queue comes near to one queue for all (Whitt 1986).
    """
    best, least = street.desk[0], 0.0
    for pool in range(len(street.desk)):
        desk = world.desks[street.desk[pool]]
        load = (desk.length + 1.0) / max(0.05, desk.present * desk.share)
        if pool == 0 or load < least:
            best, least = street.desk[pool], load
    return best


@rule
def wrong_desk(world, case, level):  # type: ignore[no-untyped-def]
    """Return a desk that a misrouted case ends up at: another department, or another pool of the street."""
    pick = draw(world, _ROUTE, case, 3 + case.bounces)
    field = world.categories[case.category].field
    other = (field + 1 + min(int(pick * (FIELDS - 1)), FIELDS - 2)) % FIELDS
    street = world.streets[world.communities[case.community].street]
    if level <= STREET:
        own = _POOL_OF_FIELD[field]
        pool = _POOL_OF_FIELD[other]
        return street.desk[pool if pool != own else (own + 1) % len(street.desk)]
    return world.departments[world.serves[street.district, other]].desk


@rule
def goes_to_volunteers(world, case):  # type: ignore[no-untyped-def]
    """Say whether a community gives a case to its volunteers: a simple task, and some of them are there."""
    desk = world.communities[case.community].volunteer_desk
    if desk == NONE or world.categories[case.category].low_skill == 0 or case.step > 0:
        return False
    rules = world.rules[0]
    claims = world.communities[case.community].claims
    share = rules.volunteer_share + (1.0 - rules.volunteer_share) * rules.claim_share * claims
    return world.desks[desk].present > 0 and draw(world, _ROUTE, case, 20) < share
