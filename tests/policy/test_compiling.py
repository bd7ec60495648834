"""Whatever the policy, the rules run as they were compiled: no dose brings a type that a rule has not seen."""

from datetime import date, timedelta

import numba
import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import sim.measure.record
import sim.model
from sim.model import GovernanceModel
from sim.policy import LEVERS

COMMUNITY, DAYS = "420106001001", 33
START = date(2016, 1, 1)


def _signatures():
    """Return how each rule that the model calls is compiled."""
    rules = [rule for module in (sim.model, sim.measure.record) for rule in vars(module).values()]
    called = {rule.__name__: rule.nopython_signatures for rule in rules if isinstance(rule, Dispatcher)}
    return {name: tuple(map(str, kinds)) for name, kinds in called.items() if kinds}


def _random_policy(seed):
    draws = np.random.default_rng(seed)
    chosen = draws.permutation(sorted(LEVERS))[: draws.integers(1, 41)]
    return {
        str(name): [
            {
                "intensity": float(draws.uniform(LEVERS[name].low, LEVERS[name].high)),
                "start": START + timedelta(days=int(draws.integers(0, DAYS))),
                "ramp_days": int(draws.integers(0, 20)),
                "where": {"share": float(draws.uniform()), "rule": str(draws.choice(["random", "weakest"]))},
            }
        ]
        for name in chosen
    }


def _lives(policy):
    plan = {"area": COMMUNITY, "start": START, "days": DAYS, "warmup": 0, "policy": policy}
    GovernanceModel(plan, seed=1).run_model()


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_random_policies_compile_nothing_anew():
    _lives({})
    before = _signatures()
    assert {"needs_of_day", "intake_of_day", "work_of_day", "judgement_of_day", "workers_of_month"} <= before.keys()
    for seed in (1, 2):
        policy = _random_policy(seed)
        assert policy
        _lives(policy)
        after = _signatures()
        assert {name: after[name] for name in before} == before
        assert all(len(after[name]) == 1 for name in after.keys() - before.keys()), "called for the first time"
