"""Blocks: the unit of parallel work. A block is a district with its open cases, or the city's level above them."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.agenda import AHEAD
from sim.engine.queue import NONE
from sim.grievance.tally import DAY
from sim.grievance.ticket import (
    CASE,
    FREE_HEAD,
    FRESH,
    HANDOVER,
    HANDOVERS,
    LOGGING,
    OUTBOX,
    TICKET,
    TICKETS,
    TROUBLES,
)
from sim.grievance.trouble import TROUBLE

CANDIDATES_A_DAY = 4096
"""Most candidates that a community can have on a day: twelve bits of a trouble's number."""
BEFORE = 4080
"""Number of no day of a run: from here on, candidates are those of what there was before it."""
BEFORE_PARTS = 16
"""So many times the candidates of a day; a trouble's number has twelve bits for the day."""
CANDIDATE = np.dtype(
    [
        ("number", "i4"),
        ("category", "i4"),
        ("resident", "i4"),
        ("mark", "f8"),  # uniform; it is a trouble if this, times the highest hazard, lies below the hazard
        ("when", "f8"),  # uniform
    ],
    align=True,
)
"""What may befall somebody on a day."""
NO_DAY = 2**31 - 1
"""A day that does not come."""
SPARE_CASES = 4096
"""Rows kept free at the start of a stage; a stage of one day never needs more than it announces."""


class Block(NamedTuple):
    """What one district works on, and the marks it leaves."""

    number: np.int64
    communities: NDArray[np.int32]  # rows in the world's tables
    compounds: NDArray[np.int32]
    firms: NDArray[np.int32]
    desks: NDArray[np.int32]  # by level, lowest first
    cases: np.recarray
    climbs_on: NDArray[np.int32]  # day of whose morning on a case that queues may climb the ladder of tiers, or NO_DAY
    heads: NDArray[np.int32]  # agendas (speak, work, judge): first cases due on each day; today's heap (engine.agenda)
    pointers: NDArray[np.int64]
    leaving: NDArray[np.int32]  # compounds whose firm leaves this month
    outbox: np.recarray  # cases for another block
    tickets: np.recarray  # log not yet written
    handovers: np.recarray
    troubles: np.recarray  # no row where none are logged
    days: np.recarray  # counts by day
    upto: NDArray[np.float64]  # cumulated rates of the categories, of the day
    candidates: np.recarray  # what may befall a community on the day


def new_block(
    number: int,
    communities: NDArray[np.int32],
    compounds: NDArray[np.int32],
    firms: NDArray[np.int32],
    desks: NDArray[np.int32],
    days: int,
    categories: int,
    logging: bool,
    troubles: bool = False,
) -> Block:
    """Return a block without cases. logging, troubles: whether hand-overs are logged, whether troubles are."""
    pointers = np.zeros(TROUBLES + 1, dtype=np.int64)
    pointers[FREE_HEAD] = NONE
    pointers[LOGGING] = logging
    return Block(
        np.int64(number),
        communities,
        compounds,
        firms,
        desks,
        np.zeros(SPARE_CASES, CASE).view(np.recarray),
        np.full(SPARE_CASES, NO_DAY, dtype=np.int32),
        np.full((3, days + 2, AHEAD), NONE, dtype=np.int32),
        pointers,
        np.zeros(len(compounds), dtype=np.int32),
        np.zeros(SPARE_CASES, CASE).view(np.recarray),
        np.zeros(SPARE_CASES, TICKET).view(np.recarray),
        np.zeros(SPARE_CASES, HANDOVER).view(np.recarray),
        np.zeros(SPARE_CASES if troubles else 0, TROUBLE).view(np.recarray),
        np.zeros(days + 1, DAY).view(np.recarray),
        np.zeros(categories),
        np.zeros(CANDIDATES_A_DAY, CANDIDATE).view(np.recarray),
    )


def _longer(table: np.recarray, rows: int) -> np.recarray:
    grown = np.zeros(rows, table.dtype).view(np.recarray)
    grown[: len(table)] = table
    return grown


def with_room(block: Block, cases: int, events: int) -> Block:
    """Return the block with room for so many more cases, and for so many more rows in each log."""
    pointers = block.pointers
    changes: dict[str, Any] = {}
    if pointers[FRESH] + cases > len(block.cases):
        rows = int(1.5 * (pointers[FRESH] + cases))
        new_rows = np.full(rows - len(block.cases), NO_DAY, dtype=np.int32)
        changes["cases"] = _longer(block.cases, rows)
        changes["climbs_on"] = np.concatenate([block.climbs_on, new_rows])
    logs = [("tickets", TICKETS), ("handovers", HANDOVERS), ("outbox", OUTBOX)]
    if len(block.troubles):
        logs.append(("troubles", TROUBLES))
    for name, used in logs:
        table = getattr(block, name)
        if pointers[used] + events > len(table):
            changes[name] = _longer(table, int(1.5 * (pointers[used] + events)))
    return block._replace(**changes) if changes else block
