"""What two worlds that share their seeds differ by, indicator by indicator, and what of it is more than chance."""

import math
import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.stats.multitest import multipletests

from sim.experiment.intervals import difference, interval, paired
from sim.experiment.told import sign_p
from sim.measure.definitions import definitions
from sim.results.summary import CONFIDENCE

RESAMPLES, BOOTSTRAP_SEED = 2000, 20160101
FEWEST_TO_RESAMPLE = 3
COLUMNS = (
    "indicator", "kind", "base", "other", "difference", "low", "high", "boot_low", "boot_high", "p", "p_holm",
    "beyond_chance", "sd", "runs", "worth",
)  # fmt: skip


def differences_of(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return what a world differs by from another.

    Args:
        base, other: a row a seed, the same in both; a column an indicator.

    Returns:
        A row an indicator, columns `COLUMNS`: means of both; their mean difference with the bounds of its 95 % interval
        by Student's t on the differences of runs with the same seed (`low`, `high`), and by the bootstrap (`boot_low`,
        `boot_high`; BCa, Efron 1987); the two-sided p value of the t test; standard deviation of the differences;
        pairs; `worth`: the variance of the difference of two runs with seeds of their own over that of a pair, which
        is by how much sharing seeds multiplies the worth of a run (below one: it harms).
    """
    rows = [_row(name, base[name].tolist(), other[name].tolist()) for name in base.columns]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in {"p_holm", "beyond_chance"}])
    return judged(table)[list(COLUMNS)]


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of differences with p values adjusted for their number, and which are beyond chance.

    Holm's method (1979): the chance that any difference is called one that is none stays at 5 %, however the
    indicators depend on each other, and many of them are parts of one whole. What is set and not produced is not
    tested.
    """
    table = table.copy()
    table["p_holm"] = np.nan
    tested = (table.kind != "input") & table.p.notna()
    if tested.any():
        table.loc[tested, "p_holm"] = multipletests(table.p[tested], method="holm")[1]
    table["beyond_chance"] = table.p_holm <= 1.0 - CONFIDENCE
    return table


REPORTED_AND_TRUE = (("resolution_rate_reported", "resolution_rate_true"), ("satisfaction", "satisfaction_true"))
"""Indicators of the same thing, as an office sees it and as it is."""


def moved(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return whether what is reported moved otherwise than what is true.

    Args:
        base, other: as of `differences_of`.

    Returns:
        A row for each of `REPORTED_AND_TRUE` that is there: `reported`, `true` (names), `by_reported`, `by_true` (mean
        differences), and their mean difference `gap` with its 95 % interval by Student's t, `low`, `high`, over `runs`.
    """
    apart = other - base
    rows = []
    for reported, true in REPORTED_AND_TRUE:
        if reported in apart and true in apart:
            both = apart[[reported, true]].dropna()
            gap = interval([difference(x, y) for x, y in both.itertuples(index=False)])
            rows.append((reported, true, both[reported].mean(), both[true].mean(), *gap))
    return pd.DataFrame(rows, columns=["reported", "true", "by_reported", "by_true", "gap", "low", "high", "runs"])


def _row(name: str, base: Sequence[float], other: Sequence[float]) -> tuple[object, ...]:
    both = [pair for pair in zip(base, other, strict=True) if math.isfinite(pair[0]) and math.isfinite(pair[1])]
    these, those = [one for one, _ in both], [one for _, one in both]
    apart = np.array([difference(b, a) for a, b in both])
    of = paired(those, these)
    kind = definitions()[name].kind
    sd = float(apart.std(ddof=1)) if len(both) > 1 else math.nan
    return (
        name, kind, interval(these).mean, interval(those).mean, *of[:3], *bootstrap(apart), p_value(apart), sd,
        len(both), worth(these, those),
    )  # fmt: skip


def p_value(apart: ArrayLike) -> float:
    """Return the two-sided p value of a mean difference of zero (Student's t); NaN with fewer than two.

    Of differences without any spread it is 1 where all are zero, else that of the sign test: t would be without bounds
    after two runs that happen to differ alike.

    Example:
        >>> round(p_value([1.0, 2.0, 3.0]), 4), p_value([0.0, 0.0]), p_value([2.0, 2.0]), p_value([1.0])
        (0.0742, 1.0, 0.5, nan)
    """
    sample = np.asarray(apart, dtype=float)
    if len(sample) < 2:
        return math.nan
    if np.ptp(sample) == 0.0:
        return 1.0 if sample[0] == 0.0 else sign_p(len(sample))
    return float(stats.ttest_1samp(sample, 0.0).pvalue)


def bootstrap(apart: NDArray[np.float64]) -> tuple[float, float]:
    """Return the bounds of the 95 % interval of a mean by the bias-corrected and accelerated bootstrap (Efron 1987).

    Where that is degenerate (nearly all values are the same) percentiles are taken; NaN with fewer than three values.

    Example:
        >>> bootstrap(np.array([2.0, 2.0, 2.0]))
        (2.0, 2.0)
    """
    if len(apart) < FEWEST_TO_RESAMPLE:
        return math.nan, math.nan
    if np.ptp(apart) == 0.0:
        return float(apart[0]), float(apart[0])
    for method in ("BCa", "percentile"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = stats.bootstrap(
                (apart,), np.mean, n_resamples=RESAMPLES, method=method, confidence_level=CONFIDENCE,
                rng=np.random.default_rng(BOOTSTRAP_SEED),
            ).confidence_interval  # fmt: skip
        if math.isfinite(found.low) and math.isfinite(found.high):
            return float(found.low), float(found.high)
    return math.nan, math.nan


def worth(base: Sequence[float], other: Sequence[float]) -> float:
    """Return the sum of the variances of two worlds over the variance of their paired differences.

    NaN with fewer than two pairs, or where nothing varies; infinite where only the difference does not.

    Example:
        >>> round(worth([1.0, 3.0], [2.0, 5.0]), 3), worth([1.0, 2.0], [2.0, 3.0])
        (13.0, inf)
    """
    if len(base) < 2:
        return math.nan
    apart = [difference(b, a) for a, b in zip(base, other, strict=True)]
    alone = float(np.var(base, ddof=1) + np.var(other, ddof=1))
    together = float(np.var(apart, ddof=1))
    if together <= 1e-24 * max(1.0, alone):
        return math.inf if alone > 0.0 else math.nan
    return alone / together
