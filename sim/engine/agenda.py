"""The agenda: which cases are due on which day (a calendar queue; Brown 1988), each day in the order of hours.

`heads[day]` is the root of a day's heap, threaded through the cases as desks' queues are: a case on the agenda stands
in no queue. What is due after the last day is not kept: it never comes to pass within the run.
"""

from sim.engine.clock import day_of
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE, meld


@rule
def put(heads, cases, case, hour, today):  # type: ignore[no-untyped-def]
    """Note a case for the day of `hour`, tomorrow at the earliest."""
    day = max(day_of(hour), today + 1)
    cases[case].due = hour
    cases[case].arrived = hour
    cases[case].left = NONE
    cases[case].right = NONE
    if day < len(heads):
        heads[day] = meld(cases, heads[day], case, True)


@rule
def brings_near(heads, cases, day, near):  # type: ignore[no-untyped-def]
    """Ask memory for the cases of a day, level by level of their heap, so that many are on their way at once.

    Returns: how many they are; their rows stand in `near`, which says by its length how many at most.
    """
    count = 0
    if heads[day] != NONE:
        near[0] = heads[day]
        count = 1
    seen = 0
    while seen < count and count < len(near) - 1:
        for row in (cases[near[seen]].left, cases[near[seen]].right):
            if row != NONE:
                prefetch(cases, row)
                near[count] = row
                count += 1
        seen += 1
    return count


@rule
def take(heads, cases, day):  # type: ignore[no-untyped-def]
    """Take the earliest case off the day's heap, or NONE."""
    case = heads[day]
    if case != NONE:
        heads[day] = meld(cases, cases[case].left, cases[case].right, True)
        cases[case].left = NONE
        cases[case].right = NONE
    return case
