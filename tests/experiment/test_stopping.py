"""Stopping at a wished precision: it stops when it should, not before, and its intervals cover what they say."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiment.kinds.comparison.stopping import Reached, carry_on, runs_needed, stated, stein_half_width


class Drawn:
    """Differences of as many seeds as are asked for; the first of a longer list are those of a shorter one."""

    def __init__(self, sd, seed=1, fails=()):
        self.rng, self.sd, self.values, self.asked, self.fails = np.random.default_rng(seed), sd, [], [], set(fails)

    def __call__(self, count):
        self.asked.append(count)
        while len(self.values) < count:
            self.values.append(float(self.rng.normal(1.0, self.sd)))
        return {"x": [value for n, value in enumerate(self.values[:count]) if n not in self.fails]}


def test_the_runs_that_a_wish_takes_by_hand():
    pilot = [1.0, 2.0, 3.0, 4.0]  # variance 5/3, t quantile of three degrees of freedom 3.1824
    assert runs_needed(pilot, 1.0) == math.ceil(3.182446305284263**2 * 5.0 / 3.0) == 17
    assert runs_needed(pilot, 100.0) == 4
    assert runs_needed([1.0], 1.0) == 0
    assert stein_half_width([*pilot, 9.0, 9.0], 4) == pytest.approx(3.182446305284263 * math.sqrt(5.0 / 3.0 / 6.0))


def test_a_wish_is_told_with_the_interval_by_which_it_was_stopped():
    table = pd.DataFrame(
        {"indicator": ["x", "y"], "difference": [2.0, 2.0], "low": [1.9, 1.0], "high": [2.1, 3.0], "p": [0.0, 0.5]}
    )
    half = float(stats.t.ppf(0.975, 3)) * 0.5  # a standard error of a half, three degrees of freedom
    found = stated(table, {"x": Reached(1.0, half, 8, 8, 4)}).set_index("indicator")
    assert found.loc["x", ["low", "high"]].tolist() == pytest.approx([2.0 - half, 2.0 + half])
    assert found.p["x"] == pytest.approx(2.0 * stats.t.sf(4.0, 3))
    assert found.loc["y"].tolist() == [2.0, 1.0, 3.0, 0.5]


def test_it_stops_at_once_where_the_first_batch_is_enough():
    drawn = Drawn(0.001)
    asked, found = carry_on(drawn, {"x": 0.5}, 10, 200)
    assert (asked, drawn.asked) == (10, [10])
    assert found["x"].is_met


def test_it_asks_for_just_what_is_missing():
    drawn = Drawn(1.0)
    needed = runs_needed(Drawn(1.0)(10)["x"], 0.3)
    asked, found = carry_on(drawn, {"x": 0.3}, 10, 200)
    assert 10 < needed < 200
    assert (asked, drawn.asked) == (needed, [10, needed])
    assert found["x"].is_met
    assert (found["x"].needed, found["x"].runs) == (needed, needed)


def test_there_are_never_more_than_allowed_and_it_says_so():
    asked, found = carry_on(Drawn(1.0), {"x": 0.01}, 10, 40)
    assert (asked, found["x"].runs) == (40, 40)
    assert not found["x"].is_met
    assert found["x"].needed > 10_000
    asked, _ = carry_on(Drawn(1.0), {"x": 0.01}, 10, 4)
    assert asked == 4


def test_runs_that_fail_are_made_up_for():
    drawn = Drawn(1.0, fails=(2, 11, 12))
    asked, found = carry_on(drawn, {"x": 0.3}, 10, 200)
    assert found["x"].is_met
    assert found["x"].runs == found["x"].needed == asked - 3


def test_the_hardest_wish_decides():
    def both(count):
        return {"x": drawn(count)["x"], "y": [10.0 * value for value in drawn(count)["x"]]}

    drawn = Drawn(1.0)
    asked, found = carry_on(both, {"x": 0.5, "y": 5.0}, 10, 1000)
    assert abs(found["x"].needed - found["y"].needed) <= 1  # the same wish, in other units
    assert asked == max(found["x"].needed, found["y"].needed)


def test_its_intervals_cover_the_truth_where_those_of_looking_again_and_again_do_not():
    half, first, times = 0.5, 3, 3000
    covered = naive = 0
    for seed in range(times):
        values = np.random.default_rng(seed).normal(1.0, 1.0, 4000)
        asked, found = carry_on(lambda count, values=values: {"x": values[:count]}, {"x": half}, first, len(values))
        covered += not found["x"].is_met or abs(values[:asked].mean() - 1.0) <= found["x"].half
        n = np.arange(first, 101)  # the interval after each run, and the first that is narrow enough
        spread = np.sqrt((np.cumsum(values**2)[n - 1] - np.cumsum(values)[n - 1] ** 2 / n) / (n - 1))
        halves = QUANTILES * spread / np.sqrt(n)
        stop = int(np.argmax(halves <= half))
        naive += abs(values[: n[stop]].mean() - 1.0) <= halves[stop]
    assert covered / times > 0.94
    assert naive / times < 0.92


QUANTILES = stats.t.ppf(0.975, np.arange(2, 100))
