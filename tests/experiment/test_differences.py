"""Paired differences: intervals, corrections and what sharing seeds saves, against cases worked by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from sim.experiment.kinds.comparison.differences import bootstrap, differences_of, judged, moved, p_value, worth
from sim.experiment.told import is_told

BASE = pd.DataFrame({"silent_share": [0.5, 0.6, 0.7], "troubles": [90.0, 100.0, 110.0], "cost_yuan_per_resident": 0.0})
OTHER = pd.DataFrame({"silent_share": [0.4, 0.4, 0.4], "troubles": [90.0, 100.0, 110.0], "cost_yuan_per_resident": 9.0})


def test_a_difference_with_its_interval_by_hand():
    row = differences_of(BASE, OTHER).set_index("indicator").loc["silent_share"]
    half = 4.302652729911275 * 0.1 / math.sqrt(3)  # t quantile of two degrees of freedom, standard deviation 0.1
    assert row.difference == pytest.approx(-0.2)
    assert (row.low, row.high) == pytest.approx((-0.2 - half, -0.2 + half))
    assert (row.base, row.other, row.sd, row.runs) == pytest.approx((0.6, 0.4, 0.1, 3))
    t = 0.2 / (0.1 / math.sqrt(3))
    assert row.p == pytest.approx(1.0 - t / math.sqrt(2 + t * t))  # two degrees of freedom have a closed form
    assert row.kind == "true"


def test_what_does_not_differ_and_what_is_set():
    table = differences_of(BASE, OTHER).set_index("indicator")
    same, given = table.loc["troubles"], table.loc["cost_yuan_per_resident"]
    assert (same.difference, same.low, same.high, same.p) == (0.0, 0.0, 0.0, 1.0)
    assert not same.beyond_chance
    assert given.difference == 9.0
    assert math.isnan(given.p_holm)
    assert not given.beyond_chance


def test_a_seed_that_one_world_cannot_tell_is_left_out_of_both():
    base = pd.DataFrame({"silent_share": [0.5, np.nan, 0.7, 0.9]})
    other = pd.DataFrame({"silent_share": [0.4, 0.1, 0.4, np.nan]})
    row = differences_of(base, other).iloc[0]
    assert row.runs == 2
    assert (row.base, row.other, row.difference) == pytest.approx((0.6, 0.4, -0.2))


def test_holm_by_hand():
    kinds = ["true", "true", "input", "reported", "true"]
    table = pd.DataFrame({"kind": kinds, "p": [0.01, 0.04, 0.0001, 0.03, np.nan]})
    found = judged(table)
    assert found.p_holm[[0, 1, 3]].tolist() == pytest.approx([0.03, 0.06, 0.06])  # 3 p, 2 p, and never less than before
    assert found.p_holm[[2, 4]].isna().all()
    assert found.beyond_chance.tolist() == [True, False, False, False, False]


def test_what_sharing_seeds_saves():
    assert worth([1.0, 3.0], [2.0, 5.0]) == pytest.approx((2.0 + 4.5) / 0.5)
    assert worth([1.0, 2.0], [2.0, 1.0]) == pytest.approx(0.5)  # against each other: it harms
    assert worth([1.0, 2.0], [5.0, 6.0]) == math.inf
    assert math.isnan(worth([1.0], [2.0]))
    assert math.isnan(worth([1.0, 1.0], [2.0, 2.0]))


def test_the_bootstrap_is_seeded_and_leans_with_skewed_differences():
    skewed = np.array([0.0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.4, 3.0])
    low, high = bootstrap(skewed)
    assert (low, high) == bootstrap(skewed)
    assert low < skewed.mean() < high
    assert high - skewed.mean() > 1.5 * (skewed.mean() - low)
    assert all(map(math.isnan, bootstrap(np.array([1.0, 2.0]))))
    nearly = bootstrap(np.array([0.0, 0.0, 0.0, 0.0, 1.0]))
    assert 0.0 <= nearly[0] < nearly[1] <= 1.0


def test_a_few_differences_that_are_all_alike_are_not_told():
    assert [p_value([1.0] * n) for n in (2, 5, 6)] == [0.5, 0.0625, 0.03125]
    base = pd.DataFrame({"troubles": [90.0, 100.0]})
    row = differences_of(base, base + 1.0).iloc[0]
    assert (row.low, row.high) == (1.0, 1.0)
    assert not row.beyond_chance
    assert [is_told(1.0, 1.0, n) for n in (2, 5, 6)] == [False, False, True]
    assert [is_told(*ends, 2) for ends in ((0.1, 0.2), (-0.2, -0.1), (-0.1, 0.1), (0.0, 0.0))] == [1, 1, 0, 0]


def test_p_values_of_chance_are_even():
    drawn = np.random.default_rng(5).normal(size=(2000, 6))
    share = np.mean([p_value(row) <= 0.05 for row in drawn])
    assert 0.035 < share < 0.065


def test_whether_what_is_reported_moves_otherwise():
    base = pd.DataFrame({"satisfaction": [0.5, 0.6, 0.7], "satisfaction_true": [0.5, 0.5, 0.5]})
    other = pd.DataFrame({"satisfaction": [0.7, 0.8, 0.9], "satisfaction_true": [0.5, 0.6, 0.55]})
    row = moved(base, other).iloc[0]
    assert (row.by_reported, row.by_true, row.gap) == pytest.approx((0.2, 0.05, 0.15))
    assert (row.low + row.high) / 2.0 == pytest.approx(0.15)
