"""What an optimisation found: the front, mixes by name, other futures, and the worth of the search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.experiment.intervals import Interval, interval, paired
from sim.experiment.kinds.optimisation import figures as optimisation_figures
from sim.experiment.kinds.optimisation import tables as optimisation_tables
from sim.experiment.kinds.optimisation import words as optimisation_words
from sim.experiment.kinds.optimisation.aims import Numbers, matrix, scaled
from sim.experiment.kinds.optimisation.candidates import AS_PLANNED, NO_CHANGE, Candidate, Lived, Plan
from sim.experiment.kinds.optimisation.hypervolume import hypervolume
from sim.experiment.kinds.optimisation.mix_file import mix_text
from sim.experiment.kinds.optimisation.robustness import Robustness, robustness_of
from sim.experiment.kinds.optimisation.search import Tried
from sim.experiment.pareto import unbeaten
from sim.experiment.result import Shown
from sim.experiment.world import Values
from sim.text import Language


@dataclass(frozen=True)
class OptimisationResult:
    """What an optimisation found.

    Attributes:
        runs: the tidy table of all its runs.
        plan: what it set out to do.
        tried: every mix that was tried, with what the search saw of it.
        candidates: what was lived again: mixes that were found, the base's own policy, those beside.
        lived: what fresh seeds gave of each of them in each future.
        population, replications: of the search.
        name: of the study.
    """

    runs: pd.DataFrame
    plan: Plan
    tried: tuple[Tried, ...]
    candidates: tuple[Candidate, ...]
    lived: Lived
    population: int
    replications: int
    name: str = "study"

    def fresh(self, candidate: str, indicator: str, future: str = AS_PLANNED) -> Interval:
        """Return an indicator of a candidate over the seeds that tell."""
        return interval(self._of(candidate, indicator, future))

    def against_none(self, candidate: str, indicator: str) -> Interval:
        """Return what an indicator differs by from no change, seed by seed."""
        return paired(self._of(candidate, indicator, AS_PLANNED), self._of(NO_CHANGE, indicator, AS_PLANNED))

    def _of(self, candidate: str, indicator: str, future: str) -> list[float]:
        runs = self.lived[candidate, future]
        return [float("nan") if one is None else one[indicator] for one in runs[len(runs) // 2 :]]

    @cached_property
    def choosing(self) -> dict[tuple[str, str], Values]:
        """Mean indicators over the seeds that choose, by candidate and future, of those whose aims can all be told."""
        return self._means({key: runs[: len(runs) // 2] for key, runs in self.lived.items()})

    @cached_property
    def telling(self) -> dict[tuple[str, str], Values]:
        """The same over the seeds that tell."""
        return self._means({key: runs[len(runs) // 2 :] for key, runs in self.lived.items()})

    def _means(self, lived: Lived) -> dict[tuple[str, str], Values]:
        found = {}
        for key, runs in lived.items():
            done = [one for one in runs if one is not None]
            values = {name: float(np.mean([one[name] for one in done])) for name in done[0]} if done else {}
            if values and len(done) == len(runs) and np.isfinite(self.plan.aims.losses(values)).all():
                found[key] = values
        return found

    @cached_property
    def front(self) -> tuple[Candidate, ...]:
        """Mixes within the budget that on the seeds that choose neither another beats nor no change."""
        aims, means = self.plan.aims, self.choosing
        pool = [
            one
            for one in self.candidates
            if one.kind == "found"
            and all((one.name, future) in half for future in self.plan.futures for half in (means, self.telling))
            and aims.affordable(means[one.name, AS_PLANNED])
        ]
        none = [means[NO_CHANGE, AS_PLANNED]] if (NO_CHANGE, AS_PLANNED) in means else []
        losses = matrix(aims, [*(means[one.name, AS_PLANNED] for one in pool), *none])
        return tuple(pool[row] for row in np.flatnonzero(unbeaten(losses)[: len(pool)]))

    @cached_property
    def named(self) -> dict[str, Candidate]:
        """Mixes of the front by what sets them apart on the seeds that choose.

        `lowest_X` or `highest_X` of each aim, `balanced` (its largest distance from the best of any aim is the
        smallest), and with futures `least_regret` and `most_futures` (meets the limits in most of them).
        """
        if not self.front:
            return {}
        aims = self.plan.aims
        losses = matrix(aims, [self.choosing[one.name, AS_PLANNED] for one in self.front])
        found = {
            f"{'lowest' if way == 'low' else 'highest'}_{name}": self.front[int(losses[:, number].argmin())]
            for number, (name, way) in enumerate(aims.toward.items())
        }
        shares = scaled(losses, losses.min(axis=0), losses.max(axis=0))
        found["balanced"] = self.front[int(shares.max(axis=1).argmin())]
        if len(self.plan.futures) > 1:
            of = self._robustness(self.choosing)
            found["least_regret"] = min(self.front, key=lambda one: of[one.name].regret)
            found["most_futures"] = min(self.front, key=lambda one: (-of[one.name].met, of[one.name].regret))
        return found

    @cached_property
    def robustness(self) -> dict[str, Robustness]:
        """How each mix of the front fares over all futures, on the seeds that tell."""
        return self._robustness(self.telling)

    def _robustness(self, means: Mapping[tuple[str, str], Values]) -> dict[str, Robustness]:
        rows = [one.name for one in self.front]
        futures = list(self.plan.futures)
        return robustness_of(self.plan.aims, rows, means, futures, self.plan.limits, NO_CHANGE) if rows else {}

    @cached_property
    def reference(self) -> tuple[Numbers, Numbers]:
        """Losses of the best in each aim, and of the worst: the reference point; of all affordable mixes tried."""
        losses = matrix(self.plan.aims, [one.values for one in self._affordable if one.values is not None])
        return losses.min(axis=0), losses.max(axis=0)

    @cached_property
    def _affordable(self) -> list[Tried]:
        return [one for one in self.tried if one.values is not None and self._affords(one.values)]

    def _affords(self, values: Values) -> bool:
        return self.plan.aims.affordable(values)

    @cached_property
    def growth(self) -> pd.DataFrame:
        """The hypervolume of each search as it goes on: `search`, `mixes`, `hypervolume` (share of the box)."""
        rows = []
        for how in dict.fromkeys(one.how for one in self.tried):
            of = [one for one in self.tried if one.how == how]
            for mixes in [*range(self.population, len(of), self.population), len(of)]:
                known = [one.values for one in of[:mixes] if one.values is not None and self._affords(one.values)]
                losses = matrix(self.plan.aims, known)
                share = hypervolume(scaled(losses, *self.reference)) if len(known) else 0.0
                rows.append((how, mixes, share))
        return pd.DataFrame(rows, columns=["search", "mixes", "hypervolume"])

    def plot(self, axes: Any = None, lang: Language = "en") -> Any:
        """Draw the front, an axis for each aim; returns the axes."""
        return optimisation_figures.draw_front(self, axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say what was searched, what was found by each aim, how sure that is, and how it fares in other futures."""
        return optimisation_words.words(self, lang)

    def findings(self) -> dict[str, Any]:
        """Return named mixes with levers and aims, and the hypervolume of each search."""
        last = self.growth.groupby("search").hypervolume.last()
        aims = list(self.plan.aims.toward)
        return {
            "mixes": {
                name: {
                    "point": one.name,
                    "levers": dict(one.point),
                    "aims": {aim: self.fresh(one.name, aim)._asdict() for aim in aims},
                }
                for name, one in self.named.items()
            },
            "hypervolume": {str(how): float(share) for how, share in last.items()},
            "reference_point": dict(zip(aims, self._in_units(1), strict=True)) if self._affordable else {},
            "found": sum(one.kind == "found" for one in self.candidates),
            "kept_on_fresh_seeds": len(self.front),
        }

    def _in_units(self, end: int) -> list[float]:
        aims = self.plan.aims
        return [float(loss * aims.sign(name)) for name, loss in zip(aims.toward, self.reference[end], strict=True)]

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return what was tried, what fresh seeds gave, robustness, and the growth of the hypervolume."""
        return {
            "tried": optimisation_tables.tried(self), "front": optimisation_tables.front(self),
            "robustness": optimisation_tables.robustness(self), "hypervolume": self.growth,
        }  # fmt: skip

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return the named mixes: aims, levers, and how they fare."""
        return optimisation_tables.shown(self, lang)

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return the front, the levers of the named mixes, and the growth of the hypervolume."""
        return optimisation_figures.figures(self, lang)

    def files(self) -> Mapping[str, str]:
        """Return a scenario for every mix of the front, and for the named ones once more, by file name."""
        by_name = {one.name: one for one in self.front} | self.named
        return {f"mixes/{name}.yaml": mix_text(name, one, self) for name, one in by_name.items()}
