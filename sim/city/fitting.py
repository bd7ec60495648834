"""Fitting counts to totals: iterative proportional fitting, controlled rounding, sharing out by largest remainders."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Margin(NamedTuple):
    """Totals that a part of a table must add up to.

    Attributes:
        rows: which rows of the table's first axis are meant.
        axis: axis that the totals run along; the others are summed.
        totals: one along `axis`.
    """

    rows: NDArray[np.intp]
    axis: int
    totals: NDArray[np.float64]


def fit(
    table: NDArray[np.float64], margins: Sequence[Margin], rounds: int = 2000, tolerance: float = 1e-6
) -> NDArray[np.float64]:
    """Scale a table until it meets all margins (iterative proportional fitting; Deming and Stephan 1940).

    Cells that are zero stay zero. A margin may speak of some rows only, which is why this is not a library's call.

    Args:
        table: first guess, not negative; the odds ratios in it are kept.
        tolerance: largest relative deviation of a total.

    Raises:
        ValueError: the margins contradict each other or the zeros of the table.
    """
    table = table.copy()
    for _ in range(rounds):
        worst = 0.0
        for rows, axis, totals in margins:
            part = table[rows]
            now = part.sum(axis=tuple(other for other in range(part.ndim) if other != axis))
            worst = max(worst, float(np.max(np.abs(now - totals) / np.maximum(totals, 1.0))))
            factor = np.divide(totals, now, out=np.zeros_like(now), where=now > 0.0)
            table[rows] = part * factor.reshape([-1 if other == axis else 1 for other in range(part.ndim)])
        if worst < tolerance:
            return table
    raise ValueError(f"margins contradict each other: {100 * worst:.3g} % off after {rounds} rounds of fitting")


def rounded(table: NDArray[np.float64], totals: NDArray[np.int64]) -> NDArray[np.int64]:
    """Round rows to whole numbers that add up to `totals` exactly; every cell moves by less than one.

    The running sum is rounded, not the cells (systematic rounding), so that no cell is favoured.

    Args:
        table: shape (rows, cells).
        totals: shape (rows,); what each row adds up to already, but for the error of arithmetic.

    Example:
        >>> rounded(np.array([[0.4, 0.4, 1.2]]), np.array([2])).tolist()
        [[0, 1, 1]]
    """
    running = np.cumsum(table, axis=1)
    running *= (totals / np.maximum(running[:, -1], 1e-300))[:, None]
    whole = np.floor(running + 0.5).astype(np.int64)
    whole[:, -1] = totals
    return np.diff(np.minimum(whole, totals[:, None]), axis=1, prepend=0)


def share_out(
    total: int, weights: NDArray[np.float64], low: ArrayLike = 0, high: ArrayLike = 2**31
) -> NDArray[np.int64]:
    """Divide a total by weights into whole numbers within bounds (largest remainders; Hamilton's method).

    Args:
        weights: positive, shape (n,).
        low, high: whole bounds of every part, numbers or shape (n,).

    Raises:
        ValueError: the bounds leave no room for the total.

    Example:
        >>> share_out(10, np.array([1.0, 1.0, 2.0]), low=[0, 3, 0]).tolist()
        [2, 3, 5]
    """
    low, high = np.broadcast_to(low, weights.shape), np.broadcast_to(high, weights.shape)
    if not low.sum() <= total <= high.sum():
        raise ValueError(f"{total} cannot be shared out between {low.sum()} and {high.sum()}")
    if not len(weights):
        return np.zeros(0, dtype=np.int64)
    scale, scale_max = 0.0, float(np.max(np.maximum(high, 1) / weights))
    for _ in range(200):  # bisection on the scale: the sum grows with it
        middle = 0.5 * (scale + scale_max)
        if np.clip(weights * middle, low, high).sum() <= total:
            scale = middle
        else:
            scale_max = middle
    exact = np.clip(weights * scale, low, high)
    parts = np.floor(exact + 1e-9).astype(np.int64)
    remainder = np.where(parts < high, exact - parts, -1.0)
    left = total - int(parts.sum())
    parts[np.argsort(-remainder, kind="stable")[:left]] += 1
    return parts
