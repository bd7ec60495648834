"""How long a run takes to forget that it began empty (MSER-5; White 1997)."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


def load_series(daily: pd.DataFrame) -> NDArray[np.float64]:
    """Return the series that shows whether a run has settled: cases at the desks of community, street and district.

    The queue is what a new ticket meets. The stock of open tickets is no such series: it is ruled by the few that
    wait outside for a year, and goes on growing long after the desks have forgotten that they began empty.
    """
    return np.asarray(daily[["queue_community", "queue_street", "queue_district"]].sum(axis=1), dtype=np.float64)


def mser5(series: ArrayLike) -> int:
    """Return the number of first observations to leave out.

    Batches of five are averaged; that cut is taken which makes the standard error of the mean of the rest least.
    A cut in the second half means that the series is too short to tell; the half is returned then.

    Example:
        >>> mser5([9.0] * 20 + [1.0, 2.0] * 100)
        20
    """
    values = np.asarray(series, dtype=float)
    n = len(values) // 5
    if n < 4:
        return 0
    batches = values[: 5 * n].reshape(n, 5).mean(axis=1)
    half = n // 2
    errors = [batches[cut:].var() / (n - cut) for cut in range(half + 1)]
    return 5 * int(np.argmin(errors))
