"""What is in hand at midnight."""

from sim.engine.compiling import rule
from sim.grievance.level import COMMUNITY, COMPOUND, DISTRICT, STREET
from sim.grievance.ticket import OPEN_TICKETS


@rule
def take_stock(world, block, day):  # type: ignore[no-untyped-def]
    """Count a block's open official tickets, and the cases at its desks by level, into the day's row."""
    today = block.days[day]
    today.open_tickets = block.pointers[OPEN_TICKETS]
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
