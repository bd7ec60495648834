"""Alliances meet every so often, and give what their units have saved up since."""

import pytest

from sim.agents.alliance import days_between, gives, next_session, saves_up
from sim.agents.community import COMMUNITY
from sim.agents.street import STREET

either = pytest.mark.parametrize("record", [STREET, COMMUNITY], ids=["street", "community"])


@either
@pytest.mark.parametrize(
    ("days", "day", "session"), [(30, 0, 30), (30, 29, 30), (30, 30, 60), (90, 45, 90), (365, 45, 365), (45.7, 44, 45)]
)
def test_meetings_come_round(make, record, days, day, session):
    assert next_session(make(record, meeting_days=days), day) == session


def test_none_meets_more_often_than_daily(make):
    assert days_between(make(STREET, meeting_days=0.0)) == 1


@either
def test_a_meeting_has_what_its_units_give_a_year_by_its_part_of_the_year(make, rules_with, record):
    rules = rules_with(alliance_gifts=24)
    alliance = make(record, alliance=0.5, unit_n=10, meeting_days=73)  # 120 a year, 24 a meeting
    for _ in range(73):
        saves_up(alliance, rules)
    assert alliance.gifts == pytest.approx(24.0)


def test_what_a_meeting_has_not_used_is_kept_for_one_more(make, rules_with):
    rules = rules_with(alliance_gifts=24)
    alliance = make(STREET, alliance=0.5, unit_n=10, meeting_days=73)
    for _ in range(300):
        saves_up(alliance, rules)
    assert alliance.gifts == pytest.approx(48.0)


def test_a_small_alliance_that_meets_often_saves_for_a_whole_case(make, rules_with):
    rules = rules_with(alliance_gifts=24)
    alliance = make(COMMUNITY, alliance=0.5, unit_n=1, meeting_days=7)  # a quarter of a case a meeting
    for _ in range(30):
        saves_up(alliance, rules)
    assert not gives(alliance, 7)
    for _ in range(30):
        saves_up(alliance, rules)
    assert gives(alliance, 14)
    assert not gives(alliance, 14)


def test_it_gives_on_the_day_of_a_meeting_alone(make):
    alliance = make(STREET, alliance=0.5, gifts=2.5, meeting_days=30)
    assert [bool(gives(alliance, day)) for day in (29, 30, 31, 60, 90)] == [False, True, False, True, False]
    assert alliance.gifts == 0.5


def test_where_there_is_none_any_more_nothing_is_given_and_nothing_kept(make, rules_with):
    alliance = make(STREET, alliance=0.0, unit_n=10, gifts=9.0, meeting_days=30)
    assert not gives(alliance, 30)
    saves_up(alliance, rules_with())
    assert alliance.gifts == 0.0
