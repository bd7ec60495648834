"""The end of a case: what the log keeps, what burden it was, and whether the trouble will be back."""

import math

import numpy as np

from sim.engine.agenda import put
from sim.engine.clock import HOURS_A_DAY
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, philox
from sim.grievance.burden import add_burden
from sim.grievance.needs import SPEAK
from sim.grievance.routing import draw
from sim.grievance.ticket import TICKETS, Outcome, State, free_case, new_case

_RETURN = int(Purpose.RETURN)
_SOLVED, _PSEUDO, _MERGED, _LAPSED = int(Outcome.SOLVED), int(Outcome.PSEUDO), int(Outcome.MERGED), int(Outcome.LAPSED)
_SETTLED, _RETURNING = int(State.SETTLED), int(State.RETURNING)


@rule
def log_ticket(block, case):  # type: ignore[no-untyped-def]
    """Write a recorded case into the log of tickets. What is reported: closed as solved, whether it was or not."""
    entry = block.tickets[block.pointers[TICKETS]]
    block.pointers[TICKETS] += 1
    entry.ticket = case.ticket
    entry.trouble = case.trouble
    entry.resident = case.resident
    entry.building = case.building
    entry.compound = case.compound
    entry.community = case.community
    entry.category = case.category
    entry.channel = case.channel
    entry.official = case.official
    entry.collective = case.collective
    entry.level = case.solved_by if case.solved_by != NONE else case.level
    entry.outcome = case.outcome
    entry.solved_true = 1 if case.outcome == _SOLVED else 0
    entry.solved_reported = 1 if case.outcome == _SOLVED or case.outcome == _PSEUDO or case.outcome == _LAPSED else 0
    entry.rating = case.rating
    entry.reopened = min(case.reopened, 100)
    entry.repeated = case.returned
    entry.escalated = case.escalated
    entry.misrouted = 1 if case.bounces > 0 else 0
    entry.handovers = min(case.handovers, 30_000)
    entry.severity = case.severity
    entry.onset = case.onset
    entry.reported = case.reported
    entry.first_response = case.first_response
    entry.closed = case.closed
    entry.deadline = case.deadline
    entry.merged_into = -1


@rule
def log_merged(world, block, row, hour):  # type: ignore[no-untyped-def]
    """Log a contact that was joined to a ticket that is open already."""
    case = block.cases[row]
    if case.measured == 0:
        return
    case.reported = hour
    case.outcome = _MERGED
    log_ticket(block, case)
    entry = block.tickets[block.pointers[TICKETS] - 1]
    entry.merged_into = block.cases[case.lead].ticket
    entry.level = block.cases[case.lead].level
    world.tallies[case.community].merged += 1.0


@rule
def drop_follower(block, lead):  # type: ignore[no-untyped-def]
    """One fewer points to this lead; a settled lead that nobody points to gives back its row."""
    case = block.cases[lead]
    case.followers -= 1
    if case.followers == 0 and case.state == _SETTLED:
        free_case(block.cases, block.pointers, lead)


@rule
def settle(world, block, row, day):  # type: ignore[no-untyped-def]
    """End a case for good."""
    case = block.cases[row]
    if case.measured != 0 and case.ticket >= 0 and world.categories[case.category].enquiry == 0:
        log_ticket(block, case)
    if case.lead == NONE:
        if world.categories[case.category].enquiry == 0:
            end = case.fades if case.ended < 0.0 else min(case.ended, case.fades)
            add_burden(world, case.community, case.severity * case.affected, case.onset, end)
            if case.ended >= 0.0 and case.ended < case.fades:
                _may_return(world, block, row, day)
    else:
        drop_follower(block, case.lead)
    case = block.cases[row]
    if case.followers > 0:
        case.state = _SETTLED
    else:
        free_case(block.cases, block.pointers, row)


@rule
def _may_return(world, block, row, day):  # type: ignore[no-untyped-def]
    """Let a solved trouble come back where its root cause is still there; a trouble of its own, with its own number."""
    case = block.cases[row]
    category = world.categories[case.category]
    if draw(world, _RETURN, case, 0) >= category.returns:
        return
    days = -category.returns_days / math.log(2.0) * math.log(1.0 - draw(world, _RETURN, case, 1))
    again = new_case(block.cases, block.pointers)
    back = block.cases[again]
    back.category = case.category
    back.resident = case.resident
    back.state = _RETURNING
    back.trouble = offspring(case.trouble)
    back.community = case.community
    put(block.heads[SPEAK], block.cases, again, case.ended + days * HOURS_A_DAY, day)
    if back.due >= HOURS_A_DAY * (block.heads.shape[1]):
        free_case(block.cases, block.pointers, again)


@rule
def offspring(trouble):  # type: ignore[no-untyped-def]
    """Return the number of the trouble that comes back from this one: 63 well-mixed bits."""
    whole, none = np.uint64(trouble), np.uint64(0)
    a, b, _, _ = philox(whole & np.uint64(0xFFFFFFFF), whole >> np.uint64(32), none, none, np.uint64(1), none)
    return np.int64((a << np.uint64(32) | b) >> np.uint64(1))
