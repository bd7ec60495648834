"""The agenda: which cases are due on which day (a calendar queue; Brown 1988), threaded through the cases.

`heads[day]` is the first case of a day's list; a case stands in at most one list. What is due after the last
day is not kept: it never comes to pass within the run.
"""

from sim.engine.clock import day_of
from sim.engine.compiling import rule
from sim.engine.queue import NONE


@rule
def put(heads, cases, case, hour, today):  # type: ignore[no-untyped-def]
    """Note a case for the day of `hour`, tomorrow at the earliest."""
    day = max(day_of(hour), today + 1)
    cases[case].due = hour
    if day < len(heads):
        cases[case].next = heads[day]
        heads[day] = case


@rule
def take(heads, cases, day):  # type: ignore[no-untyped-def]
    """Take one case off the day's list, or NONE."""
    case = heads[day]
    if case != NONE:
        heads[day] = cases[case].next
        cases[case].next = NONE
    return case
