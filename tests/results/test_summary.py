"""Intervals and the form of numbers, by hand."""

import json
import math

import pandas as pd
import pytest

from sim.city import build_city
from sim.measure.definitions import definitions
from sim.results.series import write_frame
from sim.results.summary import summary_of, t_interval, write_json
from sim.scenario import load_scenario


def test_the_interval_is_students():
    mean, low, high = t_interval([12.0, 14.0, 13.0, 17.0])  # sd 2.1602, t(3) 3.1824, half 3.4374
    assert (mean, low, high) == pytest.approx((14.0, 10.5626, 17.4374), abs=1e-4)


def test_runs_without_a_value_are_left_out_of_an_interval():
    assert t_interval([1.0, math.nan, 3.0])[0] == 2.0
    assert math.isnan(t_interval([1.0, math.nan])[1])
    assert all(math.isnan(number) for number in t_interval([math.nan]))


@pytest.fixture(scope="module")
def summarised():
    scenario = load_scenario("tiny")
    city = build_city(scenario.area, scenario.city_source())

    def made(*runs):
        values = [dict.fromkeys(definitions(), value) for value in runs]
        return summary_of(scenario, city, [1.0] * 40, list(enumerate(values, 1)))

    return made


def test_an_interval_stays_within_what_is_possible(summarised):
    indicators = summarised(0.0, 1.0)["indicators"]
    assert indicators["closure_rate"]["interval"] == {"mean": 0.5, "low": 0.0, "high": 1.0}
    assert indicators["burden_per_resident"]["interval"]["low"] == 0.0
    assert indicators["burden_per_resident"]["interval"]["high"] > 1.0


def test_what_cannot_be_told_is_null(summarised, tmp_path):
    summary = summarised(math.nan, 1.0)
    one = summary["indicators"]["closure_rate"]
    assert one["value"] is None
    assert one["interval"] == {"mean": 1.0, "low": None, "high": None}
    write_json(summary, tmp_path / "summary.json")
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == summary


def test_an_undescribed_column_is_our_mistake(tmp_path):
    with pytest.raises(ValueError, match="weather"):
        write_frame(pd.DataFrame({"weather": [1]}), "daily", tmp_path / "daily.parquet")
