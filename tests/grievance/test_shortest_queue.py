"""Pooled offices of a street: the case goes where the fewest wait for each of the staff."""

import numpy as np
import pytest

from sim.grievance.level import Level
from sim.grievance.routing import desk_of, shortest_queue
from sim.grievance.ticket import CASE


@pytest.fixture
def street(paper_world):
    """Return a world of one street with four desks of three persons, of whom half the hours go to cases."""
    world = paper_world(desks=6)
    world.streets.desk = [2, 3, 4, 5]
    world.desks.present, world.desks.share = 3, 0.5
    return world


@pytest.mark.parametrize(
    ("length", "present", "share", "desk"),
    [
        ([3, 2, 4, 5], [3, 3, 3, 3], [0.5] * 4, 3),
        ([0, 0, 0, 0], [3, 3, 3, 3], [0.5] * 4, 2),
        ([9, 9, 9, 12], [1, 1, 1, 3], [0.5] * 4, 5),  # more wait, and there are more hands
        ([5, 5, 5, 5], [3, 3, 3, 3], [0.5, 0.5, 0.6, 0.5], 4),
        ([5, 5, 0, 5], [3, 3, 0, 3], [0.5] * 4, 2),  # an empty desk with nobody at it is no shortest queue
    ],
)
def test_the_shortest_queue_by_hand(street, length, present, share, desk):
    street.desks.length[2:], street.desks.present[2:], street.desks.share[2:] = length, present, share
    assert shortest_queue(street, street.streets[0]) == desk


def test_a_share_of_cases_is_pooled_and_the_rest_goes_to_its_own_office(street, make):
    street.desks.length[2:] = [9, 9, 9, 0]
    cases = [make(CASE, trouble=n) for n in range(1_000)]
    own = street.streets.desk[0][0]  # housing is management's
    assert {desk_of(street, case, Level.STREET) for case in cases} == {own}
    street.streets.pooled = 0.4
    pooled = np.array([desk_of(street, case, Level.STREET) == 5 for case in cases])
    assert pooled.mean() == pytest.approx(0.4, abs=4 * (0.24 / 1_000) ** 0.5)
    street.streets.pooled = 1.0
    assert {desk_of(street, case, Level.STREET) for case in cases} == {5}


@pytest.mark.parametrize(("pooled", "wrong"), [(0.0, 40), (1.0, 0)])
def test_pooled_offices_have_no_wrong_desk_among_them(quiet, pooled, wrong):
    quiet.channels.misroute = 1.0
    quiet.world.streets.pooled = pooled
    rows = [quiet.spoken(trouble=n + 1) for n in range(40)]
    quiet.categories.work_hours = 500.0  # they are still there in the evening
    quiet.days(1)
    assert sum(quiet.case(row).bounces > 0 for row in rows) == wrong
