"""Factors: what a study varies, by name, with the values or the range that it may take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.experiment.world import Level, World
from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.names import lever_id, parameter_name
from sim.text.problem import Mark, Problem, phrase

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
            return {"values": value}
        if value is None:
            return {}
        return {"values": [value]} if isinstance(value, bool | int | float | str) else value


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor with its levels (of a grid), and its range where it has one.

    Attributes:
        name: id of a lever or bundle, a parameter, a key or path of a scenario, or `scenario`.
        levels: values that a grid takes.
        low, high: range; NaN for a factor of named values.
    """

    name: str
    levels: tuple[Level, ...]
    low: float = float("nan")
    high: float = float("nan")
    log: bool = False

    def at(self, u: float) -> Level:
        """Return the value at a point of the unit interval.

        Example:
            >>> round(Factor("x", (), 1.0, 100.0, True).at(0.5), 9), Factor("y", ("a", "b")).at(0.7)
            (10.0, 'b')
        """
        if self.low == self.low:
            return float(_between(self.low, self.high, self.log, np.array([u]))[0])
        return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]


def _between(low: float, high: float, log: bool, u: Any) -> Any:
    if log:
        return np.clip(np.exp(np.log(low) + u * (np.log(high) - np.log(low))), low, high)  # its ends, not beyond
    return low + u * (high - low)


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
    return Factor(known, tuple(float(step) for step in steps), float(low), float(high), said.log)


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


def world_of(base: Scenario, levels: Mapping[str, Level], label: str) -> World:
    """Return the world in which the factors have these levels.

    A bundle's levels are false (not in force) and true. The factor `scenario` puts another scenario in the place of the
    base, with the base's area, first day, days, warm-up, seed and outputs.

    Args:
        label: how messages call the place where the levels were written.

    Raises:
        ScenarioError: everything that is wrong with them.
    """
    source = base
    rest = {name: value for name, value in levels.items() if name != SCENARIO}
    if SCENARIO in levels:
        source = in_place_of(base, str(levels[SCENARIO]), label)
    settings: dict[str, Any] = {
        name: ({} if value else None) if name in BUNDLES and isinstance(value, bool) else value
        for name, value in rest.items()
    }
    return World(dict(levels), load_scenario(source, settings, label=label))


def in_place_of(base: Scenario, name: str, label: str) -> Scenario:
    """Return another scenario where and when the base is run, with the base's parameters.

    Raises:
        ScenarioError: there is no such scenario, or something is wrong with it.
    """
    where_and_when: dict[str, Any] = {
        "area": base.area, "start": base.start, "days": base.days, "warmup": base.warmup, "seed": base.seed,
        "outputs": base.outputs.model_dump(),
        "parameters": dict(base.parameters) or None,
    }  # fmt: skip
    return load_scenario(name, where_and_when, label=label)


def worlds_of(base: Scenario, points: Sequence[Mapping[str, Level]], label: str) -> list[World]:
    """Return the world of each point.

    Raises:
        ScenarioError: every mistake in any of them.
    """
    worlds: list[World] = []
    problems: list[Problem] = []
    for point in points:
        try:
            worlds.append(world_of(base, point, label))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return worlds
