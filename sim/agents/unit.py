"""Paired work units: institutions that lend people and money to a community."""

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

UNIT = np.dtype([("key", "u8"), ("community", "i4"), ("people", "i4"), ("activity", "f8")], align=True)


@rule
def lends(unit, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a paired unit helps with a case that waits for money or parts outside."""
    return u < unit.activity * rules.unit_helps


class WorkUnit(RecordAgent):
    """A paired work unit as a Mesa agent."""

    table_name = "units"
