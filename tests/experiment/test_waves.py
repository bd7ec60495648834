"""History matching on functions whose region is known."""

import numpy as np
import pytest

from sim.experiment.kinds.calibration.emulator import Emulator, within_three
from sim.experiment.kinds.calibration.implausibility import CUT, scale_of
from sim.experiment.kinds.calibration.search import search
from sim.experiment.kinds.calibration.target import Target
from sim.experiment.kinds.calibration.waves import Tried, fitting, left_of, match, profile, strewn

NOISE = 0.02
SUM, CURVED = Target("sum", 0.9, 1.1), Target("curved", 0.2, 0.3)


def lived(points):
    """Return a number that knows only the sum of two parameters, and a curved one; a third parameter does nothing."""
    noise = NOISE * np.random.default_rng(int(1e6 * points.sum())).standard_normal((len(points), 3, 2))
    both = np.column_stack([points[:, 0] + points[:, 1], (points[:, 0] - 0.2) ** 2])
    return both[:, None, :] + noise


def matched(targets, waves=3, points=40, wanted=1000):
    first = strewn(points, 3, 1)
    tried = Tried.first(first, lived(first))
    used = np.arange(len(targets))
    scale = scale_of(targets, tried.numbers[:, :, used], 0.0)
    found = match(lived, tried, targets, used, scale, waves=waves, points=points, wanted=wanted)
    return tried, found, used, scale


@pytest.fixture(scope="module")
def both():
    return matched([SUM, CURVED])


def test_what_fits_is_where_the_truth_is(both):
    tried, found, used, scale = both
    fits = fitting(tried, [SUM, CURVED], used, scale)
    x, y, idle = tried.points[fits].T
    tolerance = 2.0 * CUT * NOISE / np.sqrt(3.0)  # of the cut, and chance itself
    assert fits.sum() > 30
    assert (np.abs(x + y - 1.0) <= 0.1 + tolerance).all()
    assert (np.abs((x - 0.2) ** 2 - 0.25) <= 0.05 + tolerance).all()
    assert idle.min() < 0.1 < 0.9 < idle.max()
    grid = strewn(2**14, 3, 99)
    inside = (np.abs(grid[:, 0] + grid[:, 1] - 1.0) <= 0.1) & (np.abs((grid[:, 0] - 0.2) ** 2 - 0.25) <= 0.05)
    assert inside.mean() < found.left[-1] < 5.0 * inside.mean()


def test_later_waves_look_where_it_may_fit(both):
    tried, found, used, scale = both
    fits = fitting(tried, [SUM, CURVED], used, scale)
    assert fits[tried.wave == 3].mean() > 0.5 > 0.15 > fits[tried.wave == 1].mean()
    assert min(found.held) >= 0.9
    assert tried.even.all()


def test_nothing_that_fits_is_ruled_out(both):
    tried, found, used, scale = both
    x = left_of(found.emulator, tried, [SUM, CURVED], used, scale, 500, 11).points[:, 0]
    assert x.min() < 0.66 < 0.74 < x.max()  # the roots of the band's ends: 0.2 + sqrt(0.2) and 0.2 + sqrt(0.3)
    nothing = np.empty((0, 3))
    far = profile(found.emulator, [SUM, CURVED], scale, 3, nothing, (nothing, np.empty(0)))
    assert (far[2] <= CUT).all()
    assert far[0].min() <= CUT < far[0].max()


def test_a_set_that_fits_is_in_the_profile_however_small_what_is_left_is(both):
    _, found, _, scale = both
    nowhere = [Target("sum", 7.0, 8.0), CURVED]
    points = np.array([[0.1, 0.5, 0.9], [0.6, 0.5, 0.9]])
    far = profile(found.emulator, nowhere, scale, 3, points, (points, np.array([1.0, np.nan])))
    assert [list(np.flatnonzero(row <= CUT)) for row in far] == [[1], [8], [14]]


def test_where_nothing_fits_the_waves_go_to_what_is_nearest_and_are_not_called_even():
    targets = [SUM, Target("curved", 2.0, 3.0)]
    tried, found, used, scale = matched(targets, points=16)
    assert not fitting(tried, targets, used, scale).any()
    assert found.left[-1] == 0.0
    assert not tried.even[tried.wave == 3].any()
    assert tried.points[tried.wave == 3, 0].mean() > 0.8


def test_enough_sets_that_fit_end_the_waves():
    wide = [Target("sum", 0.0, 2.0)]
    assert matched(wide, waves=4, points=16)[0].wave.max() == 4
    assert matched(wide, waves=4, points=16, wanted=10)[0].wave.max() == 1


def test_an_emulator_knows_how_sure_it_is():
    points, other = strewn(60, 2, 1), strewn(64, 2, 5)

    def truth(at):
        return np.sin(5.0 * at[:, :1]) + at[:, 1:]

    emulator = Emulator(points, truth(points) + 0.05 * np.random.default_rng(0).standard_normal((60, 1)))
    mean, sd = emulator.foretell(other)
    assert within_three(truth(other), (mean, sd)) == [1.0]
    assert 0.04 < np.median(sd) < 0.1  # the noise is in it
    assert np.abs(mean - truth(other)).max() < 0.15


def test_what_was_never_told_teaches_nothing():
    points = strewn(20, 2, 1)
    mean, sd = Emulator(points, np.full((20, 1), np.nan)).foretell(points)
    assert np.isnan(mean).all()
    assert within_three(np.full((20, 1), np.nan), (mean, sd)) == [1.0]


@pytest.mark.parametrize("several", [False, True])
def test_the_search_goes_where_the_aims_are_small(several):
    asked = []

    def aims(points):
        asked.append(len(points))
        far = np.abs(points - 0.3)
        return far if several else far.sum(axis=1, keepdims=True)

    start = strewn(32, 2, 1)
    known = np.array(aims(start))
    known[0] = np.nan
    asked.clear()
    visited = search(aims, 2, 70, 1, (start, known))
    assert asked == [16, 16, 16, 16, 6]  # batches do not hang on workers
    far = np.abs(visited - 0.3).sum(axis=1)
    assert np.median(far[-22:]) < np.median(known[1:].sum(axis=1))
    assert np.array_equal(visited, search(aims, 2, 70, 1, (start, known)))
