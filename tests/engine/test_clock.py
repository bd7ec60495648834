"""Working days of China, opening hours, and work that pauses overnight; all by hand."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.clock import Hours, after_open_hours, day_of, is_working, next_open, open_hours, working_days

OPENS, CLOSES = 8.5, 17.5
WORKDAY, SUNDAY = 0, 6
WEEK = np.array([True] * 5 + [False] * 2)
"""Monday to Sunday."""


def at(day, hour):
    return 24.0 * day + hour


def test_the_national_day_week_of_2016_and_the_weekend_that_makes_up_for_it():
    """State Council notice 2015: off 1-7 October 2016; Saturday 8 and Sunday 9 October are working days."""
    working = working_days(date(2016, 9, 30), 11)
    assert working.tolist() == [True] + [False] * 7 + [True, True, True]


def test_spring_festival_and_an_ordinary_weekend():
    """Off 7-13 February 2016; Saturday 6 and Sunday 14 February work."""
    assert working_days(date(2016, 2, 6), 9).tolist() == [True] + [False] * 7 + [True]
    assert working_days(date(2016, 1, 8), 4).tolist() == [True, False, False, True]


def test_years_without_a_notice_have_weekends_only():
    assert working_days(date(2090, 9, 28), 7).tolist() == [True, True, False, False, True, True, True]


def test_days_after_the_last_repeat_the_last_week():
    holidays = np.array([False, *WEEK])
    assert [bool(is_working(holidays, day)) for day in range(8, 15)] == WEEK.tolist()
    assert [bool(is_working(holidays, day)) for day in range(15, 22)] == WEEK.tolist()


@pytest.mark.parametrize(
    ("hours", "workday", "day_off"),
    [
        (Hours.OFFICE, (OPENS, CLOSES), None),
        (Hours.DAILY, (OPENS, CLOSES), (OPENS, CLOSES)),
        (Hours.ALWAYS, (0.0, 24.0), (0.0, 24.0)),
        (Hours.SPARE_TIME, (18.5, 21.5), (OPENS, CLOSES)),
    ],
)
def test_opening_hours(hours, workday, day_off):
    start, end = open_hours(int(hours), OPENS, CLOSES, WEEK, WORKDAY)
    assert (start, end) == workday
    start, end = open_hours(int(hours), OPENS, CLOSES, WEEK, SUNDAY)
    assert (start, end) == (tuple(at(SUNDAY, hour) for hour in day_off) if day_off else (start, start))


@pytest.mark.parametrize(
    ("hour", "opening"),
    [
        (at(0, 7), at(0, 8.5)),
        (at(0, 12), at(0, 12)),
        (at(0, 17.5), at(1, 8.5)),  # closing time is closed
        (at(4, 17.6), at(7, 8.5)),  # Friday evening to Monday morning
        (at(5, 12), at(7, 8.5)),
    ],
)
def test_next_opening_of_an_office(hour, opening):
    assert next_open(hour, int(Hours.OFFICE), OPENS, CLOSES, WEEK) == opening


@pytest.mark.parametrize(
    ("begin", "work", "hours", "end"),
    [
        (at(0, 9), 2.0, Hours.OFFICE, at(0, 11)),
        (at(0, 16.5), 1.0, Hours.OFFICE, at(0, 17.5)),  # ends with the day, not on the next morning
        (at(0, 16.5), 3.0, Hours.OFFICE, at(1, 10.5)),  # 1 h on Monday, 2 h on Tuesday
        (at(4, 16.5), 3.0, Hours.OFFICE, at(7, 10.5)),  # 1 h on Friday, 2 h on Monday
        (at(4, 16.5), 12.0, Hours.OFFICE, at(8, 10.5)),  # 1 h, then a whole Monday of 9 h, then 2 h
        (at(4, 16.5), 3.0, Hours.DAILY, at(5, 10.5)),
        (at(4, 22), 3.0, Hours.ALWAYS, at(5, 1)),
        (at(4, 20.5), 3.0, Hours.SPARE_TIME, at(5, 10.5)),  # 1 h on Friday evening, 2 h on Saturday morning
        (at(0, 3), 1.0, Hours.OFFICE, at(0, 9.5)),  # begun at night: counted from the opening
        (at(0, 20), 0.0, Hours.OFFICE, at(1, 8.5)),
    ],
)
def test_work_rests_while_the_desk_is_closed(begin, work, hours, end):
    assert after_open_hours(begin, work, int(hours), OPENS, CLOSES, WEEK) == pytest.approx(end)


@given(
    begin=st.floats(0, 24 * 20),
    first=st.floats(0, 60),
    second=st.floats(0, 60),
    hours=st.sampled_from(list(Hours)).map(int),
)
def test_two_pieces_of_work_end_when_their_sum_does(begin, first, second, hours):
    """Up to the night between: a piece that ends at closing time is followed by one that starts at the opening."""
    middle = after_open_hours(begin, first, hours, OPENS, CLOSES, WEEK)
    end = after_open_hours(middle, second, hours, OPENS, CLOSES, WEEK)
    whole = after_open_hours(begin, first + second, hours, OPENS, CLOSES, WEEK)
    assert middle >= begin + first - 1e-9
    assert end == pytest.approx(whole, abs=1e-6) or end == pytest.approx(
        next_open(whole, hours, OPENS, CLOSES, WEEK), abs=1e-6
    )


def test_a_day_is_from_midnight_to_midnight():
    assert [day_of(hour) for hour in (0.0, 23.999, 24.0, 48.5)] == [0, 0, 1, 2]
