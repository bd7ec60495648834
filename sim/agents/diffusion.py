"""How a practice spreads from a model community to others: by imitation of those next to it, and by order."""

from sim.engine.compiling import rule
from sim.engine.random import Purpose, uniform

_DIFFUSION = int(Purpose.DIFFUSION)


@rule
def copying_chance(community, adopters):  # type: ignore[no-untyped-def]
    """Return the monthly chance to copy a practice: each adopter next door may be the one that convinces.

    A cascade of independent contacts: 1 - (1 - p) ** adopters (Goldenberg, Libai and Muller 2001; Rogers 2003 on
    neighbours as models).

    Args:
        adopters: communities next to it that have the practice.
    """
    return 1.0 - (1.0 - community.copying) ** adopters


@rule
def practice_of_month(world, day):  # type: ignore[no-untyped-def]
    """Let a month of diffusion pass on the graph of communities; what is decided rests on what stood before it.

    The chance to adopt is that of copying a neighbour plus that of being told to. A copy is a little worse than the
    best that the community can see next door, so quality falls by each step away from a pilot; what is adopted by
    order has the form before the substance. Who has either does not take it over a second time, and what has been
    learnt stays when a policy ends.
    """
    rules = world.rules[0]
    for row in range(len(world.communities)):
        community = world.communities[row]
        community.practice = max(community.practice, community.pilot)
    for row in range(len(world.communities)):
        community = world.communities[row]
        if community.practice != 0.0 or (community.copying == 0.0 and community.mandated == 0.0):
            continue
        adopters, best = adopting_neighbours(world, row)
        copies = copying_chance(community, adopters)
        u = uniform(world.seed, _DIFFUSION, community.key, day, 0)
        if u < copies:
            community.practice = -rules.copy_keeps * best  # below zero: others see it from the next month on
        elif u < copies + community.mandated / 12.0:
            community.practice = -rules.ordered_practice
    for row in range(len(world.communities)):
        community = world.communities[row]
        community.practice = abs(community.practice)


@rule
def adopting_neighbours(world, row):  # type: ignore[no-untyped-def]
    """Return how many communities next to one have the practice, and the quality of the best of theirs, 0-1."""
    adopters, best = 0, 0.0
    for k in range(world.next_starts[row], world.next_starts[row + 1]):
        practice = world.communities[world.next_to[k]].practice
        if practice > 0.0:
            adopters += 1
            best = max(best, practice)
    return adopters, best
