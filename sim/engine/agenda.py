"""The agenda: which cases are due on which day (a calendar queue; Brown 1988).

`heads[day, 0]` begins a chain of a day's cases in no order, so that to note one touches no other. When its day comes
the chain is sorted into a heap whose root is `heads[TODAY, 0]`, threaded through the cases as desks' queues are: a case
on the agenda stands in no queue. What is due after the last day is not kept: it never comes to pass within the run.

Cases of a day lie far apart in memory. Each in a chain therefore knows, by its `right`, the one `AHEAD` places on,
which memory is asked for while those between are sorted; `heads[day]` holds the first `AHEAD`.
"""

from sim.engine.clock import day_of
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE, meld

TODAY = -1
"""Place in `heads` of the heap of the day that is being gone through; the places before it are days."""
AHEAD = 4
"""Places by which memory is asked ahead."""


@rule
def put(heads, cases, case, hour, today):  # type: ignore[no-untyped-def]
    """Note a case for the day of `hour`, tomorrow at the earliest."""
    day = max(day_of(hour), today + 1)
    cases[case].due = hour
    cases[case].arrived = hour
    cases[case].left = NONE
    cases[case].right = NONE
    if day < len(heads) - 1:
        cases[case].left = heads[day, 0]
        cases[case].right = heads[day, AHEAD - 1]
        for place in range(AHEAD - 1, 0, -1):
            heads[day, place] = heads[day, place - 1]
        heads[day, 0] = case


@rule
def comes_next(heads, cases, day):  # type: ignore[no-untyped-def]
    """Return the earliest of a day's cases that are left, or NONE; it is still there."""
    if heads[day, 0] != NONE:
        _sorts(heads, cases, day)
    return heads[TODAY, 0]


@rule
def _sorts(heads, cases, day):  # type: ignore[no-untyped-def]
    """Make today's heap of the chain of a day."""
    case = heads[day, 0]
    while case != NONE:
        following = cases[case].left
        prefetch(cases, cases[case].right)
        cases[case].left = NONE
        cases[case].right = NONE
        heads[TODAY, 0] = meld(cases, heads[TODAY, 0], case, True)
        case = following
    heads[day] = NONE


@rule
def take_next(heads, cases):  # type: ignore[no-untyped-def]
    """Take the case that `comes_next` off the agenda and return it."""
    case = heads[TODAY, 0]
    heads[TODAY, 0] = meld(cases, cases[case].left, cases[case].right, True)
    cases[case].left = NONE
    cases[case].right = NONE
    return case
