"""Morris screening: which of very many parameters move a conclusion, and which are not told from chance.

Morris, M. D. (1991), Technometrics 33, 161-174; Campolongo, F. et al. (2007), Environmental Modelling & Software 22,
1509-1518 (mu*). What chance alone would give is known as every point is lived with the same seeds: an elementary effect
that differs from seed to seed as much as it differs from nothing is noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from sim.experiment.uncertain import Floats

LEVELS = 4
"""Of the grid that trajectories walk on."""
CHANCE = 0.05
"""Share of false findings among the parameters that are said to move a conclusion (Benjamini and Hochberg 1995)."""
ENOUGH = 20
"""Parameters from which on it can be told what their noise has in common."""


@dataclass(frozen=True, slots=True)
class Screening:
    """What a screening found.

    Attributes:
        table: a row a parameter, by mu*: `parameter`, `mu`, `mu_star` (change of the conclusion over the whole range),
            `sigma` (how much it depends on where the others are), `noise` (mu* that seeds alone would give), `p`
            (adjusted for the number of parameters), `told` (from chance; none with one seed), `inert`
            (never moves it).
        values: conclusion at each point, mean over seeds.
        seeds: of each point.
    """

    table: pd.DataFrame
    values: Floats
    seeds: int


def trajectories(count: int, parameters: int, seed: int) -> Floats:
    """Return trajectories through the unit cube, `parameters + 1` rows each."""
    from SALib.sample import morris

    problem = {
        "num_vars": parameters,
        "names": [f"x{n}" for n in range(parameters)],
        "bounds": [[0.0, 1.0]] * parameters,
    }
    return np.asarray(morris.sample(problem, count, num_levels=LEVELS, seed=seed), np.float64)


def elementary_effects(points: Floats, values: Floats) -> Floats:
    """Return the effect of each parameter, over its whole range, in each trajectory and with each seed.

    Args:
        points: of `trajectories`.
        values: by point and seed; NaN where a run failed.

    Returns:
        Trajectories x parameters x seeds; NaN next to a run that failed.
    """
    size = points.shape[1] + 1
    walks = points.reshape(-1, size, size - 1)
    steps = np.diff(walks, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    width = np.take_along_axis(steps, moved[:, :, None], axis=2)
    changes = np.diff(values.reshape(len(walks), size, -1), axis=1) / width
    effects = np.full_like(changes, np.nan)
    np.put_along_axis(effects, moved[:, :, None], changes, axis=1)
    return effects


def screened(names: Sequence[str], points: Floats, values: Floats) -> Screening:
    """Return what a screening found."""
    effects = elementary_effects(points, values)
    _, _, seeds = effects.shape
    means = effects.mean(axis=2)
    known = np.isfinite(means).sum(axis=0)
    filled = np.where(np.isfinite(means), means, 0.0)
    share = np.maximum(known, 1)
    mu, mu_star = filled.sum(axis=0) / share, np.abs(filled).sum(axis=0) / share
    spread = np.where(np.isfinite(means), (means - mu) ** 2, 0.0).sum(axis=0) / np.maximum(known - 1, 1)
    noise, p = _chance(effects, known) if seeds > 1 else (np.full(len(names), np.nan),) * 2
    inert = (known > 0) & (np.nan_to_num(np.abs(effects)).max(axis=(0, 2)) == 0.0)
    table = pd.DataFrame({
        "parameter": list(names), "mu": mu, "mu_star": mu_star, "sigma": np.sqrt(spread), "noise": noise, "p": p,
        "told": p < CHANCE, "inert": inert, "trajectories": known,
    })  # fmt: skip
    table.loc[known == 0, ["mu", "mu_star", "sigma"]] = np.nan
    ordered = table.sort_values(["mu_star", "parameter"], ascending=[False, True], ignore_index=True)
    return Screening(ordered, values.mean(axis=1), seeds)


def _chance(effects: Floats, known: Floats) -> tuple[Floats, Floats]:
    """Return the mu* that seeds alone would give, and how likely effects as large as these would be then (adjusted).

    With no effect at all, the mean of squared means of m seeds and the mean variance between seeds, over m, have the
    same expectation: their ratio has an F distribution.
    """
    seeds = effects.shape[2]
    means, variances = effects.mean(axis=2), effects.var(axis=2, ddof=1)
    counts = np.maximum(known, 1)
    squares = np.nan_to_num(means**2).sum(axis=0) / counts
    within = np.nan_to_num(variances).sum(axis=0) / counts
    steadied, freedom = moderated(within, counts * (seeds - 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = stats.f.sf(squares / (steadied / seeds), counts, freedom)
    p = np.where(squares == 0.0, 1.0, np.nan_to_num(p, nan=1.0))
    noise = np.sqrt(steadied / seeds * 2.0 / np.pi)
    return noise, np.asarray(stats.false_discovery_control(p))


def moderated(variances: Floats, freedom: Floats) -> tuple[Floats, Floats]:
    """Return variances drawn towards what they have in common, and their degrees of freedom.

    Two seeds say little about the noise of one parameter, hundreds of parameters say much about noise: Smyth, G. K.
    (2004), Statistical Applications in Genetics and Molecular Biology 3, article 3, section 6.2. Parameters without any
    noise are left out and stay as they are, and so do all where they are few.

    Args:
        variances: of each parameter, 0 for one without noise; freedom: degrees of freedom of each.
    """
    noisy = variances > 0.0
    if noisy.sum() < ENOUGH:
        return variances, freedom
    half = freedom[noisy] / 2.0
    logs = np.log(variances[noisy]) - special.digamma(half) + np.log(half)
    excess = float(logs.var(ddof=1) - special.polygamma(1, half).mean())
    prior = 2.0 * _inverse_trigamma(excess)
    common = np.exp(logs.mean() + special.digamma(prior / 2.0) - np.log(prior / 2.0))
    drawn = (prior * common + freedom * variances) / (prior + freedom)
    return np.where(noisy, drawn, variances), np.where(noisy, prior + freedom, freedom)


def _inverse_trigamma(value: float, most: float = 1e6) -> float:
    if value <= float(special.polygamma(1, most)):
        return most
    low = 1e-6
    found = optimize.brentq(lambda x: float(special.polygamma(1, x)) - min(value, 1e11), low, most)
    return float(found)
