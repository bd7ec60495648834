"""Studios of star secretaries (名书记工作室): one mentor, ten mentees (1+10), until the next round."""

import math

from sim.agents.appraisal import mean_skill
from sim.engine.clock import WORKING_DAYS_A_MONTH
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, uniform

_MENTORING = int(Purpose.MENTORING)
MENTEES = 10
"""Mentees of a studio (M80: 14 studios of one and ten)."""


@rule
def learns_from(mentee, mentor, rules):  # type: ignore[no-untyped-def]
    """Let a month bring a mentee's skill nearer to the mentor's; where the mentor knows less, nothing is learnt."""
    for kind in range(3):
        mentee.skill[kind] += rules.mentor_teaches * max(0.0, mentor.skill[kind] - mentee.skill[kind])


@rule
def studios_of_month(world, block, day):  # type: ignore[no-untyped-def]
    """Let the studios of a district meet for a month.

    A round lasts `mentor_round_days`. At its beginning a share of the secretaries is drawn as mentees; as many studios
    as they need open with the ablest secretaries, who teach beside their own work. A tie ends with the round, or when
    one of the two leaves the post; then another star is found, and a successor takes the mentee's place.
    """
    rules = world.rules[0]
    turn = int(day / rules.mentor_round_days)
    wanted, stars = 0, 0
    for row in block.communities:
        community = world.communities[row]
        secretary = world.workers[community.worker_lo]
        drawn = secretary.present != 0 and _is_drawn(world, community, turn)
        if secretary.present == 0 or secretary.studio_round != turn:
            secretary.star = 0
        if not drawn or secretary.studio_round != turn:
            secretary.mentor = NONE
        secretary.studio_round = turn
        secretary.mentees = 0
        wanted += 1 if drawn else 0
        community.mentoring = 0.0
    for row in block.communities:
        secretary = world.workers[world.communities[row].worker_lo]
        if wanted == 0:
            secretary.star = 0
        elif secretary.star != 0:
            stars += 1
    while stars < math.ceil(wanted / MENTEES) and _opens_a_studio(world, block):
        stars += 1
    for row in block.communities:
        community = world.communities[row]
        if wanted > 0 and _is_drawn(world, community, turn):
            _meets_mentor(world, block, community)


@rule
def _is_drawn(world, community, turn):  # type: ignore[no-untyped-def]
    """Say whether a community's secretary is a mentee in a round: by lot, the same whichever area is run."""
    return uniform(world.seed, _MENTORING, community.key, turn, 0) < community.mentored


@rule
def _opens_a_studio(world, block):  # type: ignore[no-untyped-def]
    """Make the ablest secretary who is none yet a star. Returns: whether there was anybody."""
    best, able = NONE, 0.0
    for row in block.communities:
        lo = world.communities[row].worker_lo
        secretary = world.workers[lo]
        if secretary.present != 0 and secretary.star == 0 and mean_skill(secretary) > able:
            best, able = lo, mean_skill(secretary)
    if best == NONE:
        return False
    world.workers[best].star = 1
    world.workers[best].mentor = NONE
    return True


@rule
def _meets_mentor(world, block, community):  # type: ignore[no-untyped-def]
    """Let a mentee meet the mentor, or find one with a place free, and learn; both give hours of their communities'."""
    rules = world.rules[0]
    secretary = world.workers[community.worker_lo]
    if secretary.present == 0 or secretary.star != 0:
        return
    if secretary.mentor == NONE or world.workers[secretary.mentor].star == 0:
        secretary.mentor = NONE
        for row in block.communities:
            lo = world.communities[row].worker_lo
            if world.workers[lo].star != 0 and _has_place(world, block, lo):
                secretary.mentor = lo
                break
    if secretary.mentor == NONE:
        return
    mentor = world.workers[secretary.mentor]
    mentor.mentees += 1
    hours = rules.mentor_hours / WORKING_DAYS_A_MONTH
    community.mentoring += hours
    world.communities[mentor.community].mentoring += hours
    learns_from(secretary, mentor, rules)


@rule
def _has_place(world, block, star):  # type: ignore[no-untyped-def]
    """Say whether a studio has a place free: ties of this round count, whether or not they have met this month."""
    ties = 0
    for row in block.communities:
        ties += 1 if world.workers[world.communities[row].worker_lo].mentor == star else 0
    return ties < MENTEES
