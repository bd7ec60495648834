"""Specialists that a sector lends: a year's promise, by month, of which no more than a quarter's part is saved up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.department import DEPARTMENT, lends_specialist, promises_specialists


def test_a_promise_comes_by_month_and_is_counted_off(make):
    department = make(DEPARTMENT, specialists=30)
    assert not lends_specialist(department)
    promises_specialists(department)
    assert department.tokens == pytest.approx(2.5)
    assert [lends_specialist(department) for _ in range(3)] == [True, True, False]
    assert department.tokens == pytest.approx(0.5)
    promises_specialists(department)
    assert [lends_specialist(department) for _ in range(4)] == [True, True, True, False]


def test_what_a_quarter_did_not_need_is_lost(make):
    department = make(DEPARTMENT, specialists=30)
    for _ in range(12):
        promises_specialists(department)
    assert department.tokens == pytest.approx(7.5)


def test_without_a_promise_there_is_nobody_and_after_it_neither(make):
    department = make(DEPARTMENT, tokens=5.0)
    promises_specialists(department)
    assert department.tokens == 0
    assert not lends_specialist(department)


@given(promised=st.floats(0, 300), asked=st.lists(st.integers(0, 40), min_size=12, max_size=12))
def test_a_year_lends_no_more_than_was_promised(make, promised, asked):
    department, lent = make(DEPARTMENT, specialists=promised), 0
    for n in asked:
        promises_specialists(department)
        lent += sum(bool(lends_specialist(department)) for _ in range(n))
        assert 0 <= department.tokens <= max(1.0, promised / 4) + 1e-9
    assert lent <= promised + 1e-6


def test_three_cases_a_year_are_three_cases(make):
    department, lent = make(DEPARTMENT, specialists=3.0), 0
    for _ in range(24):
        promises_specialists(department)
        lent += bool(lends_specialist(department))
    assert lent == 6
