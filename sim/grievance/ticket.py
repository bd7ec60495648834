"""Cases: the records of troubles that somebody has been told of, from the first word to the last judgement.

A case is a row in its block's table while it is open, and a row of the log when it is over. Rows are used again.
"""

from enum import IntEnum

import numpy as np

from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE
from sim.grievance.channel import Entry


class State(IntEnum):
    """Where a case stands."""

    FREE = 0
    """The row is not in use."""
    COMING = 1
    """The resident will speak at hour `due`."""
    QUEUED = 2
    """On its way to a desk, or waiting there."""
    WORKING = 3
    """Work goes on until hour `due`."""
    OUTSIDE = 4
    """Waits for parts, funds or consent until hour `due`."""
    JOINT = 5
    """Waits for other agencies."""
    AWAY = 6
    """With the city's level."""
    CLOSED = 7
    """Closed; judged at hour `due`."""
    LOST = 8
    """Never recorded; the resident gives up waiting at hour `due`."""
    GONE = 9
    """Has moved to another row; this one only waits to leave its queue."""
    RETURNING = 11
    """A solved trouble that will be back at hour `due`."""
    SETTLED = 10
    """Over; the row keeps what others share who speak of the same trouble."""


class Outcome(IntEnum):
    """How a case ended."""

    OPEN = 0
    SOLVED = 1
    PSEUDO = 2
    """Closed and reported as solved, though it is not."""
    UNRESOLVED = 3
    """Closed as not solved, with reasons given."""
    MERGED = 4
    LOST = 5
    """Spoken of, never recorded."""
    LAPSED = 6
    """Over by itself before anybody got to it."""


class Demand(IntEnum):
    """What came of a claimant's asking for more than the matter needs, under the threat of a bad rating."""

    NONE = 0
    GRANTED = 1
    REFUSED = 2
    TALKED_ROUND = 3
    """By the community's committee."""


class Reason(IntEnum):
    """Why a case changed hands."""

    DISPATCHED = 0
    NO_AUTHORITY = 1
    BELONGS_BELOW = 2
    MISROUTED = 3
    WHISTLED = 4
    WHISTLE_UNANSWERED = 5
    JOINT = 6
    JOINT_DONE = 7
    BEYOND_VOLUNTEER = 8
    FAILED = 9
    OVERDUE = 10
    REOPENED = 11
    FROM_OUTSIDE = 12


LISTS = len(Entry)
"""Who takes contacts down keeps a list of what is open: the firm, the community, the platform."""
SORTED, SHARED, WAITED = 1, 2, 3
"""Steps of a case: its place is found; other agencies have done their parts; what was waited for outside has come."""
CALLED, NOT_COMING = 1, 2
"""Of a part: its office was called in by a whistle, and comes or does not."""
AT_FORUM, PROMISED, INSPECTED = 1, 2, 3
"""Of a case: it will be voiced at a forum; it was, and what was promised there is neither kept nor broken yet; nobody
said it, a director found it."""

NOTHING = 0.0
"""Persons who live with what was reported and is not there."""

CASE = np.dtype(
    [
        # what queue, agenda and ladder look at: first, where one look at memory brings them all
        ("arrived", "f8"),
        ("priority", "f8"),  # in a queue; of what waits outside, the hour at which the wait is over
        ("due", "f8"),
        ("deadline", "f8"),
        ("left", "i4"),
        ("right", "i4"),
        ("next", "i4"),  # of a free row the next free one; in a heap the one above
        ("parent", "i4"),  # of a part given to another agency
        ("state", "i1"),
        ("official", "i1"),  # 1 on the platform's clock
        ("expedited", "i1"),  # 1 once overdue and sent up
        ("level", "i1"),
        ("desk", "i4"),
        ("trouble", "i8"),
        # what and who
        ("nth", "i4"),  # how many others had noticed the same trouble before: whom the case's draws belong to
        ("resident", "i4"),
        ("building", "i4"),
        ("compound", "i4"),
        ("community", "i4"),
        ("category", "i2"),
        ("channel", "i1"),
        ("collective", "i1"),
        ("ticket", "i8"),
        ("severity", "f8"),
        ("affected", "f8"),  # persons who live with it; NOTHING: there is none
        # where it stands
        ("server", "i4"),
        ("lead", "i4"),  # row of the case that keeps what all share who speak of the same trouble; NONE: this one
        ("returned", "i1"),  # 1 if the trouble had been solved before
        ("measured", "i1"),  # 1 if first spoken of in the measured time
        ("misrouted", "i1"),  # 1 while with a desk that it does not belong to
        ("escalated", "i1"),  # 1 if it was ever passed up
        ("to_petition", "i1"),
        ("step", "i1"),  # parts of the work that are done
        ("climbed", "i1"),  # tiers above what its category needs
        ("parts_open", "i1"),
        ("called", "i1"),  # of a part: CALLED in by a whistle, NOT_COMING if they do not
        ("reopened", "i1"),  # times as the same ticket
        ("attempts", "i1"),
        ("joined", "i1"),  # contacts that were joined to it and seen by all channels
        ("bounces", "i2"),
        ("handovers", "i2"),
        ("rounds", "i2"),  # times the resident has complained again
        ("outcome", "i1"),
        ("rating", "i1"),  # 1-5, 0 none given
        ("solved_by", "i1"),  # level that closed it
        ("way", "i1"),  # of settling a dispute (dispute.ORDINARY and so on)
        ("tabled", "i1"),  # 1 once the table of three has dealt with it
        ("recurs", "i1"),  # of a lead: 1 if it came back after a solution
        # hours of the run; -1 not yet
        ("onset", "f8"),
        ("fades", "f8"),  # when it is over by itself (of a trouble that others share, the lead's counts)
        ("reported", "f8"),
        ("first_response", "f8"),
        ("closed", "f8"),
        ("ended", "f8"),  # when the trouble was truly over (the lead's counts)
        ("work_left", "f8"),  # hours
        ("lasting", "f8"),  # factor on the chance that what is solved comes back (the lead's counts)
        # of a lead alone: what all share
        ("followers", "i4"),  # cases that point here as their lead
        ("known", "i4", (LISTS,)),  # row of an open ticket about the trouble on the list of each entry, or NONE
        # of a lead alone, for the log of troubles
        ("spoken", "f8"),  # when anybody first spoke of it
        ("said_at", "f8"),  # when the platform closed it, if that closing stands
        ("befell", "i4"),  # the resident who first noticed
        ("said", "i1"),  # what the platform says: 1 solved, 0 not, -1 nothing (it knows nothing of it)
        ("loudest", "i1"),  # Response of whoever was loudest
        # at the city's level
        ("home_block", "i2"),
        ("home", "i4"),  # row in the home block
        ("counted", "i2"),  # day on which its closing was counted
        ("demand", "i1"),  # Demand
        # at a forum of the compound
        ("promised", "i1"),  # AT_FORUM, PROMISED; until it is entered INSPECTED; 0 none of them
    ],
    align=True,
)
"""An open case. Columns are as narrow as what they hold: the city has more than a million of these rows."""

TICKET = np.dtype(
    [
        ("ticket", "i8"),
        ("trouble", "i8"),
        ("resident", "i4"),
        ("building", "i4"),
        ("compound", "i4"),
        ("community", "i4"),
        ("category", "i2"),
        ("channel", "i2"),
        ("official", "i1"),
        ("collective", "i1"),
        ("level", "i1"),
        ("outcome", "i1"),
        ("solved_true", "i1"),
        ("solved_reported", "i1"),
        ("rating", "i1"),
        ("reopened", "i1"),  # times
        ("repeated", "i1"),  # 1 if about an old trouble, never solved or come back
        ("escalated", "i1"),
        ("misrouted", "i1"),
        ("handovers", "i2"),
        ("severity", "f4"),
        ("onset", "f8"),
        ("reported", "f8"),
        ("first_response", "f8"),
        ("closed", "f8"),
        ("deadline", "f8"),
        ("merged_into", "i8"),
    ],
    align=True,
)
"""One row of the log of tickets. Hours of the run; -1 for what has not happened."""

HANDOVER = np.dtype(
    [
        ("ticket", "i8"),
        ("hour", "f8"),
        ("from_level", "i1"),
        ("to_level", "i1"),
        ("reason", "i1"),
        ("from_desk", "i4"),
        ("to_desk", "i4"),
    ],
    align=True,
)

_FREE = int(State.FREE)
# what `Block.pointers` holds
FREE_HEAD, FRESH, OPEN_CASES, TICKETS, HANDOVERS, OUTBOX, LOGGING, OPEN_TICKETS, TROUBLES = range(9)


@rule
def new_case(cases, pointers):  # type: ignore[no-untyped-def]
    """Return a row for a new case, blank but for its defaults. The caller keeps spare rows at hand."""
    if pointers[FREE_HEAD] != NONE:
        row = pointers[FREE_HEAD]
        pointers[FREE_HEAD] = cases[row].next
        prefetch(cases, pointers[FREE_HEAD])  # for the next
    else:
        row = pointers[FRESH]
        pointers[FRESH] += 1
    case = cases[row]
    case.ticket = -1
    case.level = NONE
    case.server = NONE
    case.desk = NONE
    case.nth = 0
    case.returned = 0
    case.official = 0
    case.collective = 0
    case.misrouted = 0
    case.step = 0
    case.attempts = 0
    case.joined = 0
    case.bounces = 0
    case.handovers = 0
    case.escalated = 0
    case.climbed = 0
    case.rounds = 0
    case.reopened = 0
    case.expedited = 0
    case.to_petition = 0
    case.parent = NONE
    case.parts_open = 0
    case.called = 0
    case.lead = NONE
    case.followers = 0
    case.known[:] = NONE
    case.home = NONE
    case.home_block = NONE
    case.reported = -1.0
    case.first_response = -1.0
    case.deadline = -1.0
    case.closed = -1.0
    case.ended = -1.0
    case.spoken = -1.0
    case.said_at = -1.0
    case.said = -1
    case.loudest = 0
    case.befell = NONE
    case.recurs = 0
    case.outcome = 0
    case.rating = 0
    case.solved_by = NONE
    case.work_left = 0.0
    case.way = 0
    case.tabled = 0
    case.demand = 0
    case.counted = 0
    case.lasting = 1.0
    case.promised = 0
    case.left = NONE
    case.right = NONE
    case.next = NONE
    pointers[OPEN_CASES] += 1
    return row


@rule
def keeper_of(case, row):  # type: ignore[no-untyped-def]
    """Return the row that keeps what all share who speak of this case's trouble."""
    return row if case.lead == NONE else case.lead


@rule
def is_about_nothing(case):  # type: ignore[no-untyped-def]
    """Say whether what was reported is not there."""
    return case.affected == NOTHING


@rule
def goes_on_list(cases, row, entry):  # type: ignore[no-untyped-def]
    """Put an open ticket on the list of whoever took it down, if none about its trouble stands there yet."""
    kept = cases[keeper_of(cases[row], row)]
    if kept.known[entry] == NONE:
        kept.known[entry] = row


@rule
def is_open_again(cases, row):  # type: ignore[no-untyped-def]
    """Let the platform say of an official case's trouble that it is not solved, as long as this case is open."""
    kept = cases[keeper_of(cases[row], row)]
    kept.said = 0
    kept.said_at = -1.0


@rule
def changes_row(kept, old, new):  # type: ignore[no-untyped-def]
    """Let the lists know a ticket by its new row; NONE takes it off them."""
    for entry in range(LISTS):
        if kept.known[entry] == old:
            kept.known[entry] = new


@rule
def free_case(cases, pointers, row):  # type: ignore[no-untyped-def]
    """Give a row back."""
    cases[row].state = _FREE
    cases[row].next = pointers[FREE_HEAD]
    pointers[FREE_HEAD] = row
    pointers[OPEN_CASES] -= 1
