"""Calibration: which sets of parameters fit what is known; all of them, not one.

Waves of history matching (`waves`) with a search by Optuna after the first (`search`), which tells early whether
anything fits at all and what comes nearest. Every run has the same seeds at every point (common random numbers).
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.calling import called
from sim.experiment.cluster import Workers
from sim.experiment.factor import world_of
from sim.experiment.kinds.calibration import implausibility, waves
from sim.experiment.kinds.calibration import search as calibration_search
from sim.experiment.kinds.calibration.file import LEAST_SEEDS, CalibrationFile, Plan, plan_of
from sim.experiment.kinds.calibration.result import CalibrationResult
from sim.experiment.kinds.calibration.target import Target
from sim.experiment.kinds.calibration.waves import Tried, match, strewn
from sim.experiment.session import Session
from sim.experiment.world import World

Floats = NDArray[np.float64]
SEED = 1
"""Of where points are strewn and of the search."""


class _Living:
    """Lives points, and keeps what came out."""

    def __init__(self, file: CalibrationFile, plan: Plan, run: Session) -> None:
        self._file, self._plan, self._run = file, plan, run
        self.seeds = max(LEAST_SEEDS, file.replications)

    def __call__(self, points: Floats) -> Floats:
        """Return numbers of points of the unit cube, shape (points, seeds, numbers)."""
        levels = [{one.name: one.at(u) for one, u in zip(self._plan.parameters, row, strict=True)} for row in points]
        return self.worlds([world_of(self._plan.base, one, f"{self._file.called}: parameters") for one in levels])

    def worlds(self, worlds: list[World]) -> Floats:
        """Return numbers of worlds, in the same shape."""
        found = self._run(self._file.replicate(worlds, self.seeds), self._plan.work)
        nothing: dict[str, float] = {}
        rows = [[(one or nothing).get(name, np.nan) for name in self._plan.names] for one in found]
        table = np.array(rows, dtype=np.float64)
        return np.asarray(table.reshape(self.seeds, len(worlds), len(self._plan.names)).transpose(1, 0, 2))


def carry_out(file: CalibrationFile, run: Session) -> CalibrationResult:
    """Do a calibration.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
    """
    plan = plan_of(file)
    live = _Living(file, plan, run)
    free, share = len(plan.parameters), file.discrepancy
    as_it_is = live.worlds([World({}, plan.base)])[0]
    first = strewn(file.points, free, SEED)
    tried = Tried.first(first, live(first))
    told = np.asarray(np.isfinite(tried.numbers[:, :, : len(plan.targets)]).any(axis=(0, 1)))
    used = np.flatnonzero(told)
    targets = [plan.targets[n] for n in used]
    scale = implausibility.scale_of(targets, tried.numbers[:, :, used], share)
    matched = waves.Matched()
    if targets:
        aims = _aims(targets, scale, file.multiobjective)

        def reached(points: Floats) -> Floats:
            numbers = live(points)
            tried.add(points, numbers, 0, False)
            return aims(implausibility.mean_over_seeds(numbers[:, :, used]))

        known = aims(implausibility.mean_over_seeds(tried.numbers[:, :, used]))
        calibration_search.search(reached, free, file.trials, SEED, (tried.points, known))
        matched = match(
            live, tried, targets, used, scale, waves=file.waves, points=file.points, wanted=file.members
        )  # fmt: skip
    not_told = [one for one in plan.targets if one not in targets]
    return CalibrationResult(
        plan.parameters, tuple(targets), plan.held, tuple(not_told), tuple(plan.names), scale, tried, matched,
        as_it_is, groups_of(targets) if file.multiobjective else {},
    )  # fmt: skip


def _aims(targets: Sequence[Target], scale: implausibility.Scale, several: bool) -> Callable[[Floats], Floats]:
    """Return a function of means that gives the aims: the total miss, or that of each fact or indicator."""

    def aims(means: Floats) -> Floats:
        each = implausibility.misses(targets, means, scale)
        if not several:
            return implausibility.total_miss(targets, each)[:, None]
        groups = groups_of(targets)
        return np.column_stack(
            [implausibility.total_miss([targets[n] for n in of], each[:, of]) for of in groups.values()]
        )

    return aims


def groups_of(targets: Sequence[Target]) -> dict[str, list[int]]:
    """Return the positions of the targets of each fact, or of each indicator."""
    groups: dict[str, list[int]] = {}
    for number, one in enumerate(targets):
        groups.setdefault(one.fact or one.name, []).append(number)
    return groups


def calibrate(
    scenario: str | Path = "baseline",
    parameters: Mapping[str, Any] | Sequence[str] = (),
    targets: Mapping[str, Any] | Sequence[str] = (),
    *,
    held_out: Mapping[str, Any] | Sequence[str] = (),
    targets_file: str | Path | None = None,
    replications: int = 2,
    points: int = 64,
    waves: int = 4,
    trials: int = 48,
    members: int = 50,
    multiobjective: bool = False,
    discrepancy: float = 0.1,
    workers: Workers = 0,
    out: str | Path | None = None,
    **settings: Any,
) -> CalibrationResult:
    """Find the sets of parameters that fit.

    Args:
        parameters: names of parameters or levers, or a mapping to `{"low": .., "high": .., "log": ..}`.
        targets: names of facts, of their numbers, or a mapping to `{"low": .., "high": ..}` or
            `{"value": .., "sd": ..}`.
        held_out: the same, foretold and not fitted.
        targets_file: a table that `huying import tickets` wrote.
        points: sets of parameters in a wave.
        waves: at most.
        trials: sets that the search visits.
        members: sets that fit at which no further wave is done.
        discrepancy: what the model may be off by, in half-widths of each band (standard deviation).
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in.
        settings: what is changed in every world: `area`, `days`, a lever, a parameter.

    Raises:
        ScenarioError: everything that is wrong with it.

    Example:
        >>> found = calibrate("baseline", ["voice_gain"], {"voiced_share": {"low": 0.15, "high": 0.3}},
        ...                   points=8, waves=1, trials=0, area="420106001001", days=5, warmup=0)
        >>> sorted(found.kept.columns)[:3]
        ['fitted_high', 'fitted_low', 'high']
    """
    free = parameters if isinstance(parameters, Mapping) else dict.fromkeys(parameters)
    said = {
        "scenario": scenario, "set": settings, "parameters": free, "replications": replications, "targets": targets,
        "held_out": held_out, "targets_file": targets_file, "points": points, "waves": waves,
        "trials": trials, "members": members, "multiobjective": multiobjective, "discrepancy": discrepancy,
    }  # fmt: skip
    return called(CalibrationFile, carry_out, said, workers, out)
