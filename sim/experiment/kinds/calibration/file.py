"""What a calibration's file may say, and what it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, field_validator

from sim.experiment.factor import Factor, FactorRange, factors_of, worlds_of
from sim.experiment.file import MOST_RUNS, StudyFile
from sim.experiment.kinds.calibration.fact_run import facts
from sim.experiment.kinds.calibration.target import Target, TargetSaid, targets_of
from sim.experiment.kinds.calibration.target_table import over_days, read_targets
from sim.experiment.living import Work, indicators
from sim.parameters import PARAMETERS
from sim.policy import LEVERS
from sim.scenario import Scenario, ScenarioError
from sim.text.problem import Mark, Problem, ProblemsError, nearest, phrase

LEAST_SEEDS = 2
"""Seeds of each point at least, for chance to be told from fit."""


class CalibrationFile(StudyFile):
    """A calibration."""

    kind: Literal["calibration"] = "calibration"
    parameters: dict[str, FactorRange] = Field(
        {}, description="待定参数及范围；不写范围则用登记表的 / free parameters; the registry's range if none is given"
    )
    targets: dict[str, TargetSaid] = Field(
        {}, description="目标：事实、事实的数、指标 / targets: facts, numbers of facts (SF06.one_case), indicators"
    )
    targets_file: str | None = Field(None, description="目标表（huying import tickets 所写）/ table of targets")
    held_out: dict[str, TargetSaid] = Field({}, description="留作检验的目标 / targets that are foretold and not fitted")
    replications: int = Field(2, ge=LEAST_SEEDS, le=10_000, description="每组参数的种子数 / seeds of each set")
    points: int = Field(64, ge=4, le=100_000, description="每一波的点数 / sets of parameters in a wave")
    waves: int = Field(4, ge=1, le=50, description="至多几波 / waves at most")
    trials: int = Field(48, ge=0, le=100_000, description="搜索的点数 / sets that the search visits")
    members: int = Field(50, ge=1, le=100_000, description="要找到几组即止 / sets that fit at which waves end")
    multiobjective: bool = Field(False, description="逐个目标同时优化 / search each fact as an aim of its own")
    discrepancy: float = Field(
        0.1,
        ge=0,
        le=10,
        description="模型自身偏差，以半宽计 / what the model may be off by (sd, half-widths)",
    )

    def runs_ahead(self) -> int:
        """Return how many runs it takes at most."""
        return max(LEAST_SEEDS, self.replications) * (1 + self.points * self.waves + self.trials)

    @field_validator("targets", "held_out", mode="before")
    @classmethod
    def _names_alone(cls, value: Any) -> Any:
        return dict.fromkeys(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


@dataclass(frozen=True)
class Plan:
    """What a calibration does."""

    base: Scenario
    parameters: tuple[Factor, ...]
    targets: tuple[Target, ...]
    held: tuple[Target, ...]
    work: Work

    @property
    def names(self) -> list[str]:
        """Names of the numbers read off each run: targets first, then what is held out."""
        return [one.name for one in (*self.targets, *self.held)]


def plan_of(file: CalibrationFile) -> Plan:
    """Return what a file asks for.

    Raises:
        ScenarioError: everything that is wrong with it.
    """
    problems: list[Problem] = []
    mark = Mark(file.called)
    made: dict[str, Any] = {"base": None, "parameters": (), "targets": [], "held": []}
    table: dict[str, TargetSaid] = {}
    if file.targets_file is not None:
        try:
            table = read_targets(file.folder / file.targets_file)
        except ProblemsError as error:
            problems += error.problems

    def of_days() -> dict[str, TargetSaid]:
        return table if made["base"] is None else over_days(table, made["base"].days)

    asks: dict[str, Callable[[], Any]] = {
        "base": file.base,
        "parameters": lambda: _free(file.parameters, mark),
        "targets": lambda: targets_of({**of_days(), **file.targets}, "targets", file.called),
        "held": lambda: targets_of(file.held_out, "held_out", file.called),
    }
    for name, ask in asks.items():
        try:
            made[name] = ask()
        except ProblemsError as error:
            problems += error.problems
    held = [*made["held"], *(one for one in made["targets"] if one.weight == 0.0)]
    aside = {one.name for one in held}
    targets = [one for one in made["targets"] if one.name not in aside]
    for key, there in (("parameters", file.parameters), ("targets", {**table, **file.targets})):
        if not there and not problems:
            problems.append(Problem(mark, (key,), phrase("problem.missing")))
    if not targets and made["targets"]:
        problems.append(Problem(mark, ("targets",), phrase("calibration.all_held_out")))
    if file.runs_ahead() > MOST_RUNS:
        allowed = phrase("allowed.whole", low=1, high=MOST_RUNS)
        wrong = phrase("study.too_many", count=file.runs_ahead())
        problems.append(Problem(mark, ("points",), wrong, allowed))
    if problems:
        raise ScenarioError(problems)
    ends = [{one.name: one.at(end) for one in made["parameters"]} for end in (0.0, 1.0)]
    worlds_of(made["base"], ends, f"{file.called}: parameters")  # a range may reach beyond what a scenario may set
    work: Work = facts if any(one.fact for one in (*targets, *held)) else indicators
    return Plan(made["base"], made["parameters"], tuple(targets), tuple(dict.fromkeys(held)), work)


def _free(said: Mapping[str, FactorRange], mark: Mark) -> tuple[Factor, ...]:
    found = factors_of(said, mark)
    problems = []
    for written, one in zip(said, found, strict=True):
        if one.name not in PARAMETERS and one.name not in LEVERS:
            near = nearest(written, [*PARAMETERS, *LEVERS], 3)
            problems.append(Problem(mark, ("parameters", written), phrase("calibration.no_parameter"), None, near))
        elif one.low != one.low:
            wrong, allowed = phrase("calibration.no_values"), phrase("allowed.keys", names="low, high, log")
            problems.append(Problem(mark, ("parameters", written), wrong, allowed))
    if problems:
        raise ScenarioError(problems)
    return found
