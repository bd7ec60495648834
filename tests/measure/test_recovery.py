"""Recovery from a shock, on stocks made by hand."""

from datetime import date, timedelta

import pytest

from sim.measure.recovery import BEFORE_DAYS, recoveries, recovery_from

FIRST = date(2016, 1, 1)


def day(n):
    return FIRST + timedelta(days=n)


def found(stock, start, end):
    return recovery_from(stock, FIRST, day(start), day(end))


def test_by_hand():
    stock = [8.0, 12.0] * 14 + [24.0] * 7 + [38.0] * 3 + [10.0] * 20
    one = found(stock, 28, 34)
    assert (one.start, one.end, one.before) == (day(28), day(34), 10.0)
    assert one.most == pytest.approx((4 * 24 + 3 * 38) / 7)  # highest a little after the shock
    assert one.days == 10  # three days of 38 and a week of ten


def test_near_is_near_enough():
    stock = [10.0] * 28 + [30.0] * 7
    assert found([*stock, *[11.0] * 14], 28, 34).days == 7
    assert found([*stock, *[11.2] * 14], 28, 34).days is None


def test_a_stock_that_never_rose_is_back_on_the_next_day():
    one = found([10.0] * 60, 28, 34)
    assert (one.most, one.days) == (10.0, 1)


def test_a_run_that_ends_with_the_shock_or_soon_after_has_no_answer():
    stock = [10.0] * 28 + [30.0] * 7
    assert found(stock, 28, 34).days is None
    assert found([*stock, *[10.0] * 6], 28, 34).days is None
    assert found(stock, 28, 35) is None  # its last day is not lived


def test_four_weeks_must_have_been_lived_before():
    stock = [10.0] * 80
    assert found(stock, BEFORE_DAYS - 1, 40) is None
    assert found(stock, BEFORE_DAYS, 40) is not None


def test_what_is_higher_before_the_shock_is_not_its_doing():
    stock = [90.0] * 10 + [10.0] * 28 + [20.0] * 7 + [10.0] * 20
    one = found(stock, 38, 44)
    assert (one.before, one.most) == (10.0, 20.0)


TWO = [10.0] * 28 + [30.0] * 7 + [10.0] * 40 + [50.0] * 3 + [10.0] * 20
SPANS = [(day(3), day(5)), (day(28), day(34)), (day(75), day(77))]


def test_each_shock_by_itself():
    some = recoveries(TWO, FIRST, SPANS)
    assert [one.start for one in some] == [day(28), day(75)]
    assert [one.most for one in some] == pytest.approx([30.0, (4 * 10 + 3 * 50) / 7])
    assert some[1].days == 7


def test_a_later_shock_does_not_make_this_one_last_longer():
    assert recoveries(TWO, FIRST, SPANS)[0].days == 7


def test_a_rise_that_comes_after_a_short_shock_is_waited_for():
    stock = [10.0] * 28 + [11.0] + [12.0, 20.0, 30.0, 30.0, 30.0, 20.0] + [10.0] * 20
    assert found(stock, 28, 28).days > 6


def test_what_a_later_shock_did_is_not_this_ones():
    stock = [10.0] * 28 + [30.0] * 7 + [10.0] * 40 + [90.0] * 7 + [10.0] * 20
    first, second = recoveries(stock, FIRST, [(day(28), day(34)), (day(75), day(81))])
    assert second.most == pytest.approx(90.0)
    assert first.most == pytest.approx(30.0)
