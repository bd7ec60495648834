"""One small run that the tests of results share."""

import pytest

from sim.results import run_scenario
from sim.scenario import load_scenario

DAYS, WARMUP = 91, 20


@pytest.fixture(scope="session")
def tiny():
    """A community of two compounds, for three months."""
    return load_scenario("tiny", {"days": DAYS, "warmup": WARMUP, "outputs.troubles": True})


@pytest.fixture(scope="session")
def folder(tiny, tmp_path_factory):
    """The folder of its results, of three runs."""
    return run_scenario(tiny, tmp_path_factory.mktemp("runs") / "tiny", replications=3)
