"""Sobol' indices of the part of a conclusion that is not chance, and what share of its variance chance has.

Saltelli, A. et al. (2010), Computer Physics Communications 181, 259-270: first order; Jansen, M. J. W. (1999), Computer
Physics Communications 117, 35-43: total. Noise of the seeds makes these estimators' variances too large. With every
point lived with the same seeds it can be left out: each product is taken between two different seeds only, whose noise
is independent, so that its expectation is that of the noiseless mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.uncertain import Floats

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Indices:
    """What a variance-based analysis found.

    Attributes:
        table: a row a parameter: `parameter`, `first`, `first_low`, `first_high`, `total`, `total_low`, `total_high`
            (95 %, bootstrap over points).
        shares: of the variance of single runs: `parameters`, `seed` (which troubles befall people), `both` (chance that
            falls otherwise at each point); NaN with one seed.
        spread: standard deviation of the conclusion over the parameters, without noise.
        points: base points that all runs of were done.
    """

    table: pd.DataFrame
    shares: dict[str, float]
    spread: float
    points: int


def saltelli(samples: int, parameters: int, seed: int) -> Floats:
    """Return points of the unit cube: for each sample A, A with each parameter from B, and B (k + 2 rows)."""
    from SALib.sample import sobol

    problem = {
        "num_vars": parameters,
        "names": [f"x{n}" for n in range(parameters)],
        "bounds": [[0.0, 1.0]] * parameters,
    }
    return np.asarray(sobol.sample(problem, samples, calc_second_order=False, seed=seed), np.float64)


def indices(names: Sequence[str], values: Floats, seed: int) -> Indices:
    """Return indices with their intervals.

    Args:
        values: by point of `saltelli` and seed; samples of which a run failed are left out.
        seed: of the bootstrap.
    """
    cube = values.reshape(-1, len(names) + 2, values.shape[1])
    cube = cube[np.isfinite(cube).all(axis=(1, 2))]
    count = len(cube)
    ends = np.concatenate([cube[:, 0], cube[:, -1]])
    if count < 2:
        nothing = np.full((2, len(names)), np.nan)
        return Indices(_table(names, nothing, nothing, nothing), dict.fromkeys(_PARTS, np.nan), np.nan, count)
    found, variance = _estimate(cube)
    rng = np.random.default_rng(seed)
    again = np.array([_estimate(cube[rng.integers(count, size=count)])[0] for _ in range(RESAMPLES)])
    low, high = _quantiles(again)
    spread = float(np.sqrt(max(variance, 0.0)))
    return Indices(_table(names, found, low, high), shares_of(ends), spread, count)


def _quantiles(again: Floats) -> Floats:
    """Return the bounds of 95 % of the resamples; unbounded where some of them have no variance to share out."""
    told = np.isfinite(again).all(axis=(1, 2))
    if told.mean() < 0.95:
        return np.full((2, *again.shape[1:]), np.nan)
    return np.asarray(np.quantile(again[told], [0.025, 0.975], axis=0))


_PARTS = ("parameters", "seed", "both")


def _table(names: Sequence[str], found: Floats, low: Floats, high: Floats) -> pd.DataFrame:
    """Each array: first-order and total x parameters."""
    columns: dict[str, object] = {"parameter": list(names)}
    for row, name in enumerate(("first", "total")):
        columns |= {name: found[row], f"{name}_low": low[row], f"{name}_high": high[row]}
    return pd.DataFrame(columns)


def _estimate(cube: Floats) -> tuple[Floats, float]:
    """Return first-order and total indices (2 x parameters), and the variance that they are shares of."""
    ends = np.concatenate([cube[:, 0], cube[:, -1]])
    middle = ends.mean(axis=0)
    variance = _across_seeds(ends - middle, ends - middle) * len(ends) / (len(ends) - 1)
    start, end = cube[:, 0] - middle, cube[:, -1] - middle
    changes = [cube[:, 1 + n] - middle - start for n in range(cube.shape[1] - 2)]
    if not variance > 0.0:
        return np.full((2, len(changes)), np.nan), variance
    first = [_across_seeds(end, change) / variance for change in changes]
    total = [_across_seeds(change, change) / (2.0 * variance) for change in changes]
    return np.array([first, total]), variance


def _across_seeds(one: Floats, other: Floats) -> float:
    """Return the mean product over points, between different seeds (with one seed: within it, noise and all)."""
    seeds = one.shape[1]
    if seeds == 1:
        return float((one * other).mean())
    products = one.sum(axis=1) * other.sum(axis=1) - (one * other).sum(axis=1)
    return float(products.mean() / (seeds * (seeds - 1)))


def shares_of(values: Floats) -> dict[str, float]:
    """Return the shares of variance of parameters, seed and the two together: a two-way layout with one run a cell.

    Args:
        values: by point and seed.

    Example:
        >>> shares_of(np.array([[1.0, 2.0], [5.0, 6.0], [9.0, 10.0]]))["seed"]  # 0.5 of 16.5
        0.030303030303
    """
    points, seeds = values.shape
    if seeds < 2 or points < 2:
        return dict.fromkeys(_PARTS, float("nan"))
    middle, rows, columns = values.mean(), values.mean(axis=1), values.mean(axis=0)
    rest = values - rows[:, None] - columns[None, :] + middle
    both = float((rest**2).sum() / ((points - 1) * (seeds - 1)))
    of = {
        "parameters": max(0.0, float(rows.var(ddof=1)) - both / seeds),
        "seed": max(0.0, float(columns.var(ddof=1)) - both / points),
        "both": both,
    }
    whole = sum(of.values())
    return {name: round(part / whole, 12) if whole > 0.0 else float("nan") for name, part in of.items()}
