"""SF01 against distributions whose tails are known."""

import numpy as np
import pytest
from scipy import stats

from sim.validation.waiting import fits, heavy_tail, hours_to_close, within_types
from tests.validation.conftest import tickets_of

EVEN = (np.arange(4000) + 0.5) / 4000


def test_numbers_worked_by_hand(seen):
    hours = [1.0] * 60 + [2.0] * 10 + [10.0] * 30
    found = heavy_tail(seen(tickets=tickets_of(hours)))
    assert found["mean_to_median"] == pytest.approx(3.8)
    assert found["p90_to_p50"] == pytest.approx(10.0)
    assert found["slowest_tenth"] == pytest.approx(100.0 * 100.0 / 380.0)
    assert found["sd_log_pooled"] == pytest.approx(np.std(np.log(hours), ddof=1))


def test_open_tickets_and_those_of_no_time_are_left_out():
    table = tickets_of([0.0, 5.0, 3.0, 7.0], closed=[True, True, True, False])
    assert hours_to_close(table).tolist() == [3.0, 5.0]


def test_exponential_waiting_is_not_taken_for_heavy(seen):
    light = heavy_tail(seen(tickets=tickets_of(stats.expon.ppf(EVEN, scale=50.0))))
    assert light["aic_gain"] < 0.0
    assert light["mean_to_median"] == pytest.approx(1.0 / np.log(2.0), rel=0.01)


def test_heavy_waiting_is_told_from_exponential(seen):
    lognormal = heavy_tail(seen(tickets=tickets_of(stats.lognorm.ppf(EVEN, 2.0, scale=24.0))))
    assert lognormal["aic_gain"] > 0.3
    assert lognormal["sd_log_pooled"] == pytest.approx(2.0, rel=0.01)
    weibull = heavy_tail(seen(tickets=tickets_of(stats.weibull_min.ppf(EVEN, 0.5, scale=24.0))))
    assert weibull["aic_gain"] > 0.3
    assert weibull["weibull_shape"] == pytest.approx(0.5, rel=0.01)


def test_a_weibull_of_shape_above_one_is_no_rival(seen):
    times = stats.weibull_min.ppf(EVEN, 1.5, scale=24.0)
    steep, fitted = heavy_tail(seen(tickets=tickets_of(times))), fits(times)
    assert steep["weibull_shape"] > 1.0
    assert fitted["weibull"].aic < fitted["lognormal"].aic
    assert steep["aic_gain"] == pytest.approx(fitted["exponential"].aic - fitted["lognormal"].aic)


def test_many_times_are_fitted_as_some_of_them_are():
    times = stats.lognorm.ppf((np.arange(50_000) + 0.5) / 50_000, 1.5, scale=10.0)
    few, many = fits(times[::50])["lognormal"], fits(times)["lognormal"]
    assert many.parameters[0] == pytest.approx(few.parameters[0], rel=0.01)


def test_spread_within_types_leaves_out_what_differs_between_them(seen):
    hours = np.concatenate([np.exp(np.tile([0.0, 1.0], 50)), 1000.0 * np.exp(np.tile([0.0, 1.0], 50)), [1e6] * 10])
    kinds = np.repeat([0, 1, 2], [100, 100, 10])
    assert within_types(seen(tickets=tickets_of(hours, category=kinds))) == pytest.approx(0.5, rel=0.01)


def test_few_tickets_tell_nothing(seen):
    assert heavy_tail(seen(tickets=tickets_of([1.0, 2.0, 3.0]))) == {}
