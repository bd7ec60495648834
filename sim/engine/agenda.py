"""The agenda: which cases are due on which day (a calendar queue; Brown 1988).

`heads[day]` begins a chain of a day's cases in no order, so that to note one touches no other. When its day comes the
chain is sorted into a heap whose root is `heads[TODAY]`, threaded through the cases as desks' queues are: a case on the
agenda stands in no queue. What is due after the last day is not kept: it never comes to pass within the run.
"""

from sim.engine.clock import day_of
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE, meld

TODAY = -1
"""Place in `heads` of the heap of the day that is being gone through; the places before it are days."""


@rule
def put(heads, cases, case, hour, today):  # type: ignore[no-untyped-def]
    """Note a case for the day of `hour`, tomorrow at the earliest."""
    day = max(day_of(hour), today + 1)
    cases[case].due = hour
    cases[case].arrived = hour
    cases[case].left = NONE
    cases[case].right = NONE
    if day < len(heads) - 1:
        cases[case].left = heads[day]
        heads[day] = case


@rule
def comes_next(heads, cases, day):  # type: ignore[no-untyped-def]
    """Return the earliest of a day's cases that are left, or NONE; it is still there."""
    while heads[day] != NONE:
        case = heads[day]
        heads[day] = cases[case].left
        prefetch(cases, heads[day])
        cases[case].left = NONE
        heads[TODAY] = meld(cases, heads[TODAY], case, True)
    return heads[TODAY]


@rule
def take_next(heads, cases):  # type: ignore[no-untyped-def]
    """Take the case that `comes_next` off the agenda and return it."""
    case = heads[TODAY]
    heads[TODAY] = meld(cases, cases[case].left, cases[case].right, True)
    cases[case].left = NONE
    cases[case].right = NONE
    return case
