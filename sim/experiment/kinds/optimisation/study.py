"""Optimisation: the mixes of levers that a budget buys, on several aims at once, and how they fare in other futures."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field

from sim.experiment.calling import Ensemble, called
from sim.experiment.cluster import Workers
from sim.experiment.factor import FactorRange, factors_of, worlds_of
from sim.experiment.file import StudyFile, unknown_indicator
from sim.experiment.kinds.optimisation.aims import Aims, Toward
from sim.experiment.kinds.optimisation.candidates import AS_PLANNED, Candidate, Plan, candidates_of, lived_again
from sim.experiment.kinds.optimisation.result import OptimisationResult
from sim.experiment.kinds.optimisation.search import How, Point, Tried, searched
from sim.experiment.policies import policy_named, under
from sim.experiment.session import Session
from sim.experiment.tidy import tidy
from sim.experiment.world import Level, Values
from sim.measure.definitions import definitions
from sim.policy import BUNDLES, LEVERS
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.text.problem import Mark, Problem, nearest, phrase

AIMS: dict[str, Toward] = {
    "burden_per_resident": "low", "satisfaction_true": "high", "worker_burnout_share": "low",
    "gini_resolution_community": "low", "cost_yuan_per_resident": "low",
}  # fmt: skip


class OptimisationFile(StudyFile):
    """An optimisation."""

    kind: Literal["optimisation"] = "optimisation"
    levers: dict[str, FactorRange] = Field(min_length=1, description="可调的杠杆及范围 / levers that may be set")
    aims: dict[str, Toward] = Field(AIMS, min_length=2, description="目标：求低或求高 / aims: low or high")
    budget: float | None = Field(None, gt=0, description="预算：元/居民/年 / budget in yuan per resident and year")
    trials: int = Field(200, ge=2, le=100_000, description="搜索多少个组合 / how many mixes are tried")
    population: int = Field(40, ge=2, le=1000, description="每代多少个 / how many of them at once")
    random_search: bool = Field(True, description="再随机试同样多个作比较 / as many drawn at random, to compare with")
    search_seed: int = Field(0, ge=0, le=2**32 - 1, description="搜索的种子 / seed of the search")
    points: int = Field(16, ge=1, le=1000, description="前沿上重新运行的点数 / points of the front lived again")
    fresh: int = Field(
        8,
        ge=1,
        le=10_000,
        description="挑选用多少新种子；另用同样多个来报数 / fresh seeds to choose by, and as many again to tell by",
    )
    futures: dict[str, dict[str, Any]] = Field({}, description="其他未来：名称与改动 / other futures")
    limits: dict[str, float] = Field(
        {},
        description="界限；不写则不逊于不动杠杆 / limits; if left out, what holds without the levers",
    )
    beside: list[str] = Field([], description="一并展示其政策的情景 / scenarios whose policies are shown beside")

    def runs_ahead(self) -> int:
        """Return how many runs it takes at most."""
        ways = 2 if self.random_search else 1
        again = (self.points + 1 + len(self.beside)) * (1 + len(self.futures)) * 2 * self.fresh
        return ways * self.trials * self.replications + self.replications + again


def carry_out(file: OptimisationFile, run: Session) -> OptimisationResult:
    """Do an optimisation.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
    """
    plan = _planned(file)

    def evaluate(points: list[Point]) -> list[Values | None]:
        worlds = worlds_of(plan.base, points, file.called)
        found = run(file.replicate(worlds))
        return [_mean(found[number :: len(worlds)]) for number in range(len(worlds))]

    ways: tuple[How, ...] = ("nsga3", "random") if file.random_search else ("nsga3",)
    tried: list[Tried] = []
    for how in ways:
        tried += searched(how, plan.factors, plan.aims, file.trials, file.population, file.search_seed, evaluate)
    candidates = candidates_of(plan, tried, file.points, evaluate([{}])[0])
    lived = lived_again(plan, candidates, lambda worlds: run(file.replicate(worlds, 2 * file.fresh, file.replications)))
    return OptimisationResult(
        tidy(run.finished()),
        plan,
        tuple(tried),
        tuple(candidates),
        lived,
        file.population,
        file.replications,
        file.name,
    )


def _mean(runs: Sequence[Values | None]) -> Values | None:
    """Return mean indicators; None if any run failed, for then the seeds are not those of the others."""
    done = [one for one in runs if one is not None]
    if len(done) < len(runs):
        return None
    return {name: float(np.mean([one[name] for one in done])) for name in done[0]}


def _planned(file: OptimisationFile) -> Plan:
    mark = Mark(file.called)
    problems: list[Problem] = [
        unknown_indicator(mark, (part, name), name)
        for part, names in (("aims", file.aims), ("limits", file.limits))
        for name in names
        if name not in definitions()
    ]
    factors = _noting(lambda: factors_of(file.levers, mark), problems) or ()
    for one in factors:
        if one.name not in LEVERS and one.name not in BUNDLES:
            near = nearest(one.name, [*LEVERS, *BUNDLES], 3)
            problems.append(Problem(mark, ("levers", one.name), phrase("effects.unknown_lever"), None, near))
    if not problems:
        problems += [
            Problem(mark, ("futures", name), phrase("optimisation.name_taken", name=repr(name)))
            for name in file.futures
            if name == AS_PLANNED
        ]
    base = _noting(file.base, problems)
    beside: dict[str, Candidate] = {}
    futures: dict[str, Scenario] = {}
    if base is not None:
        futures[AS_PLANNED] = base
        for name, settings in file.futures.items():
            made = _noting(lambda s=settings, n=name: load_scenario(base, s, label=f"{file.called}: {n}"), problems)
            futures |= {} if made is None else {name: made}
        for name in file.beside:
            policy = _noting(lambda n=name: policy_named(n, file), problems)
            beside |= {} if policy is None else {name: Candidate(name, "beside", {}, None, under(base, policy).policy)}
        if not problems:
            ends: list[Point] = [
                {one.name: one.levels[0] for one in factors}, {one.name: one.levels[-1] for one in factors}
            ]  # fmt: skip
            _noting(lambda: worlds_of(base, ends, f"{file.called}: levers"), problems)
    if problems or base is None:
        raise ScenarioError(problems)
    aims = Aims(file.aims, file.budget)
    return Plan(base, factors, aims, futures, file.limits, tuple(beside.values()))


def _noting(make: Any, problems: list[Problem]) -> Any:
    """Return what is made; None, and what is wrong noted, where it cannot be."""
    try:
        return make()
    except ScenarioError as error:
        problems += error.problems
        return None


def optimise(
    scenario: str | Path = "baseline",
    levers: Mapping[str, Any] | None = None,
    *,
    aims: Mapping[str, Toward] | None = None,
    budget: float | None = None,
    trials: int = 200,
    population: int = 40,
    replications: int = 2,
    fresh: int = 8,
    futures: Mapping[str, Mapping[str, Any]] | None = None,
    limits: Mapping[str, float] | None = None,
    beside: Sequence[str] = (),
    ensemble: Ensemble = None,
    workers: Workers = 0,
    out: str | Path | None = None,
    random_search: bool = True,
    points: int = 16,
    **settings: Level,
) -> OptimisationResult:
    """Search for the mixes of levers that no other beats on all aims at once.

    Args:
        levers: by name: `{"low": .., "high": ..}`, a list of values, or None for the whole range.
        aims: indicators by name, `low` or `high`; those of `AIMS` if left out.
        budget: yuan per resident and year.
        trials, population: mixes that are tried, and how many of them at once.
        replications: runs of each mix in the search; fresh: seeds, not those of the
            search, by which what it finds is chosen, and as many again by which that is told.
        futures: other settings, by a name, in which what is found is lived as well.
        limits: what must hold in a future; by default what holds there without the levers.
        beside: scenarios whose policies are shown beside.
        ensemble: sets of parameters that fit, as a calibration returns them, or their file: in turn, one a seed.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        settings: what is changed in every world.

    Raises:
        ScenarioError: everything that is wrong with it.

    Example:
        >>> found = optimise("baseline", {"members_registered": {"low": 0.4, "high": 1.0}, "task_gate": None},
        ...                  trials=4, population=2, replications=1, fresh=2, area="420106001001", days=3, warmup=0,
        ...                  aims={"registered_volunteers": "high", "cost_yuan_per_resident": "low"})
        >>> len(found.tried), len(found.front) > 0
        (8, True)
    """
    said = {
        "scenario": scenario, "set": settings, "aims": aims, "budget": budget, "levers": levers or {}, "trials": trials,
        "population": population, "replications": replications, "fresh": fresh, "futures": futures, "limits": limits,
        "beside": beside, "random_search": random_search, "points": points,
    }  # fmt: skip
    return called(OptimisationFile, carry_out, said, workers, out, ensemble)
