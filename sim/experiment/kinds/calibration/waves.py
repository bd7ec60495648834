"""History matching: waves of runs, each strewn evenly over what those before it could not rule out.

The first wave is strewn over the whole range. After each, emulators learn from all runs so far, and points at which
they say that some target is missed by more than three standard deviations are ruled out (`implausibility`); the next
wave is strewn over what is left (Craig et al. 1997; Vernon, Goldstein and Bower 2010; Andrianakis et al. 2015). Points
of a wave count as fitting only when their own runs do: an emulator chooses where to look, never what fits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.experiment.design import sobol
from sim.experiment.kinds.calibration.emulator import Emulator, within_three
from sim.experiment.kinds.calibration.implausibility import CUT, Scale, implausibilities, mean_over_seeds, worst
from sim.experiment.kinds.calibration.target import Target

Floats = NDArray[np.float64]
CANDIDATES = 2**13
"""Points at which emulators are asked what is left."""
ZOOMS = 4
"""Times that a small region is looked at more closely."""
MARGIN = 0.1
"""By which the box about a region is larger than what is known of it, in shares of its sides."""
BINS = 16


@dataclass(eq=False)
class Tried:
    """Points that were run.

    Attributes:
        points: shape (points, parameters), in the unit cube.
        numbers: shape (points, seeds, numbers); NaN where a run failed or could not tell.
        wave: of each point, 0 for the search.
        even: whether the point was strewn evenly over what was left, and not put where the fit is best.
    """

    points: Floats
    numbers: Floats
    wave: NDArray[np.int64]
    even: NDArray[np.bool_]

    @classmethod
    def first(cls, points: Floats, numbers: Floats) -> "Tried":
        """Return the points of the first wave, strewn over the whole range."""
        count = len(points)
        return cls(points, numbers, np.ones(count, dtype=np.int64), np.ones(count, dtype=bool))

    def add(self, points: Floats, numbers: Floats, wave: int, even: bool | NDArray[np.bool_]) -> None:
        """Add points of a wave."""
        self.points = np.concatenate([self.points, points])
        self.numbers = np.concatenate([self.numbers, numbers])
        self.wave = np.concatenate([self.wave, np.full(len(points), wave)])
        self.even = np.concatenate([self.even, np.broadcast_to(np.asarray(even), (len(points),))])


@dataclass(frozen=True, eq=False)
class Region:
    """What emulators do not rule out.

    Attributes:
        points: of it, strewn evenly.
        share: of the whole range that it fills.
        nearest: points for a wave where it is empty or nearly: those least implausible.
    """

    points: Floats
    share: float
    nearest: Floats


@dataclass(eq=False)
class Matched:
    """How the waves went.

    Attributes:
        left: share of the whole range that was left before each wave after the first, and at the end.
        held: by wave after the first, the smallest share over targets of runs that came out within three standard
            deviations of what the emulators had foretold: well below 0.95, they are not to be trusted.
        emulator: that learnt from all runs.
        inside: points of what is left at the end, strewn evenly.
    """

    left: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    emulator: Emulator | None = None
    inside: Floats | None = None


def strewn(count: int, free: int, seed: int) -> Floats:
    """Return the first so many points of a Sobol' sequence."""
    return sobol(free, count, seed)[:count]


def match(
    live: Callable[[Floats], Floats], tried: Tried, targets: Sequence[Target], used: NDArray[np.int64], scale: Scale, *,
    waves: int, points: int, wanted: int,
) -> Matched:  # fmt: skip
    """Do the waves after the first; points are added to the runs.

    Args:
        live: returns the numbers of points, shape (points, seeds, numbers).
        used: which of the numbers the targets are.
        waves: at most, the first included.
        points: of a wave.
        wanted: sets that fit, at which no further wave is done.
    """
    found = Matched()
    for wave in range(2, waves + 1):
        if int(fitting(tried, targets, used, scale)[tried.even].sum()) >= wanted:
            break
        emulator = Emulator(tried.points, mean_over_seeds(tried.numbers[:, :, used]))
        region = left_of(emulator, tried, targets, used, scale, points, wave)
        found.left.append(region.share)
        inside = region.points[:points]
        chosen = np.concatenate([inside, region.nearest[: points - len(inside)]])
        numbers = live(chosen)
        means = mean_over_seeds(numbers[:, :, used])
        found.held.append(min(within_three(means, emulator.foretell(chosen))))
        tried.add(chosen, numbers, wave, np.arange(len(chosen)) < len(inside))
    found.emulator = Emulator(tried.points, mean_over_seeds(tried.numbers[:, :, used]))
    region = left_of(found.emulator, tried, targets, used, scale, points, waves + 1)
    found.left.append(region.share)
    found.inside = region.points
    return found


def fitting(tried: Tried, targets: Sequence[Target], used: NDArray[np.int64], scale: Scale) -> NDArray[np.bool_]:
    """Say of each point whether its own runs lie within the cut of every target."""
    seeds = tried.numbers.shape[1]
    means = mean_over_seeds(tried.numbers[:, :, used])
    return np.asarray(worst(implausibilities(targets, means, scale, seeds)) <= CUT)


def emulated(emulator: Emulator, points: Floats, targets: Sequence[Target], scale: Scale, seeds: int) -> Floats:
    """Return the worst implausibility of points that were not run; targets that nothing was learnt of rule out none."""
    means, sds = emulator.foretell(points)
    each = implausibilities(targets, means, scale, seeds, sds)
    return worst(np.where(np.isnan(each), 0.0, each))


def left_of(
    emulator: Emulator, tried: Tried, targets: Sequence[Target], used: NDArray[np.int64], scale: Scale, points: int,
    seed: int,
) -> Region:  # fmt: skip
    """Return what is left: looked for in the whole range, then more closely in a box about what was found."""
    free, seeds = tried.points.shape[1], tried.numbers.shape[1]
    low, high = np.zeros(free), np.ones(free)
    known = tried.points[fitting(tried, targets, used, scale)]
    for zoom in range(ZOOMS + 1):
        candidates = low + strewn(CANDIDATES, free, 1000 * seed + zoom) * (high - low)
        far = emulated(emulator, candidates, targets, scale, seeds)
        inside = candidates[far <= CUT]
        share = float(len(inside) / len(candidates) * np.prod(high - low))
        both = np.concatenate([inside, known])
        if len(inside) >= points or zoom == ZOOMS or not len(both):
            break
        room = MARGIN * (high - low)
        lower = np.maximum(0.0, np.maximum(low, both.min(axis=0) - room))
        upper = np.minimum(1.0, np.minimum(high, both.max(axis=0) + room))
        if (upper - lower >= 0.95 * (high - low)).all():
            break
        low, high = lower, upper
    return Region(inside, share, candidates[np.argsort(far, kind="stable")[len(inside) :]])


def profile(
    emulator: Emulator, targets: Sequence[Target], scale: Scale, seeds: int, further: Floats, run: tuple[Floats, Floats]
) -> Floats:
    """Return along each parameter the least implausibility that any values of the others reach.

    What is left may be so small that none of the points strewn over the whole range lies in it: hence the others.

    Args:
        further: points to ask the emulator about, besides those strewn over the whole range.
        run: points that were run, and the implausibility of their own runs.

    Returns:
        Shape (parameters, `BINS`), over equal steps of the unit interval.
    """
    points, own = run
    free = points.shape[1]
    asked = np.concatenate([strewn(2 * CANDIDATES, free, 7), further])
    far = np.concatenate([emulated(emulator, asked, targets, scale, seeds), np.where(np.isnan(own), np.inf, own)])
    steps = np.minimum((np.concatenate([asked, points]) * BINS).astype(int), BINS - 1)
    found = np.full((free, BINS), np.inf)
    for number in range(free):
        np.minimum.at(found[number], steps[:, number], far)
    return found
