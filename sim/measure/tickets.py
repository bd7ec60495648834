"""Counting tickets from their log, and keeping the official ones for waiting times."""

import numpy as np

from sim.engine.compiling import rule
from sim.grievance.level import STREET
from sim.grievance.ticket import Outcome

_OPEN, _PSEUDO, _MERGED = int(Outcome.OPEN), int(Outcome.PSEUDO), int(Outcome.MERGED)


WAITING = np.dtype(
    [
        ("hours", "f8"),
        ("reported", "f8"),
        ("resident", "i4"),
        ("building", "i4"),
        ("community", "i4"),
        ("category", "i2"),
        ("closed", "?"),
        ("on_time", "?"),
        ("due", "?"),
    ]
)
"""What waiting times need of an official ticket; an open one has waited until the horizon."""


@rule
def keep_waiting(tickets, horizon, kept):  # type: ignore[no-untyped-def]
    """Write what waiting times need of the official tickets of a log, and return how many there are.

    A merged contact is no ticket of its own. `kept`: as many rows as the log has; the first are filled.
    """
    count = 0
    for k in range(len(tickets)):
        ticket = tickets[k]
        if ticket.official == 0 or ticket.outcome == _MERGED:
            continue
        one = kept[count]
        one.closed = ticket.outcome != _OPEN
        one.hours = (ticket.closed if one.closed else horizon) - ticket.reported
        one.on_time = one.closed and ticket.closed <= ticket.deadline
        one.due = one.closed or ticket.deadline <= horizon
        one.category = ticket.category
        one.community = ticket.community
        one.reported = ticket.reported
        one.resident = ticket.resident
        one.building = ticket.building
        count += 1
    return count


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
