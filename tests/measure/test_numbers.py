"""Gini, MSER-5 and Kaplan-Meier, by hand and by property."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measure.inequality import gini
from sim.measure.survival import quantile, survival_curve
from sim.measure.warmup import mser5

amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda values: sum(values) > 1e-6)


@pytest.mark.parametrize(
    ("values", "index"),
    [([5], 0.0), ([1, 1, 1], 0.0), ([0, 0, 3], 2 / 3), ([1, 3], 0.25), ([4, 1, 2, 3], 0.25), ([0] * 9 + [1], 0.9)],
)
def test_gini_by_hand(values, index):
    """[1, 3]: mean difference |1 - 3| over all ordered pairs, 4 / 4, over twice the mean, 4, is 0.25."""
    assert gini(values) == pytest.approx(index)


@pytest.mark.parametrize("values", [[], [0, 0]])
def test_no_gini_of_nothing(values):
    assert math.isnan(gini(values))


@given(values=amounts, factor=st.floats(0.01, 100))
def test_gini_is_half_the_relative_mean_difference(values, factor):
    array = np.array(values)
    wanted = np.abs(array[:, None] - array).mean() / (2 * array.mean())
    assert gini(values) == pytest.approx(wanted, abs=1e-9)
    assert gini(array * factor) == pytest.approx(gini(values), abs=1e-9)
    assert gini([*values, *values]) == pytest.approx(gini(values), abs=1e-9)


def test_mser5_leaves_out_the_start():
    rng = np.random.default_rng(3)
    settled = rng.normal(10, 1, 300)
    assert mser5(np.concatenate([np.linspace(0, 10, 40), settled])) in range(20, 46)
    assert mser5(settled) <= 50
    assert mser5([1.0] * 100) == 0


def test_mser5_by_hand():
    """Batch means 9, 1, 2, 1, 2, 1: var / n is 8.2 / 6 with all, 0.24 / 5 without the first, 0.25 / 4 without two."""
    batches = [9.0, 1.0, 2.0, 1.0, 2.0, 1.0]
    assert mser5(np.repeat(batches, 5)) == 5
    assert mser5(np.repeat(batches, 5).tolist() + [100.0] * 4) == 5  # an unfinished batch does not count


def test_mser5_cannot_tell_of_too_few():
    assert mser5([5.0] * 19) == 0
    assert mser5(np.arange(100.0)) == 50


def test_kaplan_meier_by_hand():
    """Six tickets; closed after 1, 3, 3 and 6 hours, open after 2 and 4.

    Still open after 1: 5/6; after 3: 5/6 * 2/4; after 6: nobody.
    """
    hours = np.array([1.0, 2.0, 3.0, 3.0, 4.0, 6.0])
    closed = np.array([True, False, True, True, False, True])
    times, still_open = survival_curve(hours, closed)
    wanted = {1.0: 5 / 6, 3.0: 5 / 12, 6.0: 0.0}
    assert {time: share for time, share in zip(times, still_open, strict=True) if time in wanted} == pytest.approx(
        wanted
    )
    assert quantile(hours, closed, 1 / 6) == 1.0
    assert quantile(hours, closed, 0.5) == 3.0
    assert quantile(hours, closed, 0.9) == 6.0


def test_leaving_out_open_tickets_would_make_waiting_look_short():
    hours = np.array([1.0, 2.0, 3.0, 50.0, 50.0, 50.0])
    closed = np.array([True, True, True, False, False, False])
    assert quantile(hours, closed, 0.5) == 3.0
    assert quantile(hours[closed], closed[closed], 0.5) == 2.0
    assert math.isnan(quantile(hours, closed, 0.9))


def test_no_quantile_where_nothing_was_closed():
    assert math.isnan(quantile(np.array([1.0, 2.0]), np.zeros(2, dtype=bool), 0.5))
    assert math.isnan(quantile(np.array([]), np.array([], dtype=bool), 0.5))


@given(st.lists(st.integers(1, 200).map(float), min_size=1, max_size=50), st.sampled_from([0.25, 0.5, 0.9]))
def test_without_open_tickets_the_quantile_is_the_plain_one(hours, share):
    array = np.array(hours)
    found = quantile(array, np.ones(len(array), dtype=bool), share)
    assert found == np.quantile(array, share, method="inverted_cdf")
