"""Parts of a case that others do: asked for in joint work, or called in by a whistle from below."""

from sim.agents.department import answers_whistle, comes_when_called, is_rated
from sim.agents.street import commands, whistles
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose
from sim.grievance.handover import comes_back, head_start, hop_hours, note_handover, send_to_level, waits_at_desk
from sim.grievance.level import CITY, COMMUNITY, DISTRICT, STREET
from sim.grievance.routing import desk_of, draw, draw_of_trouble
from sim.grievance.ticket import CALLED, NOT_COMING, OUTBOX, SHARED, Reason, State, free_case, new_case

_ROUTE, _HANDLING, _WHISTLE = int(Purpose.ROUTE), int(Purpose.HANDLING), int(Purpose.WHISTLE)
_JOINT = int(State.JOINT)
_WHISTLED, _UNANSWERED = int(Reason.WHISTLED), int(Reason.WHISTLE_UNANSWERED)
_JOINT_REASON, _JOINT_DONE = int(Reason.JOINT), int(Reason.JOINT_DONE)
_OF_COMMUNITY = 20
"""Added to the numbers of a community's draws, so that they are not those of its street."""


@rule
def calls_in(world, block, desk, row, needed, hour):  # type: ignore[no-untyped-def]
    """Call whoever has the authority to where a case is (M20). If they come, both work on it; if not, it is passed on.

    A community may call the street, streets and communities the district's bureaus, and for what no district has
    authority over the city's: to these a call goes by post, so it is answered the next morning. What volunteers have
    taken up is not called about.

    Args:
        needed: the lowest level that may finish the case.

    Returns: whether somebody is called; if not, the case still lies at this desk.
    """
    rules = world.rules[0]
    case = block.cases[row]
    community = world.communities[case.community]
    street = world.streets[community.street]
    if case.level == COMMUNITY and desk.pool == 0:
        calls = whistles(community, community, rules, draw(world, _WHISTLE, case, _OF_COMMUNITY))
    else:
        calls = case.level == STREET and whistles(street, community, rules, draw(world, _WHISTLE, case, 0))
    if not calls:
        return False
    level = min(needed, CITY)
    _counts_call(world, case, hour, 1.0, 0.0)
    if level < CITY and not _comes(world, case, level):
        send_to_level(world, block, row, case.level + 1, hour + rules.whistle_wait_hours, _UNANSWERED)
        return True
    case.state = _JOINT
    case.parts_open = 1
    case.step = SHARED
    if level == CITY:
        _calls_city(world, block, row, hour)
    else:
        _counts_call(world, case, hour, 0.0, 1.0)
        _give_part(world, block, row, level, desk_of(world, case, level), hour, _WHISTLED)
    return True


@rule
def _counts_call(world, case, hour, called, came):  # type: ignore[no-untyped-def]
    if world.span[0] <= hour < world.span[1]:
        tally = world.tallies[case.community]
        tally.whistles += called
        tally.whistles_answered += came


@rule
def _comes(world, case, level):  # type: ignore[no-untyped-def]
    """Say whether those who are called come, and let who called remember whether a bureau did.

    To come takes hours besides their part: so whistles congest.
    """
    rules = world.rules[0]
    community = world.communities[case.community]
    by_community = case.level == COMMUNITY
    u = draw(world, _WHISTLE, case, 1 + (_OF_COMMUNITY if by_community else 0))
    called = world.desks[desk_of(world, case, level)]
    load = called.length / max(1, called.present)
    if level == STREET:
        return comes_when_called(0.0, 0.0, load, community.attention, rules, u)
    bureau = world.departments[called.owner]
    ties = 0.0 if by_community else world.streets[community.street].ties
    comes = answers_whistle(bureau, STREET - case.level, load, ties, community.attention, rules, u)
    is_rated(bureau, comes, rules)
    return comes


@rule
def _calls_city(world, block, row, hour):  # type: ignore[no-untyped-def]
    """Send a call to the city's bureau by the evening's post; whether it comes is settled there."""
    case = block.cases[row]
    block.outbox[block.pointers[OUTBOX]] = case
    call = block.outbox[block.pointers[OUTBOX]]
    block.pointers[OUTBOX] += 1
    call.parent = row
    call.called = CALLED
    call.home = row
    call.home_block = block.number
    call.desk = desk_of(world, case, CITY)
    call.due = hour + hop_hours(world, case)


@rule
def city_comes(world, call):  # type: ignore[no-untyped-def]
    """Say whether the city's bureau comes to which a call has gone; `call` is still of the level that called."""
    return _comes(world, call, CITY)


@rule
def city_has_done(world, block, post, day):  # type: ignore[no-untyped-def]
    """Bring home what became of a call to the city: its part is done, or nobody comes and the case is passed on."""
    case = block.cases[post.home]
    hour = max(post.closed, 24.0 * day)
    if post.called == NOT_COMING:
        case.step = 0
        case.parts_open = 0
        send_to_level(world, block, post.home, case.level + 1, hour, _UNANSWERED)
        return
    _counts_call(world, case, hour, 0.0, 1.0)
    note_handover(block, case, post.arrived, CITY, post.desk, _WHISTLED)
    _one_part_less(world, block, post.home, hour)


@rule
def calls_others(world, block, row, hour):  # type: ignore[no-untyped-def]
    """Give their parts to the other agencies that a case needs."""
    case = block.cases[row]
    category = world.categories[case.category]
    street = world.streets[world.communities[case.community].street]
    others = max(1, int(category.parties) - 1)
    case.state = _JOINT
    case.parts_open = others
    case.step = SHARED
    first = int(9.0 * draw_of_trouble(world, _HANDLING, case, 40))
    for k in range(others):
        field = (category.field + 1 + (first + 3 * k) % 9) % world.serves.shape[1]
        desk = world.departments[world.serves[street.district, field]].desk
        _give_part(world, block, row, DISTRICT, desk, hour, _JOINT_REASON)


@rule
def _give_part(world, block, row, level, desk, hour, reason):  # type: ignore[no-untyped-def]
    """Give another office a part of a case; the case waits for all of them."""
    part = new_case(block.cases, block.pointers)
    block.cases[part] = block.cases[row]
    piece = block.cases[part]
    piece.parent = row
    piece.called = CALLED if reason == _WHISTLED else 0
    piece.lead = NONE
    piece.followers = 0
    piece.known[:] = NONE
    piece.level = level
    piece.desk = desk
    note_handover(block, block.cases[row], hour, level, desk, reason)
    rules = world.rules[0]
    wait, ahead = hop_hours(world, piece), head_start(world, piece)
    street = world.streets[world.communities[piece.community].street]
    if level == DISTRICT and commands(street, draw_of_trouble(world, _ROUTE, piece, 8)):
        wait *= rules.command_hop  # the station is told, not asked, and does this before its own bureau's cases
        ahead -= rules.command_head_start
    waits_at_desk(world, block, part, hour + wait, ahead)


@rule
def part_is_done(world, block, row, hour):  # type: ignore[no-untyped-def]
    """End a part of a case: its row is given back, and with the last of them the case goes on."""
    case = block.cases[row]
    if case.home != NONE:  # the city's part of a district's case
        case.closed = hour
        block.outbox[block.pointers[OUTBOX]] = case
        block.pointers[OUTBOX] += 1
        free_case(block.cases, block.pointers, row)
        return
    parent = case.parent
    free_case(block.cases, block.pointers, row)
    _one_part_less(world, block, parent, hour)


@rule
def _one_part_less(world, block, row, hour):  # type: ignore[no-untyped-def]
    whole = block.cases[row]
    whole.parts_open -= 1
    if whole.parts_open == 0:
        comes_back(world, block, row, hour, _JOINT_DONE)
