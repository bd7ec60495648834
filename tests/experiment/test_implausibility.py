"""How far numbers lie from targets, worked out by hand."""

import math

import numpy as np
import pytest

from sim.experiment.kinds.calibration.implausibility import (
    Scale,
    distances,
    implausibilities,
    mean_over_seeds,
    misses,
    pooled_sd,
    scale_of,
    total_miss,
    worst,
)
from sim.experiment.kinds.calibration.target import Target

BAND, VALUE, OPEN = Target("band", 10.0, 20.0), Target("value", value=4.0, sd=3.0), Target("open", low=1.0)
ALL = [BAND, VALUE, OPEN]
NUMBERS = np.array([[[12.0, 4.0, 0.0], [14.0, 12.0, 0.0]], [[30.0, 8.0, 4.0], [32.0, 16.0, 4.0]]])
"""Two points of two seeds: chance sqrt(2), sqrt(32) and 0; means 13 and 31, 8 and 12, 0 and 4."""


def test_chance_is_pooled_within_points_and_what_is_not_told_counts_for_nothing():
    assert pooled_sd(NUMBERS) == pytest.approx([math.sqrt(2.0), math.sqrt(32.0), 0.0])
    holed = NUMBERS.copy()
    holed[1, 0, 0] = math.nan
    assert pooled_sd(holed)[0] == pytest.approx(math.sqrt(2.0))
    assert mean_over_seeds(holed)[1, 0] == 32.0
    holed[1, 1, 0] = math.nan
    assert math.isnan(mean_over_seeds(holed)[1, 0])


def test_units_are_half_widths_errors_with_the_chance_of_the_world_and_the_spread_of_open_bands():
    scale = scale_of(ALL, NUMBERS, 0.5)
    error = math.sqrt(9.0 + 32.0)  # the world was lived once
    assert scale.unit == pytest.approx([5.0, error, 2.0])
    assert scale.seen == pytest.approx([0.0, error, 0.0])
    assert scale.discrepancy == pytest.approx([2.5, error / 2.0, 1.0])
    still = scale_of([OPEN], np.zeros((3, 2, 1)), 0.5)
    assert (still.unit[0], still.discrepancy[0]) == (1.0, 0.0)  # what nothing moves is granted nothing
    own = Target("band", 10.0, 20.0, discrepancy=7.0)
    assert scale_of([own, VALUE, OPEN], NUMBERS, 0.5).discrepancy[0] == 7.0


def test_nothing_is_missed_inside_a_band_and_a_value_is_missed_by_any_difference():
    means = mean_over_seeds(NUMBERS)
    assert distances(ALL, means).tolist() == [[0.0, 4.0, 1.0], [11.0, 8.0, 0.0]]
    scale = Scale(np.array([5.0, 2.0, 1.0]), np.zeros(3), np.zeros(3), np.zeros(3))
    each = misses(ALL, means, scale)
    assert each.tolist() == [[0.0, 2.0, 1.0], [2.2, 4.0, 0.0]]
    weighted = [BAND, Target("value", weight=0.5), Target("open", weight=2.0)]
    assert total_miss(weighted, each)[0] == pytest.approx(math.sqrt((0.5 * 4.0 + 2.0 * 1.0) / 3.5))


def test_implausibility_adds_the_variances_of_all_that_is_uncertain():
    scale = Scale(np.ones(1), np.array([2.0]), np.array([3.0]), np.array([6.0]))
    found = implausibilities([BAND], np.array([[34.0]]), scale, seeds=4, emulated=np.array([[2.0]]))
    assert found[0, 0] == pytest.approx(14.0 / math.sqrt(36.0 + 4.0 / 4 + 9.0 + 4.0))
    certain = Scale(np.ones(1), np.zeros(1), np.zeros(1), np.zeros(1))
    assert implausibilities([BAND], np.array([[15.0], [21.0]]), certain, 1).ravel().tolist() == [0.0, math.inf]


def test_what_could_not_be_told_does_not_fit():
    assert worst(np.array([[1.0, 2.5], [0.0, math.nan]])).tolist() == [2.5, math.inf]
