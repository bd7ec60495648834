"""What is told of again: in a store that all channels share, each contact that is joined to a ticket moves it up.

What is loud comes first, and what nobody tells of again waits for it. That is a known bias of queues that go by
complaints: districts differ in how often they report the same (Kontokosta and Hong 2021, Sustainable Cities and Society
64, on 311 calls).
"""

from sim.engine.compiling import rule
from sim.engine.queue import URGENT, moves_up
from sim.grievance.ticket import State

_QUEUED = int(State.QUEUED)
MOST = 100
"""Contacts that are counted; one more would add nothing that shows."""


@rule
def ahead_for_repeats(joined, rules):  # type: ignore[no-untyped-def]
    """Hours by which a ticket goes before others, by the number of contacts that were joined to it.

    Each brings a fixed share of what the one before it brought, as it tells less that is new; so all of them bring
    at most `repeat_head_start` / (1 - `repeat_kept`).
    """
    kept = rules.repeat_kept
    return rules.repeat_head_start * (1.0 - kept**joined) / (1.0 - kept)


@rule
def is_told_of_again(world, block, row):  # type: ignore[no-untyped-def]
    """Note with an open ticket that one more contact was joined to it; where it is in a queue, it moves up at once.

    Elsewhere the contact counts when it next queues. What is urgent is first already. Others' parts of a case, and
    what lies with the city's bureaus, stay where they are: who works on these does not see who calls.
    """
    rules, case = world.rules[0], block.cases[row]
    before = ahead_for_repeats(case.joined, rules)
    case.joined = min(case.joined + 1, MOST)
    gained = ahead_for_repeats(case.joined, rules) - before
    if gained > 0.0 and case.state == _QUEUED and case.priority > 0.5 * URGENT:
        moves_up(world.desks[case.desk], block.cases, row, gained)
