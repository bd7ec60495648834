"""What waits at communities and their streets, by field: counted over the open cases of some blocks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.agents.department import FIELDS
from sim.agents.world import World
from sim.engine.queue import NONE
from sim.grievance.block import Block
from sim.grievance.level import Level
from sim.grievance.ticket import FRESH, State

_WAITING = (State.QUEUED, State.OUTSIDE, State.JOINT)


def backlog_by_field(world: World, blocks: Sequence[Block]) -> NDArray[np.float64]:
    """Return the cases that wait at the street or below, by community and field; parts of cases are not counted."""
    backlog = np.zeros((len(world.communities), FIELDS))
    for block in blocks:
        cases = block.cases[: block.pointers[FRESH]]
        waits = np.isin(cases["state"], _WAITING) & (cases["level"] <= Level.STREET) & (cases["parent"] == NONE)
        field = world.categories["field"][cases["category"][waits]]
        np.add.at(backlog, (cases["community"][waits], field), 1.0)
    return backlog
