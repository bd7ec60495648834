"""Community workers and their secretary: hours, skill, burnout, quitting, and how effort is divided."""

import math

import numpy as np

from sim.agents.appraisal import month_looks
from sim.agents.exits import threatened
from sim.agents.ladder import pay_now, rise_in_sight
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule
from sim.engine.queue import NONE

SKILLS = 3
"""Fields of skill: paperwork and services, mediation and care, housing and surroundings."""

WORKER = np.dtype(
    [
        ("community", "i4"),
        ("server", "i4"),
        ("secretary", "i4"),
        ("present", "i4"),  # 1 if the post is filled
        ("certified", "i4"),
        ("vacant_since", "i4"),  # day, where not present
        ("skill", "f8", (SKILLS,)),  # 0-1
        ("tenure", "f8"),  # years in post
        ("pay", "f8"),  # yuan a year
        ("burnout", "f8"),  # emotional exhaustion, 0-1
        ("sensitivity", "f8"),  # how hard strain hits this person (sd 1 about 0)
        ("hours_month", "f8"),  # hours on residents' tickets this month
        # years, appraisal and career
        ("post", "i4"),  # kind of post (ladder.Post)
        ("hired_age", "f8"),  # age at which the post was taken up
        ("score", "f8"),  # what the appraisal sees of about the last year, 0-1
        ("failed", "i4"),  # years failed in succession
        ("grade", "i4"),  # on the ladder, 1-18; 0 where there is none
        ("grade_since", "f8"),  # tenure at which it was reached
        ("has_tenure", "i4"),  # 1 if a secretary holds a tenured post
        ("left_as", "i4"),  # case in which the last holder left (exits.ExitCase)
        # courses and studios
        ("course_from", "i4"),  # day from which the days of a course are away from the post
        ("course_left", "i4"),  # days of it to come
        ("days_away", "i4"),  # days so far that courses have left the post empty
        ("mentor", "i4"),  # row of the star secretary who teaches this one, -1 none
        ("star", "i4"),  # 1 if a star secretary with a studio
        ("mentees", "i4"),  # who came this month
        ("studio_round", "i4"),  # round of the studios that star and mentor are of
    ],
    align=True,
)


@rule
def skill_for(worker, kind, rules):  # type: ignore[no-untyped-def]
    """Speed and quality of a worker in a field of skill, 0-1; a certificate helps with people, not with pipes."""
    skill = worker.skill[kind]
    if worker.certified != 0 and kind == 1:
        skill = min(1.0, skill + rules.certified_gain)
    return skill


@rule
def closes_without_solving(  # type: ignore[no-untyped-def]
    urgency,
    pressure,
    closure_weight,
    rating_weight,
    audit,
    risk,
    confirmed,
    rules,
):
    """Chance that a handler closes a ticket without solving it (Holmstrom and Milgrom 1991: what is measured is done).

    Args:
        urgency: share of the deadline used, 0-1.
        pressure: load of the desk against what is comfortable, 0-1.
        closure_weight, rating_weight: what the appraisal rewards, 0-1.
        audit: share of closures that are checked.
        risk: chance at which it is thought to come to light, 0-1 (`community.fears_discovery`).
        confirmed: share of closures that need the complainant's word.

    Ratings cut both ways: a bad one costs, but a complainant who can be talked round makes a closing look good.
    """
    talked_round = rules.pressing * (1.0 - audit)
    temptation = (
        rules.pseudo_ease
        + rules.pseudo_pressure * pressure
        + rules.pseudo_closure * closure_weight * urgency
        + rules.pseudo_rating * rating_weight * (2.0 * talked_round - 1.0)
        - rules.audit_penalty * risk
        - rules.confirm_restrains * confirmed
    )
    return 1.0 / (1.0 + math.exp(-temptation))


@rule
def presses_for_rating(rating_weight, audit, rules):  # type: ignore[no-untyped-def]
    """Chance that a discontented complainant is asked to rate well all the same; audits restrain it."""
    return rating_weight * rules.pressing * (1.0 - audit)


@rule
def gives_in(rating_weight, pressure, rules, u):  # type: ignore[no-untyped-def]
    """Say whether an office gives a claimant more hours than the matter needs, or stands firm.

    What a bad rating would cost against the hours that others wait for: a logit choice (quantal response; McKelvey and
    Palfrey 1995; sizes assumed).

    Args:
        rating_weight: what ratings count in the appraisal, 0-1.
        pressure: load of the desk against what is comfortable, 0-1.
    """
    counts = max(0.0, rating_weight - rules.rating_weight_start)
    z = rules.yield_ease + rules.yield_rating * counts - rules.yield_load * pressure
    return u < 1.0 / (1.0 + math.exp(-z))


@rule
def feels(worker, community, hours_demanded, hours_available, rules):  # type: ignore[no-untyped-def]
    """Carry a month's strain over into burnout (demands and resources; Demerouti et al. 2001).

    Demands: hours asked of the post against its hours. Resources: pay against the outside wage, certificate, prospects.
    Who must fear to be sent away is strained by that too (Sverke et al. 2002).
    """
    demands = min(2.0, hours_demanded / max(1.0, hours_available))
    resources = rules.burnout_pay * math.log(pay_now(worker, community, rules) / rules.outside_wage) + (
        rules.burnout_certified if worker.certified != 0 else 0.0
    )
    resources += rules.burnout_rise * rise_in_sight(worker, community, rules)
    resources -= rules.exit_strain * threatened(worker, community, rules)
    strain = rules.burnout_base + rules.burnout_demands * (demands - 1.0) + rules.burnout_sd * worker.sensitivity
    target = 1.0 / (1.0 + math.exp(resources - strain))
    worker.burnout += rules.burnout_speed * (target - worker.burnout)


@rule
def quits(worker, community, rules, u):  # type: ignore[no-untyped-def]
    """Decide at a month's end whether to leave: burnout pushes, pay, years in the post and a rise in sight hold.

    A tenured post holds the secretary who has it.
    """
    monthly = rules.quit_year / 12.0
    pay = pay_now(worker, community, rules)
    pull = rules.quit_pay * math.log(pay / rules.outside_wage) + rules.quit_tenure * min(worker.tenure, 10.0)
    pull += rules.quit_rise * rise_in_sight(worker, community, rules)
    if worker.secretary != 0:
        pull += rules.quit_secretary + rules.quit_tenured * worker.has_tenure
    return u < monthly * math.exp(rules.quit_burnout * (worker.burnout - 0.4) - pull)


@rule
def grows(worker, community, rules):  # type: ignore[no-untyped-def]
    """Learn by a month of doing, from a good practice, and in a team that is built: skill nears its ceiling."""
    taught = rules.practice_teaches * community.practice + rules.tenured_teaches * community.led
    for kind in range(3):
        gap = rules.skill_ceiling - worker.skill[kind]
        worker.skill[kind] += rules.skill_growth * gap + min(0.5, taught) * max(0.0, gap)
    worker.tenure += 1.0 / 12.0


@rule
def passes_exam(worker, community, share, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a worker gets a certificate this month: where more are wanted than the share who have one."""
    if worker.certified != 0 or share >= community.certified_goal:
        return False
    return u < rules.exam_year / 12.0


@rule
def is_tenured(worker, community, rules):  # type: ignore[no-untyped-def]
    """Let a secretary hold a tenured post: where there is one, those come into it whose work looks good enough."""
    if worker.secretary == 0 or community.tenured <= 0.0:
        worker.has_tenure = 0
    elif worker.score >= rules.appraisal_pass:
        worker.has_tenure = 1


@rule
def starts(worker, community, rules, t, u, v, w, x, z):  # type: ignore[no-untyped-def]
    """Take up a post: skills are a newcomer's, better where better pay brings more applicants.

    What the last holder knew of the place and its people is gone. t, u, v, w, x are uniform, z standard normal.
    """
    able = min(0.8, rules.skill_new * (1.0 + rules.pay_attracts * math.log(max(0.1, community.pay_level))))
    worker.sensitivity = z
    worker.present = 1
    worker.certified = 1 if t < rules.certified_share else 0
    worker.skill[0] = able * (0.8 + 0.4 * u)
    worker.skill[1] = able * (0.8 + 0.4 * v)
    worker.skill[2] = able * (0.8 + 0.4 * w)
    worker.tenure = 0.0
    worker.burnout = rules.burnout_new
    worker.hours_month = 0.0
    worker.hired_age = hired_at(rules, x)
    worker.score = month_looks(worker, community, rules)
    worker.failed = 0
    worker.grade = 0
    worker.grade_since = 0.0
    worker.has_tenure = 0
    worker.course_left = 0
    worker.mentor = NONE
    worker.star = 0
    worker.mentees = 0


@rule
def hired_at(rules, u):  # type: ignore[no-untyped-def]
    """Return the age at which somebody takes up a post; `u` is uniform."""
    return rules.hired_youngest + (rules.hired_oldest - rules.hired_youngest) * u


class CommunityWorker(RecordAgent):
    """A post of a community worker (the secretary's is the first of a community) as a Mesa agent."""

    table_name = "workers"

    def skill_for(self, kind: int) -> float:
        """Skill in a field, 0-1, certificate included."""
        return float(skill_for(self.record, kind, self.model.rules[0]))
