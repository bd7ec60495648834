"""What is in hand at midnight."""

from sim.engine.compiling import rule
from sim.grievance.level import COMMUNITY, COMPOUND, DISTRICT, STREET
from sim.grievance.ticket import FRESH, State

_QUEUED, _AWAY = int(State.QUEUED), int(State.AWAY)


@rule
def take_stock(world, block, day):  # type: ignore[no-untyped-def]
    """Count a block's open official tickets, and the cases at its desks by level, into the day's row."""
    today = block.days[day]
    for row in range(block.pointers[FRESH]):
        case = block.cases[row]
        if _QUEUED <= case.state <= _AWAY and case.official != 0 and case.parent < 0 and case.home < 0:
            today.open_tickets += 1.0
    for number in block.desks:
        desk = world.desks[number]
        if desk.level == COMPOUND:
            today.queue_compound += desk.length
        elif desk.level == COMMUNITY:
            today.queue_community += desk.length
        elif desk.level == STREET:
            today.queue_street += desk.length
        elif desk.level == DISTRICT:
            today.queue_district += desk.length
        else:
            today.queue_city += desk.length
