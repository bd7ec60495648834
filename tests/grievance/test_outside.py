"""Help with what is waited for outside: the paired unit, a specialist; else a want, and the next meeting."""

import numpy as np
import pytest

from sim.agents.department import FIELDS, Field
from sim.agents.responses import Response
from sim.grievance.level import Level
from sim.grievance.outside import comes_up_at, is_given_at_meeting, is_helped
from sim.grievance.ticket import CASE, PROMISED, Reason

POLICE = int(Field.POLICE)


@pytest.fixture
def town(paper_world):
    """Return a district in which a case of the police waits for something outside."""
    world = paper_world({"unit_helps": 0.8}, departments=FIELDS)
    world.categories["field"] = POLICE
    world.serves[0] = range(FIELDS)
    return world


def case_of(make, **columns):
    return make(CASE, **({"home": -1, "level": Level.STREET, "trouble": 77} | columns))


def test_where_nobody_helps_the_want_is_written_down(town, make):
    case = case_of(make)
    assert not is_helped(town, case, 5)
    assert not is_helped(town, case, 5)
    assert town.wants[0].tolist() == [0, 0, 2] + [0] * (FIELDS - 3)


def test_a_specialist_of_the_field_is_lent_and_counted_off(town, make):
    town.departments.tokens[POLICE] = 1.5
    town.departments.tokens[0] = 9.0
    assert is_helped(town, case_of(make), 5)
    assert not is_helped(town, case_of(make), 5)
    assert town.departments.tokens[POLICE] == pytest.approx(0.5)
    assert town.departments.tokens[0] == 9.0
    assert town.wants.sum() == 1


def test_the_citys_level_borrows_no_specialist_of_a_district(town, make):
    town.departments.tokens[POLICE] = 5.0
    assert not is_helped(town, case_of(make, level=Level.CITY), 5)
    assert not is_helped(town, case_of(make, home=3), 5)
    assert town.departments.tokens[POLICE] == 5.0


def test_the_unit_comes_first_and_spares_the_specialist(town, make):
    town.unit_of[0] = 0
    town.units.people, town.units.readiness, town.units.skills, town.units.purse = 10_000, 1.0, 1.0, 3_000
    town.departments.tokens[POLICE] = 5.0
    assert is_helped(town, case_of(make), 5)
    assert (town.units.cases_helped[0], town.departments.tokens[POLICE], town.wants.sum()) == (1, 5.0, 0)


def test_the_fund_pays_for_what_was_promised_and_waits_for_money(town, make):
    town.rules.promise_cost, town.rules.waits_for_money = 3_000, 0.4
    town.communities.purse, town.compounds.fund = 1e9, 60.0
    paid = [bool(is_helped(town, case_of(make, trouble=n, promised=PROMISED), 5)) for n in range(2_000)]
    assert sum(paid) / 2_000 == pytest.approx(0.4, abs=4 * (0.24 / 2_000) ** 0.5)
    assert town.communities.purse[0] == 1e9 - 3_000 * sum(paid)
    assert town.wants.sum() == 2_000 - sum(paid)


def test_nothing_is_paid_without_promise_fund_or_money_or_from_another_district(town, make):
    town.rules.promise_cost, town.rules.waits_for_money = 3_000, 1.0
    town.communities.purse, town.compounds.fund = 5_999, 60.0
    assert not is_helped(town, case_of(make), 5)
    assert not is_helped(town, case_of(make, promised=PROMISED, home=3), 5)
    assert is_helped(town, case_of(make, promised=PROMISED), 5)
    assert not is_helped(town, case_of(make, promised=PROMISED), 5)
    town.communities.purse, town.compounds.fund = 9_000, 0.0
    assert not is_helped(town, case_of(make, promised=PROMISED), 5)
    assert town.communities.purse[0] == 9_000


def test_a_unit_gives_money_to_what_waits_for_it_and_hands_to_the_rest(town, make):
    """Of the police's matters its people can help with none; two in five wait for money."""
    town.rules.promise_cost, town.rules.waits_for_money = 3_000, 0.4
    town.unit_of[0] = 0
    town.units.people, town.units.readiness, town.units.purse = 60, 1.0, 1e9
    helped = [bool(is_helped(town, case_of(make, trouble=n), 5)) for n in range(2_000)]
    assert sum(helped) / 2_000 == pytest.approx(0.4 * 0.8, abs=4 * (0.25 / 2_000) ** 0.5)
    assert town.units.given[0] == 3_000 * sum(helped)
    assert town.units.wasted[0] == pytest.approx(0.6 * 0.8 * 2_000, rel=0.1)
    town.units.purse = 0
    assert not any(is_helped(town, case_of(make, trouble=n), 5) for n in range(200))


def comes_up(town, case, hour, day):
    return comes_up_at(town, case, hour, case.priority, day)


def waiting(make, **columns):
    return case_of(make, **({"severity": 0.25, "priority": 24 * 200.0} | columns))


@pytest.mark.parametrize(
    ("street", "community", "hour", "day", "meets_on"),
    [
        (90, 365, 9.0, 0, 90),
        (365, 90, 9.0, 0, 90),
        (30, 90, 24 * 29 + 23.0, 29, 30),
        (30, 90, 24 * 30 + 9.0, 30, 60),  # what begins to wait on the day itself is for the next meeting
        (30, 90, 24 * 30 + 9.0, 29, 60),  # and so is what is taken up today and begins to wait then
    ],
)
def test_what_waits_comes_up_at_the_next_meeting_of_either_alliance(town, make, street, community, hour, day, meets_on):
    town.streets.meeting_days, town.communities.meeting_days = street, community
    assert comes_up(town, waiting(make), hour, day) == meets_on * 24 + 10.75


def test_what_is_over_before_the_meeting_does_not_come_up_at_it(town, make):
    town.streets.meeting_days = town.communities.meeting_days = 30
    for until in (24 * 10 + 3.0, 24 * 30 + 0.5, 24 * 30 + 23.0):
        assert comes_up(town, waiting(make, priority=until), 9.0, 0) == until
    assert comes_up(town, waiting(make, priority=24 * 31.0), 9.0, 0) == 24 * 30 + 10.75
    assert comes_up(town, waiting(make, home=3), 9.0, 0) == 24 * 200  # the city's level is on nobody's list


def test_the_gravest_comes_up_first(town, make):
    town.streets.meeting_days = town.communities.meeting_days = 30
    grave, light = (comes_up(town, waiting(make, severity=severity), 9.0, 0) for severity in (0.9, 0.1))
    assert 24 * 30 + 10 <= grave < light <= 24 * 30 + 11


def test_a_meeting_gives_what_the_street_has_and_then_what_the_community_has(town, make):
    town.streets.meeting_days, town.communities.meeting_days = 30, 90
    town.streets.alliance = town.communities.alliance = 0.5
    town.streets.gifts, town.communities.gifts = 1.5, 1.0
    case = waiting(make, due=24 * 30 + 10.5)
    assert is_given_at_meeting(town, case)
    assert not is_given_at_meeting(town, case)  # the community does not meet today
    case.due = 24 * 90 + 10.5
    assert is_given_at_meeting(town, case)
    assert (town.streets.gifts[0], town.communities.gifts[0]) == (0.5, 0.0)
    assert not is_given_at_meeting(town, case)


def ends_of_waiting(quiet, alliance, meeting_days, days=45, gifts=1000.0):
    """Let one a day wait twenty days for something outside; return the days on which their waiting ended."""
    quiet.categories.outside_share, quiet.categories.outside_days, quiet.categories.outside_sd = 1.0, 20.0, 0.0
    quiet.world.unit_of[:] = -1
    quiet.world.streets.unit_n = 2
    quiet.world.streets.alliance = alliance
    quiet.world.streets.meeting_days = meeting_days
    quiet.rules.alliance_gifts = gifts
    for day in range(14):
        quiet.spoken(Response.HOTLINE, trouble=day, hour=24 * day + 9.0)
    quiet.days(days)
    events = np.concatenate([np.asarray(part) for part in quiet.logs.handovers])
    return (events["hour"][events["reason"] == Reason.FROM_OUTSIDE] // 24).astype(int).tolist()


def test_waits_end_in_batches_when_an_alliance_meets(quiet):
    ends = sorted(ends_of_waiting(quiet, alliance=1.0, meeting_days=10))
    assert len(ends) == 14
    assert set(ends) == {10, 20}


def test_without_an_alliance_meetings_change_nothing(quiet):
    ends = ends_of_waiting(quiet, alliance=0.0, meeting_days=10)
    assert len(ends) == 14
    assert max(map(ends.count, set(ends))) <= 3  # what was said on a weekend is taken up on Monday
    assert min(ends) == 20


def test_a_meeting_gives_no_more_than_it_has_and_the_rest_waits_on(quiet):
    """Two units with forty cases a year each have two for a meeting every ten days."""
    ends = ends_of_waiting(quiet, alliance=1.0, meeting_days=10, gifts=40.0)
    assert (ends.count(10), ends.count(20)) == (2, 2)
    assert len(ends) == 14
