"""Targets: numbers that a run is held against, with the band that they should lie in or the value that was seen."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.measure.definitions import definitions
from sim.parameters import PARAMETERS
from sim.scenario import ScenarioError
from sim.text.problem import Mark, Problem, nearest, phrase, shown
from sim.validation import Fact, Measure, load_facts

OVER_YEARS = re.compile(r"SF04\.\w+|SF05\.(volume\w*|recorded)|\w+\.\w+_(widened|scored)")
"""Measures that take years of history after a reform (`sim.validation.history`); a run alone cannot tell them."""


class TargetSaid(BaseModel):
    """What a file says of a target; nothing for a fact whose band stands in the table of facts."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    low: float | None = Field(None, description="下限 / lower end of the band")
    high: float | None = Field(None, description="上限 / upper end of the band")
    value: float | None = Field(None, description="所见的值 / the value that was seen")
    sd: float | None = Field(None, gt=0, description="所见值的标准误 / standard error of the value")
    weight: float = Field(1.0, ge=0, le=1e6, description="搜索时的权重；0 为留作检验 / weight in search; 0: held out")
    discrepancy: float | None = Field(
        None,
        ge=0,
        description="模型本身的偏差（标准差，按指标单位）/ what the model may be off by (sd, in the number's unit)",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if value is None:
            return {}
        return {"value": value} if isinstance(value, int | float) and not isinstance(value, bool) else value

    @property
    def says_where(self) -> bool:
        """Whether it says itself what the number should be."""
        return (self.low, self.high, self.value) != (None, None, None)


@dataclass(frozen=True, slots=True)
class Target:
    """A number and what it should be.

    Attributes:
        name: indicator, or fact and measure (`SF06.one_case`).
        low, high: the band, both ends in it; infinite where it is open, and for a value that was seen.
        value, sd: what was seen, and its standard error; NaN for a band. Without a standard error a value carries only
            the chance of one run, for the world too was lived once.
        weight: in the search.
        discrepancy: standard deviation of what the model may be off by; NaN where the study's share of the scale holds.
        reading: whether the band is our reading of the fact's words.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    value: float = math.nan
    sd: float = math.nan
    weight: float = 1.0
    discrepancy: float = math.nan
    reading: bool = False

    @property
    def fact(self) -> str:
        """The id of the fact that it belongs to; empty for an indicator."""
        return self.name.partition(".")[0] if "." in self.name else ""

    @property
    def is_value(self) -> bool:
        """Whether it is a value that was seen and no band."""
        return self.value == self.value

    @property
    def half_width(self) -> float:
        """Half the width of the band; NaN where it is open, and for a value."""
        width = (self.high - self.low) / 2.0
        return width if math.isfinite(width) and width > 0.0 else math.nan


@cache
def measures() -> Mapping[str, tuple[Fact, Measure]]:
    """Return every measure of a fact by `FACT.measure`."""
    return {f"{fact.id}.{one.name}": (fact, one) for fact in load_facts() for one in fact.measures}


def set_in_view(fact_id: str) -> tuple[str, ...]:
    """Return the parameters whose source names this fact or a figure that it rests on: it has served to set them."""
    fact = next(one for one in load_facts() if one.id == fact_id)
    figures = re.compile(r"\b(" + "|".join([fact.id, *(one.id for one in fact.sources)]) + r")\b")
    return tuple(name for name, one in PARAMETERS.items() if figures.search(one.source))


def targets_of(said: Mapping[str, TargetSaid], key: str, label: str) -> list[Target]:
    """Return the targets of a file; a fact's id alone stands for all its numbers that are judged and that a run tells.

    Args:
        key: of the file that they stand under.
        label: how messages call the file.

    Raises:
        ScenarioError: every mistake in them.
    """
    made: dict[str, Target] = {}
    problems: list[Problem] = []
    for name, one in said.items():
        problem = _wrong(name, one, key, label)
        if problem is None:
            made |= {target.name: target for target in _of(name, one)}
        else:
            problems.append(problem)
    if problems:
        raise ScenarioError(problems)
    return list(made.values())


def _wrong(name: str, said: TargetSaid, key: str, label: str) -> Problem | None:
    mark, where = Mark(label), (key, name)
    facts = {fact.id for fact in load_facts()}
    if name not in measures() and name not in definitions() and (name not in facts or said.says_where):
        known = [*definitions(), *measures(), *facts]
        return Problem(
            mark, where, phrase("calibration.unknown_target", name=shown(name)), None, nearest(name, known, 3)
        )
    if OVER_YEARS.fullmatch(name) or (name in facts and not list(_of(name, said))):
        return Problem(mark, where, phrase("calibration.over_years"))
    if name in facts:
        return None
    low, high = said.low, said.high
    known_band = name in measures() and measures()[name][1].judged
    if not said.says_where and not known_band:
        return Problem(mark, where, phrase("calibration.no_band"), phrase("allowed.keys", names="low, high, value, sd"))
    if low is not None and high is not None and not low <= high:
        return Problem(mark, where, phrase("study.bad_range", low=low, high=high))
    if said.value is None and said.sd is not None:
        return Problem(mark, where, phrase("calibration.sd_alone"))
    return None


def _of(name: str, said: TargetSaid) -> Iterator[Target]:
    if name in measures() or name in definitions():
        yield _target(name, said)
        return
    for full, (fact, one) in measures().items():
        if fact.id == name and one.judged and not OVER_YEARS.fullmatch(full):
            yield _target(full, said)


def _target(name: str, said: TargetSaid) -> Target:
    low, high, value, reading = said.low, said.high, said.value, False
    if not said.says_where:
        one = measures()[name][1]
        low, high, reading = one.low, one.high, one.basis == "reading"
    if low is not None or high is not None:
        value = None  # a band that is given says how far the value is known
    return Target(
        name,
        -math.inf if low is None else low,
        math.inf if high is None else high,
        math.nan if value is None else value,
        math.nan if said.sd is None or value is None else said.sd,
        said.weight,
        math.nan if said.discrepancy is None else said.discrepancy,
        reading,
    )
