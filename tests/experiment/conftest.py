"""Small studies: a community, a few days."""

import pytest

from sim.experiment.world import World
from sim.scenario import load_scenario

COMMUNITY = "420106001001"
QUIET = {"outputs.tickets": False, "outputs.handovers": False, "outputs.report": False}


@pytest.fixture(scope="session")
def base():
    return load_scenario("baseline", {"area": COMMUNITY, "days": 3, "warmup": 0, **QUIET})


@pytest.fixture
def worlds(base):
    """Give a function that returns so many worlds that differ by their seed."""
    return lambda count: [World({"n": n}, base).with_seed(100 + n) for n in range(count)]
