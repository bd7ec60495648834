"""When a firm leaves a compound, its open cases pass to the community."""

from sim.engine.compiling import rule
from sim.engine.queue import NONE, meld
from sim.grievance.handover import is_short_of_room, send_to_level
from sim.grievance.level import COMMUNITY
from sim.grievance.ticket import Reason, State, free_case

_GONE = int(State.GONE)
_NO_AUTHORITY = int(Reason.NO_AUTHORITY)


@rule
def firm_leaves(world, block, compound, day):  # type: ignore[no-untyped-def]
    """Empty the queue of a compound's firm; the compound loses its firm after that.

    Returns: whether it is done; False when the block must get more room first.
    """
    desk = world.desks[world.compounds[compound].desk]
    while desk.arriving != NONE or desk.waiting != NONE:
        if is_short_of_room(block):
            return False
        by_arrival = desk.waiting == NONE
        row = desk.arriving if by_arrival else desk.waiting
        rest = meld(block.cases, block.cases[row].left, block.cases[row].right, by_arrival)
        if by_arrival:
            desk.arriving = rest
        else:
            desk.waiting = rest
        desk.length -= 1
        if block.cases[row].state == _GONE:
            desk.length += 1
            free_case(block.cases, block.pointers, row)
        else:
            send_to_level(world, block, row, COMMUNITY, (day + 1) * 24.0, _NO_AUTHORITY)
    return True
