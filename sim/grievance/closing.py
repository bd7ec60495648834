"""Closing a case, and what follows from it for the resident."""

from sim.agents.department import is_rated
from sim.agents.league import counts_closing
from sim.engine.agenda import put
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, lognormal
from sim.grievance.level import DISTRICT
from sim.grievance.needs import JUDGE
from sim.grievance.ticket import OPEN_TICKETS, OUTBOX, Outcome, State, changes_row, free_case, keeper_of

_JUDGEMENT = int(Purpose.JUDGEMENT)
_CLOSED = int(State.CLOSED)
_SOLVED, _UNRESOLVED, _LAPSED = int(Outcome.SOLVED), int(Outcome.UNRESOLVED), int(Outcome.LAPSED)


@rule
def close(world, block, row, hour, outcome, day):  # type: ignore[no-untyped-def]
    """Close a case at `hour`; the resident judges it some time later.

    A case of the city's level goes home to its district by post. Those below know what a district bureau truly did with
    what it took over from them, whatever is reported.
    """
    case = block.cases[row]
    case.closed = hour
    case.outcome = outcome
    case.solved_by = case.level
    if outcome == _SOLVED and case.ended < 0.0:
        case.ended = hour
    if case.level == DISTRICT and case.escalated != 0 and outcome != _LAPSED:
        is_rated(world.departments[world.desks[case.desk].owner], outcome == _SOLVED, world.rules[0])
    if case.home != NONE:
        block.outbox[block.pointers[OUTBOX]] = case
        block.pointers[OUTBOX] += 1
        free_case(block.cases, block.pointers, row)
        return
    await_judgement(world, block, row, day)


@rule
def ends_by_itself(block, case, row, hour):  # type: ignore[no-untyped-def]
    """Note that a trouble will be over at an hour without anybody's further work, for all who speak of it."""
    kept = block.cases[keeper_of(case, row)]
    kept.fades = min(kept.fades, hour)


@rule
def await_judgement(world, block, row, day):  # type: ignore[no-untyped-def]
    """Count a closing, and let the resident hear of it some time later."""
    rules = world.rules[0]
    case = block.cases[row]
    kept = block.cases[keeper_of(case, row)]
    if case.ended >= 0.0 and (kept.ended < 0.0 or case.ended < kept.ended):
        kept.ended = case.ended
    changes_row(kept, row, NONE)
    case.state = _CLOSED
    if case.official != 0:
        block.pointers[OPEN_TICKETS] -= 1
        today = block.days[day]
        case.counted = day
        today.closed += 1.0
        today.on_time += case.closed <= case.deadline
        today.solved_true += case.outcome == _SOLVED
        today.solved_reported += case.outcome != _UNRESOLVED
        street = world.streets[world.communities[case.community].street]
        counts_closing(street, case.closed <= case.deadline, case.outcome != _UNRESOLVED)
        if case.closed <= world.span[1]:
            kept.said = 1 if case.outcome != _UNRESOLVED else 0
            kept.said_at = case.closed
    wait = lognormal(rules.callback_hours, 0.6, world.seed, _JUDGEMENT, case.trouble, case.nth, 32 + case.rounds)
    put(block.heads[JUDGE], block.cases, row, case.closed + wait, day)
