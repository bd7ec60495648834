"""How a practice spreads from a model community to others: by imitation of neighbours, and by order."""

from sim.engine.compiling import rule
from sim.engine.random import Purpose, uniform

_DIFFUSION = int(Purpose.DIFFUSION)


@rule
def copying_chance(community, near, far, rules):  # type: ignore[no-untyped-def]
    """Return the monthly chance to copy the practice: each adopter among neighbours may be the model (Rogers 2003).

    Args:
        near: adopters in the same street; far: share of adopters in the district.
    """
    return 1.0 - (1.0 - community.copying) ** (near + rules.far_neighbours * far)


@rule
def practice_of_month(world, block, day):  # type: ignore[no-untyped-def]
    """Let a month of diffusion pass in a district; what is decided in a month rests on what stood before it.

    A copy is a little worse than what it is copied from, and what is adopted by order worse still. What has been learnt
    stays when a policy ends.
    """
    rules = world.rules[0]
    adopters, best = 0, 0.0
    for row in block.communities:
        community = world.communities[row]
        if community.pilot > 0.0:
            community.practice = max(community.practice, community.pilot)
        adopters += community.practice > 0.0
        best = max(best, community.practice)
    share = adopters / max(1, len(block.communities))
    for row in block.communities:
        community = world.communities[row]
        if community.practice != 0.0 or (community.copying == 0.0 and community.mandated == 0.0):
            continue
        near, model = _adopters_in_street(world, block, community)
        if uniform(world.seed, _DIFFUSION, community.key, day, 0) < copying_chance(community, near, share, rules):
            community.practice = -max(model, rules.copy_keeps * best) * rules.copy_keeps  # from the next month on
        elif uniform(world.seed, _DIFFUSION, community.key, day, 1) < community.mandated / 12.0:
            community.practice = -rules.ordered_practice
    for row in block.communities:
        community = world.communities[row]
        community.practice = abs(community.practice)


@rule
def _adopters_in_street(world, block, community):  # type: ignore[no-untyped-def]
    """Return how many communities of the same street have the practice, and the best of theirs, 0-1."""
    near, model = 0, 0.0
    for row in block.communities:
        other = world.communities[row]
        if other.street == community.street and other.practice > 0.0:
            near += 1
            model = max(model, other.practice)
    return near, model
