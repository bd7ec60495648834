"""Sending a case to a desk, and keeping note of it."""

from sim.agents.compound import organised
from sim.engine.agenda import put
from sim.engine.clock import day_of
from sim.engine.compiling import rule, rule_apart
from sim.engine.queue import NONE, URGENT, join_queue
from sim.engine.random import Purpose, lognormal
from sim.grievance.block import NO_DAY
from sim.grievance.deadline import Deadline
from sim.grievance.level import CITY, COMMUNITY, COMPOUND, DISTRICT, STREET
from sim.grievance.needs import WORK
from sim.grievance.repeats import ahead_for_repeats
from sim.grievance.routing import desk_of, draw, goes_to_volunteers
from sim.grievance.ticket import FRESH, HANDOVERS, LOGGING, OUTBOX, TICKETS, TROUBLES, Reason, State

_QUEUED, _AWAY, _OUTSIDE = int(State.QUEUED), int(State.AWAY), int(State.OUTSIDE)
_DISPATCHED, _NO_AUTHORITY = int(Reason.DISPATCHED), int(Reason.NO_AUTHORITY)
_URGENT, _UTILITIES = int(Deadline.URGENT), int(Deadline.UTILITIES)
_ROUTE = int(Purpose.ROUTE)
_BEYOND_VOLUNTEER = int(Reason.BEYOND_VOLUNTEER)
ROOM = 64
"""Rows in every table of a block that one step of work may need."""


@rule
def is_short_of_room(block):  # type: ignore[no-untyped-def]
    """Say whether the block's tables might not hold what one more step brings."""
    marks = block.pointers
    return (
        len(block.cases) - marks[FRESH] < ROOM
        or len(block.tickets) - marks[TICKETS] < ROOM
        or len(block.handovers) - marks[HANDOVERS] < ROOM
        or len(block.outbox) - marks[OUTBOX] < ROOM
        or 0 < len(block.troubles) < marks[TROUBLES] + ROOM
    )


@rule
def note_handover(block, case, hour, to_level, to_desk, reason):  # type: ignore[no-untyped-def]
    """Count a hand-over, and write it into the log where one is kept."""
    block.days[min(day_of(hour), len(block.days) - 1)].handovers += 1.0
    if block.pointers[LOGGING] == 0 or case.measured == 0:
        return
    event = block.handovers[block.pointers[HANDOVERS]]
    block.pointers[HANDOVERS] += 1
    event.ticket = case.ticket
    event.hour = hour
    event.from_level = case.level
    event.from_desk = case.desk
    event.to_level = to_level
    event.to_desk = to_desk
    event.reason = reason


@rule
def head_start(world, case):  # type: ignore[no-untyped-def]
    """Hours by which a case goes before others that came when it did, as a negative number.

    Urgent ones go first always; those with a short deadline, pressed again, overdue or petitioned go before. Graded
    handling puts the grave further ahead, and so the light behind. Where the street stands behind in a league, what
    is scored goes further before what is not. An alarm calls a share of all hands to what it is
    about: these cases go before all others, which wait. What was promised at a forum is followed up, but no
    further than the street. Where all channels share a store, what is told of again goes further ahead.
    """
    rules = world.rules[0]
    community = world.communities[case.community]
    deadline = world.categories[case.category].deadline
    if deadline == _URGENT and case.official != 0:
        return URGENT
    ahead = rules.severity_head_start * case.severity
    ahead += rules.graded_head_start * community.graded * (case.severity - rules.graded_middle)
    if case.official != 0:
        ahead += rules.official_head_start + rules.class_head_start * (3 - deadline)
        ahead += rules.tenured_tilt * community.tenured
        if case.level <= STREET:
            ahead += rules.league_head_start * world.streets[community.street].behind
    if world.channels[case.channel].visible > 0.5:
        ahead += rules.board_head_start * community.board_reach
    if community.emergency > 0.0 and is_of_the_alarm(world, case):
        if draw(world, _ROUTE, case, 30) < community.emergency:
            ahead += rules.alarm_head_start
    if case.promised != 0 and case.level <= STREET:
        ahead += rules.promise_head_start * follows_up(world, case)
    ahead += rules.pressed_head_start * (case.rounds + case.expedited + case.to_petition)
    if case.joined > 0:
        ahead += ahead_for_repeats(case.joined, rules)
    if case.step > 0:
        ahead += rules.resumed_head_start
    return -ahead


@rule
def follows_up(world, case):  # type: ignore[no-untyped-def]
    """Return how far the compound's Party organisation sees to what was promised, 0-1: as far as it is active."""
    return organised(world, world.compounds[case.compound])


@rule
def is_of_the_alarm(world, case):  # type: ignore[no-untyped-def]
    """Say whether a case was brought by a shock: of a category that the shock of that day multiplies."""
    day = min(max(0, day_of(case.onset)), len(world.alarm) - 1)
    return world.alarm[day] and world.shocks[day, case.category] > 1.0


@rule
def haste(world, case):  # type: ignore[no-untyped-def]
    """By how much urgent cases, and those of water, power and gas, shorten what takes its time (1 for the others)."""
    deadline = world.categories[case.category].deadline
    if deadline == _URGENT:
        return world.rules[0].urgent_haste
    return world.rules[0].utilities_haste if deadline == _UTILITIES else 1.0


@rule
def hop_hours(world, case):  # type: ignore[no-untyped-def]
    """Hours that papers need from one desk to the next; a shared store shortens them."""
    rules = world.rules[0]
    community = world.communities[case.community]
    median = rules.hop_hours * (1.0 - rules.store_hop * community.shared_store) * haste(world, case)
    median *= 1.0 - rules.net_hop * world.streets[community.street].one_net
    return lognormal(median, rules.hop_sd, world.seed, _ROUTE, case.trouble, case.nth, 64 + min(case.handovers, 63))


@rule
def send(world, block, row, level, desk, hour, reason):  # type: ignore[no-untyped-def]
    """Send a case to a desk, to arrive at `hour`. What belongs to another block goes by post."""
    cases = block.cases
    case = cases[row]
    if level == COMMUNITY and reason != _BEYOND_VOLUNTEER and goes_to_volunteers(world, case):
        desk = world.communities[case.community].volunteer_desk
    note_handover(block, case, hour, level, desk, reason)
    case.handovers += 1
    if reason != _DISPATCHED and level > case.level:
        case.escalated = 1
    case.level = level
    case.desk = desk
    case.way = 0
    if level == CITY and case.home == NONE and block.number != world.city_block:
        case.state = _AWAY
        block.outbox[block.pointers[OUTBOX]] = case
        post = block.outbox[block.pointers[OUTBOX]]
        post.home = row
        post.home_block = block.number
        post.due = hour
        block.pointers[OUTBOX] += 1
        return
    waits_at_desk(world, block, row, hour, head_start(world, case))


@rule
def waits_at_desk(world, block, row, hour, ahead):  # type: ignore[no-untyped-def]
    """Let a case queue at its desk from `hour` on, with a head start of `ahead` hours.

    Noted is from which morning on it may climb the ladder of tiers: an official ticket once, from below the district,
    on the morning after its deadline; a part of a case never.
    """
    case = block.cases[row]
    may_climb = case.official != 0 and case.expedited == 0 and case.level < DISTRICT and case.parent == NONE
    block.climbs_on[row] = day_of(case.deadline) + 1 if may_climb else NO_DAY
    case.state = _QUEUED
    join_queue(world.desks[case.desk], block.cases, row, hour, ahead)


@rule_apart
def send_to_level(world, block, row, level, hour, reason):  # type: ignore[no-untyped-def]
    """Send a case to the right desk of a level, papers taking their time."""
    case = block.cases[row]
    case.misrouted = 0
    desk = desk_of(world, case, level)
    send(world, block, row, level, desk, hour + hop_hours(world, case), reason)


@rule_apart
def comes_back(world, block, row, hour, reason):  # type: ignore[no-untyped-def]
    """Put a case back into the queue of the desk that had it; the community's, if that firm has left."""
    case = block.cases[row]
    if case.level == COMPOUND and world.compounds[case.compound].firm == NONE:
        send_to_level(world, block, row, COMMUNITY, hour, _NO_AUTHORITY)
        return
    note_handover(block, case, hour, case.level, case.desk, reason)
    waits_at_desk(world, block, row, hour, head_start(world, case))


@rule
def waits_outside(block, row, until, comes_up, day):  # type: ignore[no-untyped-def]
    """Let a case wait until an hour for what does not take its handler's hours, and come up then or before."""
    case = block.cases[row]
    case.state = _OUTSIDE
    case.priority = until
    put(block.heads[WORK], block.cases, row, comes_up, day)
