"""Troubles that are given, not drawn: every row of a trace is one, and whom it befalls speaks at once.

In place of `needs.needs_of_day`. What arrives hangs on nothing that policy writes, so two policies handle the very
same contacts. Nobody else speaks of a traced trouble, nobody bears one in silence, and none comes back but by a row.
"""

import numpy as np

from sim.engine.compiling import rule
from sim.engine.random import Purpose, uniform_four
from sim.grievance.block import CANDIDATES_A_DAY
from sim.grievance.category import REFERENCE, hazard_factor
from sim.grievance.needs import count_trouble, course_of, is_about, whom_it_befalls, will_speak
from sim.grievance.ticket import FRESH

_CANDIDATE = int(Purpose.CANDIDATE)
TRACED = np.dtype([("hour", "f8"), ("category", "i4"), ("channel", "i4")], align=True)
"""A row of a trace: hour of the run, category, channel (responses.Response)."""
NO_TRACE = np.zeros(0, TRACED).view(np.recarray)
TRIES = 16
"""How many residents are looked at for one whom the category befalls as often as the one who is asked for."""


@rule
def needs_of_trace(world, block, day, first):  # type: ignore[no-untyped-def]
    """Let the day's rows of the trace arise in the block's communities, from the `first` of them on.

    `world.trace` stands in the order of day and community; `trace_starts` tells where each of these begins.

    Returns: the number of communities done; fewer than there are when the block must get more room first.
    """
    for position in range(first, len(block.communities)):
        row = block.communities[position]
        community = world.communities[row]
        at = day * len(world.communities) + row
        lo, hi = world.trace_starts[at], world.trace_starts[at + 1]
        if community.resident_n == 0:
            continue
        if len(block.cases) - block.pointers[FRESH] < hi - lo:
            return position
        for i in range(hi - lo):
            trouble = np.int64((community.key << np.uint64(24)) | np.uint64(day * CANDIDATES_A_DAY + i))
            _arises(world, block, trouble, world.trace[lo + i], community, day, i)
    return len(block.communities)


@rule
def _arises(world, block, trouble, traced, community, day, number):  # type: ignore[no-untyped-def]
    """Let a traced trouble befall somebody, who speaks of it at the hour of the trace: its onset (assumed)."""
    c, hour = traced.category, traced.hour
    category = world.categories[c]
    who = _whom(world, category, community, day, number)
    building = world.buildings[world.residents[who].building]
    compound = world.compounds[building.compound]
    severity, fades, _ = course_of(world, trouble, category, hour)
    _, _, affected = whom_it_befalls(category, building, compound, who)
    row = will_speak(world, block, trouble, c, who, traced.channel, hour, hour, day, 0)
    case = block.cases[row]
    is_about(case, category, severity, affected, fades, 0)
    case.loudest = traced.channel
    case.befell = who
    if category.enquiry == 0:
        count_trouble(world, compound.community, block, day, traced.channel, hour)


@rule
def _whom(world, category, community, day, number):  # type: ignore[no-untyped-def]
    """Draw a resident, by age and kind of compound as the category befalls them (rejection; Neumann 1951).

    The state of the compound does not count: it hangs on policy, and the trace befalls the same under any.
    """
    kept, most = community.resident_lo, -1.0
    for k in range(TRIES):
        _, v, mark, _ = uniform_four(world.seed, _CANDIDATE, community.key, day, number + CANDIDATES_A_DAY * k)
        who = community.resident_lo + min(int(v * community.resident_n), community.resident_n - 1)
        resident = world.residents[who]
        kind = world.compounds[world.buildings[resident.building].compound].kind
        here = hazard_factor(category, kind, resident.age, REFERENCE, REFERENCE)
        if mark * category.max_multiplier < here:
            return who
        if here > most:
            kept, most = who, here
    return kept
