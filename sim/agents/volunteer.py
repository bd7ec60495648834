"""Party-member volunteers: registered is one column, active is another."""

import math

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

VOLUNTEER = np.dtype(
    [
        ("resident", "i4"),
        ("community", "i4"),
        ("server", "i4"),
        ("registered", "i4"),  # 1 on the register
        ("active", "i4"),  # 1 if turning out this week
        ("skill", "f8"),  # for low-skill tasks, 0-1
        ("activity", "f8"),  # inclination to turn out, 0-1; decays, renewed by recognition
        ("hours", "f8"),  # hours given since the run began
    ],
    align=True,
)


@rule
def turns_out(volunteer, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether to turn out this week; being on the register alone does nothing."""
    return volunteer.registered != 0 and u < volunteer.activity


@rule
def loses_heart(volunteer, rules):  # type: ignore[no-untyped-def]
    """Let a week pass: the inclination to turn out decays towards a floor unless something renews it."""
    kept = math.exp(-7.0 / rules.activity_days)
    volunteer.activity = rules.activity_floor + kept * (volunteer.activity - rules.activity_floor)


@rule
def is_recognised(volunteer, rules):  # type: ignore[no-untyped-def]
    """Renew the inclination after a task that was done and seen."""
    volunteer.activity += rules.recognition * (1.0 - volunteer.activity)


@rule
def can_do(volunteer, rules, u):  # type: ignore[no-untyped-def]
    """Say whether the volunteer has the skill for a low-skill task."""
    return u < volunteer.skill


class Volunteer(RecordAgent):
    """A Party-member volunteer as a Mesa agent."""

    table_name = "volunteers"

    def is_recognised(self) -> None:
        """Renew the inclination to turn out."""
        is_recognised(self.record, self.model.rules[0])
