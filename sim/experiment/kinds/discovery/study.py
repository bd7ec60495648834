"""Scenario discovery: where in the space of what is uncertain does a policy fail?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, Field, model_validator

from sim.experiment.calling import Ensemble, called
from sim.experiment.cluster import Workers
from sim.experiment.design import points_of
from sim.experiment.factor import Factor
from sim.experiment.file import MOST_RUNS, STRICT, Indicator
from sim.experiment.kinds.discovery.boxes import Box, leading, leaves, peeled
from sim.experiment.kinds.discovery.result import DiscoveryResult, Fresh
from sim.experiment.session import Session
from sim.experiment.tidy import tidy
from sim.experiment.uncertain import Asked, Floats, Point, UncertainFile
from sim.experiment.workbench import load_workbench
from sim.scenario import ScenarioError
from sim.text.problem import Mark, Problem, phrase

SAMPLING_SEED = 1


class Failing(BaseModel):
    """When a policy is said to fail; of a difference where the file names a scenario to compare `against`."""

    model_config = STRICT

    indicator: Indicator
    above: float | None = Field(None, description="高于此值即失败 / it fails above this")
    below: float | None = Field(None, description="低于此值即失败 / it fails below this")

    @model_validator(mode="after")
    def _one_of_them(self) -> "Failing":
        if (self.above is None) == (self.below is None):
            raise ValueError("above、below 须恰好写一个 / give exactly one of above and below")
        return self

    def holds(self, values: Floats) -> Any:
        """Return where it fails."""
        if self.above is not None:
            return values > self.above
        return values < float(self.below or 0.0)


class DiscoveryFile(UncertainFile):
    """A search for the worlds in which a policy fails."""

    kind: Literal["discovery"] = "discovery"
    fails: Failing = Field(description="何为失败 / when it is said to fail: indicator, and above or below")
    replications: int = Field(2, ge=1, le=10_000, description="每个点的种子数，取均值 / seeds at each point, averaged")
    design: Literal["lhs", "sobol"] = Field("lhs", description="设计 / which points are visited")
    points: int = Field(200, ge=8, le=100_000, description="点数 / how many points")
    density: float = Field(0.8, gt=0, le=1, description="所求密度：框内失败的比例 / share of a box that should fail")
    dimensions: int = Field(
        6, ge=1, le=100, description="框至多限定几个参数 / parameters that boxes may bound, at most"
    )
    fresh: int = Field(
        50, ge=0, le=100_000, description="每个框内另抽多少点来检验 / further points that check each box"
    )

    def runs_ahead(self) -> int:
        """Return how many runs it takes, if it finds one box."""
        return (1 if self.against is None else 2) * self.replications * (self.points + self.fresh)


def carry_out(file: DiscoveryFile, run: Session) -> DiscoveryResult:
    """Look for the worlds in which a policy fails.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
        ModuleNotFoundError: EMA Workbench is not installed.
    """
    base, other, factors = file.check(file.fails.indicator, ("fails", "indicator"))
    if file.runs_ahead() > MOST_RUNS:
        allowed = phrase("allowed.whole", low=1, high=MOST_RUNS)
        wrong = phrase("study.too_many", count=file.runs_ahead())
        raise ScenarioError([Problem(Mark(file.called), ("points",), wrong, allowed)])
    load_workbench()
    asked = Asked(file, run, base, other, file.fails.indicator)
    visited = _points(file, factors)
    values = asked("search", visited, file.replications).mean(axis=1)
    known = np.isfinite(values)
    failed = file.fails.holds(values)
    table = pd.DataFrame(visited).assign(value=values, fails=failed)
    boxes: list[Box] = []
    tree: list[Box] = []
    trajectory = pd.DataFrame()
    if 0 < failed[known].sum() < known.sum():
        searched = table.loc[known, [one.name for one in factors]].reset_index(drop=True)
        searched = searched[leading(searched, values[known], file.dimensions)]
        ranges = {one.name: (one.low, one.high) for one in factors}
        boxes, trajectory = peeled(searched, ranges, failed[known], file.density)
        tree = leaves(searched, ranges, failed[known])
    checks = tuple(_check(file, asked, factors, box, n) for n, box in enumerate(boxes))
    names = (base.name, "" if other is None else other.name)
    return DiscoveryResult(
        tidy(run.finished()), file.fails.indicator, file.fails.above, file.fails.below, names, table, tuple(factors),
        tuple(boxes), checks, tuple(tree), trajectory,
    )  # fmt: skip


def _points(file: DiscoveryFile, factors: Sequence[Factor]) -> list[Point]:
    found = points_of(file.design, factors, file.points, SAMPLING_SEED)
    return [{name: float(level) for name, level in point.items()} for point in found]


def _check(file: DiscoveryFile, asked: Asked, factors: Sequence[Factor], box: Box, number: int) -> Fresh:
    """Live fresh points strewn over a box, with fresh seeds: what a box was fitted to says little of it elsewhere."""
    if file.fresh == 0:
        return Fresh(0, 0)
    within = [Factor(one.name, (), *box.limits.get(one.name, (one.low, one.high))) for one in factors]
    found = points_of("lhs", within, file.fresh, SAMPLING_SEED + 1 + number)
    values = asked("check", [{name: float(level) for name, level in point.items()} for point in found],
                   file.replications, skip=file.replications).mean(axis=1)  # fmt: skip
    known = np.isfinite(values)
    return Fresh(int(known.sum()), int(file.fails.holds(values)[known].sum()))


def discover(
    scenario: str | Path,
    fails: Mapping[str, Any],
    *,
    against: str | Path | None = None,
    parameters: Literal["assumed", "all"] | Sequence[str] = "assumed",
    without: Sequence[str] = (),
    points: int = 200,
    design: Literal["lhs", "sobol"] = "lhs",
    density: float = 0.8,
    dimensions: int = 6,
    fresh: int = 50,
    replications: int = 2,
    ensemble: Ensemble = None,
    workers: Workers = 0,
    out: str | Path | None = None,
    **settings: Any,
) -> DiscoveryResult:
    """Find out where in the space of uncertain parameters a policy fails.

    Args:
        fails: `{"indicator": .., "above": ..}` or `below`; of the difference where there is a scenario `against`.
        parameters: which; `without`: which of them not.
        points, design, density, dimensions, fresh, replications: as in a file.
        ensemble: sets of parameters that fit, as a calibration returns them, or their file: in turn, one a seed.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in.
        settings: what is changed in every world: `area`, `days`, a lever, a parameter.

    Raises:
        ScenarioError: everything that is wrong with it.
    """
    said = {
        "scenario": scenario, "against": against, "set": settings, "fails": fails, "parameters": parameters,
        "without": without, "points": points, "design": design, "density": density, "fresh": fresh,
        "dimensions": dimensions, "replications": replications,
    }  # fmt: skip
    return called(DiscoveryFile, carry_out, said, workers, out, ensemble)
