"""Stations of business districts: who is answered there, what it costs, who hears of it, and what firms lend back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.business_district import (
    answers_at_station,
    firms_give,
    firms_hear,
    firms_lend,
    month_at_station,
    opens_station,
    reach_of_menu,
    share_of_firms,
)
from sim.agents.community import COMMUNITY, CommunityKind
from sim.grievance.category import CATEGORY
from sim.opening import _business_districts_start
from sim.parameters import rules_table


@pytest.fixture
def district(make):
    """Return a function that makes a community of 5,000 with 100 firms and a station of 0.5 persons."""

    def made(**columns):
        usual = {"resident_n": 5_000, "business_firms": 100, "menu": 200, "station_staff": 0.5, "meeting_days": 30}
        return make(COMMUNITY, **(usual | columns))

    return made


@pytest.fixture
def question(make):
    return make(CATEGORY, rate_per_1000=50, enquiry=1)


def test_each_further_item_answers_fewer(make, rules_with):
    rules = rules_with(business_items=100)
    reach = [reach_of_menu(make(COMMUNITY, menu=items), rules) for items in (0, 100, 200)]
    assert reach == pytest.approx([0.0, 1 - math.exp(-1), 1 - math.exp(-2)])


def test_firms_ask_what_they_have_and_no_more_than_is_asked(district, question, make, rules_with):
    rules = rules_with(business_asks=1.5)
    assert share_of_firms(district(), question, rules) == pytest.approx(150 / 250)
    assert share_of_firms(district(business_firms=400), question, rules) == 1.0
    assert share_of_firms(district(business_firms=0), question, rules) == 0.0
    assert share_of_firms(district(), make(CATEGORY), rules) == 0.0


def test_a_weeks_hours_by_hand(district, rules_with):
    rules = rules_with(
        working_hours=8, business_upkeep=1.25
    )  # 4 hours a day, 200 * 1.25 / 250 = 1 of them for the menu
    place = district()
    for works in (True, True, False, True, True, True, True):
        opens_station(place, works, rules)
    assert place.station_hours == pytest.approx(15.0)  # of six days of 3 hours, no more than a week's
    assert (place.station_given, place.station_spent, place.station_lost) == pytest.approx((24.0, 6.0, 3.0))


def test_a_menu_that_its_staff_cannot_keep_answers_nobody(district, rules_with):
    place = district(station_staff=0.1)
    opens_station(place, True, rules_with(working_hours=8, business_upkeep=2))  # 0.8 hours, 1.6 needed
    assert (place.station_hours, place.station_spent) == (0.0, pytest.approx(0.8))


def test_when_it_closes_what_was_left_is_lost(district, rules_with):
    place = district(station_staff=0.0, menu=0.0, station_hours=3.0)
    opens_station(place, True, rules_with())
    assert (place.station_hours, place.station_lost) == (0.0, 3.0)


@pytest.mark.parametrize(
    ("own", "found", "hours", "asked", "answered"),
    [
        (0.39, 0.43, 0.3, 1, 1),
        (0.41, 0.43, 0.3, 0, 0),  # 100 of 250 are the firms' own
        (0.39, 0.44, 0.3, 1, 0),  # half of the firms know it, 0.865 is on the menu
        (0.39, 0.43, 0.2, 1, 0),  # nobody has time
    ],
)
def test_what_is_answered(district, question, rules_with, own, found, hours, asked, answered):
    rules = rules_with(business_asks=1, business_items=100, business_matter_hours=0.25)
    place = district(menu_known=0.5, station_hours=hours)
    assert bool(answers_at_station(place, question, rules, own, found)) == bool(answered)
    assert (place.matters, place.matters_answered) == (asked, answered)
    assert place.station_hours == pytest.approx(hours - 0.25 * answered)
    assert place.station_spent == pytest.approx(0.25 * answered)


def test_firms_hear_from_staff_and_from_those_who_were_answered(district, rules_with):
    rules = rules_with(business_tells=0.1, business_word=0.4, business_forget_days=365 / 12 / math.log(2))
    place = district(menu_known=0.8, matters=10, matters_answered=5)
    firms_hear(place, rules)  # half of 0.8 still know; of the other 0.6 hear 1 - 0.9 * (1 - 0.4 * 0.8 * 0.5)
    assert place.menu_known == pytest.approx(0.4 + 0.6 * (1 - 0.9 * 0.84))
    closed = district(menu=0, menu_known=0.8, matters=10, matters_answered=5)
    firms_hear(closed, rules)
    assert closed.menu_known == pytest.approx(0.4)


def test_firms_lend_more_where_they_were_answered(district, rules_with):
    rules = rules_with(business_lends=0.5, business_unasked=0.2, business_gift_hours=8)

    def lent(answered):
        place = district(menu_known=0.4, matters=10, matters_answered=answered)
        firms_lend(place, rules)
        return place.firm_hours_lent

    assert [lent(n) for n in (0, 5, 10)] == pytest.approx([4.0, 12.0, 20.0])  # of 100 * 0.4 * 0.5


def test_what_was_lent_goes_into_one_case_on_a_day_of_meeting(district, rules_with):
    rules, place = rules_with(business_gift_hours=8), district(firm_hours=17.0)
    assert [bool(firms_give(place, rules, day)) for day in (29, 30, 30, 30)] == [False, True, True, False]
    assert (place.firm_hours, place.firm_hours_used) == (1.0, 16.0)


def test_where_no_firm_has_a_question_the_station_only_costs(district, question, rules_with):
    rules, place = rules_with(business_asks=0), district(menu_known=1.0)
    for _ in range(250):
        opens_station(place, True, rules)
        assert not answers_at_station(place, question, rules, 0.0, 0.0)
    assert place.station_spent == pytest.approx(place.menu * rules.business_upkeep)
    assert place.station_lost > 0.5 * place.station_given


@given(
    number=st.integers(0, 1_000_000),
    firms=st.integers(0, 1_600),
    months=st.lists(st.tuples(st.sampled_from([0.0, 50.0, 233.0]), st.floats(0, 1), st.floats(0, 1)), max_size=12),
)
def test_hours_add_up_and_shares_stay_shares(make, rules_at, number, firms, months):
    rules, category = rules_at(number), make(CATEGORY, rate_per_1000=50, enquiry=1)
    place = make(COMMUNITY, resident_n=5_000, business_firms=firms, meeting_days=30)
    for month, (menu, own, found) in enumerate(months):
        place.menu, place.station_staff = menu, menu / 1_000
        for day in range(30):
            opens_station(place, day % 7 < 5, rules)
            answers_at_station(place, category, rules, own, found)
            firms_give(place, rules, 30 * month + day)
        month_at_station(place, rules)
        assert 0.0 <= place.menu_known <= 1.0
        assert place.station_given == pytest.approx(place.station_spent + place.station_lost + place.station_hours)
        assert place.firm_hours_lent == pytest.approx(place.firm_hours_used + place.firm_hours_back + place.firm_hours)
        assert place.firm_hours_lent <= (month + 1) * firms * rules.business_lends + 1e-9
        assert min(place.station_hours, place.firm_hours, place.station_lost) >= 0.0


def test_a_share_of_urban_communities_has_one_whatever_the_area():
    numbers = rules_table({"business_share": 0.2, "business_firms": 100, "business_firms_spread": 4})[0]
    places = np.zeros(4_000, COMMUNITY).view(np.recarray)
    places.key = np.arange(1, 4_001)
    places.kind[:2_000] = CommunityKind.VILLAGE
    _business_districts_start(places, numbers, 7)
    firms = places.business_firms[2_000:]
    assert not places.business_firms[:2_000].any()
    assert (firms > 0).mean() == pytest.approx(0.2, abs=0.03)
    assert firms[firms > 0].min() >= 25
    assert firms.max() <= 400
    assert np.median(firms[firms > 0]) == pytest.approx(100, rel=0.2)
    part = places[2_500:2_600].copy().view(np.recarray)
    part.business_firms = 0.0
    _business_districts_start(part, numbers, 7)
    assert part.business_firms.tolist() == places.business_firms[2_500:2_600].tolist()
