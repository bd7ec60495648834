"""Sobol' indices: those known of Ishigami's function, with and without noise; shares of variance."""

import numpy as np
import pytest
from SALib.analyze import sobol

from sim.experiment.kinds.sensitivity.variance import indices, saltelli, shares_of
from tests.experiment.made_up import FIRST, SPREAD, TOTAL, ishigami

NAMES = ("a", "b", "c")
POINTS = saltelli(512, 3, 1)
VALUES = np.array([ishigami(*row) for row in POINTS])


def test_indices_of_ishigami_are_found_and_their_intervals_hold_them():
    found = indices(NAMES, VALUES[:, None], 1)
    for name, true in (("first", FIRST), ("total", TOTAL)):
        assert found.table[name].to_numpy() == pytest.approx(true, abs=0.06)
        assert (found.table[f"{name}_low"] <= true).all()
        assert (found.table[f"{name}_high"] >= true).all()
    assert found.spread == pytest.approx(SPREAD, rel=0.03)


def test_without_noise_they_are_near_those_of_salib():
    theirs = sobol.analyze({"num_vars": 3, "names": NAMES}, VALUES, calc_second_order=False, num_resamples=2, seed=1)
    table = indices(NAMES, VALUES[:, None], 1).table
    assert table["first"].to_numpy() == pytest.approx(theirs["S1"], abs=0.02)
    assert table["total"].to_numpy() == pytest.approx(theirs["ST"], abs=0.002)


def test_noise_is_left_out_with_several_seeds_and_not_with_one():
    rng = np.random.default_rng(2)
    noisy = VALUES[:, None] + rng.normal(0.0, 3.0, (len(VALUES), 3)) + np.array([-5.0, 0.0, 5.0])
    several, one = indices(NAMES, noisy, 1), indices(NAMES, noisy[:, :1], 1)
    assert several.table["total"].to_numpy() == pytest.approx(TOTAL, abs=0.1)
    assert several.spread == pytest.approx(SPREAD, rel=0.1)
    assert one.table["total"][2] > TOTAL[2] + 0.15
    assert one.spread > SPREAD + 0.7


def test_shares_of_variance_are_those_that_were_put_in():
    rng = np.random.default_rng(3)
    values = rng.normal(0, 3, (400, 1)) + rng.normal(0, 1, (1, 40)) + rng.normal(0, 2, (400, 40))
    found = shares_of(values)
    assert found["parameters"] == pytest.approx(9 / 14, abs=0.06)
    assert found["both"] == pytest.approx(4 / 14, abs=0.04)
    assert sum(found.values()) == pytest.approx(1.0)


def test_samples_of_which_a_run_failed_are_left_out():
    broken = VALUES[:, None].copy()
    broken[7] = np.nan
    found = indices(NAMES, broken, 1)
    assert found.points == 511
    assert found.table["total"].to_numpy() == pytest.approx(TOTAL, abs=0.06)


def test_where_nothing_varies_there_is_no_index():
    found = indices(NAMES, np.ones((40, 2)), 1)
    assert found.table[["first", "total"]].isna().all(axis=None)
    assert found.spread == 0.0
