"""Points of several aims: which of them no other beats."""

import numpy as np
from numpy.typing import NDArray


def unbeaten(losses: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which rows no other row beats: none is as low in all columns and lower in one.

    Args:
        losses: shape (n, aims).

    Example:
        >>> unbeaten(np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])).tolist()
        [True, True, False]
    """
    found = np.ones(len(losses), dtype=np.bool_)
    for number, row in enumerate(losses):
        found[number] = not ((losses <= row).all(axis=1) & (losses < row).any(axis=1)).any()
    return found
