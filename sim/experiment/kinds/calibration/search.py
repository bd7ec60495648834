"""Searching: where misses are smallest, by Optuna, in batches of a fixed size so that workers change nothing."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.experiment.optuna_silence import quiet_optuna

Floats = NDArray[np.float64]
BATCH = 16
"""Points asked for at a time: what is learnt from one batch goes into the next."""


def search(aims: Callable[[Floats], Floats], free: int, points: int, seed: int, known: tuple[Floats, Floats]) -> Floats:
    """Visit points one batch after the other, each where Optuna expects most.

    With one aim by a tree-structured Parzen estimator (Bergstra et al. 2011), with several by NSGA-II (Deb et al.
    2002).

    Args:
        aims: returns the aims (all to be made small) of points, shape (points, aims); NaN where there is none.
        free: parameters.
        points: how many.
        known: points known beforehand, and their aims.

    Returns:
        The points visited, shape (points, free), in the unit cube.
    """
    import optuna  # slow to import, and other studies do without
    from optuna.distributions import BaseDistribution, FloatDistribution
    from optuna.samplers import BaseSampler, NSGAIISampler, TPESampler
    from optuna.trial import TrialState, create_trial

    with quiet_optuna():
        names = [f"u{number}" for number in range(free)]
        box: dict[str, BaseDistribution] = {name: FloatDistribution(0.0, 1.0) for name in names}
        count = known[1].shape[1]
        sampler: BaseSampler = TPESampler(seed=seed) if count == 1 else NSGAIISampler(seed=seed, population_size=BATCH)
        study = optuna.create_study(directions=["minimize"] * count, sampler=sampler)
        for point, values in zip(*known, strict=True):
            if np.isfinite(values).all():
                study.add_trial(
                    create_trial(
                        params=dict(zip(names, map(float, point), strict=True)), distributions=box,
                        values=values.tolist(),
                    )
                )  # fmt: skip
        visited: list[Floats] = []
        while len(visited) < points:
            trials = [study.ask(box) for _ in range(min(BATCH, points - len(visited)))]
            batch = np.array([[trial.params[name] for name in names] for trial in trials])
            for trial, values in zip(trials, aims(batch), strict=True):
                if np.isfinite(values).all():
                    study.tell(trial, values.tolist())
                else:
                    study.tell(trial, state=TrialState.FAIL)
            visited += list(batch)
    return np.array(visited).reshape(-1, free)
