"""Firms in a tournament, under audit, and beside a model."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.property_firm import FIRM, closes_books, is_ranked, learns_from_model, near_the_line, writes_down

share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("standing", "near"),
    [(0.2, 1.0), (0.8, 1.0), (0.5, 0.0), (0.45, 0.0), (0.3, 0.6), (0.9, 0.6), (0.0, 0.2), (1.0, 0.2)],
)
def test_who_is_sure_to_win_or_to_lose_need_not_try(make, standing, near):
    assert near_the_line(make(FIRM, standing=standing)) == pytest.approx(near)


@pytest.mark.parametrize(
    ("standing", "star", "after"), [(0.8, 3, 4), (1.0, 5, 5), (0.79, 3, 3), (0.2, 3, 3), (0.19, 3, 2), (0.0, 1, 1)]
)
def test_the_first_fifth_gains_a_star_and_the_last_loses_one(make, standing, star, after):
    firm = make(FIRM, star=star, rated=0.5)
    is_ranked(firm, standing)
    assert (firm.star, firm.standing) == (after, standing)
    unrated = make(FIRM, star=star)
    is_ranked(unrated, standing)
    assert unrated.star == star


def test_a_tournament_keeps_complaints_out_of_the_books(make, rules_with):
    rules = rules_with(suppression=0.3)
    assert writes_down(make(FIRM), rules) == 1.0
    assert writes_down(make(FIRM, rated=0.8), rules) == pytest.approx(0.76)


def effort_after(make, rules, **columns):
    firm = make(FIRM, **({"effort": 0.5, "star": 3.0, "standing": 0.2} | columns))
    closes_books(firm, 100.0, 100.0, rules)
    return float(firm.effort)


def test_audits_and_lines_in_reach_make_firms_try_by_hand(make, rules_with):
    rules = rules_with(effort_base=0, effort_speed=0.25, effort_audit=0.8, effort_rank=1.2)
    logit = 0.8 * 0.5 + 1.2 * 0.6 * 0.6
    assert effort_after(make, rules, audited=0.5, rated=0.6, standing=0.3) == pytest.approx(
        0.5 + 0.25 * (1 / (1 + math.exp(-logit)) - 0.5)
    )
    assert effort_after(make, rules) == effort_after(make, rules, standing=0.9)  # nobody is rated: no line matters


def test_who_is_near_a_line_tries_harder_than_who_is_first(make, rules_with):
    rules = rules_with()
    assert effort_after(make, rules, rated=1, standing=0.8) > effort_after(make, rules, rated=1, standing=1.0)
    assert effort_after(make, rules, rated=1, standing=0.5) == effort_after(make, rules, standing=0.5)


def test_learning_from_a_model_by_hand(make, rules_with):
    rules = rules_with(model_teaches=0.1)
    firm = make(FIRM, skill=0.4)
    learns_from_model(firm, 0.8, 0.1, rules)
    assert firm.skill == pytest.approx(0.4 + 0.1 * 0.5 * 0.4)
    firm = make(FIRM, skill=0.4)
    learns_from_model(firm, 0.8, 0.7, rules)  # one in five is enough for all to see one
    assert firm.skill == pytest.approx(0.44)
    better, model = make(FIRM, skill=0.9), make(FIRM, skill=0.4, model_site=1)
    for one in (better, model):
        learns_from_model(one, 0.8, 1.0, rules)
    assert (better.skill, model.skill) == (0.9, 0.4)


@given(number=st.integers(0, 1_000_000), drawn=st.tuples(share, share, share, share, share, share))
def test_all_stays_in_range(make, rules_at, number, drawn):
    rules = rules_at(number)
    standing, rated, audited, skill, best, models = drawn
    firm = make(FIRM, star=3, rated=rated, audited=audited, skill=skill, effort=skill)
    assert 0 <= writes_down(firm, rules) <= 1
    for _ in range(4):
        is_ranked(firm, standing)
        learns_from_model(firm, best, models, rules)
        closes_books(firm, 100.0, 110.0, rules)
        assert 0 <= near_the_line(firm) <= 1
        assert 1 <= firm.star <= 5
        assert skill <= firm.skill <= max(skill, best) + 1e-12
        assert 0 <= firm.effort <= 1
