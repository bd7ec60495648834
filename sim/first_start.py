"""The first start on a machine: the rules are compiled, by two processes side by side.

One opens a small place and lets its people speak. The other needs no place: it compiles what is done about their
troubles from the types of the tables alone. A rule that both need is compiled by whoever comes first, more or less:
the other finds it on disk, or makes the same once more.
"""

import subprocess
import sys
from typing import Any

import numpy as np
from numba import typeof

from sim.agents.compound_month import compounds_of_month
from sim.agents.department import FIELDS
from sim.agents.diffusion import practice_of_month
from sim.agents.league import league_of_month
from sim.agents.mentoring import studios_of_month
from sim.agents.property_month import property_of_month, ranks_of_quarter
from sim.agents.upkeep import departments_of_month, trust_of_block, workers_of_month
from sim.agents.worker import WORKER
from sim.agents.world import World
from sim.engine.compiling import is_compiled, note_compiled
from sim.engine.queue import DESK, SERVER
from sim.grievance.block import Block, new_block
from sim.grievance.category import CATEGORY
from sim.grievance.channel import CHANNEL
from sim.grievance.horizon import breaks_off
from sim.grievance.judgement import judgement_of_day
from sim.grievance.leaving import firm_leaves
from sim.grievance.tally import TALLY
from sim.grievance.trace import NO_TRACE
from sim.grievance.work import overdue_of_day, work_of_day
from sim.model import GovernanceModel
from sim.opening import RECORDS
from sim.parameters import rules_table

DAY = MONTH = 0
Calls = tuple[tuple[Any, tuple[Any, ...]], ...]
"""Rules, and what each is called with after the world and a block."""
SECOND: Calls = (
    (work_of_day, (DAY,)),
    (overdue_of_day, (DAY,)),
    (judgement_of_day, (DAY,)),
    (breaks_off, (DAY,)),
)
"""What is left to the second process: about half of all, by the time it takes."""
FIRST: Calls = (
    (workers_of_month, (DAY, True)),
    (studios_of_month, (DAY,)),
    (compounds_of_month, (DAY, MONTH)),
    (property_of_month, (DAY, MONTH, True)),
    (ranks_of_quarter, ()),
    (league_of_month, ()),
    (firm_leaves, (np.int32(0), DAY)),
    (trust_of_block, (DAY,)),
)
"""What the first process adds to what the first hours of a day need."""
WHOLE: Calls = ((departments_of_month, ()), (practice_of_month, (DAY,)))
"""What passes over the whole area at once, and is called with the world alone."""


def compile_rules() -> None:
    """Compile the rules of a day and of a month, unless this source has been compiled before."""
    if is_compiled():
        return
    with subprocess.Popen([sys.executable, "-m", __name__], stderr=subprocess.DEVNULL) as second:
        try:
            model = GovernanceModel("tiny", days=1, warmup=0)
            model.needs()
            model.intake()
            compile_for_nowhere(FIRST, WHOLE)
        except BaseException:
            second.kill()
            raise
    model.run_model()
    note_compiled()


def compile_for_nowhere(calls: Calls, whole: Calls = ()) -> None:
    """Compile rules for the types of their arguments; nothing is called. `whole`: of those that take no block."""
    world, block = nowhere()
    for rule, more in whole:
        rule.compile(tuple(map(typeof, (world, *more))))
    for rule, more in calls:
        rule.compile(tuple(map(typeof, (world, block, *more))))


def nowhere() -> tuple[World, Block]:
    """Return the tables of a place without people, of the same types as those of any other."""
    records = RECORDS | {
        "categories": CATEGORY,
        "channels": CHANNEL,
        "workers": WORKER,
        "desks": DESK,
        "servers": SERVER,
        "tallies": TALLY,
    }
    rows = np.zeros(0, dtype=np.int32)
    world = World(
        seed=np.uint64(0),
        city_block=np.int64(0),
        rules=rules_table(),
        span=np.zeros(2),
        working=np.zeros(0, dtype=np.bool_),
        yearday=np.zeros(0, dtype=np.int64),
        shocks=np.zeros((0, 0)),
        alarm=np.zeros(0, dtype=np.bool_),
        unit_of=rows,
        wants=np.zeros((0, FIELDS)),
        serves=np.zeros((0, FIELDS), dtype=np.int32),
        bureaus=rows,
        next_to=rows,
        next_starts=np.zeros(1, dtype=np.int64),
        trace=NO_TRACE,
        trace_starts=np.zeros(0, dtype=np.int64),
        **{name: np.zeros(0, record).view(np.recarray) for name, record in records.items()},
    )
    return world, new_block(0, rows, rows, rows, rows, days=0, categories=0, logging=False)


if __name__ == "__main__":
    compile_for_nowhere(SECOND)
