"""Stopping at a wished precision: how many runs a paired difference needs, and how sure its interval then is.

Looking again and again at an interval of Student's t, and stopping as soon as it is narrow enough, stops too soon: it
picks samples whose spread happens to be small, and such intervals cover the truth less often than they say. Stein's
two-stage procedure (Stein 1945, "A two-sample test for a linear hypothesis whose power is independent of the
variance") avoids it: the spread of a first batch alone decides how many runs there are, and the interval around the
mean of all is made with that spread and its degrees of freedom. As the spread of a first batch says nothing of the
mean, normal differences are covered with at least the stated probability, whatever their variance.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.results.summary import CONFIDENCE

FIRST_BATCH = 10
"""Fewest runs in the first batch: its spread is all that is known, and a few runs tell little of it."""

Apart = Mapping[Any, Sequence[float]]
"""Paired differences by what is compared; of runs that succeeded."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of a wish.

    Attributes:
        wished: half-width of the 95 % interval.
        half: half-width that was reached, by Stein's interval; NaN where the difference cannot be told.
        needed: runs that the wish takes, by the spread of the first batch; 0 where that is unknown.
        runs: pairs that there are; pilot: those of the first batch.
    """

    wished: float
    half: float
    needed: int
    runs: int
    pilot: int

    @property
    def is_met(self) -> bool:
        """Whether the interval is as narrow as wished."""
        return self.half <= self.wished


def carry_on(
    differences: Callable[[int], Apart], wished: Mapping[Any, float], first: int, most: int
) -> tuple[int, dict[Any, Reached]]:
    """Ask for runs until every wish is met or there are as many as allowed.

    Args:
        differences: does runs; given a number, it returns the differences of so many seeds, of each wish. The first
            values of a longer list are those of a shorter one.
        wished: half-widths.
        first: runs of the first batch.
        most: runs at most.

    Returns:
        How many seeds were asked for, and what became of each wish.
    """
    asked = min(first, most)
    apart = differences(asked)
    pilots = {name: len(apart[name]) for name in wished}
    needed = {name: runs_needed(apart[name], half) for name, half in wished.items()}
    while asked < most:
        short = max(needed[name] - len(apart[name]) for name in wished)
        if short <= 0:
            break
        asked = min(most, asked + short)  # more than once only where runs failed
        apart = differences(asked)
    found = {
        name: Reached(half, stein_half_width(apart[name], pilots[name]), needed[name], len(apart[name]), pilots[name])
        for name, half in wished.items()
    }
    return asked, found


def stated(table: pd.DataFrame, reached: Mapping[str, Reached]) -> pd.DataFrame:
    """Return a table of differences that gives of each wish Stein's interval, and the p value that goes with it.

    Args:
        table: of `differences_of`.
        reached: by indicator; where the first batch had no spread, nothing is changed.
    """
    table = table.set_index("indicator")
    for name, one in reached.items():
        if name in table.index and one.half > 0.0:
            mean, freedom = float(table.difference[name]), one.pilot - 1
            t = stats.t.ppf(0.5 + CONFIDENCE / 2, freedom) * mean / one.half
            table.loc[name, ["low", "high", "p"]] = mean - one.half, mean + one.half, 2.0 * stats.t.sf(abs(t), freedom)
    return table.reset_index()


def runs_needed(pilot: Sequence[float], half: float) -> int:
    """Return how many runs an interval of this half-width takes, given the first batch; 0 where it cannot tell.

    Example:
        >>> runs_needed([1.0, 2.0, 3.0, 4.0], 1.0)
        17
    """
    n = len(pilot)
    if n < 2:
        return 0
    quantile = float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1))
    return max(n, math.ceil(quantile**2 * float(np.var(pilot, ddof=1)) / half**2))


def stein_half_width(apart: Sequence[float], first: int) -> float:
    """Return the half-width of Stein's 95 % interval around the mean of all runs.

    Args:
        first: how many of them are of the first batch.
    """
    if first < 2:
        return math.nan
    spread = float(np.std(apart[:first], ddof=1))
    return float(stats.t.ppf(0.5 + CONFIDENCE / 2, first - 1) * spread / math.sqrt(len(apart)))
