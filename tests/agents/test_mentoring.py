"""Studios of star secretaries: one and ten, until the round ends or one of the two leaves."""

import numpy as np
import pytest

from sim.agents.community import COMMUNITY, duty_share
from sim.agents.mentoring import learns_from, studios_of_month
from sim.agents.worker import WORKER

N = 25


@pytest.fixture
def district(paper_world, block_of):
    """Return a function that makes a district of communities with a secretary each, the later the abler."""

    def made(numbers=None, **columns):
        world = paper_world(numbers, communities=N, workers=N)
        world.communities.worker_lo, world.communities.worker_n = np.arange(N), 1
        workers = world.workers
        workers.community, workers.present, workers.secretary, workers.mentor = np.arange(N), 1, 1, -1
        workers.skill = np.linspace(0.4, 0.88, N)[:, None]
        for name, value in columns.items():
            world.communities[name] = value
        return world, block_of(world)

    return made


def test_a_mentee_nears_the_mentor_and_unlearns_nothing(make, rules_with):
    mentee, mentor = make(WORKER, skill=[0.4, 0.6, 0.9]), make(WORKER, skill=[0.8, 0.7, 0.7])
    learns_from(mentee, mentor, rules_with(mentor_teaches=0.1))
    assert mentee.skill.tolist() == pytest.approx([0.44, 0.61, 0.9])


def test_a_studio_for_every_ten_led_by_the_ablest_and_none_has_more_than_ten(district):
    world, block = district(mentored=1.0)
    studios_of_month(world, block, 30)
    assert np.flatnonzero(world.workers.star).tolist() == [22, 23, 24]
    tied = world.workers.mentor[world.workers.mentor >= 0]
    assert len(tied) == N - 3
    assert set(tied) <= {22, 23, 24}
    assert world.workers.mentees.max() == np.bincount(tied).max() == 10


def test_nobody_is_drawn_where_there_is_no_studio(district):
    world, block = district()
    before = world.workers.copy(), world.communities.copy()
    studios_of_month(world, block, 30)
    assert np.array_equal(world.workers, before[0])
    assert np.array_equal(world.communities, before[1])


def test_both_give_hours_of_their_communities(district):
    world, block = district({"mentor_hours": 4.2}, mentored=1.0)
    studios_of_month(world, block, 30)
    star = int(np.argmax(world.workers.mentees))
    assert world.communities.mentoring[star] == pytest.approx(10 * 4.2 / 21)
    assert world.communities.mentoring[0] == pytest.approx(4.2 / 21)
    assert world.communities.mentoring.sum() == pytest.approx(2 * (N - 3) * 4.2 / 21)


def test_the_hours_are_missing_at_home(make, rules_with):
    rules = rules_with(working_hours=8)
    idle, busy = (make(COMMUNITY, resident_n=1_000, mentoring=hours) for hours in (0.0, 2.0))
    assert duty_share(busy, 10, rules) - duty_share(idle, 10, rules) == pytest.approx(2.0 / 80)


def test_a_tie_lasts_till_the_star_leaves_and_then_another_is_found(district):
    world, block = district(mentored=1.0)
    studios_of_month(world, block, 30)
    before = world.workers.mentor.copy()
    studios_of_month(world, block, 60)
    assert world.workers.mentor.tolist() == before.tolist()
    world.workers.present[24] = 0
    studios_of_month(world, block, 90)
    assert np.flatnonzero(world.workers.star).tolist() == [21, 22, 23]
    assert 24 not in world.workers.mentor
    assert (world.workers.mentor >= 0).sum() == N - 4
    kept = (before >= 0) & (before != 24) & (np.arange(N) != 21)
    assert world.workers.mentor[kept].tolist() == before[kept].tolist()


def test_a_round_draws_others_and_an_ended_policy_leaves_no_tie(district):
    world, block = district({"mentor_round_days": 100}, mentored=0.4)
    drawn = []
    for day in (30, 130):
        studios_of_month(world, block, day)
        drawn.append(set(np.flatnonzero(world.workers.mentor >= 0)))
    assert drawn[0]
    assert drawn[0] != drawn[1]
    world.communities.mentored = 0.0
    studios_of_month(world, block, 160)
    assert (world.workers.mentor == -1).all()
    assert not world.workers.star.any()
    assert not world.communities.mentoring.any()


def test_who_is_drawn_does_not_hang_on_the_area_that_is_run(district):
    whole, block = district(mentored=0.5)
    studios_of_month(whole, block, 30)
    tied = (whole.workers.mentor >= 0) | (whole.workers.star > 0)
    part, block = district(mentored=0.5)
    half = block._replace(communities=block.communities[:12])
    studios_of_month(part, half, 30)
    tied_in_part = (part.workers.mentor[:12] >= 0) | (part.workers.star[:12] > 0)
    assert (tied[:12] & ~tied_in_part).sum() == 0
