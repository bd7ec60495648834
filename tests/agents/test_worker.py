"""Community workers: burnout, quitting, learning, and closing without solving."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.worker import (
    WORKER,
    closes_without_solving,
    feels,
    gives_in,
    grows,
    presses_for_rating,
    quits,
    skill_for,
    starts,
)

unit = st.floats(0, 1)
numbers = st.integers(0, 2**32 - 1)
PSEUDO = {"pseudo_ease": -3, "pseudo_pressure": 1, "pseudo_closure": 2, "pseudo_rating": 1.5, "audit_penalty": 3}


def logistic(z):
    return 1 / (1 + math.exp(-z))


def test_a_certificate_helps_with_people_only(make, rules_with):
    rules = rules_with(certified_gain=0.2)
    worker = make(WORKER, skill=[0.5, 0.9, 0.6], certified=1)
    assert [skill_for(worker, kind, rules) for kind in range(3)] == pytest.approx([0.5, 1.0, 0.6])
    worker.certified = 0
    assert skill_for(worker, 1, rules) == pytest.approx(0.9)


def test_closing_without_solving_by_hand(rules_with):
    rules = rules_with(**PSEUDO, pressing=0.8)
    # -3 + 0.5 + 2 * 0.6 * 0.75 + 1.5 * 0.4 * (2 * 0.8 * 0.5 - 1) - 3 * 0.3
    chance = closes_without_solving(0.75, 0.5, 0.6, 0.4, 0.5, 0.3, 0.0, rules)
    assert chance == pytest.approx(logistic(-3 + 0.5 + 0.9 - 0.12 - 0.9))


@given(urgency=unit, pressure=unit, closing=unit, rating=unit, audit=unit, risk=unit, more=unit, number=numbers)
def test_pressure_deadlines_and_scoring_tempt_and_audit_deters(
    rules_at, urgency, pressure, closing, rating, audit, risk, more, number
):
    rules = rules_at(number)
    usual = closes_without_solving(urgency, pressure, closing, rating, audit, risk, 0.0, rules)
    assert 0 < usual < 1
    assert closes_without_solving(max(urgency, more), pressure, closing, rating, audit, risk, 0.0, rules) >= usual
    assert closes_without_solving(urgency, max(pressure, more), closing, rating, audit, risk, 0.0, rules) >= usual
    assert closes_without_solving(urgency, pressure, max(closing, more), rating, audit, risk, 0.0, rules) >= usual
    assert closes_without_solving(urgency, pressure, closing, rating, max(audit, more), risk, 0.0, rules) <= usual
    assert closes_without_solving(urgency, pressure, closing, rating, audit, max(risk, more), 0.0, rules) <= usual
    assert closes_without_solving(urgency, pressure, closing, rating, audit, risk, more, rules) <= usual


@pytest.mark.parametrize(("pressing", "audit", "sign"), [(0.9, 0.0, 1), (0.5, 0.0, 0), (0.2, 0.0, -1), (0.9, 0.8, -1)])
def test_ratings_cut_both_ways(rules_with, pressing, audit, sign):
    """Where complainants can be talked round, ratings reward closing; where not, or where it is checked, they cost."""
    rules = rules_with(**PSEUDO, pressing=pressing)
    rated, not_rated = (closes_without_solving(0.5, 0.5, 0.5, weight, audit, 0.1, 0.0, rules) for weight in (1.0, 0.0))
    change = rated - not_rated
    assert (abs(change) < 1e-12) if sign == 0 else change * sign > 0.001


def test_pressing_for_ratings_by_hand(rules_with):
    assert presses_for_rating(0.5, 0.2, rules_with(pressing=0.75)) == pytest.approx(0.3)
    assert presses_for_rating(1.0, 1.0, rules_with()) == 0


def test_giving_in_by_hand(rules_with):
    rules = rules_with(rating_weight_start=0.1, yield_ease=-0.4, yield_rating=2, yield_load=1.5)
    chance = logistic(-0.4 + 2 * 0.5 - 1.5 * 0.2)
    assert gives_in(0.6, 0.2, rules, chance - 1e-9)
    assert not gives_in(0.6, 0.2, rules, chance + 1e-9)
    assert not gives_in(0.6, 0.3, rules, chance - 1e-3)  # others wait longer
    assert not gives_in(0.5, 0.2, rules, chance - 1e-3)  # a bad rating costs less
    assert gives_in(0.05, 0.2, rules, logistic(-0.4 - 0.3) - 1e-9)  # below the weight of 2016 nothing more counts


def test_a_months_strain_by_hand(make, untouched, rules_with):
    rules = rules_with(
        burnout_base=-1,
        burnout_demands=3,
        burnout_pay=0.8,
        outside_wage=50_000,
        burnout_certified=0.2,
        burnout_speed=0.1,
    )
    worker = make(WORKER, pay=50_000 * math.e, certified=1, burnout=0.3)
    feels(worker, untouched(), 240.0, 160.0, rules)  # demands 1.5; resources 0.8 + 0.2
    assert worker.burnout == pytest.approx(0.3 + 0.1 * (logistic(-1 + 1.5 - 1.0) - 0.3))


def test_demands_are_felt_up_to_twice_the_hours(make, untouched, rules_with):
    workers = [make(WORKER, pay=50_000, burnout=0.3) for _ in range(2)]
    for worker, hours in zip(workers, (320.0, 3_200.0), strict=True):
        feels(worker, untouched(), hours, 160.0, rules_with())
    assert workers[0].burnout == workers[1].burnout


@given(burnout=unit, hours=st.tuples(st.floats(0, 2e3), st.floats(0, 2e3)), pay=st.floats(2e4, 12e4), number=numbers)
def test_burnout_stays_between_0_and_1_and_rises_with_demands(make, untouched, rules_at, burnout, hours, pay, number):
    rules = rules_at(number)
    easy, hard = (make(WORKER, pay=pay, burnout=burnout) for _ in range(2))
    feels(easy, untouched(), min(hours), 168.0, rules)
    feels(hard, untouched(), max(hours), 168.0, rules)
    assert 0 <= easy.burnout <= hard.burnout <= 1


def test_quitting_by_hand(make, untouched, rules_with):
    rules = rules_with(
        quit_year=0.12, quit_burnout=2, quit_pay=1, outside_wage=50_000, quit_tenure=0.1, quit_secretary=0.5
    )
    worker = make(WORKER, pay=50_000, burnout=0.9, tenure=20.0)  # ten years count at most
    chance = 0.01 * math.exp(2 * 0.5 - 1.0)
    assert quits(worker, untouched(), rules, chance - 1e-9)
    assert not quits(worker, untouched(), rules, chance + 1e-9)
    worker.secretary = 1
    assert not quits(worker, untouched(), rules, 0.01 * math.exp(-0.5) + 1e-9)


def test_skill_nears_its_ceiling(make, untouched, rules_with):
    rules = rules_with(skill_growth=0.1, skill_ceiling=0.9)
    worker = make(WORKER, skill=[0.4, 0.9, 0.95], tenure=1.0)
    grows(worker, untouched(), rules)
    assert worker.skill.tolist() == pytest.approx([0.45, 0.9, 0.945])
    assert worker.tenure == pytest.approx(1 + 1 / 12)


def test_a_newcomer_starts_anew(make, untouched, rules_with):
    rules = rules_with(certified_share=0.3, skill_new=0.5, burnout_new=0.15)
    worker = make(WORKER, tenure=9.0, burnout=0.9, hours_month=70.0)
    starts(worker, untouched(), rules, 0.25, 0.0, 1.0, 0.75, 0.5, -0.7)
    assert (worker.present, worker.certified, worker.tenure, worker.hours_month) == (1, 1, 0, 0)
    assert worker.sensitivity == -0.7
    assert worker.skill.tolist() == pytest.approx([0.4, 0.6, 0.55])
    assert worker.burnout == pytest.approx(0.15)


@given(chances=st.lists(unit, min_size=3, max_size=3))
def test_whether_a_newcomer_is_certified_says_nothing_about_skill(make, untouched, rules_with, chances):
    rules = rules_with(certified_share=0.3)
    with_one, without = make(WORKER), make(WORKER)
    starts(with_one, untouched(), rules, 0.29, *chances, 0.5, 0.0)
    starts(without, untouched(), rules, 0.31, *chances, 0.5, 0.0)
    assert (with_one.certified, without.certified) == (1, 0)
    assert with_one.skill.tolist() == without.skill.tolist()
