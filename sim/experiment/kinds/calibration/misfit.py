"""What stands in the way of a fit: the nearest misses, and which targets conflict."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiment.kinds.calibration.implausibility import (
    CUT,
    distances,
    implausibilities,
    mean_over_seeds,
    misses,
    total_miss,
)
from sim.experiment.pareto import unbeaten

if TYPE_CHECKING:
    from sim.experiment.kinds.calibration.result import CalibrationResult

Floats = NDArray[np.float64]
NEAREST = 5
"""Nearest misses that are shown."""


def conflicts(names: Sequence[str], each: Floats) -> tuple[list[str], list[tuple[str, str]]]:
    """Return targets that no point reaches, and pairs of which each is reached but never both at one point.

    Args:
        each: implausibilities of the points that were run, shape (points, targets).

    Example:
        >>> conflicts(["a", "b", "c"], np.array([[0.0, 9.0, 9.0], [9.0, 0.0, 9.0]]))
        (['c'], [('a', 'b')])
    """
    fits = each <= CUT
    out_of_reach = [name for name, column in zip(names, fits.T, strict=True) if not column.any()]
    there = [n for n, name in enumerate(names) if name not in out_of_reach]
    pairs = [(names[i], names[j]) for i, j in itertools.combinations(there, 2) if not (fits[:, i] & fits[:, j]).any()]
    return out_of_reach, pairs


def nearest(found: "CalibrationResult") -> list[int]:
    """Return the positions of the points with the least miss."""
    order = np.argsort(np.where(np.isfinite(found.miss), found.miss, np.inf), kind="stable")
    return [int(n) for n in order[:NEAREST] if np.isfinite(found.miss[n])]


def missed(found: "CalibrationResult", position: int) -> list[str]:
    """Return the targets that a point misses, the worst first."""
    each = np.where(np.isfinite(found.each[position]), found.each[position], np.inf)
    return [found.targets[n].name for n in np.argsort(-each, kind="stable") if each[n] > CUT]


def missed_as_it_is(found: "CalibrationResult") -> list[str]:
    """Return the targets that the scenario as it stands misses."""
    means = mean_over_seeds(found.as_it_is[None, :, found.used])
    each = implausibilities(found.targets, means, found.scale, found.seeds)[0]
    return [one.name for one, far in zip(found.targets, each, strict=True) if not far <= CUT]


def inside_bands(found: "CalibrationResult") -> tuple[int, list[str]]:
    """Return how many members lie in every band as it stands, and the bands that most members lie outside.

    A set fits where it is within the cut; what that grants to chance and discrepancy reaches beyond the bands.
    """
    bands = [n for n, one in enumerate(found.targets) if not one.is_value]
    if not len(found.chosen) or not bands:
        return 0, []
    means = mean_over_seeds(found.tried.numbers[found.chosen][:, :, found.used[bands]])
    inside = distances([found.targets[n] for n in bands], means) == 0.0
    most_outside = [found.targets[n].name for n, share in zip(bands, inside.mean(axis=0), strict=True) if share < 0.5]
    return int(inside.all(axis=1).sum()), most_outside


def tradeoffs(found: "CalibrationResult") -> pd.DataFrame:
    """Return the points that no other is better than in every aim: parameters, and the miss of each aim."""
    each = misses(found.targets, mean_over_seeds(found.tried.numbers[:, :, found.used]), found.scale)
    aims = {name: total_miss([found.targets[n] for n in of], each[:, list(of)]) for name, of in found.aims.items()}
    table = found.values_at(np.arange(len(found.tried.points))).assign(**aims)
    values = table[list(aims)].to_numpy(np.float64)
    return table.iloc[np.flatnonzero(unbeaten(values) & np.isfinite(values).all(axis=1))]
