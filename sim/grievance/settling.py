"""The end of a case: what the log keeps, what burden it was, and whether the trouble will be back."""

import math

import numpy as np

from sim.engine.agenda import put
from sim.engine.clock import HOURS_A_DAY
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, philox
from sim.grievance.burden import add_burden, over_at
from sim.grievance.needs import SPEAK
from sim.grievance.routing import draw
from sim.grievance.ticket import TICKETS, Outcome, State, free_case, is_about_nothing, keeper_of, new_case
from sim.grievance.trouble import log_spoken

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
def log_merged(world, block, row, hour, joined):  # type: ignore[no-untyped-def]
    """Log a contact that was joined to a ticket that is open already (`joined`: its row)."""
    case = block.cases[row]
    if case.measured == 0:
        return
    case.reported = hour
    case.outcome = _MERGED
    log_ticket(block, case)
    entry = block.tickets[block.pointers[TICKETS] - 1]
    entry.merged_into = block.cases[joined].ticket
    entry.level = block.cases[joined].level
    world.tallies[case.community].merged += 1.0


@rule
def settle(world, block, row, day):  # type: ignore[no-untyped-def]
    """End a case for good."""
    case = block.cases[row]
    if case.measured != 0 and case.ticket >= 0 and world.categories[case.category].enquiry == 0:
        log_ticket(block, case)
    lets_go(world, block, row, day)


@rule
def lets_go(world, block, row, day):  # type: ignore[no-untyped-def]
    """Let one who spoke of a trouble drop out; with the last of them the trouble is over, and its burden is counted."""
    lead = keeper_of(block.cases[row], row)
    if lead == row:
        block.cases[row].state = _SETTLED
    else:
        free_case(block.cases, block.pointers, row)
        block.cases[lead].followers -= 1
    kept = block.cases[lead]
    if kept.followers > 0 or kept.state != _SETTLED:
        return
    if world.categories[kept.category].enquiry == 0 and not is_about_nothing(kept):
        add_burden(world, kept.community, kept.severity * kept.affected, kept.onset, over_at(kept))
        if len(block.troubles) > 0:
            log_spoken(world, block, kept)
        if 0.0 <= kept.ended < kept.fades and len(world.trace) == 0:  # a trace says itself what comes back
            _may_return(world, block, lead, day)
    free_case(block.cases, block.pointers, lead)


@rule
def is_over(block, case, row, hour):  # type: ignore[no-untyped-def]
    """Say whether a case's trouble is over: gone by itself, or by work on another's ticket about the same cause."""
    kept = block.cases[keeper_of(case, row)]
    return kept.fades <= hour or 0.0 <= kept.ended <= hour


@rule
def _may_return(world, block, row, day):  # type: ignore[no-untyped-def]
    """Let a solved trouble come back where its root cause is still there; a trouble of its own, with its own number."""
    case = block.cases[row]
    category = world.categories[case.category]
    if draw(world, _RETURN, case, 0) >= category.returns * case.lasting:
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
    if back.due >= HOURS_A_DAY * (block.heads.shape[1] - 1):
        free_case(block.cases, block.pointers, again)


@rule
def offspring(trouble):  # type: ignore[no-untyped-def]
    """Return the number of the trouble that comes back from this one: 63 well-mixed bits."""
    whole, none = np.uint64(trouble), np.uint64(0)
    a, b, _, _ = philox(whole & np.uint64(0xFFFFFFFF), whole >> np.uint64(32), none, none, np.uint64(1), none)
    return np.int64((a << np.uint64(32) | b) >> np.uint64(1))
