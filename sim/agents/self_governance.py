"""What neighbours bring about together in their compound: ties, a covenant, what is told of promises made at forums."""

import math

from sim.engine.compiling import rule


@rule
def ties_grow(compound, childcare, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over the ties among neighbours: meeting builds them (Putnam 2000), without it they fade.

    Args:
        childcare: share of families whose children meet after school.
    """
    meeting = rules.rooms_meet * compound.rooms + rules.forum_meet * compound.forum / 12.0
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
def calms_down(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over strife; a joint committee at which all sit settles some of it sooner."""
    pace = rules.strife_calms * (1.0 + compound.joint)
    compound.strife *= math.exp(-pace)
