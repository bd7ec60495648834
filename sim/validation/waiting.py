"""Waiting times: SF01, heavy tails."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.validation.observed import Observed

Floats = NDArray[np.float64]
FEWEST = 100
"""Closed tickets below which the shape of a distribution says nothing."""
FEWEST_OF_A_TYPE = 60
"""As in the source (BA03, BA06)."""
MOST_TO_FIT = 20_000
"""Waiting times that distributions are fitted to: evenly spread quantiles where there are more."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A distribution fitted by maximum likelihood.

    Attributes:
        parameters: as SciPy takes them, location 0.
        aic: Akaike's criterion, per observation.
    """

    parameters: tuple[float, ...]
    aic: float


FAMILIES: dict[str, tuple[stats.rv_continuous, int]] = {
    "exponential": (stats.expon, 1), "lognormal": (stats.lognorm, 2), "weibull": (stats.weibull_min, 2),
}  # fmt: skip
"""SciPy's distribution and its free parameters."""


def hours_to_close(tickets: NDArray[np.void]) -> Floats:
    """Return the hours of closed tickets that took any time, ascending."""
    hours = tickets["hours"][tickets["closed"]]
    return np.sort(hours[hours > 0.0])


def fits(hours: Floats) -> dict[str, Fit]:
    """Fit every family to positive times in ascending order."""
    some = hours if len(hours) <= MOST_TO_FIT else hours[np.linspace(0, len(hours) - 1, MOST_TO_FIT).astype(int)]
    found = {}
    for name, (family, free) in FAMILIES.items():
        parameters = family.fit(some, floc=0.0)
        likelihood = float(np.mean(family.logpdf(some, *parameters)))
        found[name] = Fit(tuple(map(float, parameters)), 2.0 * free / len(some) - 2.0 * likelihood)
    return found


def heavy_tail(seen: Observed) -> Mapping[str, float]:
    """SF01: time to resolution is heavy-tailed, not exponential."""
    hours = hours_to_close(seen.tickets)
    if len(hours) < FEWEST:
        return {}
    fitted = fits(hours)
    median, shape = float(np.median(hours)), fitted["weibull"].parameters[0]
    rivals = [fitted["lognormal"].aic, *([fitted["weibull"].aic] if shape < 1.0 else [])]
    return {
        "mean_to_median": float(hours.mean()) / median,
        "p90_to_p50": float(np.quantile(hours, 0.9)) / median,
        "sd_log_pooled": float(np.log(hours).std(ddof=1)),
        "sd_log_within": within_types(seen),
        "slowest_tenth": 100.0 * float(hours[-round(len(hours) / 10) :].sum() / hours.sum()),
        "aic_gain": fitted["exponential"].aic - min(rivals),
        "weibull_shape": shape,
    }


def within_types(seen: Observed) -> float:
    """Return the standard deviation of ln t within categories, mean weighted by tickets; NaN if all are small."""
    tickets = seen.tickets[seen.tickets["closed"] & (seen.tickets["hours"] > 0.0)]
    logs, kinds = np.log(tickets["hours"]), tickets["category"]
    groups = [logs[kinds == kind] for kind in np.unique(kinds)]
    large = [group for group in groups if len(group) >= FEWEST_OF_A_TYPE]
    if not large:
        return float("nan")
    return float(np.average([group.std(ddof=1) for group in large], weights=[len(group) for group in large]))
