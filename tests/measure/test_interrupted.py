"""Interrupted time series on made series of which the truth is known."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.measure.interrupted import interrupted, join_dates, month_of
from sim.measure.small_sample import multiples

START = pd.Period("2016-01", "M")


def made(months, *, seed=0, noise=0.02, rho=0.3, season=0.0, jump=0.0, slope=0.0, at=24):
    """A series of a year's wave, a jump and a change of slope (per year), and noise that lasts."""
    random = np.random.default_rng(seed)
    time = np.arange(months)
    error = random.normal(0, noise, months)
    for k in range(1, months):
        error[k] += rho * error[k - 1]
    wave = season * np.sin(2 * np.pi * (time + 4) / 12)
    after = (time >= at) * jump + np.maximum(0, time - at) * slope / 12
    return pd.Series(0.5 + wave + after + error, pd.period_range(START, periods=months, freq="M"))


def test_without_noise_it_finds_exactly_what_was_put_in():
    found = interrupted(made(60, noise=1e-9, season=0.1, jump=0.2, slope=-0.05), [START + 24]).breaks[0]
    assert found.level.value == pytest.approx(0.2, abs=1e-6)
    assert found.slope.value == pytest.approx(-0.05, abs=1e-6)


def test_breaks_are_told_from_each_other():
    series = made(72, jump=0.3, at=24, seed=5) + made(72, noise=0, jump=-0.2, at=48)
    first, second = interrupted(series, [START + 24, START + 48]).breaks
    assert first.level.low < 0.3 < first.level.high
    assert second.level.low < -0.2 < second.level.high
    assert first.level.low > 0 > second.level.high


def test_its_intervals_hold_the_truth_as_often_as_they_say():
    """Plain Newey-West intervals would hold it in about 75 % of such series."""
    held = 0
    for seed in range(30):
        one = interrupted(made(48, seed=seed, rho=0.5, season=0.03, jump=0.1, slope=0.02), [START + 24]).breaks[0]
        held += (one.level.low < 0.1 < one.level.high) + (one.slope.low < 0.02 < one.slope.high)
    assert held >= 0.88 * 60


def test_a_season_is_no_break():
    """A wave three times the noise, cut where it is steepest, and no change at all."""
    found = [interrupted(made(48, seed=seed, season=0.06), [START + 20]).breaks[0].level for seed in range(20)]
    assert sum(not one.low <= 0.0 <= one.high for one in found) <= 3
    assert max(abs(one.value) for one in found) < 0.06


def test_intervals_of_a_long_series_without_memory_are_the_usual_ones():
    random = np.random.default_rng(1)
    time = np.arange(400.0)
    usual = multiples(np.column_stack([np.ones(400), time]), random.normal(size=400), lags=1)
    assert usual == pytest.approx(1.96, abs=0.2)


@pytest.mark.parametrize(("before", "after", "why"), [(11, 24, "before"), (12, 24, ""), (24, 5, "after"), (24, 6, "")])
def test_too_short_a_series_is_said_to_be(before, after, why):
    found = interrupted(made(before + after), [START + before]).breaks[0]
    assert found.why == why
    assert (found.level is None) == (found.slope is None) == bool(why)


def test_a_break_without_months_before_leaves_the_later_one_its_estimate():
    early, late = interrupted(made(48, jump=0.2, at=24), [START + 4, START + 24]).breaks
    assert early.why == "before"
    assert late.level.low > 0.1


def test_what_else_may_be_lacking():
    holes = made(48)
    holes.iloc[::4] = np.nan
    assert interrupted(holes, [START + 24]).breaks[0].why == "gaps"
    assert interrupted(made(48) * 0.0, [START + 24]).breaks[0].why == "flat"


def test_a_few_holes_are_no_matter():
    series = made(60, jump=0.3)
    series.iloc[[7, 40]] = np.nan
    assert interrupted(series, [START + 24]).breaks[0].level.value == pytest.approx(0.3, abs=0.06)


def test_near_dates_are_one_break():
    days = [date(2017, 1, 1), date(2017, 6, 15), date(2017, 6, 16), date(2018, 1, 1), date(2017, 1, 1)]
    assert join_dates(days) == [[date(2017, 1, 1), date(2017, 6, 15)], [date(2017, 6, 16)], [date(2018, 1, 1)]]
    assert join_dates([]) == []


def test_a_chain_of_dates_does_not_become_one_break():
    monthly = [date(2017, month, 1) for month in range(1, 13)]
    assert [group[0].month for group in join_dates(monthly)] == [1, 7]


def test_a_date_late_in_a_month_shows_from_the_next():
    assert str(month_of(date(2017, 12, 15))) == "2017-12"
    assert str(month_of(date(2017, 12, 16))) == "2018-01"
