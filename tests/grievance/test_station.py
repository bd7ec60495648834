"""Firms' own questions are answered at the station of a business district, and what firms lend ends waits."""

import pytest

from sim.grievance.category import Relief
from sim.grievance.needs import needs_of_day
from sim.grievance.outside import is_given_at_meeting


@pytest.fixture
def asking(quiet):
    """A community in whose business district every question is a firm's own, and every firm knows the station."""
    place = quiet.world.communities[0]
    place.business_firms, place.menu, place.menu_known, place.station_hours = 1e6, 1e9, 1.0, 1e6
    quiet.categories.rate_per_1000[3] = 1_000.0
    quiet.categories.enquiry[3], quiet.categories.relief[3] = 1, Relief.BUSINESS
    return quiet


def _asked(world, block):
    needs_of_day(world, block, 7, 67, 0)
    return int((block.cases.state != 0).sum())


def test_what_is_answered_there_reaches_no_window_and_takes_the_stations_hours(asking):
    place, hours = asking.world.communities[0], asking.rules.business_matter_hours[0]
    assert _asked(asking.world, asking.block) == 0
    assert place.matters == place.matters_answered > 5
    assert place.station_hours == pytest.approx(1e6 - hours * place.matters)


@pytest.mark.parametrize(
    ("column", "value"), [("menu", 0.0), ("menu_known", 0.0), ("station_hours", 0.0), ("business_firms", 0.0)]
)
def test_without_menu_word_staff_or_firms_all_is_asked_as_ever(asking, column, value):
    asking.world.communities[column] = value
    assert _asked(asking.world, asking.block) > 0
    assert asking.world.communities[0].matters_answered == 0


@pytest.mark.parametrize(("relief", "enquiry"), [(Relief.NONE, 1), (Relief.BUSINESS, 0)])
def test_only_questions_of_business_are_answered_there(asking, relief, enquiry):
    asking.categories.relief[3], asking.categories.enquiry[3] = relief, enquiry
    _asked(asking.world, asking.block)
    assert asking.world.communities[0].matters == 0


def test_what_firms_lent_ends_a_wait_on_a_day_of_meeting(quiet):
    place = quiet.world.communities[0]
    place.meeting_days, place.firm_hours = 30.0, 1.5 * quiet.rules.business_gift_hours[0]
    case = quiet.block.cases[0]
    given = []
    for day in (59, 60, 60):
        case.due = 24.0 * day + 10.5
        given.append(bool(is_given_at_meeting(quiet.world, case)))
    assert given == [False, True, False]
    assert place.firm_hours_used == quiet.rules.business_gift_hours[0]
