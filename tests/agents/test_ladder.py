"""Four kinds of post, eighteen grades: who rises, what it pays, and what is still in sight."""

import math

import pytest

from sim.agents.community import COMMUNITY
from sim.agents.ladder import (
    Post,
    highest_grade,
    is_graded,
    is_promoted,
    lowest_grade,
    paid_for_grade,
    pay_now,
    rise_in_sight,
)
from sim.agents.upkeep import workers_of_month
from sim.agents.worker import WORKER

NUMBERS = {"grade_step": 0.05, "grade_years": 2, "grade_post_step": 2, "grade_horizon": 4, "appraisal_pass": 0.5}


@pytest.fixture
def rules(rules_with):
    return rules_with(**NUMBERS, appraisal_excellent=0.8, appraisal_noise=0.05, pay_insurance=0.25)


@pytest.fixture
def community(make):
    return make(COMMUNITY, ladder=1.0, pay_level=1.0)


def test_posts_overlap_on_the_ladder_and_the_secretary_reaches_its_top(make, rules):
    spans = [(lowest_grade(one, rules), highest_grade(one, rules)) for one in (make(WORKER, post=p) for p in Post)]
    assert spans == [(7, 18), (5, 16), (3, 14), (1, 12)]


@pytest.mark.parametrize(("tenure", "grade", "since"), [(0.5, 1, 0.0), (5.0, 3, 4.0), (90.0, 12, 90.0)])
def test_when_a_ladder_comes_one_is_graded_by_years_in_the_post(make, rules, community, tenure, grade, since):
    worker = make(WORKER, post=Post.STAFF, tenure=tenure)
    is_graded(worker, make(COMMUNITY), rules)
    assert worker.grade == 0
    is_graded(worker, community, rules)
    assert (worker.grade, worker.grade_since) == (grade, since)


@pytest.mark.parametrize(
    ("verdict", "served", "rises"),
    [(0.49, 9.0, False), (0.6, 1.5, False), (0.6, 2.0, True), (0.8, 1.0, True), (0.8, 0.5, False)],
)
def test_a_grade_takes_a_passed_year_and_time_and_the_excellent_a_year_less(
    make, rules, community, verdict, served, rises
):
    worker = make(WORKER, post=Post.STAFF, grade=3, tenure=6.0, grade_since=6.0 - served)
    is_promoted(worker, community, verdict, rules)
    assert worker.grade == 3 + rises
    assert worker.grade_since == (6.0 if rises else 6.0 - served)


def test_nobody_rises_above_the_post(make, rules, community):
    worker = make(WORKER, post=Post.STAFF, grade=12, tenure=30.0)
    is_promoted(worker, community, 0.9, rules)
    assert worker.grade == 12


def test_pay_by_grade_by_hand(make, rules, community):
    worker = make(WORKER, post=Post.MEMBER, grade=7, pay=40_000.0)
    assert pay_now(worker, community, rules) == pytest.approx(40_000 * 1.2)  # four steps above the third
    assert pay_now(worker, make(COMMUNITY, ladder=0.5, pay_level=1.5), rules) == pytest.approx(60_000 * 1.1)
    assert paid_for_grade(worker, community, rules) == pytest.approx(8_000 * 1.25 / 12)
    assert pay_now(worker, make(COMMUNITY, pay_level=1.0), rules) == 40_000.0
    assert pay_now(make(WORKER, post=Post.MEMBER, pay=40_000.0), community, rules) == 40_000.0


def test_what_is_in_sight_are_the_grades_of_the_years_ahead_as_far_as_one_passes(make, rules, community):
    def seen(**columns):
        return rise_in_sight(make(WORKER, post=Post.STAFF, **columns), community, rules)

    assert seen(grade=1, score=9.0) == pytest.approx(math.log(1.1))  # two grades in four years
    assert seen(grade=1, score=0.5) == pytest.approx(math.log(1.05))  # even odds of passing
    assert seen(grade=11, score=9.0) == pytest.approx(math.log(1.55 / 1.5))  # one grade is left
    assert seen(grade=12, score=9.0) == 0.0
    assert seen(grade=0, score=9.0) == 0.0
    assert rise_in_sight(make(WORKER, post=Post.STAFF, grade=3, score=9.0), make(COMMUNITY), rules) == 0.0


def test_the_wage_bill_of_a_month_follows_the_grades_of_those_in_post(paper_world, block_of):
    world = paper_world(NUMBERS | {"pay_insurance": 0.25, "quit_year": 0.05}, workers=3, servers=3)
    world.communities.worker_n, world.communities.posts, world.communities.resident_n = 3, 3, 1_000
    world.communities.work_items, world.communities.ladder = world.rules.items_2016, 1.0
    workers = world.workers
    workers.present, workers.secretary[0], workers.pay, workers.mentor = [1, 1, 0], 1, 1e6, -1
    workers.post, workers.grade = [0, 3, 3], [8, 5, 5]
    _, there, paid = workers_of_month(world, block_of(world), 30, True)
    assert there == 2
    assert paid == pytest.approx(1e6 * (0.05 + 0.20) * 1.25 / 12)
