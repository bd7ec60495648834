"""Party organisations of compounds: who looks after a compound's common affairs."""

import numpy as np

from sim.agents.compound import organised
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

BRANCH = np.dtype([("compound", "i4"), ("activity", "f8")], align=True)


@rule
def passes_on(compound, activity, rules, u):  # type: ignore[no-untyped-def]
    """Say whether the community comes to know of a silent trouble through the compound's organisation.

    The organisation itself hears, the more the more active it is (0-1). Where there are tiers, so does the group in the
    building; what it hears goes up to the compound and from there to the community, and at each hop a part is lost
    (serial transmission; Bartlett 1932).
    """
    heard = activity * rules.branch_hears
    from_below = compound.organised * rules.group_hears * rules.tier_passes * rules.tier_passes
    return u < heard + (1.0 - heard) * from_below


class CompoundBranch(RecordAgent):
    """A compound's Party organisation as a Mesa agent."""

    table_name = "branches"

    def passes_on(self, u: float) -> bool:
        """Whether a silent trouble comes to be known through it or the groups beneath it. `u`: uniform, 0-1."""
        compound = self.model.world.compounds[self.compound]
        return bool(passes_on(compound, organised(self.model.world, compound), self.model.rules[0], u))
