"""How long a run takes to forget that it began empty (MSER-5; White 1997)."""

import numpy as np
from numpy.typing import ArrayLike


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
