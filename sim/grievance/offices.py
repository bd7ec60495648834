"""Who sits at the desks of streets, bureaus and the city's level each morning."""

from sim.agents.alliance import saves_up
from sim.agents.street import hours_for_cases, settles_in
from sim.engine.compiling import rule
from sim.engine.queue import is_manned
from sim.grievance.level import STREET


@rule
def offices_of_day(world, block):  # type: ignore[no-untyped-def]
    """Man the desks of streets, bureaus and the city's level with whoever is posted there; workers have rosters."""
    rules = world.rules[0]
    for place in range(len(block.desks) - 1, -1, -1):
        desk = world.desks[block.desks[place]]
        if desk.level < STREET:
            return
        if desk.level == STREET:
            street = world.streets[desk.owner]
            if desk.pool == 0:
                settles_in(street, rules)
                saves_up(street, rules)
            staff = (street.staff + street.posted) * street.pool_share[desk.pool]
            is_manned(desk, staff, hours_for_cases(street, rules))
        else:
            department = world.departments[desk.owner]
            persons = department.staff + department.posted
            asked = department.policy_hours / (max(1.0, persons) * rules.working_hours)
            share = max(rules.case_share_least, rules.office_share - asked)
            is_manned(desk, persons * department.on_duty, share)
