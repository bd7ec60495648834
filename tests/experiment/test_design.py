"""Factors and designs: ranges from the registry, points where they belong."""

import math
from datetime import date

import numpy as np
import pytest
from scipy.stats import qmc

from sim.experiment.design import points_of
from sim.experiment.factor import Factor, FactorRange, factor_of, factors_of, world_of, worlds_of
from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.scenario import ScenarioError, load_scenario
from sim.text.problem import Mark

HERE = Mark("study.yaml")


def factor(name, said=None):
    return factor_of(name, FactorRange.model_validate(said), HERE)


def test_a_name_alone_stands_for_its_whole_range():
    lever, parameter = factor("吹哨报到"), factor("voice_gain")
    known = LEVERS["whistle_calls"]
    assert (lever.name, lever.low, lever.high) == (known.id, known.low, known.high)
    assert (parameter.low, parameter.high) == (PARAMETERS["voice_gain"].low, PARAMETERS["voice_gain"].high)
    assert factor("street_reform").levels == (False, True)


def test_levels_of_a_range_are_even_or_even_in_logarithms():
    assert factor("case_rating", {"low": 0, "high": 1, "levels": 5}).levels == (0.0, 0.25, 0.5, 0.75, 1.0)
    levels = factor("days", {"low": 1.0, "high": 100.0, "levels": 3, "log": True}).levels
    assert levels == pytest.approx((1.0, 10.0, 100.0))


@pytest.mark.parametrize("said", [{"low": 2.0, "high": 1.0}, {"low": 0.0, "high": 1.0, "log": True}, None])
def test_a_range_that_is_none_is_told(said):
    with pytest.raises(ScenarioError, match=r"study\.yaml: days"):
        factor("days", said)


def test_all_mistakes_in_ranges_are_told_at_once():
    said = {name: FactorRange.model_validate(None) for name in ("days", "warmup", "case_rating")}
    with pytest.raises(ScenarioError) as wrong:
        factors_of(said, HERE)
    assert [problem.key for problem in wrong.value.problems] == [("days",), ("warmup",)]


def test_a_grid_is_every_combination_in_order():
    points = points_of("grid", [Factor("a", (1, 2)), Factor("b", ("x", "y", "z"))], 0, 0)
    assert points == [{"a": a, "b": b} for a in (1, 2) for b in "xyz"]


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_factor():
    factors = [Factor("a", (), 0.0, 10.0), Factor("b", (), 1.0, 16.0, True)]
    points = points_of("lhs", factors, 8, 3)
    a = sorted(math.floor(8 * float(point["a"]) / 10.0) for point in points)
    b = sorted(math.floor(8 * math.log2(float(point["b"])) / 4.0) for point in points)
    assert a == b == list(range(8))
    assert points_of("lhs", factors, 8, 3) == points


def test_a_sobol_sequence_has_a_power_of_two_points_and_is_more_even_than_chance():
    points = points_of("sobol", [Factor("a", (), 0.0, 1.0), Factor("b", (), 0.0, 1.0)], 100, 1)
    assert len(points) == 128
    sample = np.array([[point["a"], point["b"]] for point in points], dtype=float)
    chance = np.random.default_rng(0).random((128, 2))
    assert qmc.discrepancy(sample) < 0.2 * qmc.discrepancy(chance)


def test_named_values_are_taken_in_turn_by_a_design_that_is_no_grid():
    points = points_of("lhs", [Factor("a", ("x", "y"))], 10, 0)
    assert sorted(str(point["a"]) for point in points) == ["x"] * 5 + ["y"] * 5


def test_a_world_has_what_its_factors_say(base):
    world = world_of(base, {"case_rating": 0.5, "voice_gain": 7.0, "street_reform": True, "days": 2}, "here")
    doses = {item.lever: item.intensity for item in world.scenario.policy}
    assert doses["case_rating"] == 0.5
    assert "posts_shifted_down" in doses
    assert world.scenario.parameters == {"voice_gain": 7.0}
    assert world.scenario.days == 2
    off = world_of(base, {"street_reform": False}, "here")
    assert off.scenario.policy == base.policy


def test_a_scenario_as_a_factor_is_run_where_and_when_the_base_is(base):
    world = world_of(base, {"scenario": "wuhan_2021", "voice_gain": 7.0}, "here")
    assert (world.scenario.area, world.scenario.days, world.scenario.warmup) == (base.area, base.days, base.warmup)
    assert len(world.scenario.policy) > 50
    assert world.scenario.parameters == {"voice_gain": 7.0}


def test_a_wrong_level_is_told_with_its_place(base):
    with pytest.raises(ScenarioError, match=r"study\.yaml: factors.*case_rating"):
        world_of(base, {"case_rating": 7}, "study.yaml: factors")


def test_a_bundle_that_is_not_in_force_takes_its_levers_out_of_any_scenario(base):
    whole = world_of(base, {"scenario": "wuhan_2021", "2021_full": True}, "here").scenario
    without = world_of(base, {"scenario": "wuhan_2021", "2021_full": False}, "here").scenario
    assert len(whole.policy) > 50
    assert not {item.lever for item in without.policy} & set(BUNDLES["2021_full"].doses)


def test_what_is_set_in_every_world_is_set_in_another_scenario_too(base):
    settings = {"whistle_calls": 0.9, "voice_gain": 8.0}
    here = load_scenario(base, settings)
    other = world_of(here, {"scenario": "wuhan_2021"}, "here", settings).scenario
    assert next(item.intensity for item in other.policy if item.lever == "whistle_calls") == 0.9
    assert other.parameters["voice_gain"] == 8.0
    assert other.start == base.start  # the same calendar: the same troubles


def test_a_scenario_of_another_city_cannot_take_its_place(base):
    with pytest.raises(ScenarioError, match=r"another city|there is no area"):
        world_of(base, {"scenario": "own_town"}, "here")


def test_dates_and_whole_numbers_are_factors(base):
    days, starts = factor("days", {"low": 2, "high": 5, "levels": 3}), factor("start", [date(2016, 2, 1)])
    assert days.levels == (2, 4, 5)
    assert [days.at(u) for u in (0.0, 0.5, 1.0)] == [2, 4, 5]
    world = world_of(base, {"start": starts.levels[0], "days": days.levels[1]}, "here")
    assert (world.scenario.start, world.scenario.days) == (date(2016, 2, 1), 4)
    assert world.factors == {"start": "2016-02-01", "days": 4}


def test_the_same_mistake_at_many_points_is_told_once(base):
    with pytest.raises(ScenarioError) as wrong:
        worlds_of(base, [{"case_rating": 2.0 + n, "voice_gain": -1.0} for n in range(50)], "study.yaml: factors")
    assert len(wrong.value.problems) == 2
