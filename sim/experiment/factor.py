"""Factors: what a study varies, by name, with the values or the range that it may take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.experiment.world import Level, World
from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.names import lever_id, parameter_name
from sim.text.problem import Mark, Problem, phrase, shown

WHOLE = frozenset({"days", "warmup", "seed"})
"""Keys of a scenario that take whole numbers only."""
SCENARIO = "scenario"
"""The factor whose levels are whole scenarios, by name or path."""


class FactorRange(BaseModel):
    """What a file says of a factor: a list of values, a range, or nothing (the whole range that it has)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    values: list[bool | int | float | str] | None = Field(None, min_length=1, max_length=1000, description="values")
    low: float | None = Field(None, description="下限 / lower end")
    high: float | None = Field(None, description="上限 / upper end")
    levels: int = Field(3, ge=2, le=1000, description="网格上的档数 / how many levels on a grid")
    log: bool = Field(False, description="按对数取值 / even on a logarithmic scale")

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if isinstance(value, list):
            return {"values": [plain_level(one) for one in value]}
        if value is None:
            return {}
        return {"values": [value]} if isinstance(value, bool | int | float | str) else value


def plain_level(value: Any) -> Any:
    """Return a level as plain data: a date as it is written."""
    return value.isoformat() if type(value) is date else value


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor with its levels (of a grid), and its range where it has one.

    Attributes:
        name: id of a lever or bundle, a parameter, a key or path of a scenario, or `scenario`.
        levels: values that a grid takes.
        low, high: range; NaN for a factor of named values.
        whole: whether only whole numbers make sense.
    """

    name: str
    levels: tuple[Level, ...]
    low: float = float("nan")
    high: float = float("nan")
    log: bool = False
    whole: bool = False

    def at(self, u: float) -> Level:
        """Return the value at a point of the unit interval.

        Example:
            >>> round(Factor("x", (), 1.0, 100.0, True).at(0.5), 9), Factor("y", ("a", "b")).at(0.7)
            (10.0, 'b')
        """
        if self.low == self.low:
            value = float(_between(self.low, self.high, self.log, np.array([u]))[0])
            return round(value) if self.whole else value
        return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]


def _between(low: float, high: float, log: bool, u: Any) -> Any:
    start, end = (np.log(low), np.log(high)) if log else (low, high)
    found = start + u * (end - start)
    return np.clip(np.exp(found) if log else found, low, high)  # 0.3 + 1.0 * (0.9 - 0.3) is more than 0.9


def factor_of(name: str, said: FactorRange, mark: Mark) -> Factor:
    """Return a factor; a range that is not given is that of the lever or the registry.

    Raises:
        ScenarioError: nobody knows its range.
    """
    known = canonical_name(name)
    if said.values is not None:
        return Factor(known, tuple(said.values))
    low, high = said.low, said.high
    own: Any = LEVERS.get(known) or PARAMETERS.get(known)
    if own is not None:
        low, high = own.low if low is None else low, own.high if high is None else high
    if low is None or high is None:
        levels = (False, True)
        if known in BUNDLES:
            return Factor(known, levels)
        raise ScenarioError([Problem(mark, (name,), phrase("study.no_range"))])
    if not low < high or (said.log and low <= 0.0):
        raise ScenarioError([Problem(mark, (name,), phrase("study.bad_range", low=low, high=high))])
    steps = _between(low, high, said.log, np.linspace(0.0, 1.0, said.levels))
    whole = known in WHOLE
    grid = dict.fromkeys(round(float(step)) if whole else float(step) for step in steps)
    return Factor(known, tuple(grid), float(low), float(high), said.log, whole)


def factors_of(said: Mapping[str, FactorRange], mark: Mark) -> tuple[Factor, ...]:
    """Return all factors of a file.

    Raises:
        ScenarioError: every mistake in their ranges.
    """
    found: list[Factor] = []
    problems: list[Problem] = []
    for name, one in said.items():
        try:
            found.append(factor_of(name, one, mark))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return tuple(found)


def canonical_name(name: str) -> str:
    """Return the id that a name of a lever, bundle or parameter stands for; any other name as it is.

    Example:
        >>> canonical_name("吹哨报到"), canonical_name("days")
        ('whistle_calls', 'days')
    """
    if lever_id(name) in LEVERS or lever_id(name) in BUNDLES:
        return lever_id(name)
    return parameter_name(name)


def world_of(
    base: Scenario, levels: Mapping[str, Level], label: str, settings: Mapping[str, Any] = MappingProxyType({}),
    source_of: Callable[[str], str | Path] = str,
) -> World:  # fmt: skip
    """Return the world in which the factors have these levels.

    A bundle's levels are false (none of its levers is in force) and true. The factor `scenario` puts another scenario
    in the place of the base (`in_place_of`).

    Args:
        label: how messages call the place where the levels were written.
        settings: what is changed in every world of the study; the base has it already.
        source_of: returns the file that the name of a scenario means, else the name.

    Raises:
        ScenarioError: everything that is wrong with them.
    """
    source = base
    if SCENARIO in levels:
        source = in_place_of(base, str(source_of(str(levels[SCENARIO]))), settings, label)
    bundles = {name: value for name, value in levels.items() if name in BUNDLES and isinstance(value, bool)}
    off = {lever for name, in_force in bundles.items() if not in_force for lever in BUNDLES[name].doses}
    source = source.model_copy(update={"policy": tuple(item for item in source.policy if item.lever not in off)})
    changes: dict[str, Any] = {name: {} for name, in_force in bundles.items() if in_force}
    changes |= {name: value for name, value in levels.items() if name not in bundles and name != SCENARIO}
    return World(dict(levels), load_scenario(source, changes, label=label))


def in_place_of(base: Scenario, source: str, settings: Mapping[str, Any], label: str) -> Scenario:
    """Return another scenario where and when the base is run, so that the same troubles befall the same people.

    Args:
        source: its name or path.
        settings: what is changed in every world of the study.

    Raises:
        ScenarioError: there is no such scenario, something is wrong with it, or it is of another city.
    """
    where_and_when: dict[str, Any] = {
        "area": base.area, "start": base.start, "days": base.days, "warmup": base.warmup, "seed": base.seed,
        "trace": base.trace, "outputs": base.outputs.model_dump(), "city": base.city and base.city.model_dump(),
    }  # fmt: skip
    found = load_scenario(source, {**settings, **where_and_when}, label=label)
    if found.city != base.city:
        raise ScenarioError([Problem(Mark(label), (), phrase("study.other_city", name=shown(source)))])
    return found.model_copy(update={"area": base.area, "trace": base.trace})  # of the base also where it names none


def worlds_of(
    base: Scenario,
    points: Sequence[Mapping[str, Level]],
    label: str,
    settings: Mapping[str, Any] = MappingProxyType({}),
    source_of: Callable[[str], str | Path] = str,
) -> list[World]:
    """Return the world of each point; see `world_of`.

    Raises:
        ScenarioError: every kind of mistake in any of them, each told once.
    """
    worlds: list[World] = []
    problems: dict[object, Problem] = {}
    for point in points:
        try:
            worlds.append(world_of(base, point, label, settings, source_of))
        except ScenarioError as error:
            for problem in error.problems:
                problems.setdefault((problem.mark, problem.key, problem.wrong.key), problem)
    if problems:
        raise ScenarioError(problems.values())
    return worlds
