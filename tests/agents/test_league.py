"""The league of streets: scores, places, and what a place makes of a street."""

import math

import numpy as np
import pytest

from sim.agents.league import (
    at_stake,
    counts_closing,
    counts_rating,
    league_of_month,
    pressure_of_place,
    score_of_month,
)
from sim.agents.street import STREET, hours_for_cases
from sim.grievance.block import new_block

RATES = {"league_in_time": 0.2, "league_solved": 0.4, "league_content": 0.4}


def test_a_score_by_hand(make, rules_with):
    rules, street = rules_with(**RATES), make(STREET)
    for in_time, solved in ((1, 1), (0, 1), (1, 0), (0, 0)):
        counts_closing(street, in_time, solved)
    assert score_of_month(street, rules) == pytest.approx((0.2 * 0.5 + 0.4 * 0.5) / 0.6)  # nobody has rated
    for rating in (5, 4, 3, 1):
        counts_rating(street, rating)
    assert score_of_month(street, rules) == pytest.approx(0.5)
    counts_rating(street, 5)
    assert score_of_month(street, rules) == pytest.approx(0.2 * 0.5 + 0.4 * 0.5 + 0.4 * 0.6)


def test_pressure_is_half_at_the_line_and_steepest_there(make, rules_with):
    rules, street = rules_with(league_line=0.7, league_slope=0.1), make(STREET, ranked=0.8)
    at = {place: pressure_of_place(street, place, rules) for place in (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0)}
    assert at[0.7] == pytest.approx(0.4)
    assert at[1.0] == pytest.approx(0.8 / (1 + math.exp(-3)))
    assert at[0.0] < 0.001
    assert at[0.75] - at[0.65] > max(at[0.6] - at[0.5], at[0.9] - at[0.8])
    assert pressure_of_place(make(STREET), 1.0, rules) == 0.0


def test_what_counts_counts_more_behind_and_as_ever_without_a_league(make):
    assert at_stake(0.3, make(STREET)) == 0.3
    assert at_stake(0.3, make(STREET, behind=0.5)) == pytest.approx(0.65)
    assert at_stake(0.3, make(STREET, behind=1.0)) == 1.0


def test_who_stands_behind_puts_other_duties_off(make, rules_with):
    rules = rules_with(office_share=0.6, league_effort=0.25)
    assert hours_for_cases(make(STREET, staff=20), rules) == 0.6
    assert hours_for_cases(make(STREET, staff=20, behind=0.5), rules) == pytest.approx(0.6 + 0.4 * 0.125)


@pytest.fixture
def district(paper_world):
    """Return a function (closed, solved) that makes a district of streets, a street of another, and the block."""

    def made(closed, solved):
        n = len(closed)
        world = paper_world({"league_line": 0.7, "league_slope": 0.1}, streets=n + 1, districts=2)
        world.streets.district = [0] * n + [1]
        world.streets.ranked = 1.0
        world.streets.month_closed, world.streets.month_solved = [*closed, 50], [*solved, 50]
        rows = np.zeros(0, dtype=np.int32)
        return world, new_block(0, rows, rows, rows, rows, days=1, categories=1, logging=False)

    return made


def test_places_by_hand(district):
    world, block = district([10, 10, 20, 0, 10], [9, 5, 10, 0, 2])
    league_of_month(world, block)
    assert world.streets.place.tolist() == [1, 2.5, 2.5, 0, 4, 0]  # equals share; no closing, no place
    behind = world.streets.behind
    assert behind[[1, 4]].tolist() == pytest.approx([1 / (1 + math.exp(2)), 1 / (1 + math.exp(-3))])
    assert behind[3] == behind[5] == 0.0
    assert world.streets.month_closed.tolist() == [0, 0, 0, 0, 0, 50]  # the other district's month is its own


def test_somebody_is_last_however_well_all_do(district):
    world, block = district([100] * 4, [99, 98, 97, 96])
    league_of_month(world, block)
    assert world.streets.behind[3] > 0.9


def test_a_street_alone_has_no_place(district):
    world, block = district([10], [1])
    league_of_month(world, block)
    assert (world.streets.place[0], world.streets.behind[0]) == (0, 0)
