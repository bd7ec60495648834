"""Party-member volunteers: on the list is one thing, registered another, active a third."""

import math

import numpy as np

from sim.agents.resident import remembers, trusts_community
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

VOLUNTEER = np.dtype(
    [
        ("resident", "i4"),
        ("community", "i4"),
        ("server", "i4"),
        ("registered", "i4"),  # 1 on the register
        ("joined", "i4"),  # 1 on it by the own decision
        ("active", "i4"),  # 1 if turning out this week
        ("skill", "f8"),  # for low-skill tasks, 0-1
        ("activity", "f8"),  # inclination to turn out, 0-1; decays, renewed by recognition
        ("hours", "f8"),  # hours given since the run began
    ],
    align=True,
)


@rule
def is_asked(organised, turnout, rules, u):  # type: ignore[no-untyped-def]
    """Say whether somebody is asked this week to go on the register: few offer themselves (Verba et al. 1995).

    Args:
        organised: how active the Party organisation of the own compound is, 0-1.
        turnout: share of the community's volunteers who turned out last week: who is seen at it asks others.
    """
    return u < 1.0 - (1.0 - rules.volunteer_call * organised) * (1.0 - rules.volunteer_tie * turnout)


@rule
def agrees(resident, child, day, rules, u):  # type: ignore[no-untyped-def]
    """Decide, when asked, whether to go on the register.

    Who was helped and who trusts the community says yes sooner, who has a child at home has less time (engagement and
    resources; Verba, Schlozman, Brady 1995).

    Args:
        child: whether there is one at home.
    """
    z = rules.volunteer_ease + rules.volunteer_helped * (2.0 * remembers(resident) - 1.0)
    z += rules.volunteer_trust * (trusts_community(resident, rules, day) - rules.trust_community_usual)
    if child:
        z -= rules.volunteer_busy
    return u < 1.0 / (1.0 + math.exp(-z))


@rule
def joins(volunteer, rules):  # type: ignore[no-untyped-def]
    """Go on the register by the own decision, and mean to come."""
    volunteer.joined = 1
    volunteer.activity = max(volunteer.activity, rules.volunteer_starts)


@rule
def turns_out(volunteer, attention, u):  # type: ignore[no-untyped-def]
    """Decide whether to turn out this week; the register alone does nothing, leaders' example lifts for a time.

    Args:
        attention: how far leaders' attention lifts everybody now, 0-1.
    """
    return volunteer.registered != 0 and u < volunteer.activity * (1.0 + attention)


@rule
def loses_heart(volunteer, hope_of_return, rules):  # type: ignore[no-untyped-def]
    """Let a week pass: the inclination to turn out decays towards a floor unless something renews it.

    Args:
        hope_of_return: how far hours given now are expected to be given back by a time bank, 0-1.
    """
    floor = rules.activity_floor * (1.0 + rules.time_bank_wakes * hope_of_return)
    kept = math.exp(-7.0 / rules.activity_days)
    volunteer.activity = min(1.0, floor + kept * (volunteer.activity - floor))


@rule
def is_recognised(volunteer, claims, rules):  # type: ignore[no-untyped-def]
    """Renew the inclination after a task that was done and seen, the more so one that was chosen (`claims`, share)."""
    step = rules.recognition * (1.0 + rules.claim_pride * claims)
    volunteer.activity += min(1.0, step) * (1.0 - volunteer.activity)


@rule
def can_do(volunteer, claims, rules, u):  # type: ignore[no-untyped-def]
    """Say whether the volunteer has the skill for a low-skill task; who chooses (`claims`, share) chooses what fits."""
    return u < volunteer.skill + rules.claim_fits * claims * (1.0 - volunteer.skill)


class Volunteer(RecordAgent):
    """A Party-member volunteer as a Mesa agent."""

    table_name = "volunteers"

    def is_recognised(self) -> None:
        """Renew the inclination to turn out."""
        is_recognised(self.record, 0.0, self.model.rules[0])
