"""What a file of a comparison may say, and the worlds that it compares."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.experiment.factor import SCENARIO, canonical_name, in_place_of
from sim.experiment.file import StudyFile, unknown_indicator
from sim.experiment.world import World
from sim.measure.definitions import definitions
from sim.policy import BUNDLES, LEVERS
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.places import SUFFIXES, shipped_file, shipped_names
from sim.text.problem import Mark, Problem, nearest, phrase, shown

AGAINST = "against"
"""The factor of a pair of worlds: which one the other is compared with."""
Name = Annotated[str, Field(min_length=1, description="情景名、文件、政策包或杠杆 / scenario, file, bundle or lever")]
HalfWidth = Annotated[float, Field(gt=0.0, description="95 % 区间的半宽 / half-width of the 95 % interval")]


class ComparisonFile(StudyFile):
    """A comparison."""

    kind: Literal["comparison"] = "comparison"
    scenarios: list[Name] = Field(
        min_length=2,
        max_length=50,
        description="要比较的情景；第一个是其余的对照。政策包或杠杆加在基础情景上 / "
        "what is compared; the first is what the others are compared with; a bundle or lever is added to the base",
    )
    replications: int = Field(10, ge=1, le=10_000, description="每个世界的重复次数 / runs of each world")
    precision: dict[str, HalfWidth] = Field(
        {},
        description="所求精度：指标与成对差异的半宽 / wished half-width of the paired difference, by indicator",
    )
    most: int = Field(200, ge=2, le=10_000, description="为求精度最多重复几次 / runs of each world at most, for that")
    pairs: int = Field(
        10, ge=0, le=1000, description="逐个困难比较前几个种子；0 不比 / seeds that are compared trouble by trouble"
    )
    lives: int = Field(3, ge=0, le=10, description="讲述几个相差最大的困难 / troubles that differ most, told in words")

    def runs_ahead(self) -> int | None:
        """Return how many runs it takes; None where that hangs on a wished precision."""
        if self.precision:
            return None
        worlds = len(self.scenarios)
        return worlds * self.replications + (worlds - 1) * min(self.replications, self.pairs)

    @model_validator(mode="before")
    @classmethod
    def _base_is_the_first(cls, data: Any) -> Any:
        names = data.get("scenarios") if isinstance(data, dict) else None
        if isinstance(names, list) and names and isinstance(names[0], str) and "scenario" not in data:
            return data if _is_policy(names[0]) else {**data, "scenario": names[0]}
        return data


def _is_policy(name: str) -> bool:
    known = canonical_name(name)
    return shipped_file(name) is None and (known in BUNDLES or known in LEVERS)


def worlds_to_compare(file: ComparisonFile) -> list[World]:
    """Return the worlds in the order of the file, all where and when the base is and with what it sets for all.

    Raises:
        ScenarioError: everything that is wrong with any of them.
    """
    base, problems, worlds = None, _mistakes(file), []
    try:
        base = file.base()
    except ScenarioError as error:
        problems += error.problems
    if base is not None:
        for number, name in enumerate(file.scenarios):
            try:
                worlds.append(World({SCENARIO: name}, _scenario(file, base, name, number)))
            except ScenarioError as error:
                problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return worlds


def _mistakes(file: ComparisonFile) -> list[Problem]:
    mark = Mark(file.called)
    unknown = [name for name in file.precision if name not in definitions()]
    problems = [unknown_indicator(mark, ("precision", name), name) for name in unknown]
    twice = sorted({name for name in file.scenarios if file.scenarios.count(name) > 1})
    problems += [Problem(mark, ("scenarios",), phrase("comparison.twice", name=shown(name))) for name in twice]
    return problems


def _scenario(file: ComparisonFile, base: Scenario, name: str, number: int) -> Scenario:
    label = f"{file.called}: scenarios.{number}"
    if _is_policy(name):
        return load_scenario(base, {canonical_name(name): {}}, label=label)
    source = str(file.source(name))
    if shipped_file(source) is None and not source.endswith(SUFFIXES):
        near = nearest(name, [*shipped_names(), *BUNDLES, *LEVERS], 3)
        raise ScenarioError([Problem(Mark(label), (), phrase("comparison.no_such", name=shown(name)), None, near)])
    return in_place_of(base, source, file.changes, f"{file.called}: {name}")


def pairs_of(worlds: Sequence[World]) -> list[World]:
    """Return each world but the first, with the first beside it."""
    first = worlds[0]
    return [
        World({**one.factors, AGAINST: first.factors[SCENARIO]}, one.scenario, first.scenario) for one in worlds[1:]
    ]
