"""Means over replications with their intervals, and what two worlds that share their seeds differ by."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.experiment.world import Level
from sim.results.summary import CONFIDENCE, t_interval

MOST_OF_TUKEY = 100
ROUNDING = 1e-9
"""Relative difference below which two sums differ only by the order in which they were added up."""


class Interval(NamedTuple):
    """A mean with its 95 % interval (Student's t) and the number of runs behind it."""

    mean: float
    low: float
    high: float
    runs: int


def interval(values: Sequence[float]) -> Interval:
    """Return the mean of the runs that have a value, with its interval."""
    known = [value for value in values if math.isfinite(value)]
    return Interval(*t_interval(known), len(known))


def difference(one: float, other: float) -> float:
    """Return one less the other; nothing where they differ by rounding only."""
    return 0.0 if abs(one - other) <= ROUNDING * max(abs(one), abs(other)) else one - other


def paired(these: Sequence[float], those: Sequence[float]) -> Interval:
    """Return the mean difference of runs that share their seeds, with its interval."""
    return interval([difference(one, other) for one, other in zip(these, those, strict=True)])


def widest(values: NDArray[np.float64]) -> Interval:
    """Return the difference of the highest and the lowest of many points, with an interval that allows for the choice.

    Tukey's studentised range in randomised blocks (the seeds), so that among points that are all the same the largest
    difference is called beyond chance once in twenty studies. Of two points it is the paired t interval. Above a
    hundred points Bonferroni's bound is used, which is wider.

    Args:
        values: a row for each point, a column for each seed; seeds that some point lacks are left out.
    """
    whole = values[:, np.isfinite(values).all(axis=0)]
    points, seeds = whole.shape
    if not seeds:
        return Interval(math.nan, math.nan, math.nan, 0)
    means = whole.mean(axis=1)
    apart, freedom = float(means.max() - means.min()), (points - 1) * (seeds - 1)
    if freedom < 1:
        return Interval(apart, math.nan, math.nan, seeds)
    chance = whole - means[:, None] - whole.mean(axis=0) + whole.mean()
    error = math.sqrt(float((chance**2).sum()) / freedom / seeds)
    if points <= MOST_OF_TUKEY:
        half = float(stats.studentized_range.ppf(CONFIDENCE, points, freedom)) * error
    else:
        pairs = points * (points - 1) / 2.0
        half = float(stats.t.ppf(1.0 - (1.0 - CONFIDENCE) / 2.0 / pairs, freedom)) * math.sqrt(2.0) * error
    return Interval(apart, apart - half, apart + half, seeds)


def contrasted(runs: pd.DataFrame, factors: Sequence[str], contrast: str, first: Level) -> pd.DataFrame:
    """Return what runs differ by from those with the first level of a factor, all else and the seed being the same.

    Args:
        runs: of `tidy`.
        first: that level.
    """
    first = str(first) if runs[contrast].dtype == object else float(first)
    same = ["seed", "indicator", *(one for one in factors if one != contrast)]
    base = runs.loc[runs[contrast] == first, [*same, "value"]].rename(columns={"value": "base"})
    both = runs[runs[contrast] != first].merge(base, on=same, how="inner")
    pairs = zip(both["value"].tolist(), both["base"].tolist(), strict=True)
    found: pd.DataFrame = both.assign(value=[difference(one, other) for one, other in pairs])
    return found.drop(columns="base")


def by_point(runs: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """Return a row for each point and indicator.

    Args:
        runs: of `tidy`.

    Returns:
        Columns: the factors, `indicator`, `mean`, `low`, `high`, `runs`.
    """
    rows = []
    for key, group in runs.groupby([*factors, "indicator"], sort=False, dropna=False):
        of = interval(group["value"].to_numpy(np.float64).tolist())
        rows.append((*key, *of))
    return pd.DataFrame(rows, columns=[*factors, "indicator", "mean", "low", "high", "runs"])
