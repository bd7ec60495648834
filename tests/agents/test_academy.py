"""Seats of the academy: who goes, what is learnt, and who is away meanwhile."""

import pytest

from sim.agents.academy import attends, gets_a_seat, is_on_course
from sim.agents.community import COMMUNITY
from sim.agents.upkeep import rosters_of_day
from sim.agents.worker import WORKER

NUMBERS = {"course_days": 5, "seat_teaches": 0.02, "skill_ceiling": 0.9, "online_loses": 0.4}


def test_seats_go_round_so_that_the_days_of_a_year_come_out(make, rules_with):
    community, rules = make(COMMUNITY, seats=6.0), rules_with(course_days=5)
    assert gets_a_seat(community, rules, 0.099)  # 6 days a year are 1.2 courses, a tenth each month
    assert not gets_a_seat(community, rules, 0.101)
    assert not gets_a_seat(make(COMMUNITY), rules, 0.0)


def test_a_course_closes_a_part_of_what_is_left_and_online_less(make, rules_with):
    rules, part = rules_with(**NUMBERS), 1 - 0.98**5
    away, online = make(WORKER, skill=[0.4, 0.9, 0.95]), make(WORKER, skill=[0.4, 0.9, 0.95])
    attends(away, make(COMMUNITY, online=0.5), 30, rules, 0.5, 0.25)
    attends(online, make(COMMUNITY, online=0.5), 30, rules, 0.49, 0.25)
    assert away.skill.tolist() == pytest.approx([0.4 + part * 0.5, 0.9, 0.95])
    assert online.skill.tolist() == pytest.approx([0.4 + part * 0.6 * 0.5, 0.9, 0.95])
    assert (away.course_left, away.course_from, online.course_left) == (5, 38, 0)


def test_the_days_away_are_working_days(make):
    worker = make(WORKER, course_left=2, course_from=10)
    days = [(9, True), (10, True), (11, False), (12, True), (13, True)]
    assert [is_on_course(worker, *one) for one in days] == [False, True, False, True, False]
    assert (worker.course_left, worker.days_away) == (0, 2)


def test_on_course_days_the_post_is_not_manned_but_not_vacant(paper_world, block_of):
    world = paper_world(workers=3, servers=3)
    world.communities.worker_n, world.communities.posts, world.communities.resident_n = 3, 3, 1_000
    world.workers.present, world.workers.server = 1, range(3)
    world.workers.course_left[1], world.workers.course_from[1] = 2, 5
    manned = []
    for day in range(4, 9):
        rosters_of_day(world, block_of(world), day)
        manned.append((int(world.desks.present[0]), int(world.servers.present[1]), int(world.workers.present[1])))
    assert manned == [(3, 1, 1), (2, 0, 1), (2, 0, 1), (3, 1, 1), (3, 1, 1)]
