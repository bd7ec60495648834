"""How many standard errors make a 95 % interval in a short series: Newey and West's alone would be far too narrow.

With three to six years of months, their intervals miss the truth one time in four. So the same regression is done on
many series of pure noise, as correlated from month to month (AR(1)) as its residuals say, and the multiple is the one
that 95 % of them stay within (a bootstrap-t; Efron and Tibshirani 1993, chapter 12).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SERIES, _SEED = 1000, 20260101
_RHOS = np.linspace(0.0, 0.9, 10)


def multiples(design: Floats, residuals: Floats, lags: int, confidence: float = 0.95) -> Floats:
    """Return the multiple for each coefficient.

    Args:
        design: one row a month, one column a coefficient.
        residuals: of the regression, by month.
        lags: of Newey and West's errors.
    """
    n = len(design)
    solve = np.linalg.pinv(design)
    leftover = np.eye(n) - design @ solve
    draws = np.random.default_rng(_SEED).standard_normal((n, _SERIES))
    noise = _as_correlated(residuals, leftover, draws)
    left = leftover @ noise
    errors = np.sqrt(np.stack([_variance(row[:, None] * left, lags) for row in solve]) * n / (n - design.shape[1]))
    return np.asarray(np.quantile(np.abs(solve @ noise) / errors, confidence, axis=1))


def _as_correlated(residuals: Floats, leftover: Floats, draws: Floats) -> Floats:
    """Return noise whose residuals are as correlated from month to month as those given; many series, one a column.

    Residuals are less correlated than the errors, for the regression takes some of their swings for its own.
    """
    wanted = _first_lag(residuals[:, None])[0]
    worlds = [_ar1(draws, rho) for rho in _RHOS]
    means = [_first_lag(leftover @ world).mean() for world in worlds]
    return _ar1(draws, float(np.interp(wanted, means, _RHOS)))


def _ar1(draws: Floats, rho: float) -> Floats:
    """Return series of noise with first-lag correlation rho, one a column."""
    made = draws.copy()
    for k in range(1, len(made)):
        made[k] = rho * made[k - 1] + np.sqrt(1.0 - rho * rho) * draws[k]
    return made


def _first_lag(series: Floats) -> Floats:
    return np.asarray((series[1:] * series[:-1]).sum(axis=0) / (series**2).sum(axis=0))


def _variance(parts: Floats, lags: int) -> Floats:
    """Return Newey and West's variance of a sum of correlated parts, one row a month."""
    total = (parts**2).sum(axis=0)
    for lag in range(1, lags + 1):
        total = total + 2.0 * (1.0 - lag / (lags + 1.0)) * (parts[lag:] * parts[:-lag]).sum(axis=0)
    return np.asarray(np.maximum(total, 1e-300))
