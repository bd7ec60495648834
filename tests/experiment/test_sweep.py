"""Sweeps: differences seed by seed, and what may be said of the extremes of many points."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiment.intervals import contrasted, paired, widest
from sim.experiment.kinds.sweep.study import SweepResult, sweep
from sim.experiment.world import World

SMALL = {"area": "420106001001", "days": 3, "warmup": 0}


def test_of_two_points_the_widest_difference_is_the_paired_one():
    values = np.array([[1.0, 2.0, 4.0, 3.0], [2.5, 2.0, 6.0, 4.5]])
    found, pairs = widest(values), paired(values[1].tolist(), values[0].tolist())
    assert found == pytest.approx(pairs, rel=1e-6)


def test_of_many_points_that_are_all_the_same_the_widest_is_rarely_called_beyond_chance():
    chance = np.random.default_rng(0)
    called = sum(widest(chance.normal(size=(20, 5)) + chance.normal(size=5)).low > 0.0 for _ in range(200))
    assert called <= 20  # 5 % of 200, and what chance adds; picked and tested as one pair it would be half of them
    many = sum(widest(chance.normal(size=(150, 4))).low > 0.0 for _ in range(50))
    assert many <= 6


def test_a_difference_that_is_there_is_found():
    values = np.random.default_rng(1).normal(size=(10, 6))
    values[3] += 6.0
    assert widest(values).low > 0.0


def test_one_seed_tells_nothing():
    found = widest(np.array([[1.0], [2.0]]))
    assert (found.mean, found.runs) == (1.0, 1)
    assert np.isnan(found.low)
    assert np.isnan(widest(np.full((2, 3), np.nan)).mean)


def test_seeds_that_a_point_lacks_are_left_out_for_all():
    values = np.array([[1.0, 2.0, np.nan, 4.0], [2.0, 3.5, 9.0, 5.0]])
    assert widest(values).runs == 3


@pytest.mark.parametrize("missing", [None, 0])
def test_a_contrast_is_taken_from_its_first_level_whatever_run_came_first(missing):
    runs = pd.DataFrame(
        [(f"r{seed}{on}", seed, float(on), "x", 10.0 * seed + 3.0 * on) for seed in (1, 2) for on in (0, 1)],
        columns=["run", "seed", "policy", "indicator", "value"],
    )
    if missing is not None:
        runs = runs.drop(index=missing)
    found = contrasted(runs, ["policy"], "policy", False)
    assert set(found["policy"]) == {1.0}
    assert found["value"].tolist() == [3.0] * (2 if missing is None else 1)


def test_words_say_how_far_the_extremes_part_and_for_one_seed_that_nobody_knows():
    found = sweep("baseline", {"voice_gain": [6, 9, 12]}, replications=1, indicators=["silent_share"], **SMALL)
    assert "not told from chance" in found.words("en")[0]
    more = sweep("baseline", {"voice_gain": [5, 14]}, replications=8, indicators=["silent_share"], **SMALL)
    assert "beyond chance even as the largest" in more.words("en")[0]


def test_a_contrast_of_two_levels_is_no_axis():
    factors = {"voice_gain": [6, 9], "case_rating": [0, 1]}
    found = sweep("baseline", factors, contrast="case_rating", replications=2, **SMALL)
    assert isinstance(found, SweepResult)
    assert found.axes == ("voice_gain",)
    assert set(found.points["case_rating"]) == {1.0}
    troubles = found.points[found.points.indicator == "troubles"]
    assert (troubles["mean"] == 0.0).all()


def test_an_ensemble_leaves_alone_what_a_world_sets_itself(base):
    own = base.model_copy(update={"parameters": {"voice_gain": 6.5}})
    world = World({}, own, base).with_parameters({"voice_gain": 12.0, "age_effort_cost": 0.25})
    assert world.scenario.parameters == {"voice_gain": 6.5, "age_effort_cost": 0.25}
    assert world.against is not None
    assert world.against.parameters == {"voice_gain": 12.0, "age_effort_cost": 0.25}


def test_tukeys_range_is_that_of_scipy():
    values = np.random.default_rng(2).normal(size=(4, 5))
    chance = values - values.mean(axis=1)[:, None] - values.mean(axis=0) + values.mean()
    half = stats.studentized_range.ppf(0.95, 4, 12) * np.sqrt((chance**2).sum() / 12 / 5)
    found = widest(values)
    assert found.high - found.mean == pytest.approx(half)
