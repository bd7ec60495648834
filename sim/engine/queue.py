"""Desks with queues: who is served next, by which server, from when.

A desk has two heaps threaded through the cases themselves (skew heaps, Sleator and Tarjan 1986; no memory of
their own): those on their way (by hour of arrival) and those waiting (by priority). A server is a row with a
clock, the hour from which it is free. `next_job` runs the desk's day in causal order: nobody is served before
arriving, no server idles while somebody waits in opening hours, and the first in priority goes first.

A waiting case's priority is fixed when it arrives: hour of arrival + `head_start` hours of its class. As every
case ages at the same pace, that order changes while they wait only for one that `moves_up`, so lower classes are not
starved.
"""

import math

import numpy as np

from sim.engine.clock import HOURS_A_DAY, open_hours
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch

NONE = -1
URGENT = -1.0e9
"""Hours: so far ahead that no waiting overtakes it; an urgent case is also served outside opening hours."""

DESK = np.dtype(
    [
        ("level", "i4"),
        ("owner", "i4"),  # row of the institution in its own table
        ("pool", "i4"),  # function of the pool within the institution
        ("hours", "i4"),  # when it is open (clock.Hours)
        ("opens", "f8"),  # hour of day
        ("closes", "f8"),
        ("server_lo", "i4"),
        ("server_n", "i4"),
        ("server_room", "i4"),  # rows kept for servers: as many as there may ever be
        ("present", "i4"),  # servers on duty, brought up to date each morning
        ("share", "f8"),  # share 0-1 of a server's open hours left for cases
        ("arriving", "i4"),  # heap of cases on their way
        ("waiting", "i4"),  # heap of cases that wait
        ("length", "i4"),  # cases in both
        ("clock", "f8"),  # hour up to which arrivals have been looked at
        ("hours_worked", "f8"),  # on cases, since the run began
    ],
    align=True,
)
SERVER = np.dtype([("free", "f8"), ("present", "i4"), ("person", "i4")], align=True)


@rule
def is_manned(desk, staff, share):  # type: ignore[no-untyped-def]
    """Set a desk's servers to its staff; a broken number works as fewer hours of the next whole one."""
    servers = max(1, min(desk.server_room, int(math.ceil(staff - 1.0e-9))))
    desk.server_n = servers
    desk.present = servers
    desk.share = share * min(1.0, staff / servers)


@rule
def _before(cases, a, b, by_arrival):  # type: ignore[no-untyped-def]
    """Say whether case a goes before case b; ties go by what the case is about, so that the order is total."""
    x = cases[a].arrived if by_arrival else cases[a].priority
    y = cases[b].arrived if by_arrival else cases[b].priority
    if x != y:
        return x < y
    if cases[a].trouble != cases[b].trouble:
        return cases[a].trouble < cases[b].trouble
    if cases[a].nth != cases[b].nth:
        return cases[a].nth < cases[b].nth
    return cases[a].ticket < cases[b].ticket


@rule
def meld(cases, a, b, by_arrival):  # type: ignore[no-untyped-def]
    """Join two skew heaps and return the root: down the right spine, swapping children on the way.

    Every case but the root knows by its `next` the one above it. What a root's says is of no account.
    """
    root = NONE
    above = NONE
    while a != NONE and b != NONE:
        if _before(cases, b, a, by_arrival):
            a, b = b, a
        if above == NONE:
            root = a
        else:
            cases[above].left = a
            cases[a].next = above
        above = a
        a, rest = cases[a].right, cases[a].left
        cases[above].right = rest
    rest = b if a == NONE else a
    if above == NONE:
        return rest
    cases[above].left = rest
    cases[rest].next = above
    return root


@rule
def looks_ahead(cases, root):  # type: ignore[no-untyped-def]
    """Ask memory for the two cases of which one follows the root of a heap; where there is none, for nothing much."""
    if root != NONE:
        prefetch(cases, cases[root].left)
        prefetch(cases, cases[root].right)


@rule
def join_queue(desk, cases, case, hour, head_start):  # type: ignore[no-untyped-def]
    """Send a case to a desk, to arrive at `hour`; `head_start` hours (negative) put it before earlier ones."""
    cases[case].arrived = hour
    cases[case].priority = hour + head_start
    cases[case].left = NONE
    cases[case].right = NONE
    desk.arriving = meld(cases, desk.arriving, case, True)
    desk.length += 1


@rule
def _admit(desk, cases, hour):  # type: ignore[no-untyped-def]
    """Let the cases that have arrived by `hour` wait."""
    while desk.arriving != NONE and cases[desk.arriving].arrived <= hour:
        case = desk.arriving
        desk.arriving = meld(cases, cases[case].left, cases[case].right, True)
        looks_ahead(cases, desk.arriving)
        cases[case].left = NONE
        cases[case].right = NONE
        desk.waiting = meld(cases, desk.waiting, case, False)


@rule
def moves_up(desk, cases, case, hours):  # type: ignore[no-untyped-def]
    """Let a case that is on its way to a desk, or waits there, go so many hours further ahead.

    Those below it in the heap still come after it, so it is cut off with them and joined to the root anew.
    """
    cases[case].priority -= hours
    if desk.waiting == case or not _waits(desk, cases, case):
        return
    above = cases[case].next
    if cases[above].left == case:
        cases[above].left = NONE
    else:
        cases[above].right = NONE
    desk.waiting = meld(cases, desk.waiting, case, False)


@rule
def _waits(desk, cases, case):  # type: ignore[no-untyped-def]
    """Say whether a case of a desk waits there, so that its priority counts; if not, it is on its way."""
    top = case
    while top != desk.waiting and top != desk.arriving:
        top = cases[top].next
    return top == desk.waiting


@rule
def earliest_free(desk, servers):  # type: ignore[no-untyped-def]
    """Return the present server of a desk that is free first (ties: the first row), or NONE."""
    best = NONE
    for server in range(desk.server_lo, desk.server_lo + desk.server_n):
        if servers[server].present != 0 and (best == NONE or servers[server].free < servers[best].free):
            best = server
    return best


@rule
def next_job(desk, servers, cases, day, working):  # type: ignore[no-untyped-def]
    """Take the next case that is started on this day.

    Returns: (case, server, hour of the start); case is NONE when nothing more starts before midnight. The
        caller sets `servers[server].free` to the hour when the work ends, before it calls again.
    """
    midnight = (day + 1) * HOURS_A_DAY
    if desk.waiting == NONE and (desk.arriving == NONE or cases[desk.arriving].arrived >= midnight):
        desk.clock = midnight
        return NONE, NONE, 0.0
    server = earliest_free(desk, servers)
    if server == NONE:
        desk.clock = midnight
        return NONE, NONE, 0.0
    opens, closes = open_hours(desk.hours, desk.opens, desk.closes, working, day)
    hour = max(servers[server].free, day * HOURS_A_DAY, desk.clock)
    while hour < midnight:
        _admit(desk, cases, hour)
        desk.clock = hour
        if desk.waiting != NONE:
            first = desk.waiting
            if opens <= hour < closes or cases[first].priority < 0.5 * URGENT:
                desk.waiting = meld(cases, cases[first].left, cases[first].right, False)
                looks_ahead(cases, desk.waiting)
                desk.length -= 1
                return first, server, hour
        later = midnight
        if desk.waiting != NONE and hour < opens < closes:
            later = opens
        if desk.arriving != NONE:
            later = min(later, cases[desk.arriving].arrived)
        hour = max(hour, later)
    desk.clock = midnight
    return NONE, NONE, 0.0
