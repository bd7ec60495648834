"""Whom to visit first: classes, and what is left for the last of them."""

import pytest

from sim.agents.community import COMMUNITY
from sim.agents.household import HOUSEHOLD
from sim.agents.visits import Visited, class_of, goes_on_visiting_list, shares_out, visits_of_week

DISPUTE, HARDSHIP, ALONE, OLD, NEWCOMER = (int(kind) for kind in list(Visited)[1:])


def test_the_first_want_and_the_last_go_without(make, rules_with):
    """Ten workers with four visits a week: two homes after disputes, ten in hardship, 100 old alone, 400 old."""
    rules = rules_with(visit_every=14.0)
    community = make(COMMUNITY, must_visits=4.0)
    community.listed[:] = [2_000, 2, 10, 100, 400, 50]
    shares_out(community, 10, rules)
    made = [rate * 7 * homes for rate, homes in zip(community.visit_rate, community.listed, strict=True)]
    assert made == pytest.approx([0, 1, 5, 34, 0, 0])  # each wants half its homes a week: 1, 5, 50, 200, 25
    assert community.calls == pytest.approx(40)
    community.listed[ALONE] = 20
    shares_out(community, 10, rules)
    made = [rate * 7 * homes for rate, homes in zip(community.visit_rate, community.listed, strict=True)]
    assert made == pytest.approx([0, 1, 5, 10, 24, 0])


def test_nobody_is_visited_more_than_is_due(make, rules_with):
    community = make(COMMUNITY, must_visits=4.0)
    community.listed[OLD] = 20
    shares_out(community, 10, rules_with(visit_every=14.0))
    assert community.calls == pytest.approx(10)  # thirty visits less than there are hours for


def test_what_was_reported_puts_a_household_on_the_list_for_some_weeks(make, rules_with):
    rules = rules_with(visit_due_weeks=3)
    home = make(HOUSEHOLD)
    goes_on_visiting_list(home, False, False, rules)
    assert (home.due, home.due_weeks) == (0, 0)
    goes_on_visiting_list(home, True, False, rules)
    goes_on_visiting_list(home, False, True, rules)
    assert (home.due, home.due_weeks) == (DISPUTE, 3)
    home.due_weeks = 0
    goes_on_visiting_list(home, False, True, rules)
    assert (home.due, home.due_weeks) == (HARDSHIP, 3)


@pytest.mark.parametrize(
    ("persons", "ages", "years", "kind"),
    [
        (1, [60], 0, Visited.ALONE), (2, [30, 60], 0, Visited.OLD), (2, [30, 59], 0, Visited.NEWCOMER),
        (1, [30], 1, Visited.NOT),
    ],
)  # fmt: skip
def test_why_a_household_must_be_visited(paper_world, persons, ages, years, kind):
    world = paper_world(residents=persons)
    world.households.persons, world.residents.age, world.residents.years_here = persons, ages, years
    assert class_of(world, world.households[0]) == kind
    world.households.due, world.households.due_weeks = DISPUTE, 1
    assert class_of(world, world.households[0]) == Visited.DISPUTE


def test_the_list_is_drawn_up_anew_each_week(paper_world, block_of):
    world = paper_world({"visit_every": 7.0}, residents=1)
    world.households.persons, world.residents.age, world.residents.years_here = 1, 40, 5
    world.communities.household_n, world.communities.must_visits, world.desks.present = 1, 2.0, 3
    world.households.due, world.households.due_weeks = HARDSHIP, 1
    block = block_of(world)
    visits_of_week(world, block)
    assert world.communities.listed[0].tolist() == [0, 0, 1, 0, 0, 0]
    assert (world.communities.calls[0], world.households.due_weeks[0]) == (1.0, 0)
    visits_of_week(world, block)
    assert world.communities.listed[0].tolist() == [1, 0, 0, 0, 0, 0]
    assert world.communities.calls[0] == 0.0
    world.households.due_weeks = 1
    visits_of_week(world, block)
    world.communities.must_visits = 0.0
    visits_of_week(world, block)
    assert world.communities.calls[0] == 0.0
