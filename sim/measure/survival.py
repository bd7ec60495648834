"""Waiting times with open tickets among them (Kaplan and Meier 1958, by SciPy)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def survival_curve(hours: Floats, closed: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return (hours, share still open after them).

    Args:
        hours: from report to closing, or to the last midnight for open tickets.
        closed: which of them were closed; the others are censored.
    """
    if not closed.any():
        return np.array([]), np.array([])
    from scipy import stats  # slow to import, and only the end of a run needs it

    data = stats.CensoredData(uncensored=hours[closed], right=hours[~closed])
    curve = stats.ecdf(data).sf
    return curve.quantiles, curve.probabilities


def quantile(hours: Floats, closed: NDArray[np.bool_], share: float) -> float:
    """Return the time by which this share is closed; NaN where the data do not reach so far."""
    return quantiles(hours, closed, (share,))[0]


def quantiles(hours: Floats, closed: NDArray[np.bool_], shares: Sequence[float]) -> list[float]:
    """Return the times by which these shares are closed; NaN where the data do not reach so far."""
    times, still_open = survival_curve(hours, closed)
    reached = [np.flatnonzero(still_open <= 1.0 - share + 1e-12) for share in shares]
    return [float(times[first[0]]) if len(first) else float("nan") for first in reached]
