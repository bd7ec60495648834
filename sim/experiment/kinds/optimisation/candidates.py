"""Candidates: the mixes that a search leaves, lived again with fresh seeds as things are and in other futures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.experiment.factor import Factor, world_of
from sim.experiment.kinds.optimisation.aims import Aims, matrix, scaled, spread_out
from sim.experiment.kinds.optimisation.search import Point, Tried
from sim.experiment.pareto import unbeaten
from sim.experiment.world import Level, Values, World
from sim.policy import PolicyItem
from sim.scenario import Scenario

AS_PLANNED = "as_planned"
"""The future in which nothing but the policy is other than in the base."""
NO_CHANGE = "no_change"
"""The candidate that leaves every lever as the base has it."""
Lived = dict[tuple[str, str], list[Values | None]]
"""Indicators by candidate and future, one for each fresh seed; None for a run that failed.

The first half of the seeds chooses the mixes, the second tells of them: what is chosen for its luck would have that in
its numbers too.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A policy that is lived with fresh seeds.

    Attributes:
        name: `point_01` and so on, `no_change`, or the scenario that it is taken from.
        kind: found by the search, the base's own policy, or one shown beside.
        point: levels of the levers, of one that was found.
        searched: what the search saw of it; None of one that is shown beside.
        policy: doses, of the others.
    """

    name: str
    kind: Literal["found", "base", "beside"]
    point: Point
    searched: Values | None
    policy: tuple[PolicyItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an optimisation sets out to do.

    Attributes:
        futures: the base in each future, `as_planned` first.
        limits: what must hold; empty for what holds without the levers.
        beside: policies that are shown beside.
    """

    base: Scenario
    factors: tuple[Factor, ...]
    aims: Aims
    futures: Mapping[str, Scenario]
    limits: Mapping[str, float]
    beside: tuple[Candidate, ...]

    def world(self, candidate: Candidate, future: str) -> World:
        """Return the world in which a candidate is in force in a future."""
        factors: dict[str, Level] = {**candidate.point, "candidate": candidate.name, "future": future}
        base = self.futures[future]
        if candidate.kind == "beside":
            return World(factors, base.model_copy(update={"policy": candidate.policy}))
        return World(factors, world_of(base, candidate.point, "levers").scenario)


def candidates_of(plan: Plan, tried: Sequence[Tried], count: int, unchanged: Values | None) -> list[Candidate]:
    """Return what is lived again: at most so many that no other beats, the base's own policy, and those beside.

    Of more than that, those are taken that lie farthest apart.

    Args:
        unchanged: what the seeds of the search give of the base's own policy.
    """
    known = [(one.point, one.values) for one in tried if one.values is not None and plan.aims.affordable(one.values)]
    different = {tuple(point.items()): (point, values) for point, values in known}
    pool = list(different.values())
    losses = matrix(plan.aims, [values for _, values in pool])
    front = [pool[row] for row in np.flatnonzero(unbeaten(losses))]
    losses = matrix(plan.aims, [values for _, values in front])
    if len(front):
        losses = scaled(losses, losses.min(axis=0), losses.max(axis=0))
    chosen = [front[row] for row in spread_out(losses, count)] if len(front) else []
    found = [
        Candidate(f"point_{number:02d}", "found", point, values) for number, (point, values) in enumerate(chosen, 1)
    ]
    return [*found, Candidate(NO_CHANGE, "base", {}, unchanged), *plan.beside]


def lived_again(
    plan: Plan, candidates: Sequence[Candidate], live: Callable[[list[World]], list[Values | None]]
) -> Lived:
    """Return what is read off each candidate in each future, seed by seed.

    Args:
        live: lives worlds with the fresh seeds, all worlds of the first seed first.
    """
    pairs = [(one, future) for one in candidates for future in plan.futures]
    found = live([plan.world(one, future) for one, future in pairs])
    return {(one.name, future): found[number :: len(pairs)] for number, (one, future) in enumerate(pairs)}
