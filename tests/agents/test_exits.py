"""The seven cases of leaving, the appraisal behind two of them, and what a rule does to those who stay."""

import numpy as np
import pytest

from sim.agents.appraisal import completes_a_year, is_reviewed, keeps_score, month_looks
from sim.agents.community import COMMUNITY
from sim.agents.exits import ExitCase, case_at_review, case_of_month, threatened
from sim.agents.upkeep import rosters_of_day, workers_of_month
from sim.agents.worker import WORKER

ABLE = {"skill": [0.8, 0.8, 0.8], "tenure": 4.0, "hired_age": 30.0}


def test_the_appraisal_sees_forms_by_the_weight_of_ledgers_and_no_strength_of_the_exhausted(make, rules_with):
    worker = make(WORKER, skill=[0.9, 0.4, 0.6], burnout=0.5)
    rules = rules_with(burnout_slows=0.4)
    assert month_looks(worker, make(COMMUNITY, ledgers=0.2), rules) == pytest.approx((0.2 * 0.9 + 0.8 * 0.5) * 0.8)
    assert month_looks(worker, make(COMMUNITY, ledgers=1.0), rules) == pytest.approx(0.9 * 0.8)


def test_a_month_moves_the_score_by_a_twelfth(make, rules_with):
    worker = make(WORKER, skill=[0.8, 0.8, 0.8], score=0.2)
    keeps_score(worker, make(COMMUNITY, ledgers=0.3), rules_with())
    assert worker.score == pytest.approx(0.25)


def test_every_twelfth_month_completes_a_year_whenever_one_began(make):
    for start in (0.0, 0.37, 7.999):
        worker = make(WORKER, tenure=start)
        reviews = []
        for month in range(240):
            worker.tenure += 1.0 / 12.0
            if completes_a_year(worker):
                reviews.append(month)
        assert len(reviews) == 20
        assert set(np.diff(reviews)) == {12}


def test_failed_years_count_only_in_succession(make, rules_with):
    rules = rules_with(appraisal_pass=0.5, appraisal_noise=0.1)
    worker = make(WORKER, score=0.45)
    failed = []
    for z in (0.0, 0.4, 0.6, -1.0):  # 0.45, 0.49, 0.51, 0.35
        is_reviewed(worker, rules, z)
        failed.append(int(worker.failed))
    assert failed == [1, 2, 0, 1]


@pytest.mark.parametrize(
    ("columns", "case"),
    [
        ({}, ExitCase.NONE),
        ({"failed": 1}, ExitCase.NONE),
        ({"failed": 2}, ExitCase.FAILED_APPRAISALS),
        ({"skill": [0.5, 0.5, 0.5], "tenure": 1.0}, ExitCase.UNABLE),
        ({"skill": [0.5, 0.5, 0.5], "tenure": 2.0}, ExitCase.NONE),
        ({"skill": [0.9, 0.5, 0.5], "tenure": 1.0}, ExitCase.NONE),
        ({"hired_age": 50.9}, ExitCase.NONE),
        ({"hired_age": 51.0}, ExitCase.RETIREMENT),
        ({"failed": 5, "hired_age": 60.0, "secretary": 1}, ExitCase.NONE),
    ],
)
def test_what_a_review_finds(make, rules_with, columns, case):
    rules = rules_with(exit_failed_years=2, exit_skill=0.55, exit_age=55)
    assert case_at_review(make(WORKER, **(ABLE | columns)), rules) == case


def test_what_befalls_somebody_is_acted_on_as_far_as_the_rule_goes(make, rules_with):
    rules = rules_with(exit_complaint=0.02, exit_absence_year=0.024, exit_discipline_year=0.012)
    worker, community = make(WORKER, burnout=0.75), make(COMMUNITY, exit_rule=0.5, caught=4.0)
    # 0.5 * 0.02 * 4 / 8 = 0.005; 0.5 * 2 * 0.75 * 0.002 = 0.0015; 0.5 * 0.001 = 0.0005
    for u, case in (
        (0.0049, ExitCase.COMPLAINT),
        (0.0051, ExitCase.LONG_ABSENCE),
        (0.0064, ExitCase.LONG_ABSENCE),
        (0.0066, ExitCase.DISCIPLINE),
        (0.0071, ExitCase.NONE),
    ):
        assert case_of_month(worker, community, 8, rules, u) == case
    assert case_of_month(worker, make(COMMUNITY, caught=4.0), 8, rules, 0.0) == ExitCase.NONE
    assert case_of_month(make(WORKER, burnout=0.75, secretary=1), community, 8, rules, 0.0) == ExitCase.NONE


def test_who_failed_fears_more_than_others_and_secretaries_need_not(make, rules_with):
    rules, community = rules_with(exit_unsettles=0.25), make(COMMUNITY, exit_rule=0.4)
    fears = [
        threatened(make(WORKER, **one), community, rules) for one in ({}, {"failed": 1}, {"failed": 1, "secretary": 1})
    ]
    assert fears == pytest.approx([0.1, 0.4, 0.0])


@pytest.fixture
def office(paper_world, block_of):
    """Return a function that makes a community of a secretary and nine workers who do not quit."""

    def made(numbers=None, **columns):
        world = paper_world({"quit_year": 0.05, "quit_burnout": 0.5} | (numbers or {}), workers=10, servers=10)
        world.communities.worker_n, world.communities.posts, world.communities.resident_n = 10, 10, 5_000
        world.communities.work_items, world.communities.ledgers = world.rules.items_2016, world.rules.ledgers_start
        world.communities.enrolment = world.rules.enrolment_start
        world.workers.present, world.workers.server, world.workers.mentor = 1, range(10), -1
        world.workers.pay, world.workers.skill, world.workers.score = 1e6, 0.85, 0.8
        world.workers.secretary[0], world.workers.tenure = 1, 2.0 - 1.0 / 12.0
        world.workers.post = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]
        for name, value in columns.items():
            world.communities[name] = value
        return world, block_of(world)

    return made


def test_who_retires_leaves_a_vacancy_that_recruiting_fills_with_somebody_who_knows_less(office):
    world, block = office({"hire_days": 60, "exit_age": 55}, exit_rule=1.0)
    world.workers.hired_age = 30.0
    world.workers.hired_age[3] = 56.0
    left, there, _ = workers_of_month(world, block, 30, True)
    assert (left, there) == (1, 10)
    assert (world.workers.present[3], world.workers.left_as[3]) == (0, ExitCase.RETIREMENT)
    assert world.communities.exits[0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0]
    assert world.tallies.quits[0] == world.communities.exits.sum()
    rosters_of_day(world, block, 89)
    assert world.desks.present[0] == 9
    rosters_of_day(world, block, 90)
    assert world.desks.present[0] == 10
    newcomer = world.workers[3]
    assert newcomer.skill.mean() < 0.85
    assert newcomer.hired_age < 55
    assert (newcomer.failed, newcomer.tenure) == (0, 0.0)


def test_without_a_rule_nobody_is_sent_away(office):
    world, block = office({"exit_complaint": 0.05}, exit_rule=0.0, caught=1e6)
    world.workers.failed, world.workers.hired_age, world.workers.score = 9, 60.0, 0.0
    assert workers_of_month(world, block, 30, True)[0] == 0
