"""Searching for policies: Optuna's NSGA-III or chance proposes a population, the session lives it, and so on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.experiment.factor import Factor
from sim.experiment.kinds.optimisation.aims import COST, Aims
from sim.experiment.optuna_silence import quiet_optuna
from sim.experiment.world import Level, Values

Point = dict[str, Level]
How = Literal["nsga3", "random"]
Evaluate = Callable[[list[Point]], list[Values | None]]
"""Returns the mean indicators of each point over its seeds; None where they cannot be told."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A policy that a search tried.

    Attributes:
        how: which search proposed it.
        point: levels of the levers.
        values: mean indicators over the seeds of the search; None where a run failed or an aim could not be told.
    """

    how: How
    point: Point
    values: Values | None


def searched(
    how: How, factors: Sequence[Factor], aims: Aims, trials: int, population: int, seed: int, evaluate: Evaluate
) -> list[Tried]:
    """Return the policies that a search tries.

    A whole population is proposed before any of it is lived, and told in the order in which it was proposed, so that
    the number of workers changes nothing.

    Args:
        how: `nsga3` (Deb and Jain 2014; the budget as a constraint), or `random` for even draws from the same ranges.
        trials: how many policies; population: how many at once.
        seed: of the search.
    """
    import optuna

    found: list[Tried] = []
    with quiet_optuna():
        sampler: Any = (
            optuna.samplers.NSGAIIISampler(population_size=population, seed=seed)
            if how == "nsga3"
            else optuna.samplers.RandomSampler(seed=seed)
        )
        study = optuna.create_study(sampler=sampler, directions=["minimize" for _ in aims.toward])
        space = {one.name: _distribution(optuna, one) for one in factors}
        while len(found) < trials:
            asked = [study.ask(space) for _ in range(min(population, trials - len(found)))]
            points: list[Point] = [
                {one.name: _level(one, trial.params[one.name]) for one in factors} for trial in asked
            ]
            for trial, point, values in zip(asked, points, evaluate(points), strict=True):
                known = values is not None and bool(np.isfinite(aims.losses(values)).all())
                found.append(Tried(how, point, values if known else None))
                if not known or values is None:
                    study.tell(trial, state=optuna.trial.TrialState.FAIL)
                    continue
                if aims.budget is not None:
                    trial.set_constraint("budget", values[COST] - aims.budget)
                study.tell(trial, aims.losses(values).tolist())
    return found


def _distribution(optuna: Any, factor: Factor) -> Any:
    if factor.low == factor.low:
        return optuna.distributions.FloatDistribution(factor.low, factor.high, log=factor.log)
    return optuna.distributions.CategoricalDistribution(list(factor.levels))


def _level(factor: Factor, value: Any) -> Level:
    """Return a level as a person would write it: three digits are more than anybody can set."""
    if factor.low == factor.low:
        return min(max(float(f"{value:.3g}"), factor.low), factor.high)
    level: Level = value
    return level
