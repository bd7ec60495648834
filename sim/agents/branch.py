"""Party organisations of compounds: who looks after a compound's common affairs."""

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

BRANCH = np.dtype([("compound", "i4"), ("members", "i4"), ("activity", "f8")], align=True)


@rule
def passes_on(activity, rules, u):  # type: ignore[no-untyped-def]
    """Say whether the compound's organisation, so active (0-1), hears of a silent trouble and passes it on."""
    return u < activity * rules.branch_hears


class CompoundBranch(RecordAgent):
    """A compound's Party organisation as a Mesa agent."""

    table_name = "branches"
