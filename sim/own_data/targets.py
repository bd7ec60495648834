"""Targets for calibration: what an export can tell of the model's indicators, with intervals.

Intervals are bootstrap percentiles (Efron 1979). A large export is resampled from a part of it, and the interval made
narrower by the square root of the part, as m-out-of-n resampling has it (Bickel, Götze and van Zwet 1997).
"""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.measure.inequality import gini
from sim.measure.survival import quantile
from sim.own_data.importing import Imported
from sim.own_data.times import told
from sim.text import Language, text

LEAST = 20
"""Tickets, ratings, days or communities below which nothing is told."""
MOST_RESAMPLED = 20_000
MOST_WAITS = 2_000
RESAMPLES = 499
MOST_DRAWN = 0.1
"""Share of tickets with a drawn community above which inequality between communities is not told."""
YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Target:
    """A row of `targets.csv`.

    Attributes:
        indicator: name in `sim/measure/definitions.csv`.
        low, high: 95 % bootstrap interval.
        weight: 0 where it depends on something that the export does not tell.
        note: key of the text that says what it is made of, and what fills it.
    """

    indicator: str
    value: float
    low: float
    high: float
    weight: float
    note: str
    filled: tuple[tuple[str, object], ...] = ()

    def say(self, lang: Language) -> str:
        """Return the note."""
        return text(self.note, lang, **dict(self.filled))


def targets_of(found: Imported) -> list[Target]:
    """Return every target that an export can tell."""
    trace = found.trace
    made = [
        _tickets(trace, found),
        *_closed(trace, found),
        *_on_time(found),
        *_waits(trace, found),
        *_ratings(trace, found),
        _gini(trace, found),
    ]
    return [one for one in made if one is not None and math.isfinite(one.low) and math.isfinite(one.high)]


def _interval(
    samples: Sequence[NDArray[Any]], statistic: Callable[..., Any], seed: int, most: int, vectorized: bool = False
) -> tuple[float, float]:
    """Return the 95 % interval of a statistic of rows; NaN where it cannot be told."""
    count = len(samples[0])
    generator = np.random.default_rng(seed)
    part = [np.asarray(one, dtype=float) for one in samples]
    if count > most:
        rows = np.sort(generator.choice(count, most, replace=False))
        part = [one[rows] for one in part]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a resample without a single closing has no median
        found = stats.bootstrap(
            part, statistic, n_resamples=RESAMPLES, method="percentile", paired=len(part) > 1, vectorized=vectorized,
            random_state=generator, batch=50,
        ).confidence_interval  # fmt: skip
    there, whole = float(statistic(*part)), float(statistic(*samples))
    narrower = math.sqrt(len(part[0]) / count)
    return whole + (float(found.low) - there) * narrower, whole + (float(found.high) - there) * narrower


def _mean(values: NDArray[np.float64], axis: int = -1) -> Any:
    return np.mean(values, axis=axis)


def _tickets(trace: pd.DataFrame, found: Imported) -> Target | None:
    """Tickets in 365 days; days are resampled."""
    day = trace["reported"].to_numpy().astype("datetime64[D]").astype(np.int64)
    if not len(day) or day.max() - day.min() + 1 < LEAST:
        return None
    daily = np.bincount(day - day.min()).astype(float)
    low, high = _interval([daily], _mean, found.map.seed, MOST_RESAMPLED, vectorized=True)
    filled = (("days", len(daily)), ("first", str(np.datetime64(int(day.min()), "D"))))
    return Target("tickets", YEAR * float(daily.mean()), YEAR * low, YEAR * high, 1.0, "own_data.note_tickets", filled)


def _rate(
    indicator: str, yes: NDArray[np.bool_], found: Imported, weight: float, values: NDArray[np.float64] | None = None
) -> Target | None:
    numbers = yes.astype(float) if values is None else values
    if len(numbers) < LEAST:
        return None
    low, high = _interval([numbers], _mean, found.map.seed, MOST_RESAMPLED, vectorized=True)
    filled = (("count", len(numbers)), ("exported", told(found.exported)))
    return Target(indicator, float(numbers.mean()), low, high, weight, f"own_data.note_{indicator}", filled)


def _closed(trace: pd.DataFrame, found: Imported) -> list[Target | None]:
    closed = trace["closed"].notna().to_numpy()
    return [_rate("closure_rate", closed, found, 1.0)] if "closed" in found.map.columns else []


def _on_time(found: Imported) -> list[Target | None]:
    """Closed within the deadline / closed or past it, of tickets whose deadline is known."""
    deadline, closed = found.deadline, found.trace["closed"].to_numpy()
    due = ~np.isnat(deadline) & (~np.isnat(closed) | (deadline <= found.exported))
    return [_rate("on_time_rate", closed[due] <= deadline[due], found, 1.0)] if due.any() else []


def _waits(trace: pd.DataFrame, found: Imported) -> list[Target | None]:
    """Hours to close (Kaplan and Meier 1958); open tickets are censored at the export."""
    closed = trace["closed"].to_numpy()
    is_closed = ~np.isnat(closed)
    until = np.where(is_closed, closed, found.exported)
    hours = (until - trace["reported"].to_numpy()).astype("timedelta64[s]").astype(float) / 3600.0
    if is_closed.sum() < LEAST:
        return []
    made: list[Target | None] = []
    for indicator, share in (("hours_to_close_median", 0.5), ("hours_to_close_p90", 0.9)):

        def reached(waits: NDArray[np.float64], ended: NDArray[np.float64], share: float = share) -> float:
            return quantile(waits, ended > 0.5, share)

        low, high = _interval([hours, is_closed.astype(float)], reached, found.map.seed, MOST_WAITS)
        filled = (("count", int(is_closed.sum())), ("open", int((~is_closed).sum())))
        value = reached(hours, is_closed.astype(float))
        made.append(Target(indicator, value, max(0.0, low), high, 1.0, "own_data.note_hours", filled))
    return made


def _ratings(trace: pd.DataFrame, found: Imported) -> list[Target | None]:
    rated = trace["rating"].notna().to_numpy()
    if "rating" not in found.map.columns:
        return []
    scores = (trace["rating"].to_numpy(dtype=float, na_value=np.nan)[rated] - 1.0) / 4.0
    closed = trace["closed"].notna().to_numpy()
    return [_rate("satisfaction", rated, found, 1.0, scores), _rate("rating_response_rate", rated[closed], found, 0.0)]


def _gini(trace: pd.DataFrame, found: Imported) -> Target | None:
    """Inequality of tickets between communities; communities are resampled."""
    counts = trace["community_code"].value_counts().reindex(list(found.communities), fill_value=0).to_numpy(float)
    drawn = sum(found.drawn.values()) / max(1, len(trace))
    if len(counts) < LEAST or drawn > MOST_DRAWN:
        return None
    low, high = _interval([counts], gini, found.map.seed, MOST_RESAMPLED)
    filled = (("count", len(counts)), ("drawn", f"{100.0 * drawn:.1f}"))
    return Target("gini_tickets_community", gini(counts), low, high, 1.0, "own_data.note_gini", filled)
