"""Monthly series of what was reported and what was true, from a run's daily table and its tickets."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

FEWEST = 5
"""Cases of a month below which it has no share: one case more or less would decide it."""
SHARES = ("solved", "in_time", "content")
"""Pairs that are shares of cases; the others are counts, by residents and time."""


class Pair(NamedTuple):
    """One quantity by month; NaN where a month has too few cases.

    Attributes:
        true: what the model knows; None where nothing stands beside what is reported.
    """

    reported: pd.Series
    true: pd.Series | None


def whole_months(start: pd.Timestamp, end: pd.Timestamp) -> pd.PeriodIndex:
    """Return the months that lie in the span from one midnight to another from first day to last.

    Example:
        >>> list(whole_months(pd.Timestamp(2016, 1, 2), pd.Timestamp(2016, 4, 1)).astype(str))
        ['2016-02', '2016-03']
    """
    first, last = start.to_period("M"), end.to_period("M")
    return pd.period_range(first if first.start_time == start else first + 1, last - 1, freq="M")


def monthly_pairs(daily: pd.DataFrame, months: pd.PeriodIndex, residents: int) -> dict[str, Pair]:
    """Return the pairs that a daily table can tell, by name.

    `solved`: of the tickets closed in the month, the share reported as solved | truly solved.
    `heard`: contacts about troubles | troubles felt, per 1,000 residents and 30 days.
    `petitions`: decisions to petition, per 10,000 residents and year.

    Args:
        daily: one row a day, indexed by date.
    """
    sums = daily.select_dtypes("number").groupby(pd.DatetimeIndex(daily.index).to_period("M")).sum().reindex(months)
    days = pd.Series(months.days_in_month, months)
    made = {}
    if {"closed", "solved_reported", "solved_true"} <= set(sums):
        made["solved"] = Pair(share(sums.solved_reported, sums.closed), share(sums.solved_true, sums.closed))
    if {"contacts", "enquiries", "troubles"} <= set(sums):
        scale = 30_000.0 / (days * residents)
        made["heard"] = Pair((sums.contacts - sums.enquiries) * scale, sums.troubles * scale)
    if "petitions" in sums:
        made["petitions"] = Pair(sums.petitions * (3_650_000.0 / (days * residents)), None)
    return made


def monthly_in_time(official: pd.DataFrame, months: pd.PeriodIndex) -> Pair:
    """Return, of the tickets whose deadline fell in the month, the share closed by then | truly solved by then.

    Args:
        official: tickets on the platform's clock with `deadline`, `on_time`, `solved_true`.
    """
    by_month = official.deadline.dt.to_period("M")
    counts = pd.DataFrame({"due": 1, "closed": official.on_time, "solved": official.on_time & official.solved_true})
    sums = counts.astype(np.int64).groupby(by_month).sum().reindex(months, fill_value=0)
    return Pair(share(sums.closed, sums.due), share(sums.solved, sums.due))


def monthly_content(official: pd.DataFrame, months: pd.PeriodIndex) -> Pair:
    """Return the satisfaction that ratings of the month's closings give, 0-1; what all felt is not known by month.

    Args:
        official: tickets with `closed` and `rating`, 1-5 or none.
    """
    rated = official[(official.rating > 0) & official.closed.notna()]
    by_month = ((rated.rating - 1.0) / 4.0).groupby(rated.closed.dt.to_period("M"))
    return Pair(share(by_month.sum().reindex(months), by_month.size().reindex(months, fill_value=0)), None)


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return a share by month; NaN for months of fewer than `FEWEST` cases."""
    return (part / whole).where(whole >= FEWEST)


class YearMeans(NamedTuple):
    """Means of the months of two years, and how far these may differ by chance (half the 95 % interval, Welch)."""

    before: float
    last: float
    chance: float


def year_means(series: pd.Series, first_change: pd.Period) -> YearMeans | None:
    """Return the means of the twelve months before a policy's first date and of the last twelve; None without both.

    Shares are averaged by month, not by case, as the regression has them.
    """
    before, last = series[series.index < first_change].iloc[-12:], series.iloc[-12:]
    if len(before) < 12 or len(series[series.index >= first_change]) < 12:
        return None
    if min(before.notna().sum(), last.notna().sum()) < 9:
        return None
    parts = np.array([year.var() / year.count() for year in (before, last)])
    error = float(np.sqrt(parts.sum()))
    freedom = error**4 / (parts**2 / [before.count() - 1, last.count() - 1]).sum() if error > 0.0 else 1.0
    return YearMeans(float(before.mean()), float(last.mean()), float(special.stdtrit(freedom, 0.975)) * error)
