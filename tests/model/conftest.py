"""Small runs that many tests look at."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.city import City, build_city
from sim.model import GovernanceModel

STREET = "420106001"


@dataclass
class Logs:
    """A sink that keeps everything (`sim.measure.record.Sink`)."""

    tickets: list = field(default_factory=list)
    handovers: list = field(default_factory=list)

    def take(self, tickets, handovers):
        self.tickets.append(np.array(tickets))
        self.handovers.append(np.array(handovers))


@dataclass
class Run:
    """A model that has run, with all that it logged."""

    model: GovernanceModel
    logs: Logs

    @property
    def world(self):
        return self.model.world

    @property
    def tickets(self):
        return np.concatenate(self.logs.tickets).view(np.recarray)

    @property
    def handovers(self):
        return np.concatenate(self.logs.handovers).view(np.recarray)


def run_model(scenario="baseline", before=None, **overrides) -> Run:
    """Run a scenario to its end; `before` may change the opened model first."""
    model = GovernanceModel(scenario, **overrides)
    model.record.sink = logs = Logs()
    if before is not None:
        before(model)
    while model.running:
        model.step()
    return Run(model, logs)


def columns(table, *without):
    """Return a table's bytes without its padding and without the columns named."""
    return {name: np.ascontiguousarray(table[name]).tobytes() for name in table.dtype.names if name not in without}


def differences(first, second, *without):
    """Return the columns in which two tables differ."""
    one, other = columns(first, *without), columns(second, *without)
    return [name for name in one if one[name] != other[name]]


@pytest.fixture(scope="session", name="run")
def _run():
    return run_model


@pytest.fixture(scope="session", name="differences")
def _differences():
    return differences


@pytest.fixture(scope="session")
def street_city() -> City:
    return build_city(STREET)


@pytest.fixture(scope="session")
def half_year(street_city) -> Run:
    """Half a year of a real street under the levers of 2021: every road that a case can take is taken."""
    return run_model("wuhan_2021", city=street_city, area=STREET, start="2021-01-01", days=150, warmup=30, seed=7)
