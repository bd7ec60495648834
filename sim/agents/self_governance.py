"""What neighbours bring about together in their compound: ties, a covenant, what is told of promises made at forums."""

import math

from sim.engine.compiling import rule


@rule
def ties_grow(compound, childcare, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over the ties among neighbours: meeting builds them (Putnam 2000), without it they fade.

    Args:
        childcare: share of families whose children meet after school.
    """
    meeting = rules.rooms_meet * compound.rooms + rules.forum_meet * compound.attended
    meeting += rules.childcare_meet * childcare
    compound.social += rules.social_builds * min(1.0, meeting) * (1.0 - compound.social)
    compound.social -= compound.social / rules.social_fades_months


@rule
def votes_on_covenant(compound, civic, rules, u, v):  # type: ignore[no-untyped-def]
    """Put a covenant to the vote now and then; it binds with two thirds, and is kept less as time goes by.

    Neighbours who hold each other to it spare tickets and make some bad blood.
    """
    compound.covenant *= math.exp(-1.0 / rules.covenant_months)
    if u >= compound.covenant_drive / 12.0:
        return
    for_it = (
        rules.covenant_ease + civic + rules.covenant_social * compound.social + rules.covenant_swing * (2.0 * v - 1.0)
    )
    if 1.0 / (1.0 + math.exp(-for_it)) > 2.0 / 3.0:
        compound.covenant = 1.0
        compound.strife = min(1.0, compound.strife + rules.covenant_strife)


@rule
def is_told_of_promise(compound, kept, rules):  # type: ignore[no-untyped-def]
    """Enter a promise as kept or broken; who was at the forum tells of it, of a broken one more (Baumeister 2001)."""
    if kept:
        compound.promises_kept += 1
        compound.mood += rules.promise_tells * (1.0 - compound.mood)
    else:
        compound.promises_broken += 1
        compound.mood -= min(1.0, rules.promise_tells * rules.bad_news) * (1.0 + compound.mood)


@rule
def talk_fades(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over what is told of promises and works."""
    compound.mood *= math.exp(-30.0 / rules.hearsay_days)


@rule
def decides_together(compound, rules, u):  # type: ignore[no-untyped-def]
    """Let the joint committee of a compound decide on the month (M50): all bodies must agree, or nothing is done.

    Any of them may hold a decision up (veto players; Tsebelis 2002). Who sits in the other's body vetoes less (M72);
    bad blood at the table makes it harder (u, uniform).
    """
    z = rules.joint_ease + rules.joint_cross * compound.cross_posts - rules.joint_strife * compound.strife
    compound.agreed = 1.0 if compound.joint > 0.0 and u < compound.joint / (1.0 + math.exp(-z)) else 0.0


@rule
def calms_down(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over strife; where all at one table have agreed, some of it is settled sooner."""
    pace = rules.strife_calms * (1.0 + compound.agreed)
    compound.strife *= math.exp(-pace)
