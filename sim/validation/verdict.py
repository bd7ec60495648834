"""Whether a fact holds: every one of its judged numbers, as a mean over seeds, lies in its band."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.city.areas import Area
from sim.results.summary import t_interval
from sim.validation.facts import Fact, Measure
from sim.validation.history import Lived

Status = Literal["holds", "fails", "unknown"]
Values = Mapping[str, Mapping[str, float]]
"""Numbers of one run: by fact, then by measure. What is missing could not be told."""
BOUNDS = {
    "percent": (0.0, 100.0), "index": (0.0, 1.0), "ratio": (0.0, math.inf), "log": (0.0, math.inf),
    "number": (0.0, math.inf), "count": (0.0, math.inf), "change": (-100.0, math.inf),
}  # fmt: skip
"""What a number of this unit can be; an interval does not reach beyond."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number read off the runs.

    Attributes:
        values: of each run; NaN where it could not be told.
        mean, low, high: mean over the runs that could tell, and its 95 % interval (Student's t; NaN for one run).
    """

    measure: Measure
    values: tuple[float, ...]
    mean: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether any run could tell."""
        return math.isfinite(self.mean)

    @property
    def inside(self) -> bool | None:
        """Whether the mean lies in the band; None where nothing is judged, or nothing known."""
        return self.measure.holds(self.mean) if self.measure.judged and self.known else None

    @property
    def close(self) -> bool:
        """Whether the interval reaches over an end of the band: another set of seeds might say otherwise."""
        ends = [end for end in (self.measure.low, self.measure.high) if end is not None]
        return self.known and any(self.low < end < self.high for end in ends)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact and what was found.

    Attributes:
        status: `holds` (every judged number is in its band), `fails` (one is not), `unknown` (none is out, but one
            could not be told: the area or the time is too small, or history was not lived).
    """

    fact: Fact
    readings: tuple[Reading, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Validation:
    """All findings, and of what.

    Attributes:
        days: measured, in each of the runs.
        lived: where and how long history was lived, with the same seeds.
    """

    scenario: str
    area: Area
    residents: int
    communities: int
    compounds: int
    start: str
    days: int
    warmup: int
    seeds: tuple[int, ...]
    lived: Lived
    findings: tuple[Finding, ...]

    def count(self, status: Status) -> int:
        """Return how many facts have a status."""
        return sum(one.status == status for one in self.findings)


def read(measure: Measure, values: Sequence[float]) -> Reading:
    """Return a measure's mean and interval over runs."""
    mean, low, high = t_interval(values)
    least, most = BOUNDS.get(measure.unit, (-math.inf, math.inf))
    low, high = (float(end) for end in np.clip([low, high], least, most))
    return Reading(measure, tuple(values), mean, low, high)


def judge(fact: Fact, runs: Sequence[Values]) -> Finding:
    """Return what the runs say of a fact."""
    readings = tuple(
        read(one, [float(run.get(fact.id, {}).get(one.name, math.nan)) for run in runs]) for one in fact.measures
    )
    verdicts = [one.inside for one in readings if one.measure.judged]
    status: Status = "holds"
    if False in verdicts:
        status = "fails"
    elif None in verdicts:
        status = "unknown"
    return Finding(fact, readings, status)
