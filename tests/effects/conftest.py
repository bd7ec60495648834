"""Small effects: two levers in a community, ten days, two seeds."""

import pytest

from sim.effects import effects_of, plan_effects, run_missing
from sim.experiment.session import session
from sim.experiment.store import Runs

SMALL = ("420106001001", 10, 5, 2, "2019_call_and_respond", ["posts_shifted_down", "unified_platform"])
"""One of the levers is in the bundle, the other is not."""


@pytest.fixture(scope="session")
def plan():
    return plan_effects(*SMALL)


@pytest.fixture(scope="session")
def made(plan, tmp_path_factory):
    """The file of runs, the indicators by world, and the effects; tests read them and leave them as they are."""
    path = tmp_path_factory.mktemp("effects") / "runs.jsonl"
    with Runs.opened(path) as runs, session(runs) as run:
        found = run_missing(plan, run)
    return path, found, effects_of(plan, found)


@pytest.fixture
def effects(made):
    return made[2]
