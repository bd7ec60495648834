"""Workers under policy: exams, learning, pay, ladder and tenure."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.academy import attends
from sim.agents.appraisal import keeps_score
from sim.agents.community import COMMUNITY
from sim.agents.ladder import Post
from sim.agents.worker import WORKER, feels, grows, is_tenured, passes_exam, quits, starts

share = st.floats(0, 1)
PAY = {"pay_level": 1.0}


def test_an_exam_is_taken_where_more_are_wanted_than_there_are(make, rules_with):
    rules = rules_with(exam_year=0.36)
    community = make(COMMUNITY, certified_goal=0.3)
    assert passes_exam(make(WORKER), community, 0.29, rules, 0.029)
    assert not passes_exam(make(WORKER), community, 0.29, rules, 0.031)
    assert not passes_exam(make(WORKER), community, 0.3, rules, 0.0)
    assert not passes_exam(make(WORKER, certified=1), community, 0.0, rules, 0.0)
    assert not passes_exam(make(WORKER), make(COMMUNITY), 0.0, rules, 0.0)


def test_a_secretary_comes_into_a_tenured_post_by_work_that_passes_and_loses_it_with_the_post(make, rules_with):
    rules, post = rules_with(appraisal_pass=0.5), make(COMMUNITY, tenured=1.0)
    held = []
    for community, score, secretary in ((post, 0.6, 0), (post, 0.4, 1), (post, 0.5, 1), (make(COMMUNITY), 0.6, 1)):
        worker = make(WORKER, score=score, secretary=secretary)
        is_tenured(worker, community, rules)
        held.append(int(worker.has_tenure))
    assert held == [0, 0, 1, 0]
    tired = make(WORKER, score=0.3, secretary=1, has_tenure=1)
    is_tenured(tired, post, rules)
    assert tired.has_tenure == 1  # it is for good
    is_tenured(tired, make(COMMUNITY), rules)
    assert tired.has_tenure == 0


def grown(make, rules, **columns):
    worker = make(WORKER, skill=[0.4, 0.6, 0.8], tenure=1.0)
    grows(worker, make(COMMUNITY, **columns), rules)
    return worker


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ({}, 0.0),
        ({"practice": 0.5}, 0.0075),
        ({"led": 1.0}, 0.01),
        ({"practice": 0.5, "led": 1.0}, 0.0175),
    ],
)
def test_what_adds_to_a_month_of_learning(make, rules_with, columns, more):
    rules = rules_with(
        skill_growth=0.03, skill_ceiling=0.9, practice_teaches=0.015, tenured_teaches=0.01,
    )  # fmt: skip
    worker = grown(make, rules, **columns)
    assert worker.skill.tolist() == pytest.approx([s + (0.03 + more) * (0.9 - s) for s in (0.4, 0.6, 0.8)])
    assert worker.tenure == pytest.approx(1 + 1 / 12)


def left(make, rules, worker, **columns):
    """Return the chance to quit this month, by bisection of the draw."""
    low, high = 0.0, 1.0
    community = make(COMMUNITY, **(PAY | columns))
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if quits(worker, community, rules, middle) else (low, middle)
    return low


def test_pay_ladder_and_tenure_hold_by_hand(make, rules_with):
    rules = rules_with(
        quit_year=0.12, quit_burnout=2, quit_pay=1.0, outside_wage=50_000, quit_tenure=0.0, quit_rise=0.5,
        quit_secretary=0.8, quit_tenured=1.0, grade_step=0.05, grade_years=2, grade_horizon=4, grade_post_step=2,
    )  # fmt: skip
    worker = make(WORKER, pay=50_000, burnout=0.4, post=Post.STAFF, score=9.0)
    assert left(make, rules, worker) == pytest.approx(0.01)
    assert left(make, rules, worker, pay_level=1.25) == pytest.approx(0.01 / 1.25)
    assert left(make, rules, worker, ladder=1.0) == pytest.approx(0.01)  # nobody has been graded yet
    worker.grade = 3  # two steps are paid, and two are in sight
    assert left(make, rules, worker) == pytest.approx(0.01)
    assert left(make, rules, worker, ladder=1.0) == pytest.approx(0.01 / 1.1 / math.sqrt(1.2 / 1.1))
    worker.grade = 12
    assert left(make, rules, worker, ladder=1.0) == pytest.approx(0.01 / 1.55)  # at the top
    worker.secretary = 1
    assert left(make, rules, worker) == pytest.approx(0.01 * math.exp(-0.8))
    worker.has_tenure = 1
    assert left(make, rules, worker) == pytest.approx(0.01 * math.exp(-1.8))


def strained(make, rules, failed=0, **columns):
    worker = make(WORKER, pay=50_000, burnout=0.4, post=Post.STAFF, grade=3, score=9.0, failed=failed)
    feels(worker, make(COMMUNITY, **(PAY | columns)), 180.0, 168.0, rules)
    return float(worker.burnout)


def test_pay_and_prospects_ease_and_fear_strains(make, rules_with):
    rules = rules_with()
    usual = strained(make, rules)
    assert strained(make, rules, pay_level=1.794) < usual
    assert strained(make, rules, ladder=0.8) < usual
    assert strained(make, rules, exit_rule=0.2) > usual
    assert strained(make, rules, exit_rule=0.2, failed=1) > strained(make, rules, exit_rule=0.2)
    assert strained(make, rules, exit_rule=0.2, ladder=1.0) < strained(make, rules, exit_rule=0.2)


def test_strain_by_hand(make, rules_with):
    rules = rules_with(
        burnout_base=-0.5, burnout_demands=2, burnout_pay=1.0, outside_wage=50_000, burnout_rise=0.4, exit_strain=0.8,
        exit_unsettles=0.5, burnout_speed=0.2, grade_step=0.05, grade_years=2, grade_horizon=4, grade_post_step=2,
    )  # fmt: skip
    logit = -0.5 + 2 * (180 / 168 - 1) - (math.log(1.25 * 1.1) + 0.4 * math.log(1.2 / 1.1) - 0.8 * 0.25 * 0.5)
    expected = 0.4 + 0.2 * (1 / (1 + math.exp(-logit)) - 0.4)
    assert strained(make, rules, pay_level=1.25, ladder=1.0, exit_rule=0.25) == pytest.approx(expected)


@pytest.mark.parametrize(("pay_level", "able"), [(1.0, 0.4), (1.794, 0.4 * (1 + 0.25 * math.log(1.794))), (1e6, 0.8)])
def test_better_pay_brings_better_applicants(make, rules_with, pay_level, able):
    rules = rules_with(skill_new=0.4, pay_attracts=0.25 if pay_level < 10 else 1.0, certified_share=0.1)
    worker = make(WORKER, burnout=0.9, tenure=4.0, vacant_since=7)
    starts(worker, make(COMMUNITY, pay_level=pay_level), rules, 0.5, 0.0, 0.5, 1.0, 0.5, 0.3)
    assert worker.skill.tolist() == pytest.approx([able * 0.8, able, able * 1.2])
    assert (worker.present, worker.certified, worker.tenure, worker.sensitivity) == (1, 0, 0.0, 0.3)


@given(
    number=st.integers(0, 1_000_000),
    drawn=st.tuples(share, share, share, share, share, share, share),
    pay_level=st.floats(1.0, 2.5),
)
def test_all_stays_in_range(make, rules_at, number, drawn, pay_level):
    rules = rules_at(number)
    exit_rule, ladder, led, practice, tenured, seats, u = drawn
    community = make(
        COMMUNITY, exit_rule=exit_rule, ladder=ladder, led=led, practice=practice, tenured=tenured, ledgers=practice,
        seats=40 * seats, online=led, pay_level=pay_level,
    )  # fmt: skip
    worker = make(WORKER, pay=41_000, skill=[u, seats, ladder], post=Post.STAFF, grade=round(18 * led), score=u)
    for _ in range(3):
        feels(worker, community, 400 * u, 168.0, rules)
        grows(worker, community, rules)
        attends(worker, community, 30, rules, u, seats)
        keeps_score(worker, community, rules)
        assert 0 <= worker.score <= 1
        assert 0 <= worker.burnout <= 1
        assert (worker.skill >= 0).all()
        assert (worker.skill <= 1).all()
    starts(worker, community, rules, u, ladder, led, practice, u, 0.0)
    assert (worker.skill >= 0).all()
    assert (worker.skill <= 1).all()
