"""Property firms: books, effort, neglect, leaving."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.property_firm import FIRM, closes_books, hires_or_lets_go, leaves, neglects, runs, serves

unit = st.floats(0, 1)
numbers = st.integers(0, 2**32 - 1)
months_of_money = st.lists(st.tuples(st.floats(0, 1e6), st.floats(1e5, 1e6)), max_size=24)


def test_a_month_of_loss_by_hand(make, rules_with):
    rules = rules_with(effort_base=1, effort_cash=0.5, effort_star=0.2, effort_speed=0.25)
    firm = make(FIRM, cash=1_000.0, income=50.0, costs=70.0, effort=0.8, star=4.0)
    closes_books(firm, 300.0, 500.0, rules)
    assert (firm.cash, firm.income, firm.costs, firm.months_of_loss) == (800.0, 350.0, 570.0, 1.0)
    wished = 1 / (1 + math.exp(-(1 + 0.5 * 800 / 500 + 0.2)))
    assert firm.effort == pytest.approx(0.8 + 0.25 * (wished - 0.8))


def test_good_months_make_up_for_bad_ones(make, rules_with):
    firm = make(FIRM, months_of_loss=1.0)
    closes_books(firm, 5.0, 5.0, rules_with())
    closes_books(firm, 5.0, 5.0, rules_with())
    assert firm.months_of_loss == 0.0


@given(months=months_of_money, effort=unit, cash=st.floats(-1e6, 1e6), number=numbers)
def test_cash_is_what_came_in_less_what_went_out(make, rules_at, months, effort, cash, number):
    rules = rules_at(number)
    firm = make(FIRM, cash=cash, effort=effort, star=3.0, staff=1.0)
    for income, costs in months:
        firm.month_wages = 0.4 * costs * firm.staff
        closes_books(firm, income, costs, rules)
    assert firm.cash == pytest.approx(cash + firm.income - firm.costs, abs=1e-3)
    assert 0 <= firm.effort <= 1
    assert 0 <= firm.months_of_loss <= len(months)
    assert 0 <= firm.staff <= 1
    assert -1 <= firm.outlook <= 1


def test_a_month_without_costs_is_a_good_one(make, rules_with):
    firm = make(FIRM, cash=10.0, effort=0.5, star=3.0)
    closes_books(firm, 0.0, 0.0, rules_with())
    assert 0.5 < firm.effort < 1


def test_effort_follows_cash(make, rules_with):
    poor, rich = make(FIRM, cash=-5_000.0, effort=0.7, star=3.0), make(FIRM, cash=5_000.0, effort=0.7, star=3.0)
    for firm in (poor, rich):
        closes_books(firm, 1_000.0, 1_000.0, rules_with())
    assert poor.effort < rich.effort


@pytest.mark.parametrize(
    ("months", "cash", "u", "left"),
    [(8, -1.0, 0.11, True), (8, -1.0, 0.13, False), (7, -1.0, 0.0, False), (8, 1.0, 0.0, False)],
)
def test_leaving_by_hand(make, rules_with, months, cash, u, left):
    """After 8 months of loss and without cash, with chance 0.3 * (1 - 0.6)."""
    rules = rules_with(exit_months=8, exit_chance=0.3)
    assert leaves(make(FIRM, months_of_loss=months, cash=cash), 0.6, rules, u) == left


def test_neglect_by_hand(make, rules_with):
    rules = rules_with(neglect=0.5)
    firm = make(FIRM, effort=0.6)
    chance = 0.4 * 0.75 * 0.5
    assert neglects(firm, 0.25, rules, chance - 1e-9)
    assert not neglects(firm, 0.25, rules, chance + 1e-9)
    assert not neglects(firm, 1.0, rules, 0.0)


@given(effort=unit, skill=unit, watched=unit, more=unit, number=numbers)
def test_service_is_a_share_and_being_watched_helps(make, rules_at, effort, skill, watched, more, number):
    rules = rules_at(number)
    firm = make(FIRM, effort=effort, skill=skill)
    usual = serves(firm, watched, rules)
    assert 0 <= usual <= 1
    assert serves(firm, max(watched, more), rules) >= usual


def test_service_by_hand(make, rules_with):
    firm = make(FIRM, effort=0.8, skill=0.5, staff=0.9)
    rules = rules_with(watched_service=0.2, short_staff=0.4)
    assert serves(firm, 0.5, rules) == pytest.approx(0.96 * 0.8 * 0.75 + 0.1)


def test_wages_follow_staff_by_hand(make, rules_with):
    rules = rules_with(firm_cost=0.8, firm_fixed=0.4, firm_wages=0.6)
    for staff, wages in ((1.0, 0.6 * 320), (0.5, 0.3 * 320), (0.0, 0.0)):
        firm = make(FIRM, effort=2 / 3, staff=staff)
        runs(firm, 1_000.0, rules)  # 320 fixed, 320 for work
        assert firm.month_wages == pytest.approx(wages)
        assert firm.month_costs == pytest.approx(320 + 0.4 * 320 + wages)


@pytest.mark.parametrize(
    ("staff", "outlook", "after"),
    [
        (0.9, -0.06, 0.9 - 0.3 * 60 / 600),  # three tenths of the shortfall
        (0.42, -0.9, 0.4),  # not below what the contract asks for
        (0.3, -0.9, 0.3),  # nor does letting go make more of them
        (0.4, 0.9, 0.4 + 0.6 / 6),  # as fast as people are found
        (0.4, 0.03, 0.4 + 30 / 600),  # as far as the surplus pays
        (1.0, 0.9, 1.0),
    ],
)
def test_staff_by_hand(make, rules_with, staff, outlook, after):
    """A month's costs are 1,000 yuan; the wages of all posts would be 600."""
    rules = rules_with(lets_go=0.3, staff_least=0.4, firm_hire_months=6)
    firm = make(FIRM, staff=staff, outlook=outlook, month_wages=600 * staff)
    hires_or_lets_go(firm, 1_000.0, rules)
    assert firm.staff == pytest.approx(after)


def test_what_is_let_go_in_a_month_takes_longer_to_hire_back(make, rules_with):
    rules = rules_with()
    firm = make(FIRM, staff=1.0, effort=0.8, star=3.0, month_wages=400.0)
    closes_books(firm, 500.0, 1_000.0, rules)
    low = float(firm.staff)
    assert low < 1.0
    firm.outlook, firm.month_wages = 0.0, 400.0 * low
    closes_books(firm, 1_500.0, 1_000.0, rules)
    assert low < firm.staff < 1.0 - 0.5 * (1.0 - low)


def test_the_reckoned_surplus_by_hand(make, rules_with):
    firm = make(FIRM, outlook=0.2, staff=1.0)
    closes_books(firm, 900.0, 1_000.0, rules_with(outlook_speed=0.25))
    assert firm.outlook == pytest.approx(0.2 + 0.25 * (-0.1 - 0.2))
