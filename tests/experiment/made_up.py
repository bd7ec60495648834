"""Sessions in which a conclusion is a made function of the parameters: what a study should find is known."""

import math
import zlib

import numpy as np

from sim.experiment.identity import run_key
from sim.experiment.session import Progress
from sim.experiment.store import Finished
from sim.parameters import PARAMETERS


def unit(scenario, name):
    """Where a parameter lies in its range, 0 to 1."""
    one = PARAMETERS[name]
    return (scenario.parameters.get(name, one.value) - one.low) / (one.high - one.low)


def chance(scenario):
    """A standard normal number that falls otherwise whenever the seed or a parameter does."""
    content = repr((scenario.seed, sorted(scenario.parameters.items()), scenario.name))
    return float(np.random.default_rng(zlib.crc32(content.encode())).normal())


class MadeUp:
    """A session whose runs are a function of the scenario.

    Attributes:
        value: of a scenario; the burden of its run. It may raise: that run fails.
        asked: worlds in the order in which they were asked for.
    """

    def __init__(self, value):
        self.value = value
        self.asked = []
        self.done = {}
        self.progress = Progress()

    def __call__(self, worlds, work=None):
        self.asked += worlds
        return [self._run(world) for world in worlds]

    def _run(self, world):
        try:
            values = {"burden_per_resident": self.value(world.scenario)}
        except ArithmeticError:
            return None
        key = run_key(world)
        self.done[key] = Finished(key, "indicators", world.scenario.seed, dict(world.factors), values)
        return values

    def finished(self):
        return list(self.done.values())


def ishigami(a, b, c):
    """Ishigami and Homma (1990) of three numbers in 0 to 1, with 7 and 0.1."""
    x, y, z = (math.pi * (2.0 * one - 1.0) for one in (a, b, c))
    return math.sin(x) + 7.0 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x)


FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Its indices (Saltelli et al. 2008, Global Sensitivity Analysis, ch. 4)."""
SPREAD = math.sqrt(13.8446)
