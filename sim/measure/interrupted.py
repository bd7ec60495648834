"""Interrupted time series: a monthly series, before and after the dates at which something changed.

Segmented regression (Wagner and others 2002): a level and a slope, changed at each break, with one harmonic pair for
the year. Errors may be correlated from month to month (Newey and West 1987), widened for short series (`small_sample`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measure.small_sample import multiples

APART, BEFORE, AFTER = 6, 12, 6
"""Months: breaks nearer to each other are one; wanted before the first break, and after the last."""
_PRESENT = 0.9
"""Least share of the months that have a value."""
_A_YEAR = 12.0

Why = Literal["", "before", "after", "gaps", "flat"]


class Effect(NamedTuple):
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Break:
    """What happened to a series at a break.

    Attributes:
        level: how far the series jumped, in its own unit.
        slope: how much its slope changed, in its unit per year.
        why: there is no estimate: too few months before or after the break, too many without a value, or a series
            that never varies.
    """

    month: pd.Period
    level: Effect | None
    slope: Effect | None
    why: Why


@dataclass(frozen=True, slots=True, eq=False)
class Interrupted:
    """A series with its breaks.

    Attributes:
        trend: what was fitted, without the season; empty where nothing was.
    """

    breaks: list[Break]
    trend: pd.Series


def join_dates(dates: Iterable[date]) -> list[list[date]]:
    """Join dates that are too near to each other to be told apart; each group counts as of its first month.

    A date in the second half of a month counts as of the next.

    Example:
        >>> [len(group) for group in join_dates([date(2017, 1, 1), date(2017, 5, 9), date(2017, 7, 1)])]
        [2, 1]
    """
    groups: list[list[date]] = []
    for one in sorted(set(dates)):
        if groups and (month_of(one) - month_of(groups[-1][0])).n < APART:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def month_of(day: date) -> pd.Period:
    """Return the month from which a change of a day shows: its own, or the next if more than half of it is over."""
    month = pd.Period(day, freq="M")
    return month if day.day <= 15 else month + 1


def interrupted(series: pd.Series, months: Sequence[pd.Period]) -> Interrupted:
    """Estimate what happened to a monthly series at its breaks.

    A break with too few months before it or after it gets no estimate, and these months are left out of the others'.

    Args:
        series: indexed by month without holes; NaN where a month has no value.
        months: of the breaks, ascending, at least `APART` from each other.
    """
    first, end = series.index[0], series.index[-1] + 1
    whys: dict[pd.Period, Why] = dict.fromkeys(months, "")
    for month in months:
        if (month - first).n >= BEFORE:
            break
        whys[month], first = "before", max(first, month)
    for month in reversed(months):
        if (end - month).n >= AFTER:
            break
        whys[month], end = "after", min(end, month)
    kept = [month for month in months if not whys[month]]
    part = series[(series.index >= first) & (series.index < end)]
    lacking = _lacking(part) if kept else ""
    if lacking or not kept:
        return Interrupted([Break(month, None, None, whys[month] or lacking) for month in months], series[:0])
    effects, trend = _fit(part, kept)
    breaks = []
    for month in months:
        level, slope = effects.get(month, (None, None))
        breaks.append(Break(month, level, slope, whys[month]))
    return Interrupted(breaks, trend)


def _lacking(series: pd.Series) -> Why:
    """Say what a series lacks for an estimate."""
    there = series.dropna()
    if len(there) < _PRESENT * len(series):
        return "gaps"
    return "flat" if there.max() == there.min() else ""


def _fit(series: pd.Series, breaks: Sequence[pd.Period]) -> tuple[dict[pd.Period, tuple[Effect, Effect]], pd.Series]:
    """Regress a series on its segments and the season. Returns: level and slope by break, and the trend."""
    from statsmodels.regression.linear_model import OLS  # takes a second to import

    time = np.arange(len(series), dtype=float)
    index = pd.PeriodIndex(series.index)
    segments, season = _segments(index, time, breaks), _season(index)
    there = series.notna().to_numpy()
    lags = int(4.0 * (there.sum() / 100.0) ** (2.0 / 9.0))  # Newey and West (1994)
    design = np.hstack([segments, season])[there]
    found = OLS(series.to_numpy()[there], design).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    half = multiples(design, np.asarray(found.resid), lags) * found.bse

    def effect(k: int, scale: float) -> Effect:
        value, reach = scale * float(found.params[k]), scale * float(half[k])
        return Effect(value, value - reach, value + reach)

    effects = {month: (effect(2 + 2 * k, 1.0), effect(3 + 2 * k, _A_YEAR)) for k, month in enumerate(breaks)}
    return effects, pd.Series(segments @ found.params[: segments.shape[1]], index)


def _segments(index: pd.PeriodIndex, time: NDArray[np.float64], breaks: Sequence[pd.Period]) -> NDArray[np.float64]:
    """Return one row a month: 1, months passed, and for each break whether it is over and months since."""
    columns = [np.ones_like(time), time]
    for month in breaks:
        since = time - (month - index[0]).n
        columns += [(since >= 0).astype(float), np.maximum(since, 0.0)]
    return np.column_stack(columns)


def _season(index: pd.PeriodIndex) -> NDArray[np.float64]:
    """Return one row a month: the cosine and sine of the year."""
    angle = 2.0 * np.pi * index.month.to_numpy() / _A_YEAR
    return np.column_stack([np.cos(angle), np.sin(angle)])
