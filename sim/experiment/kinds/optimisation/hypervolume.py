"""Hypervolume: the share of a box that a set of points dominates, by counting the points of a Sobol' sequence."""

from functools import cache

import numpy as np

from sim.experiment.design import sobol
from sim.experiment.kinds.optimisation.aims import Numbers

_POWER = 15
"""Of two: points counted; the share is then right to about a thousandth."""
_AT_ONCE = 64


def hypervolume(losses: Numbers) -> float:
    """Return the share of the unit box that the points dominate.

    Counting takes as long in six dimensions as in two; exact algorithms do not. Two sets are counted with the same
    points of the sequence, so that what they differ by is surer than either.

    Args:
        losses: shape (n, aims), less is aimed at; the box goes from 0 to 1, the reference point, in each aim.

    Example:
        >>> round(hypervolume(np.array([[0.5, 0.0], [0.0, 0.5]])), 2), hypervolume(np.empty((0, 2)))
        (0.75, 0.0)
    """
    if not len(losses):
        return 0.0
    box = _sequence(losses.shape[1])
    dominated = np.zeros(len(box), dtype=np.bool_)
    for first in range(0, len(losses), _AT_ONCE):
        part = losses[first : first + _AT_ONCE]
        left = ~dominated
        covers = np.all(box[left, None, :] >= part[None, :, :], axis=2)
        dominated[left] = np.any(covers, axis=1)
    return float(dominated.mean())


@cache
def _sequence(dimensions: int) -> Numbers:
    return sobol(dimensions, 2**_POWER, 0)
