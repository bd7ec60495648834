"""The last midnight: what is open then is censored, not dropped."""

from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.grievance.burden import add_burden, over_at
from sim.grievance.handover import is_short_of_room
from sim.grievance.settling import log_ticket
from sim.grievance.ticket import FRESH, Outcome, State, is_about_nothing
from sim.grievance.trouble import log_spoken

_OPEN, _LOST = int(Outcome.OPEN), int(Outcome.LOST)
_FREE, _GONE = int(State.FREE), int(State.GONE)
_SETTLED, _RETURNING = int(State.SETTLED), int(State.RETURNING)


@rule
def breaks_off(world, block, first):  # type: ignore[no-untyped-def]
    """Log what is not settled, and count the burden borne so far, from row `first` on.

    Returns: the number of rows done; fewer than there are when the block must get more room first.
    """
    for row in range(first, block.pointers[FRESH]):
        case = block.cases[row]
        if case.state == _FREE or case.state == _GONE or case.state == _RETURNING:
            continue
        if case.parent != NONE or case.home != NONE or world.categories[case.category].enquiry != 0:
            continue
        if is_short_of_room(block):
            return row
        if case.lead == NONE and not is_about_nothing(case):
            add_burden(world, case.community, case.severity * case.affected, case.onset, over_at(case))
            if len(block.troubles) > 0:
                log_spoken(world, block, case)
        if case.state == _SETTLED:
            continue
        if case.closed > world.span[1]:
            case.closed, case.outcome = -1.0, _OPEN
        if case.ticket >= 0 and case.measured != 0 and case.outcome != _LOST:
            log_ticket(block, case)
    return block.pointers[FRESH]
