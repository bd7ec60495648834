"""Means over replications with their intervals, and what two worlds that share their seeds differ by."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.results.summary import t_interval

_ROUNDING = 1e-9
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
    return 0.0 if abs(one - other) <= _ROUNDING * max(abs(one), abs(other)) else one - other


def paired(these: Sequence[float], those: Sequence[float]) -> Interval:
    """Return the mean difference of runs that share their seeds, with its interval."""
    return interval([difference(one, other) for one, other in zip(these, those, strict=True)])


def contrasted(runs: pd.DataFrame, factors: Sequence[str], contrast: str) -> pd.DataFrame:
    """Return what runs differ by from those with the first level of a factor, all else and the seed being the same.

    Args:
        runs: of `tidy`.
    """
    first = runs[contrast].iloc[0]
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
