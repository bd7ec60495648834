"""Morris screening: SALib's measures, the dummy, chance told from effect."""

import numpy as np
import pytest
from SALib.analyze import morris

from sim.experiment.kinds.sensitivity.screening import elementary_effects, moderated, screened, trajectories
from tests.experiment.made_up import ishigami

NAMES = ("a", "b", "c", "dummy", "noisy")


def values_of(points, noise, seeds=3):
    """Ishigami of the first three; noise that falls otherwise whenever anything but the dummy changes."""
    made = np.array([ishigami(*row[:3]) for row in points])
    rng = np.random.default_rng(4)
    found = {}
    for row in np.delete(points, 3, axis=1):
        found.setdefault(row.tobytes(), rng.normal(0.0, noise, seeds))
    return made[:, None] + np.array([found[row.tobytes()] for row in np.delete(points, 3, axis=1)])


def test_measures_are_those_of_salib():
    points = trajectories(12, 5, 1)
    values = values_of(points, 0.3)
    table = screened(NAMES, points, values).table.set_index("parameter").loc[list(NAMES)]
    problem = {"num_vars": 5, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 5}
    theirs = morris.analyze(problem, points, values.mean(axis=1), num_levels=4, seed=1)
    for mine, of in (("mu", "mu"), ("mu_star", "mu_star"), ("sigma", "sigma")):
        assert table[mine].to_numpy() == pytest.approx(np.asarray(theirs[of], dtype=float))


def test_the_dummy_is_inert_and_noise_is_not_taken_for_effect():
    points = trajectories(12, 5, 1)
    found = screened(NAMES, points, values_of(points, 0.5)).table.set_index("parameter")
    assert found.inert.to_dict() == {"a": False, "b": False, "c": False, "dummy": True, "noisy": False}
    assert found.told.to_dict() == {"a": True, "b": True, "c": True, "dummy": False, "noisy": False}
    assert found.mu_star["noisy"] == pytest.approx(found.noise["noisy"], rel=0.5)
    assert found.index[-1] == "dummy"


def test_with_one_seed_nothing_is_told_from_chance():
    points = trajectories(4, 5, 1)
    table = screened(NAMES, points, values_of(points, 0.5, seeds=1)).table
    assert not table.told.any()
    assert table.noise.isna().all()
    assert table.mu_star.notna().all()


def test_chance_alone_is_hardly_ever_told_as_an_effect():
    points = trajectories(3, 60, 2)
    values = np.random.default_rng(5).normal(size=(len(points), 2))
    assert screened([f"x{n}" for n in range(60)], points, values).table.told.sum() <= 3


def test_a_run_that_failed_costs_only_the_steps_beside_it():
    points = trajectories(6, 5, 1)
    values = values_of(points, 0.1)
    values[8, 0] = np.nan  # the third point of the second trajectory
    effects = elementary_effects(points, values).mean(axis=2)
    assert np.isnan(effects).sum() == 2
    assert np.isnan(effects[1]).sum() == 2
    table = screened(NAMES, points, values).table
    assert sorted(table.trajectories) == [5, 5, 6, 6, 6]
    assert table.mu_star.notna().all()


def test_variances_are_drawn_towards_what_is_common_and_quiet_ones_left_alone():
    rng = np.random.default_rng(6)
    freedom = np.full(400, 3.0)
    variances = 2.0 * rng.chisquare(3.0, 400) / 3.0
    variances[0] = 0.0
    drawn, degrees = moderated(variances, freedom)
    assert drawn[0] == 0.0
    assert degrees[0] == 3.0
    assert np.abs(drawn[1:] - 2.0).max() < 0.25 * np.abs(variances[1:] - 2.0).max()
    assert (degrees[1:] > 30.0).all()


def test_of_few_parameters_noise_is_each_ones_own():
    variances = np.array([1.0, 2.0, 3.0])
    drawn, degrees = moderated(variances, np.full(3, 2.0))
    assert drawn.tolist() == variances.tolist()
    assert degrees.tolist() == [2.0] * 3
