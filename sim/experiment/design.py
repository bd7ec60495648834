"""Designs: which points of the space of factors a study visits."""

import itertools
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.experiment.factor import Factor
from sim.experiment.world import Level

Design = Literal["grid", "lhs", "sobol"]
Point = dict[str, Level]


def sobol(dimensions: int, count: int, seed: int) -> NDArray[np.float64]:
    """Return points strewn evenly over the unit cube: a scrambled Sobol' sequence, as many as the next power of two.

    Returns: shape (points, dimensions).
    """
    points = qmc.Sobol(dimensions, rng=seed).random_base2(max(0, math.ceil(math.log2(max(1, count)))))
    return np.asarray(points, dtype=np.float64)


def points_of(design: Design, factors: Sequence[Factor], count: int, seed: int) -> list[Point]:
    """Return the points of a design.

    Args:
        design: `grid` (every combination of levels), `lhs` (Latin hypercube), `sobol` (scrambled Sobol' sequence).
        count: of points, of a design that is no grid; balance of a Sobol' sequence wants a power of two, and gets the
            next one.
        seed: of the scrambling.

    Example:
        >>> points_of("grid", [Factor("a", (0, 1)), Factor("b", ("x", "y"))], 0, 1)[1]
        {'a': 0, 'b': 'y'}
    """
    names = [one.name for one in factors]
    if design == "grid":
        return [dict(zip(names, levels, strict=True)) for levels in itertools.product(*(one.levels for one in factors))]
    if design == "lhs":
        sample = qmc.LatinHypercube(len(factors), rng=seed).random(count)
    else:
        sample = sobol(len(factors), count, seed)
    return [{one.name: one.at(float(u)) for one, u in zip(factors, row, strict=True)} for row in sample]
