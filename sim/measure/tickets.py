"""Counting tickets from their log, and keeping the official ones for waiting times."""

from sim.engine.compiling import rule
from sim.grievance.level import STREET
from sim.grievance.ticket import Outcome

_OPEN, _PSEUDO, _MERGED = int(Outcome.OPEN), int(Outcome.PSEUDO), int(Outcome.MERGED)


@rule
def count_tickets(tallies, tickets, first, last, horizon):  # type: ignore[no-untyped-def]
    """Count rows first..last of the log into the tallies of their communities.

    Official tickets only; a merged contact is no ticket of its own. `horizon`: the last hour of the run, at which
    open tickets are past their deadline or not.
    """
    for k in range(first, last):
        ticket = tickets[k]
        if ticket.official == 0 or ticket.outcome == _MERGED:
            continue
        tally = tallies[ticket.community]
        tally.tickets += 1.0
        tally.responded += ticket.first_response >= 0.0
        tally.reopened += ticket.reopened > 0
        tally.repeats += ticket.repeated
        tally.escalated += ticket.escalated
        tally.misrouted += ticket.misrouted
        if ticket.outcome == _OPEN:
            tally.due += ticket.deadline <= horizon
            continue
        tally.due += 1.0
        tally.closed += 1.0
        tally.on_time += ticket.closed <= ticket.deadline
        tally.solved_true += ticket.solved_true
        tally.solved_reported += ticket.solved_reported
        tally.pseudo += ticket.outcome == _PSEUDO
        tally.local += ticket.level <= STREET
