"""Forums of a compound: each resident decides whether to go, and how many come is the sum of that."""

import math

import numpy as np

from sim.agents.ages import ELDER_FROM, GROWN_UP
from sim.agents.resident import trusts_community
from sim.engine.compiling import rule
from sim.engine.random import Purpose, uniform

_FORUM = int(Purpose.FORUM)
NOTHING_AT_STAKE = 0.0


@rule
def goes_to_forum(resident, owner, stake, compound, day, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether to go to the next forum of one's compound.

    Who has something at stake goes, who trusts those who call, who has heard that promises made there are kept, who
    knows the others, and who has time (engagement, recruitment and resources; Verba, Schlozman, Brady 1995). What
    becomes of a home is an owner's own (Fischel 2001).

    Args:
        stake: severity of the own trouble, 0-1; `NOTHING_AT_STAKE` without one.
        u: a uniform number.
    """
    z = rules.forum_ease + rules.forum_stake * stake
    z += rules.forum_trust * (trusts_community(resident, rules, day) - rules.trust_community_usual)
    z += rules.forum_promises * compound.mood + rules.forum_ties * compound.social
    if owner != 0:
        z += rules.forum_owner
    if resident.age >= ELDER_FROM:
        z += rules.forum_time
    return u < 1.0 / (1.0 + math.exp(-z))


@rule
def comes_together(world, compound, day, month):  # type: ignore[no-untyped-def]
    """Let a compound's grown-ups decide about this month's forum; note the share who came, times forums a month."""
    if compound.forum <= 0.0:
        compound.attended = 0.0
        return
    rules = world.rules[0]
    community = world.communities[compound.community]
    came, grown_up = 0, 0
    for who in range(compound.resident_lo, compound.resident_lo + compound.resident_n):
        resident = world.residents[who]
        if resident.age < GROWN_UP:
            continue
        grown_up += 1
        key = community.key << np.uint64(24) | np.uint64(who - community.resident_lo)
        owner = world.households[resident.household].owner
        u = uniform(world.seed, _FORUM, key, month, 0)
        came += goes_to_forum(resident, owner, NOTHING_AT_STAKE, compound, day, rules, u)
    compound.attended = came / max(1, grown_up) * compound.forum / 12.0
