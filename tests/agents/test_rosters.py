"""What helpers, teams and policies make of the day of a community's workers."""

import pytest

from sim.agents.community import case_share
from sim.agents.upkeep import rosters_of_day


@pytest.fixture
def office(paper_world, block_of):
    """Return a function that makes a desk of ten workers."""

    def made(numbers=None, **columns):
        world = paper_world(numbers, workers=10, servers=10)
        world.communities.worker_n, world.communities.posts, world.communities.resident_n = 10, 10, 5_000
        world.communities.work_items, world.communities.ledgers = world.rules.items_2016, world.rules.ledgers_start
        world.communities.enrolment = world.rules.enrolment_start
        world.workers.present, world.workers.server = 1, range(10)
        for name, value in columns.items():
            world.communities[name] = value
        block = block_of(world)
        rosters_of_day(world, block, 5)
        return world

    return made


def test_without_policy_it_is_what_administration_and_duties_leave(office):
    world = office()
    assert world.desks.present[0] == 10
    assert world.desks.share[0] == case_share(world.communities[0], 10, world.rules[0])


def test_helpers_and_hours_asked_for(office):
    usual = float(office().desks.share[0])
    assert office(helpers=3.0).desks.share[0] > usual
    assert office(policy_hours=8.0).desks.share[0] == pytest.approx(usual - 0.1)
    assert office(helpers=10_000.0).desks.share[0] <= 1.0


def test_it_is_known_what_part_of_the_hours_for_cases_is_the_workers_own(office):
    assert office().communities.own_part[0] == 1.0
    world, usual = office(helpers=3.0), office().desks.share[0]
    assert world.communities.own_part[0] == pytest.approx(usual / world.desks.share[0])
    assert world.communities.own_part[0] < 1.0


def test_posts_that_are_struck_off_are_empty_the_next_morning_and_new_ones_wait_for_recruits(office, block_of):
    world = office({"hire_days": 30})
    world.communities.posts = 8
    rosters_of_day(world, block_of(world), 10)
    assert world.desks.present[0] == 8
    world.communities.posts = 10
    for day, present in ((11, 8), (39, 8), (40, 10)):
        rosters_of_day(world, block_of(world), day)
        assert world.desks.present[0] == present


def test_a_helper_gives_the_share_of_the_hours_that_the_registry_says(office):
    numbers = {"helpers_agree": 0.0, "helper_share": 0.5}
    usual = float(office(numbers).desks.share[0])
    assert office(numbers, helpers=2.0).desks.share[0] == pytest.approx(usual + 2 * 0.5 / 10)
