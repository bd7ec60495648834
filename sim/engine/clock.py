"""Hours and days: when a desk is open, and when a piece of work that starts now will be finished.

Time is a float of hours since the first midnight of the run (warm-up included); day d is [24 d, 24 d + 24).
Public holidays and the working weekends that make up for them come from the `chinesecalendar` package (State
Council notices).
"""

import math
from datetime import date, timedelta
from enum import IntEnum

import chinese_calendar
import numpy as np
from numpy.typing import NDArray

from sim.engine.compiling import rule

HOURS_A_DAY = 24.0
DAYS_A_MONTH = 365.0 / 12.0
WORKING_DAYS_A_WEEK, WORKING_DAYS_A_MONTH, WORKING_DAYS_A_YEAR = 5.0, 21.0, 250.0


class Hours(IntEnum):
    """When a desk is open."""

    OFFICE = 0
    """In opening hours of working days."""
    DAILY = 1
    """In opening hours of every day."""
    ALWAYS = 2
    """Day and night."""
    SPARE_TIME = 3
    """When working people are free: the evening of a working day, the opening hours of a day off."""


_OFFICE, _ALWAYS, _SPARE_TIME = int(Hours.OFFICE), int(Hours.ALWAYS), int(Hours.SPARE_TIME)
_EVENING, _NIGHT = 18.5, 21.5


def working_days(first: date, days: int) -> NDArray[np.bool_]:
    """Return for each day of the run whether offices work: holidays and make-up weekends of China included.

    For years that the State Council has not announced yet (or not covered by the calendar package), Monday to
    Friday.
    """
    working = np.empty(days, dtype=np.bool_)
    for offset in range(days):
        day = first + timedelta(days=offset)
        try:
            working[offset] = chinese_calendar.is_workday(day)
        except NotImplementedError:
            working[offset] = day.weekday() < 5
    return working


@rule
def day_of(hour):  # type: ignore[no-untyped-def]
    """Return the day that an hour belongs to."""
    return int(math.floor(hour / HOURS_A_DAY))


@rule
def is_working(working, day):  # type: ignore[no-untyped-def]
    """Say whether offices work on this day; days beyond the calendar repeat its last week."""
    if day < len(working):
        return working[day]
    return working[len(working) - 7 + (day - len(working)) % 7]


@rule
def open_hours(hours, opens, closes, working, day):  # type: ignore[no-untyped-def]
    """Return (start, end) of a desk's opening on a day, in hours of the run; start == end when it stays closed."""
    midnight = day * HOURS_A_DAY
    if hours == _ALWAYS:
        return midnight, midnight + HOURS_A_DAY
    if is_working(working, day):
        if hours == _SPARE_TIME:
            return midnight + _EVENING, midnight + _NIGHT
    elif hours == _OFFICE:
        return midnight, midnight
    return midnight + opens, midnight + closes


@rule
def next_open(hour, hours, opens, closes, working):  # type: ignore[no-untyped-def]
    """Return the earliest hour from `hour` on at which a desk with these hours is open."""
    day = day_of(hour)
    while True:
        start, end = open_hours(hours, opens, closes, working, day)
        if start < end and hour < end:
            return max(hour, start)
        day += 1


@rule
def after_open_hours(hour, work, hours, opens, closes, working):  # type: ignore[no-untyped-def]
    """Return when `work` hours of open time have passed since `hour`."""
    left = work
    day = day_of(hour)
    while True:
        start, end = open_hours(hours, opens, closes, working, day)
        start = max(start, hour)
        if start < end and start + left <= end:
            return start + left
        left -= max(end - start, 0.0)
        day += 1
