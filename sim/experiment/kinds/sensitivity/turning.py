"""Where a conclusion turns round: one parameter at a time over its range, all others as they are."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sim.experiment.factor import Factor
from sim.experiment.intervals import Interval, interval
from sim.experiment.told import is_told
from sim.experiment.uncertain import WHOLE, Floats, Point

Lived = Callable[[Sequence[Point]], Floats]
"""Lives points; returns the conclusion by point and seed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a conclusion turns round.

    Attributes:
        at: value of the parameter, between two that were lived.
        clear: nearest value beyond it at which the 95 % interval lies wholly on the other side; NaN if at none.
        upwards: whether it turns as the parameter rises above the value that it has.
    """

    at: float
    clear: float
    upwards: bool


@dataclass(slots=True)
class Scan:
    """A conclusion over the range of one parameter.

    Attributes:
        start: the value that the parameter has.
        levels: value and conclusion at each, in order of value.
        turns: where it turns round, the nearest on each side.
    """

    factor: Factor
    start: float
    levels: dict[float, Interval] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)


def scans_of(
    factors: Sequence[Factor], starts: Sequence[float], at_start: Interval, steps: int, rounds: int, zero: float,
    lived: Lived,
) -> list[Scan]:  # fmt: skip
    """Return scans of parameters: even steps, then halvings of the steps in which the conclusion turns.

    Args:
        at_start: conclusion where every parameter has the value that it has.
        steps: over the range, both ends among them.
        rounds: of halving.
        zero: what the conclusion turns at.
    """
    scans = [Scan(one, start, {start: at_start}) for one, start in zip(factors, starts, strict=True)]
    wanted = [(scan, level) for scan in scans for level in _levels(scan.factor, steps)]
    for turn in range(rounds + 1):
        new = [(scan, level) for scan, level in wanted if level not in scan.levels]
        for (scan, level), values in zip(new, _lived(lived, new), strict=True):
            scan.levels[level] = interval(values)
        for scan in scans:
            scan.levels = dict(sorted(scan.levels.items()))
        if turn < rounds:
            wanted = [(scan, _middle(scan.factor, *ends)) for scan in scans for ends in _brackets(scan, zero)]
    for scan in scans:
        scan.turns = [_turn(scan, ends, zero) for ends in _brackets(scan, zero)]
    return scans


def _lived(lived: Lived, wanted: Sequence[tuple[Scan, float]]) -> list[list[float]]:
    if not wanted:
        return []
    return [list(map(float, row)) for row in lived([{scan.factor.name: level} for scan, level in wanted])]


def _levels(factor: Factor, steps: int) -> list[float]:
    levels = [float(one) for one in np.linspace(factor.low, factor.high, steps)]
    return sorted({float(math.floor(one)) for one in levels}) if factor.name in WHOLE else levels


def _middle(factor: Factor, low: float, high: float) -> float:
    middle = (low + high) / 2.0
    return float(math.floor(middle)) if factor.name in WHOLE else middle


def _brackets(scan: Scan, zero: float) -> list[tuple[float, float]]:
    """Return the neighbouring levels between which the mean turns, the nearest to the start below and above it."""
    known = [(level, one.mean) for level, one in scan.levels.items() if math.isfinite(one.mean)]
    sides = ([pair for pair in known if pair[0] <= scan.start][::-1], [pair for pair in known if pair[0] >= scan.start])
    found = []
    for side in sides:
        for (near, before), (far, after) in pairwise(side):
            if (before > zero) != (after > zero) and scan.levels[scan.start].mean != zero:
                found.append((min(near, far), max(near, far)))
                break
    return found


def _turn(scan: Scan, ends: tuple[float, float], zero: float) -> Turn:
    low, high = ends
    upwards = low >= scan.start
    first, last = scan.levels[low].mean - zero, scan.levels[high].mean - zero
    at = low + (high - low) * first / (first - last) if scan.factor.name not in WHOLE else high if upwards else low
    beyond = [level for level in scan.levels if (level >= high if upwards else level <= low)]
    side = last if upwards else first
    for level in beyond if upwards else beyond[::-1]:
        if is_clear(scan.levels[level], zero, side > 0.0):
            return Turn(at, level, upwards)
    return Turn(at, math.nan, upwards)


def is_clear(of: Interval, zero: float, above: bool) -> bool:
    """Return whether an interval lies wholly on one side; two or three seeds without any spread are no proof.

    Example:
        >>> is_clear(Interval(2.0, 1.0, 3.0, 5), 0.0, True), is_clear(Interval(2.0, -1.0, 5.0, 5), 0.0, True)
        (True, False)
        >>> is_clear(Interval(2.0, 2.0, 2.0, 2), 0.0, True)
        False
    """
    return (of.mean > zero) == above and is_told(of.low - zero, of.high - zero, of.runs)
