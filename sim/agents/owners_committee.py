"""Owners' committees: how well they work, and what they can ask of a firm."""

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

COMMITTEE = np.dtype([("compound", "i4"), ("quality", "f8"), ("party_share", "f8")], align=True)


@rule
def watches(committee, rules):  # type: ignore[no-untyped-def]
    """How far a committee holds the firm to its contract, 0-1; about a third of those formed work well."""
    return committee.quality * rules.committee_watch


class OwnersCommittee(RecordAgent):
    """An owners' committee as a Mesa agent."""

    table_name = "committees"

    def watches(self) -> float:
        """How far it holds the firm to its contract, 0-1."""
        return float(watches(self.record, self.model.rules[0]))
