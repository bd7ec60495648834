"""Post between a district and the city's level: cases go up in the evening and come home when they are closed.

Blocks work side by side and write only their own rows; what crosses goes by post, taken in a fixed order.
"""

from sim.engine.compiling import rule
from sim.engine.queue import NONE, join_queue
from sim.grievance.closing import await_judgement, ends_by_itself
from sim.grievance.handover import head_start
from sim.grievance.level import CITY
from sim.grievance.parts import city_comes, city_has_done
from sim.grievance.ticket import NOT_COMING, OUTBOX, State, free_case, new_case

_QUEUED = int(State.QUEUED)


@rule
def goes_up(world, block, city):  # type: ignore[no-untyped-def]
    """Take a district's outgoing cases to the city's desks; the caller has made room for them.

    Among them are calls to the city's bureaus: who does not come lets them know the next morning.
    """
    for k in range(block.pointers[OUTBOX]):
        row = new_case(city.cases, city.pointers)
        city.cases[row] = block.outbox[k]
        case = city.cases[row]
        case.state = _QUEUED
        case.lead = NONE
        case.followers = 0
        case.known[:] = NONE
        if case.parent != NONE:
            if not city_comes(world, case):
                case.called, case.closed = NOT_COMING, case.due
                city.outbox[city.pointers[OUTBOX]] = case
                city.pointers[OUTBOX] += 1
                free_case(city.cases, city.pointers, row)
                continue
            case.level = CITY
        join_queue(world.desks[case.desk], city.cases, row, case.due, head_start(world, case))
    block.pointers[OUTBOX] = 0


@rule
def comes_home(world, city, block, day):  # type: ignore[no-untyped-def]
    """Bring the cases that the city's level has closed, and what became of calls, back to their district."""
    for k in range(city.pointers[OUTBOX]):
        post = city.outbox[k]
        if post.home_block != block.number:
            continue
        if post.parent != NONE:
            city_has_done(world, block, post, day)
            continue
        case = block.cases[post.home]
        case.closed = post.closed
        case.outcome = post.outcome
        if case.ended < 0.0:
            case.ended = post.ended
        ends_by_itself(block, case, post.home, post.fades)
        case.deadline = post.deadline
        case.solved_by = post.solved_by
        case.first_response = post.first_response
        case.attempts = post.attempts
        case.bounces = post.bounces
        case.handovers = post.handovers
        await_judgement(world, block, post.home, day)
