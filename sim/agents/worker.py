"""Community workers and their secretary: hours, skill, burnout, quitting, and how effort is divided."""

import math

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

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
    Who must fear to be sent away is strained by that too.
    """
    demands = min(2.0, hours_demanded / max(1.0, hours_available))
    resources = rules.burnout_pay * math.log(worker.pay * community.pay_level / rules.outside_wage) + (
        rules.burnout_certified if worker.certified != 0 else 0.0
    )
    resources += rules.burnout_ladder * community.ladder - rules.exit_strain * community.exit_rule
    strain = rules.burnout_base + rules.burnout_demands * (demands - 1.0) + rules.burnout_sd * worker.sensitivity
    target = 1.0 / (1.0 + math.exp(resources - strain))
    worker.burnout += rules.burnout_speed * (target - worker.burnout)


@rule
def quits(worker, community, rules, u):  # type: ignore[no-untyped-def]
    """Decide at a month's end whether to leave: burnout pushes, pay, years in the post and a rise in sight hold.

    A ladder of grades promises most to those who are new to it.
    """
    monthly = rules.quit_year / 12.0
    pay = worker.pay * community.pay_level
    pull = rules.quit_pay * math.log(pay / rules.outside_wage) + rules.quit_tenure * min(worker.tenure, 10.0)
    pull += rules.quit_ladder * community.ladder * (1.0 - 0.5 * min(worker.tenure, 10.0) / 10.0)
    if worker.secretary != 0:
        pull += rules.quit_secretary + rules.quit_tenured * community.tenured
    return u < monthly * math.exp(rules.quit_burnout * (worker.burnout - 0.4) - pull)


@rule
def grows(worker, community, rules):  # type: ignore[no-untyped-def]
    """Learn by a month of doing, in courses, and from a mentor: skill nears its ceiling exponentially."""
    taught = rules.seat_teaches * community.seats / 12.0 * (1.0 - rules.online_loses * community.online)
    taught += rules.mentor_teaches * community.mentored + rules.practice_teaches * community.practice
    taught += rules.tenured_teaches * community.tenured
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
def must_go(worker, community, rules, u):  # type: ignore[no-untyped-def]
    """Say whether an exit rule sends a worker away: the least able after a year, whatever they know of the place."""
    mean = (worker.skill[0] + worker.skill[1] + worker.skill[2]) / 3.0
    return mean < rules.exit_skill and worker.tenure >= 1.0 and worker.secretary == 0 and u < community.exit_rule / 12.0


@rule
def starts(worker, community, rules, t, u, v, w, z):  # type: ignore[no-untyped-def]
    """Take up a post: skills are a newcomer's, better where better pay brings more applicants.

    t, u, v, w are uniform, z standard normal.
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


class CommunityWorker(RecordAgent):
    """A post of a community worker (the secretary's is the first of a community) as a Mesa agent."""

    table_name = "workers"

    def skill_for(self, kind: int) -> float:
        """Skill in a field, 0-1, certificate included."""
        return float(skill_for(self.record, kind, self.model.rules[0]))
