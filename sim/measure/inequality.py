"""Inequality of a quantity over places."""

import numpy as np
from numpy.typing import ArrayLike


def gini(values: ArrayLike) -> float:
    """Return the Gini coefficient of non-negative values; NaN for none or all zero.

    Example:
        >>> gini([1, 1, 1]), round(gini([0, 0, 3]), 3)
        (0.0, 0.667)
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    total = ordered.sum()
    n = len(ordered)
    if n == 0 or total <= 0.0:
        return float("nan")
    return float(max(0.0, 2.0 * np.dot(np.arange(1, n + 1), ordered) / (n * total) - (n + 1) / n))
