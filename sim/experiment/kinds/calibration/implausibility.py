"""How far numbers of runs lie from targets, and whether that is too far to be chance.

Two measures of the same distance. *Misses*, which the search makes small: the distance outside a band in units of its
half-width (of a value that was seen: from the value, in units of its standard error). *Implausibility* (Craig et al.
1997; Vernon, Goldstein and Bower 2010), which decides: the same distance in standard deviations of all that is
uncertain about it: the value that was seen, the chance of the runs (standard error of their mean over seeds), the
emulator where there was no run, and the discrepancy that the model is granted. Beyond three standard deviations lies
at most one in twenty of any unimodal distribution (Pukelsheim 1994): there a set of parameters is ruled out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.kinds.calibration.target import Target

Floats = NDArray[np.float64]
CUT = 3.0
"""Standard deviations (Pukelsheim 1994)."""


@dataclass(frozen=True, eq=False)
class Scale:
    """What distances from each target are measured in; arrays over targets.

    Attributes:
        unit: of misses.
        chance: standard deviation of one run over seeds, pooled over all points.
        discrepancy: standard deviation of what the model may be off by.
        seen: standard deviation of a value that was seen: its standard error, and the chance of one run; 0 for a band.
    """

    unit: Floats
    chance: Floats
    discrepancy: Floats
    seen: Floats


def scale_of(targets: Sequence[Target], numbers: Floats, share: float) -> Scale:
    """Return what distances are measured in.

    The unit is a band's half-width; a value's standard error (chance of one run added); for a band that is open on one
    side the standard deviation over the points given, which should be those strewn over the whole range.

    Args:
        numbers: of the runs; shape (points, seeds, targets), NaN where a run could not tell.
        share: discrepancy of targets that state none, in units.
    """
    chance = pooled_sd(numbers)
    stated = np.array([0.0 if math.isnan(one.sd) else one.sd for one in targets])
    is_value = np.array([one.is_value for one in targets], dtype=bool)
    seen = np.where(is_value, np.hypot(stated, chance), 0.0)
    means = mean_over_seeds(numbers)
    spread = np.array([np.std(column[np.isfinite(column)]) if np.isfinite(column).any() else 0.0 for column in means.T])
    half = np.array([one.half_width for one in targets])
    unit = np.where(is_value & (seen > 0.0), seen, np.where(np.isfinite(half), half, spread))
    own = np.array([one.discrepancy for one in targets])
    granted = np.where(np.isfinite(own), own, share * unit)  # nothing where no parameter moves the number
    return Scale(np.where(unit > 0.0, unit, 1.0), chance, granted, seen)


def pooled_sd(numbers: Floats) -> Floats:
    """Return by target the standard deviation over seeds, pooled over points; 0 where no point has two runs.

    Example:
        >>> pooled_sd(np.array([[[1.0], [3.0]], [[5.0], [5.0]]])).tolist()
        [1.0]
    """
    told = np.isfinite(numbers)
    count = told.sum(axis=1)
    values = np.where(told, numbers, 0.0)
    mean = values.sum(axis=1) / np.maximum(1, count)
    squares = np.where(told, (values - mean[:, None, :]) ** 2, 0.0).sum(axis=(0, 1))
    free = np.maximum(0, count - 1).sum(axis=0)
    return np.asarray(np.sqrt(squares / np.maximum(1, free)))


def mean_over_seeds(numbers: Floats) -> Floats:
    """Return means over the runs that could tell, shape (points, targets); NaN where none could."""
    told = np.isfinite(numbers)
    count = told.sum(axis=1)
    sums = np.where(told, numbers, 0.0).sum(axis=1)
    return np.where(count > 0, sums / np.maximum(1, count), np.nan)


def distances(targets: Sequence[Target], means: Floats) -> Floats:
    """Return how far numbers lie outside bands, or from values, in their own units; NaN where not told.

    Example:
        >>> distances([Target("x", 1.0, 2.0)], np.array([[0.5], [1.5], [4.0]])).ravel().tolist()
        [0.5, 0.0, 2.0]
    """
    low, high = np.array([one.low for one in targets]), np.array([one.high for one in targets])
    value = np.array([one.value for one in targets])
    outside = np.maximum(0.0, np.maximum(low - means, means - high))
    return np.asarray(np.where(np.isfinite(value), np.abs(means - np.nan_to_num(value)), outside))


def misses(targets: Sequence[Target], means: Floats, scale: Scale) -> Floats:
    """Return distances in units of the targets, shape (points, targets)."""
    return distances(targets, means) / scale.unit


def total_miss(targets: Sequence[Target], each: Floats) -> Floats:
    """Return the root of the weighted mean square of misses; NaN where one of them could not be told.

    Example:
        >>> total_miss([Target("x"), Target("y", weight=3.0)], np.array([[2.0, 0.0]])).tolist()
        [1.0]
    """
    weights = np.array([one.weight for one in targets])
    return np.asarray(np.sqrt((each**2 * weights).sum(axis=1) / weights.sum()))


def implausibilities(
    targets: Sequence[Target], means: Floats, scale: Scale, seeds: int, emulated: Floats | float = 0.0
) -> Floats:
    """Return distances in standard deviations of all that is uncertain about them, shape (points, targets).

    Args:
        seeds: that the means are over.
        emulated: standard deviation of the emulator, of each number; 0 where runs were done.
    """
    variance = scale.seen**2 + scale.chance**2 / seeds + scale.discrepancy**2 + np.square(emulated)
    far = distances(targets, means)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(far == 0.0, 0.0, far / np.sqrt(variance)))


def worst(each: Floats) -> Floats:
    """Return the largest implausibility of each point; infinite where a target could not be told."""
    return np.where(np.isfinite(each).all(axis=1), each.max(axis=1, initial=0.0), np.inf)
