"""On time or not: SF02 by type, SF03 closure against resolution, SF13 under load."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.validation.observed import Observed
from sim.validation.waiting import FEWEST_OF_A_TYPE

FEWEST = 100
"""Tickets below which a share on time says nothing."""
FEWEST_OF_A_DAY = 5
"""Tickets below which the median of a day's tickets says nothing."""
FEWEST_DAYS = 30


def on_time_by_type(seen: Observed) -> dict[int, float]:
    """Return by category the share (per cent) closed in time of those closed or past the deadline, ascending."""
    due = seen.tickets[seen.tickets["due"]]
    n = np.bincount(due["category"], minlength=seen.categories)
    good = np.bincount(due["category"], weights=due["on_time"], minlength=seen.categories)
    shares = {int(kind): 100.0 * good[kind] / n[kind] for kind in np.flatnonzero(n >= FEWEST_OF_A_TYPE)}
    return dict(sorted(shares.items(), key=lambda item: item[1]))


def differs_by_type(seen: Observed) -> Mapping[str, float]:
    """SF02: the on-time share differs much by type, and is below all when timestamps decide."""
    counts = seen.counts
    if counts["due"] < FEWEST:
        return {}
    found = {"on_time": 100.0 * counts["on_time"] / counts["due"]}
    shares = list(on_time_by_type(seen).values())
    if len(shares) >= 2:
        found |= {"least_by_type": shares[0], "most_by_type": shares[-1], "spread_by_type": shares[-1] - shares[0]}
    return found


def closes_more_than_it_solves(seen: Observed) -> Mapping[str, float]:
    """SF03, as a snapshot: more is closed than is solved. That they part further takes a policy and years."""
    counts = seen.counts
    if counts["closed"] < FEWEST:
        return {}
    closure = 100.0 * counts["closed"] / counts["due"]
    resolved = 100.0 * counts["solved_true"] / counts["closed"]
    return {
        "formal_closure": closure,
        "resolved": resolved,
        "gap": closure - resolved,
        "resolved_reported": 100.0 * counts["solved_reported"] / counts["closed"],
        "closed_in_time": 100.0 * counts["on_time"] / counts["due"],
    }


def days_by_load(seen: Observed) -> pd.DataFrame:
    """Return the days on which ripe tickets were reported, with what was in hand and what became of the tickets.

    Days are compared with days of their kind (weekday; usual, or holiday and make-up day): both backlog and waiting
    follow the week, and the one is not for that the cause of the other.

    Returns:
        A row a day: `kind`; `backlog` when it began; `load`, the same / the median of its kind; `tickets`; `on_time`
        (of these, closed in time); `slowness` (median of ln hours to close, less the mean of the ticket's category;
        NaN where fewer than half were closed by the end, or tickets are few).
    """
    ripe = seen.tickets[seen.ripe]
    table = pd.DataFrame(
        {
            "day": ((ripe["reported"] - seen.first_hour) // 24.0).astype(int),
            "on_time": ripe["on_time"],
            "slowness": _slowness(ripe),
        }
    )
    days = table.groupby("day").agg(
        tickets=("slowness", "size"), on_time=("on_time", "sum"), slowness=("slowness", _median)
    )
    dates = pd.DatetimeIndex(seen.daily.index)[days.index]
    days["kind"] = dates.dayofweek + 7 * ~seen.daily.usual.to_numpy()[days.index]
    days["backlog"] = seen.daily.backlog.to_numpy()[days.index]
    days["load"] = days.backlog / np.maximum(1.0, days.backlog.groupby(days.kind).transform("median"))
    return days


def _slowness(tickets: NDArray[np.void]) -> NDArray[np.float64]:
    """Return ln hours to close, less what is usual for the category; infinite where still open."""
    logs, kinds, closed = np.log(np.maximum(tickets["hours"], 0.01)), tickets["category"], tickets["closed"]
    total = np.bincount(kinds[closed], weights=logs[closed], minlength=int(kinds.max(initial=0)) + 1)
    usual = total / np.maximum(1, np.bincount(kinds[closed], minlength=len(total)))
    return np.where(closed, logs - usual[kinds], np.inf)


def _median(values: "pd.Series[float]") -> float:
    middle = float(np.median(values)) if len(values) >= FEWEST_OF_A_DAY else np.nan
    return middle if np.isfinite(middle) else np.nan


def load_lowers_timeliness(seen: Observed) -> Mapping[str, float]:
    """SF13: on days that begin with much in hand, fewer tickets are closed in time and they take longer."""
    days = days_by_load(seen)
    high, low = days[days.load > 1.0], days[days.load <= 1.0]
    if len(days) < FEWEST_DAYS or min(high.tickets.sum(), low.tickets.sum()) < FEWEST:
        return {}
    on_time = [100.0 * float(part.on_time.sum() / part.tickets.sum()) for part in (low, high)]
    return {
        "high_minus_low": on_time[1] - on_time[0],
        "elasticity": _elasticity(days),
        "high_minus_low_raw": _raw_difference(days),
        "on_time_low_load": on_time[0],
        "on_time_high_load": on_time[1],
    }


def _raw_difference(days: pd.DataFrame) -> float:
    """Return the difference in the on-time share (points) between the halves of all days, whatever their kind."""
    high = days.backlog > days.backlog.median()
    shares = [100.0 * float(days.on_time[half].sum() / days.tickets[half].sum()) for half in (~high, high)]
    return shares[1] - shares[0] if high.any() else float("nan")


def _elasticity(days: pd.DataFrame) -> float:
    """Return the slope of slowness on ln backlog within kinds of days, weighted by tickets; NaN where it has none."""
    known = days[(days.backlog > 0.0) & days.slowness.notna()]
    backlog = _within(np.log(known.backlog), known)
    if len(known) < FEWEST_DAYS or not backlog.any():
        return float("nan")
    return float(np.polyfit(backlog, _within(known.slowness, known), 1, w=np.sqrt(known.tickets))[0])


def _within(values: "pd.Series[float]", days: pd.DataFrame) -> "pd.Series[float]":
    """Return what values differ by from the mean of their kind of day."""
    means: pd.Series[float] = values.groupby(days.kind).transform("mean")
    return values - means
