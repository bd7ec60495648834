"""Aims: indicators that a policy is to make low or high, and which policies none beats in all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.experiment.world import Values

Toward = Literal["low", "high"]
Numbers = NDArray[np.float64]
COST = "cost_yuan_per_resident"
"""What a budget limits."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What is aimed at.

    Attributes:
        toward: for each indicator, whether low or high is aimed at.
        budget: most that a policy may cost, yuan per resident and year; None for no limit.
    """

    toward: Mapping[str, Toward]
    budget: float | None = None

    def losses(self, values: Values) -> Numbers:
        """Return the indicators aimed at, turned so that less is what is aimed at; shape (aims,)."""
        return np.array([values.get(one, np.nan) * self.sign(one) for one in self.toward], dtype=np.float64)

    def sign(self, indicator: str) -> float:
        """Return 1 where low is aimed at, -1 where high is."""
        return 1.0 if self.toward[indicator] == "low" else -1.0

    def affordable(self, values: Values) -> bool:
        """Return whether a policy keeps within the budget."""
        return self.budget is None or values[COST] <= self.budget * (1.0 + 1e-9)


def spread_out(losses: Numbers, count: int) -> list[int]:
    """Return so many rows that lie far apart: the lowest in each column first, then ever the farthest from those taken.

    Args:
        losses: shape (n, aims), each column between 0 and 1.
    """
    if len(losses) <= count:
        return list(range(len(losses)))
    taken = list(dict.fromkeys(int(row) for row in losses.argmin(axis=0)))[:count]
    while len(taken) < count:
        distances = np.linalg.norm(losses[:, None, :] - losses[None, taken, :], axis=2).min(axis=1)
        distances[taken] = -1.0
        taken.append(int(distances.argmax()))
    return sorted(taken)


def scaled(losses: Numbers, best: Numbers, worst: Numbers) -> Numbers:
    """Return losses as shares of the way from the best to the worst; 0 in a column without any way."""
    way = np.where(worst > best, worst - best, 1.0)
    return (losses - best) / way


def matrix(aims: Aims, values: Sequence[Values]) -> Numbers:
    """Return the losses of several policies, shape (n, aims)."""
    return np.array([aims.losses(one) for one in values], dtype=np.float64).reshape(len(values), len(aims.toward))
