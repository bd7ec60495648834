"""The calendar of a run: working days, days of the year, and the factors of what befalls the city from outside."""

from datetime import date

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.grievance.category import load_categories
from sim.scenario import load_scenario

FIRST, DAYS = date(2015, 12, 29), 10
IDS = load_categories().ids


def shocks_of(*shocks):
    return Calendar.of(load_scenario("baseline", {"shocks": list(shocks)}), FIRST, DAYS)


def shock(start, end, **needs):
    return {"start": start, "end": end, "needs": needs}


def factors(calendar, category):
    return calendar.shocks[:, IDS.index(category)].tolist()


def test_a_shock_reaches_its_days_and_its_categories_and_no_others():
    calendar = shocks_of(shock("2015-12-31", "2016-01-02", flooding=4.0, power_outage=0.5))
    assert factors(calendar, "flooding") == [1, 1, 4, 4, 4, 1, 1, 1, 1, 1]
    assert factors(calendar, "power_outage") == [1, 1, 0.5, 0.5, 0.5, 1, 1, 1, 1, 1]
    others = [row for row, name in enumerate(IDS) if name not in {"flooding", "power_outage"}]
    assert (calendar.shocks[:, others] == 1.0).all()
    assert calendar.alarm.tolist() == [False, False, True, True, True, *[False] * 5]


def test_shocks_of_one_day_multiply():
    calendar = shocks_of(
        shock("2015-12-30", "2015-12-31", flooding=4.0), shock("2015-12-31", "2016-01-01", flooding=3.0, hardship=2.0)
    )
    assert factors(calendar, "flooding")[:5] == [1, 4, 12, 3, 1]
    assert factors(calendar, "hardship")[:5] == [1, 1, 2, 2, 1]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2015-12-01", "2015-12-30", [0, 1]),  # began before the run
        ("2016-01-06", "2016-03-01", [8, 9]),  # lasts longer
        ("2015-06-01", "2015-12-28", []),  # over the day before
        ("2015-12-20", "2015-12-25", []),  # over some days before: not counted from the run's end
        ("2016-01-08", "2016-01-09", []),  # begins the day after
        ("2015-01-01", "2017-01-01", list(range(DAYS))),
    ],
)
def test_only_the_part_within_the_run_counts(start, end, days):
    calendar = shocks_of(shock(start, end, flooding=2.0))
    assert np.flatnonzero(calendar.alarm).tolist() == days
    assert np.flatnonzero(calendar.shocks[:, IDS.index("flooding")] == 2.0).tolist() == days


@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_what_does_not_grow_is_no_alarm(factor):
    assert not shocks_of(shock("2015-12-30", "2016-01-01", flooding=factor)).alarm.any()


def test_days_of_the_year_begin_anew_and_new_year_is_a_day_off():
    calendar = shocks_of()
    assert calendar.yearday.tolist() == [363, 364, 365, 1, 2, 3, 4, 5, 6, 7]
    assert calendar.shocks.shape == (DAYS, len(IDS))
    assert calendar.working[:4].tolist() == [True, True, True, False]
    assert (calendar.shocks == 1.0).all()
