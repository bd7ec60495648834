"""SF02, SF03 and SF13 against cases worked by hand."""

import numpy as np
import pytest

from sim.validation.timeliness import (
    closes_more_than_it_solves,
    days_by_load,
    differs_by_type,
    load_lowers_timeliness,
    on_time_by_type,
)
from tests.validation.conftest import days_of, tickets_of

DAYS = 140


def test_types_with_few_tickets_are_not_compared(seen):
    kinds = np.repeat([0, 1, 2], [100, 80, 59])
    good = np.concatenate([np.arange(100) < 90, np.arange(80) < 20, np.zeros(59, dtype=bool)])
    shown = seen(
        tickets=tickets_of(np.ones(239), category=kinds, on_time=good), counts={"due": 239.0, "on_time": 110.0}
    )
    assert on_time_by_type(shown) == {1: 25.0, 0: 90.0}
    assert differs_by_type(shown) == pytest.approx(
        {"on_time": 11000.0 / 239.0, "least_by_type": 25.0, "most_by_type": 90.0, "spread_by_type": 65.0}
    )


def test_tickets_that_are_not_due_yet_do_not_count(seen):
    table = tickets_of(np.ones(120), on_time=np.arange(120) < 30)
    table["due"][60:] = False
    assert on_time_by_type(seen(tickets=table)) == {0: 50.0}


def test_closure_and_resolution_part(seen):
    counts = {"due": 200.0, "closed": 190.0, "on_time": 150.0, "solved_true": 114.0, "solved_reported": 171.0}
    found = closes_more_than_it_solves(seen(counts=counts))
    assert found == {
        "formal_closure": 95.0, "resolved": 60.0, "gap": 35.0, "resolved_reported": 90.0, "closed_in_time": 75.0,
    }  # fmt: skip


def _by_day(seen, backlog, hours, on_time, n=10):
    """Ten tickets a day: how many were open in the morning, how long the day's tickets take, how many are on time."""
    reported = np.repeat(np.arange(DAYS) * 24.0 + 9.0, n)
    good = np.concatenate([np.arange(n) < of_ten for of_ten in on_time])
    table = tickets_of(np.repeat(hours, n), reported=reported, on_time=good)
    return seen(tickets=table, daily=days_of(DAYS, backlog=backlog))


def test_load_that_lowers_timeliness_is_seen(seen):
    backlog = np.tile([100.0] * 7 + [200.0] * 7, DAYS // 14)
    found = load_lowers_timeliness(_by_day(seen, backlog, backlog**0.5, np.where(backlog > 150.0, 7, 8)))
    assert found["high_minus_low"] == pytest.approx(-10.0)
    assert found["high_minus_low_raw"] == pytest.approx(-10.0)
    assert found["elasticity"] == pytest.approx(0.5)
    assert (found["on_time_low_load"], found["on_time_high_load"]) == pytest.approx((80.0, 70.0))


def test_what_only_follows_the_week_is_not_taken_for_load(seen):
    week = np.tile(np.arange(7), DAYS // 7)
    noise = np.repeat(np.tile([0.0, 1.0], DAYS // 14), 7)
    backlog = 100.0 + 20.0 * week + noise
    found = load_lowers_timeliness(_by_day(seen, backlog, 10.0 - week, 9 - week))
    assert found["high_minus_low"] == pytest.approx(0.0, abs=1e-9)
    assert found["elasticity"] == pytest.approx(0.0, abs=1e-9)
    assert found["high_minus_low_raw"] < -20.0


def test_holidays_are_days_of_another_kind(seen):
    shown = _by_day(seen, np.full(DAYS, 50.0), np.ones(DAYS), np.full(DAYS, 5))
    shown.daily.loc[shown.daily.index[0], "usual"] = False
    kinds = days_by_load(shown).kind
    assert kinds.iloc[:8].tolist() == [7, 1, 2, 3, 4, 5, 6, 0]


def test_a_day_whose_tickets_mostly_stay_open_has_no_median(seen):
    shown = _by_day(seen, np.full(DAYS, 50.0), np.full(DAYS, 4.0), np.full(DAYS, 5))
    shown.tickets["closed"][:6] = False
    slowness = days_by_load(shown).slowness
    assert np.isnan(slowness.iloc[0])
    assert slowness.to_numpy()[1:] == pytest.approx(np.zeros(DAYS - 1))


def test_tickets_whose_fate_is_open_are_left_out(seen):
    shown = _by_day(seen, np.full(DAYS, 50.0), np.ones(DAYS), np.full(DAYS, 5))
    shown.ripe[10:] = False
    assert len(days_by_load(shown)) == 1
    assert load_lowers_timeliness(shown) == {}
