"""The log of troubles: one row for each, spoken of or not, so that two worlds can be compared trouble by trouble.

A row is written where the trouble's burden is counted, and so of each trouble once: at once where nobody will speak,
when the last who spoke lets go, or at the last midnight. What arose in the warm-up, and enquiries, have none.
"""

from enum import IntEnum

import numpy as np

from sim.agents.responses import Response
from sim.engine.compiling import rule
from sim.grievance.burden import over_at
from sim.grievance.ticket import TROUBLES

_FIRST_CHANNEL, _BEAR = int(Response.FIRM_DESK), int(Response.BEAR)


class Voice(IntEnum):
    """The loudest that anybody was about a trouble."""

    SILENT = 0
    NEIGHBOURS = 1
    """Told a neighbour, or put hands to it together."""
    INFORMAL = 2
    """Told the firm's desk, the grid worker or the community, or one of these came by and heard of it."""
    OFFICIAL = 3
    """Told the platform: message board, hotline, petition."""


class Solved(IntEnum):
    """Who truly ended a trouble."""

    NO = 0
    """Nobody: it went by itself, or was there at the end."""
    OFFICE = 1
    """Whoever handles cases: an office, a volunteer, the property firm."""
    NEIGHBOURS = 2


TROUBLE = np.dtype(
    [
        ("trouble", "i8"),  # its number, the same in every world
        ("onset", "f8"),
        ("ended", "f8"),  # when it was truly over; the last midnight if it was not by then
        ("spoken", "f8"),  # when anybody first spoke of it
        ("closed", "f8"),  # when the platform closed it, if that closing stands
        ("severity", "f4"),  # 0-1
        ("affected", "f4"),  # persons who live with it
        ("resident", "i4"),  # whom it befell: of a shared one, who first noticed
        ("compound", "i4"),
        ("community", "i4"),
        ("category", "i2"),
        ("voice", "i1"),
        ("solved", "i1"),
        ("reported_solved", "i1"),  # what the platform says: 1 solved, 0 not, -1 nothing (it knows nothing of it)
        ("open", "i1"),  # 1 if it was there at the last midnight
        ("returned", "i1"),  # 1 if it came back after a solution
    ],
    align=True,
)
"""One row of the log of troubles. Hours of the run; -1 for what has not happened.

The number is unique. That of a trouble which came back is a hash of 63 bits of the one before: in a year of a city of
twelve million (17 million troubles) two agree with a chance of 2 in 100,000.
"""


@rule
def log_trouble(  # type: ignore[no-untyped-def]
    world, block, trouble, resident, compound, category, loudest, severity, affected, onset, end, solved, returned
):
    """Write a trouble into the log of those that arose in the measured time, if one is kept.

    Args:
        resident, compound, category: rows.
        loudest: Response.
        onset, end: hours of the run; the end may lie behind the last midnight.
        solved: Solved, of the end.

    Returns: whether a row was written: the last one.
    """
    if len(block.troubles) == 0 or onset < world.span[0] or onset >= world.span[1]:
        return False
    entry = block.troubles[block.pointers[TROUBLES]]
    block.pointers[TROUBLES] += 1
    goes_on = end > world.span[1]
    entry.trouble = trouble
    entry.onset = onset
    entry.ended = min(end, world.span[1])
    entry.spoken = -1.0
    entry.closed = -1.0
    entry.severity = severity
    entry.affected = affected
    entry.resident = resident
    entry.compound = compound
    entry.community = world.compounds[compound].community
    entry.category = category
    entry.voice = _voice(world, loudest)
    entry.solved = 0 if goes_on else solved
    entry.reported_solved = -1
    entry.open = 1 if goes_on else 0
    entry.returned = returned
    return True


@rule
def log_spoken(world, block, kept):  # type: ignore[no-untyped-def]
    """Write a trouble into the log that somebody spoke, or was to speak of; `kept` is the case that keeps it."""
    solved = 1 if 0.0 <= kept.ended < kept.fades else 0
    written = log_trouble(
        world,
        block,
        kept.trouble,
        kept.befell,
        kept.compound,
        kept.category,
        kept.loudest,
        kept.severity,
        kept.affected,
        kept.onset,
        over_at(kept),
        solved,
        kept.recurs,
    )
    if written:
        entry = block.troubles[block.pointers[TROUBLES] - 1]
        entry.spoken = kept.spoken
        entry.closed = kept.said_at
        entry.reported_solved = kept.said


@rule
def _voice(world, loudest):  # type: ignore[no-untyped-def]
    if loudest < _FIRST_CHANNEL:
        return 0 if loudest == _BEAR else 1
    return 3 if world.channels[loudest].official != 0 else 2
