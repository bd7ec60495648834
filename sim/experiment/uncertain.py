"""What is uncertain: parameters of the registry with their ranges, and the worlds in which they have other values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiment.factor import Factor, in_place_of
from sim.experiment.file import StudyFile, unknown_indicator
from sim.experiment.session import Session
from sim.experiment.world import Values, World
from sim.measure.definitions import definitions
from sim.parameters import PARAMETERS
from sim.scenario import Scenario, ScenarioError
from sim.scenario.names import names_of_parameters, parameter_name
from sim.text.problem import Mark, Problem, nearest, phrase, shown

WHOLE = frozenset(
    {
        "business_firms",
        "contract_months",
        "course_days",
        "grade_post_step",
        "list_months",
        "list_patience",
        "noticers_max",
        "visit_due_weeks",
    }
)
"""Parameters that the model cuts off to a whole number: between two of them nothing changes."""
Name = Annotated[str, Field(min_length=1)]
Floats = NDArray[np.float64]
Point = Mapping[str, float]
"""Values of parameters in place of those that the scenario has."""


class UncertainFile(StudyFile):
    """A study of what a conclusion owes to uncertain parameters."""

    against: str | None = Field(
        None,
        description="与之相比的情景；结论即两者之差 / scenario that is taken away: the conclusion is the difference",
    )
    parameters: Literal["assumed", "all"] | list[Name] = Field(
        "assumed", description="哪些参数 / which parameters: all assumed ones, all, or these"
    )
    without: list[Name] = Field([], description="除去哪些参数 / parameters that are left as they are")

    def check(self, indicator: str, key: tuple[str, ...]) -> tuple[Scenario, Scenario | None, tuple[Factor, ...]]:
        """Return the scenario, the one it is compared with, and the uncertain parameters with their ranges.

        A parameter that the scenario itself sets is not uncertain, unless it is named.

        Args:
            indicator: that the conclusion is about, and the key under which the file names it.

        Raises:
            ScenarioError: everything that is wrong with any of them.
        """
        problems: list[Problem] = []
        if indicator not in definitions():
            problems.append(unknown_indicator(Mark(self.called), key, indicator))
        listed = self.parameters if isinstance(self.parameters, list) else []
        for under, names in (("parameters", listed), ("without", self.without)):
            problems += [_unknown(Mark(self.called), (under, n), name) for n, name in enumerate(names) if _odd(name)]
        base = other = None
        try:
            base = self.base()
            if self.against is not None:
                source = str(self.source(self.against))
                other = in_place_of(base, source, self.changes, f"{self.called}: against")
        except ScenarioError as error:
            problems += error.problems
        if problems or base is None:
            raise ScenarioError(problems)
        factors = self._factors(base)
        if not factors:
            raise ScenarioError([Problem(Mark(self.called), ("parameters",), phrase("study.no_parameters"))])
        return base, other, factors

    def _factors(self, base: Scenario) -> tuple[Factor, ...]:
        without = {parameter_name(name) for name in self.without}
        if isinstance(self.parameters, list):
            names = dict.fromkeys(parameter_name(name) for name in self.parameters)
        else:
            taken = {"assumed"} if self.parameters == "assumed" else {one.confidence for one in PARAMETERS.values()}
            names = dict.fromkeys(
                one.name
                for one in PARAMETERS.values()
                if one.confidence in taken and one.low < one.high and one.name not in base.parameters
            )
        return tuple(
            Factor(name, (), PARAMETERS[name].low, PARAMETERS[name].high) for name in names if name not in without
        )


def _odd(name: str) -> bool:
    known = parameter_name(name)
    return known not in PARAMETERS or not PARAMETERS[known].low < PARAMETERS[known].high


def _unknown(mark: Mark, key: tuple[str | int, ...], name: str) -> Problem:
    if parameter_name(name) in PARAMETERS:
        return Problem(mark, key, phrase("study.fixed_parameter", name=shown(name)))
    return Problem(mark, key, phrase("study.unknown_parameter", name=shown(name)), None,
                   nearest(name, names_of_parameters(), 3))  # fmt: skip


def start_of(scenario: Scenario, name: str) -> float:
    """Return the value that a parameter has in a scenario."""
    return scenario.parameters.get(name, PARAMETERS[name].value)


class Asked:
    """The worlds of a study, and what its conclusion comes to at any point of the uncertain space.

    Attributes:
        base, other: the scenario, and the one that is taken away.
        visited: the points of each step, by its name: what the runs' `step` and `point` stand for.
    """

    def __init__(self, file: StudyFile, run: Session, base: Scenario, other: Scenario | None, indicator: str) -> None:
        self._file = file
        self._run = run
        self._indicator = indicator
        self.base = base
        self.other = other
        self.visited: dict[str, list[Point]] = {}

    def __call__(self, step: str, points: Sequence[Point], replications: int, skip: int = 0) -> Floats:
        """Live points of a step, all with the same seeds; returns the conclusion by point and seed.

        NaN where a run failed or the indicator could not be told. Both worlds of a difference have the parameters.

        Args:
            skip: seeds that are passed over, of a step that is to have seeds of its own.
        """
        scenarios = [self.base] if self.other is None else [self.base, self.other]
        worlds = self._file.replicate([World({"scenario": one.name}, one) for one in scenarios], replications, skip)
        before = len(self.visited.setdefault(step, []))
        self.visited[step] += points
        asked = []
        for number, point in enumerate(points):
            merged: dict[int, dict[str, float]] = {}  # shared by worlds that start alike: thousands of large tables
            for world in worlds:
                own = world.scenario.parameters
                parameters = merged.setdefault(hash(frozenset(own.items())), {**own, **point})
                factors = {**world.factors, "step": step, "point": before + number}
                scenario = world.scenario.model_copy(update={"parameters": parameters})
                asked.append(replace(world, factors=factors, scenario=scenario))
        found = np.array([self._value(one) for one in self._run(asked)])
        by_world = found.reshape(len(points), replications, len(scenarios))
        return np.asarray(by_world[:, :, 0] if self.other is None else by_world[:, :, 0] - by_world[:, :, 1])

    def _value(self, values: Values | None) -> float:
        return float("nan") if values is None else values.get(self._indicator, float("nan"))


def scaled(factors: Sequence[Factor], unit: Floats) -> list[Point]:
    """Return points of the unit cube (a row each, a column for each factor) as values of the parameters."""
    return [{one.name: float(one.at(float(u))) for one, u in zip(factors, row, strict=True)} for row in unit]
