"""Emulators: what runs would show at points where none was done, with how sure that is (Gaussian processes)."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 4
"""Points below which nothing is learnt from them."""
AT_ONCE = 2048
"""Points foretold at a time."""


class Emulator:
    """Foretells means over seeds of several numbers, each on its own: a line, and a Gaussian process about it.

    The kernel is Matérn's with a length for each parameter and white noise; all of it is fitted by likelihood
    (Rasmussen and Williams 2006). The noise is part of what is foretold.

    Args:
        points: shape (points, parameters), in the unit cube.
        means: shape (points, numbers); NaN where a number could not be told, which teaches nothing.
    """

    def __init__(self, points: Floats, means: Floats) -> None:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):  # small matrices: threads would cost more than they bring, and round otherwise
            self._learnt = [_fit(points[told], column[told]) for column in means.T for told in [np.isfinite(column)]]

    def foretell(self, points: Floats) -> tuple[Floats, Floats]:
        """Return means and their standard deviations, each of shape (points, numbers); NaN where nothing was learnt."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            parts = [self._some(points[start : start + AT_ONCE]) for start in range(0, len(points), AT_ONCE)]
        return np.concatenate([mean for mean, _ in parts]), np.concatenate([sd for _, sd in parts])

    def _some(self, points: Floats) -> tuple[Floats, Floats]:
        found = [_foretold(one, points) for one in self._learnt]
        return np.column_stack([mean for mean, _ in found]), np.column_stack([sd for _, sd in found])


_Learnt = tuple[Floats, Any] | None


def _fit(points: Floats, values: Floats) -> _Learnt:
    from sklearn.exceptions import ConvergenceWarning  # slow to import, and other studies do without
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    count, free = points.shape
    if count < FEWEST:
        return None
    line = np.zeros(free + 1)
    if count > 2 * (free + 1):
        line = np.linalg.lstsq(_with_one(points), values, rcond=None)[0]
    rest = values - _with_one(points) @ line
    kernel = ConstantKernel(1.0, (1e-3, 1e3)) * Matern([1.0] * free, (0.05, 20.0), nu=2.5) + WhiteKernel(
        0.1, (1e-6, 2.0)
    )
    process = GaussianProcessRegressor(kernel, normalize_y=True, n_restarts_optimizer=1, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its bound: this parameter does nothing
        process.fit(points, rest)
    return line, process


def _foretold(learnt: _Learnt, points: Floats) -> tuple[Floats, Floats]:
    if learnt is None:
        nothing = np.full(len(points), np.nan)
        return nothing, nothing
    line, process = learnt
    mean, sd = process.predict(points, return_std=True)
    return mean + _with_one(points) @ line, sd


def _with_one(points: Floats) -> Floats:
    return np.column_stack([np.ones(len(points)), points])


def within_three(means: Floats, foretold: tuple[Floats, Floats]) -> Sequence[float]:
    """Return by number the share of points that came out within three standard deviations of what was foretold."""
    mean, sd = foretold
    told = np.isfinite(means) & np.isfinite(mean)
    near = told & (np.abs(means - mean) <= 3.0 * sd + 1e-12)
    count = told.sum(axis=0)
    return [float(share) for share in np.where(count > 0, near.sum(axis=0) / np.maximum(1, count), 1.0)]
