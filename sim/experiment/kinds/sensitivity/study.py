"""Sensitivity: which assumed numbers a conclusion hangs on, and where it turns round."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from sim.experiment.calling import Ensemble, called
from sim.experiment.cluster import Workers
from sim.experiment.factor import Factor
from sim.experiment.file import MOST_RUNS, Indicator
from sim.experiment.intervals import Interval, interval
from sim.experiment.kinds.sensitivity.result import SensitivityResult
from sim.experiment.kinds.sensitivity.screening import Screening, screened, trajectories
from sim.experiment.kinds.sensitivity.turning import Scan, scans_of
from sim.experiment.kinds.sensitivity.variance import Indices, indices, saltelli
from sim.experiment.session import Session
from sim.experiment.tidy import tidy
from sim.experiment.uncertain import Asked, Point, UncertainFile, scaled, start_of
from sim.scenario import ScenarioError
from sim.text.problem import Mark, Problem, phrase

SAMPLING_SEED = 1
"""Of the designs: another seed of the scenario changes the troubles, not the points."""


class SensitivityFile(UncertainFile):
    """A sensitivity analysis of one conclusion: screening, indices of what is left, thresholds."""

    kind: Literal["sensitivity"] = "sensitivity"
    outcome: Indicator = Field("burden_per_resident", description="结论是关于哪个指标的 / indicator that it is about")
    turns_at: float | None = Field(
        None, description="结论在何值处翻转；两者之差则为 0 / value at which it turns round; 0 of a difference"
    )
    replications: int = Field(2, ge=1, le=10_000, description="每个点的种子数 / seeds at each point")
    trajectories: int = Field(4, ge=2, le=1000, description="筛选的轨迹数 / trajectories of the screening")
    keep: int = Field(
        8, ge=1, le=100, description="筛选后最多留几个参数 / parameters that are looked at closely, at most"
    )
    samples: int = Field(
        64, ge=2, le=2**16, description="Sobol' 样本数（二的幂）/ samples of the indices, a power of two"
    )
    steps: int = Field(7, ge=2, le=1000, description="逐个扫描的档数 / levels of each one-at-a-time scan")
    halvings: int = Field(3, ge=0, le=20, description="翻转处再对半几次 / halvings of the step in which it turns round")
    scan_replications: int = Field(6, ge=2, le=10_000, description="扫描每档的种子数 / seeds at each level of a scan")

    def runs_ahead(self) -> int:
        """Return how many runs it takes at most, less the halvings."""
        factors = self.check(self.outcome, ("outcome",))[2]
        keep, samples = min(self.keep, len(factors)), _power_of_two(self.samples)
        points = self.trajectories * (len(factors) + 1) + samples * (keep + 2)
        scans = keep * self.steps + 1
        return (1 if self.against is None else 2) * (points * self.replications + scans * self.scan_replications)


def _power_of_two(number: int) -> int:
    return 1 << (number - 1).bit_length()


def carry_out(file: SensitivityFile, run: Session) -> SensitivityResult:
    """Do a sensitivity analysis.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
    """
    base, other, factors = file.check(file.outcome, ("outcome",))
    ahead = file.runs_ahead()
    if ahead > MOST_RUNS:
        allowed = phrase("allowed.whole", low=1, high=MOST_RUNS)
        raise ScenarioError([Problem(Mark(file.called), ("samples",), phrase("study.too_many", count=ahead), allowed)])
    importlib.import_module("SALib")  # if it is missing, this is told before the first run
    asked = Asked(file, run, base, other, file.outcome)
    zero = file.turns_at if file.turns_at is not None else 0.0 if other is not None else None
    at_start = interval(asked("start", [{}], file.scan_replications)[0].tolist())
    screening = _screen(file, asked, factors)
    kept = _kept(file, screening, factors)
    closer = _closer(file, asked, kept)
    scans = _scans(file, asked, kept, at_start, zero)
    names = (base.name, "" if other is None else other.name)
    fixed = tuple(name for name in base.parameters if name not in {one.name for one in factors})
    return SensitivityResult(
        tidy(run.finished()), file.outcome, names, zero, at_start, screening, closer, tuple(scans), fixed,
        points_table(asked.visited),
    )  # fmt: skip


def _screen(file: SensitivityFile, asked: Asked, factors: Sequence[Factor]) -> Screening:
    unit = trajectories(file.trajectories, len(factors), SAMPLING_SEED)
    values = asked("screening", scaled(factors, unit), file.replications)
    return screened([one.name for one in factors], unit, values)


def _kept(file: SensitivityFile, screening: Screening, factors: Sequence[Factor]) -> list[Factor]:
    """Return the parameters that move the conclusion most, those told from chance before the others.

    A screening is coarse: what it cannot tell from chance, the closer look may.
    """
    table = screening.table[screening.table.mu_star > 0.0]
    chosen = table.sort_values(["told", "mu_star"], ascending=False).head(file.keep)
    by_name = {one.name: one for one in factors}
    return [by_name[name] for name in chosen.parameter]


def _closer(file: SensitivityFile, asked: Asked, kept: Sequence[Factor]) -> Indices | None:
    if not kept:
        return None
    unit = saltelli(_power_of_two(file.samples), len(kept), SAMPLING_SEED)
    values = asked("indices", scaled(kept, unit), file.replications)
    found = indices([one.name for one in kept], values, SAMPLING_SEED)
    return replace(found, table=found.table.sort_values("total", ascending=False, ignore_index=True))


def _scans(
    file: SensitivityFile, asked: Asked, kept: Sequence[Factor], at_start: Interval, zero: float | None
) -> list[Scan]:
    starts = [start_of(asked.base, one.name) for one in kept]
    nowhere = zero is None or not np.isfinite(at_start.mean)
    return scans_of(
        kept, starts, at_start, file.steps, 0 if nowhere else file.halvings, 0.0 if zero is None else zero,
        lambda points: asked("scan", points, file.scan_replications),
    )  # fmt: skip


def points_table(visited: Mapping[str, Sequence[Point]]) -> pd.DataFrame:
    """Return what `step` and `point` of the runs stand for: the parameters that each sets, empty where it sets none."""
    rows = [{"step": step, "point": n, **one} for step, points in visited.items() for n, one in enumerate(points)]
    return pd.DataFrame(rows)


def sensitivity(
    scenario: str | Path = "wuhan_2021",
    outcome: str = "burden_per_resident",
    *,
    against: str | Path | None = None,
    parameters: Literal["assumed", "all"] | Sequence[str] = "assumed",
    without: Sequence[str] = (),
    replications: int = 2,
    trajectories: int = 4,
    keep: int = 8,
    samples: int = 64,
    steps: int = 7,
    halvings: int = 3,
    scan_replications: int = 6,
    turns_at: float | None = None,
    ensemble: Ensemble = None,
    workers: Workers = 0,
    out: str | Path | None = None,
    **settings: Any,
) -> SensitivityResult:
    """Find out which uncertain parameters a conclusion hangs on, and where it turns round.

    Args:
        outcome: an indicator of the scenario; its difference where there is a scenario to compare `against`.
        parameters: which; `without`: which of them not.
        replications: seeds at each point; with one, chance is not told from effect.
        trajectories, keep, samples, steps, halvings, scan_replications, turns_at: as in a file.
        ensemble: sets of parameters that fit, as a calibration returns them, or their file: in turn, one a seed.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in.
        settings: what is changed in every world: `area`, `days`, a lever, a parameter.

    Raises:
        ScenarioError: everything that is wrong with it.
    """
    said = {
        "scenario": scenario, "against": against, "set": settings, "outcome": outcome, "parameters": parameters,
        "without": without, "replications": replications, "trajectories": trajectories, "keep": keep,
        "samples": samples, "steps": steps, "halvings": halvings, "scan_replications": scan_replications,
        "turns_at": turns_at,
    }  # fmt: skip
    return called(SensitivityFile, carry_out, said, workers, out, ensemble)
