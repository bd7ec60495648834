"""In a shared store repeats move a ticket up: what is told of again waits less, what is told of once waits more."""

import numpy as np
import pandas as pd
import pytest

from sim import GovernanceModel
from sim.city import build_city
from sim.grievance.ticket import Outcome
from sim.parameters import PARAMETERS

AREA, DAYS, WARMUP, SEEDS = "420113", 240, 30, range(1, 9)
"""A small district: one in twenty tickets is told of again, and what that costs each of the others is little."""
T_OF_7 = 2.365
"""Student's t for a 95 % interval over eight seeds."""


class _Log:
    def __init__(self):
        self.parts = []

    def take(self, tickets, handovers):
        self.parts.append(np.array(tickets))


def _tickets(city, seed, ahead):
    """Return the first ticket about each trouble: hours to its closing, and how many contacts were joined to it."""
    plan = {"extends": "baseline", "area": AREA, "days": DAYS, "warmup": WARMUP}
    plan |= {"policy": {"unified_platform": {"intensity": 1.0}}, "parameters": {"repeat_head_start": ahead}}
    model = GovernanceModel(plan, city=city, seed=seed)
    model.record.sink = log = _Log()
    model.run_model()
    rows = np.concatenate(log.parts)
    merged = rows["outcome"] == Outcome.MERGED
    own = pd.DataFrame({name: rows[name][~merged] for name in ("ticket", "trouble", "reported", "closed")})
    own = own.sort_values("reported", kind="stable").drop_duplicates("trouble").set_index("trouble")
    closed = own.closed.where(own.closed >= 0.0, 24.0 * model.last_day)
    joined = pd.Series(rows["merged_into"][merged]).value_counts()
    return pd.DataFrame({"wait": closed - own.reported, "joined": own.ticket.map(joined).fillna(0.0)})


@pytest.fixture(scope="module")
def changes():
    """Give by how much the head start moves the mean wait, a row a seed, by how often a trouble is told of.

    In both worlds alike: what was open for long in one of them only is more often told of again there, for that alone.
    """
    city, rows = build_city(AREA), []
    for seed in SEEDS:
        without, with_it = (_tickets(city, seed, dose) for dose in (0.0, PARAMETERS["repeat_head_start"].high))
        both = without.join(with_it, rsuffix="_then", how="inner")
        moved = both.wait_then - both.wait
        fewest, most = both[["joined", "joined_then"]].min(axis=1), both[["joined", "joined_then"]].max(axis=1)
        rows.append({"again": moved[fewest >= 1].mean(), "once": moved[most == 0].mean()})
    return pd.DataFrame(rows)


@pytest.mark.parametrize(("told", "sign"), [("again", -1), ("once", 1)])
def test_the_loud_wait_less_and_what_is_told_once_waits_more(changes, told, sign):
    half = T_OF_7 * changes[told].std(ddof=1) / np.sqrt(len(changes))
    assert sign * changes[told].mean() > half, f"{changes[told].mean():+.3g} ± {half:.2g} hours"
