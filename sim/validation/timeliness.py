"""On time or not: SF02 by type, SF03 closure against resolution, SF13 under load."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class Loads:
    """Days by their load.

    Attributes:
        days: a row a day with ripe tickets: `backlog`, `tickets`, `on_time` (tickets closed in time), `slowness` (median
            of ln hours to close, less the mean of the ticket's category; NaN where fewer than half were closed by the
            end, or tickets are few).
        threshold: median of the backlog; days above it are of high load.
    """

    days: pd.DataFrame
    threshold: float


def loads(seen: Observed) -> Loads:
    """Return the days with what was open when they began and what became of the tickets reported on them."""
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
    days["backlog"] = seen.daily.backlog.to_numpy()[days.index]
    return Loads(days, float(days.backlog.median()))


def _slowness(tickets: NDArray[np.void]) -> NDArray[np.float64]:
    """Return ln hours to close, less what is usual for the category; infinite where still open."""
    logs, kinds, closed = np.log(np.maximum(tickets["hours"], 0.01)), tickets["category"], tickets["closed"]
    usual = np.bincount(kinds[closed], weights=logs[closed], minlength=int(kinds.max(initial=0)) + 1)
    usual /= np.maximum(1, np.bincount(kinds[closed], minlength=len(usual)))
    return np.where(closed, logs - usual[kinds], np.inf)


def _median(values: "pd.Series[float]") -> float:
    middle = float(np.median(values)) if len(values) >= FEWEST_OF_A_DAY else np.nan
    return middle if np.isfinite(middle) else np.nan


def load_lowers_timeliness(seen: Observed) -> Mapping[str, float]:
    """SF13: on days that begin with much in hand, fewer tickets are closed in time and they take longer."""
    found = loads(seen)
    days = found.days
    high, low = days[days.backlog > found.threshold], days[days.backlog <= found.threshold]
    if len(days) < FEWEST_DAYS or min(high.tickets.sum(), low.tickets.sum()) < FEWEST:
        return {}
    on_time = [100.0 * part.on_time.sum() / part.tickets.sum() for part in (low, high)]
    known = days[(days.backlog > 0.0) & days.slowness.notna()]
    slope = np.nan
    if len(known) >= FEWEST_DAYS and known.backlog.nunique() > 1:
        slope = float(np.polyfit(np.log(known.backlog), known.slowness, 1, w=np.sqrt(known.tickets))[0])
    return {
        "high_minus_low": on_time[1] - on_time[0],
        "elasticity": slope,
        "on_time_low_load": on_time[0],
        "on_time_high_load": on_time[1],
    }
