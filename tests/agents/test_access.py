"""What a place makes of a channel's cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.access import closes_at, ease, fixes_more, lends_hand
from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.agents.responses import Response
from sim.agents.street import STREET
from sim.grievance.channel import CHANNEL


def eased(option, rules, make, enquiry=0, street=(), community=(), compound=(), age=40):
    return ease(
        option,
        enquiry,
        age,
        make(STREET, **dict(street)),
        make(COMMUNITY, **dict(community)),
        make(COMPOUND, **dict(compound)),
        rules,
    )


@given(number=st.integers(0, 1_000_000), option=st.sampled_from(list(Response)), enquiry=st.integers(0, 1))
def test_where_policy_has_done_nothing_it_is_exactly_nothing(make, rules_at, number, option, enquiry):
    rules = rules_at(number)
    assert eased(int(option), rules, make, enquiry) == 0.0
    assert lends_hand(make(COMMUNITY), make(COMPOUND), rules) == 0.0
    assert fixes_more(make(COMPOUND), rules) == 1.0


@pytest.mark.parametrize(
    ("station", "stations", "added"),
    [(1.0, 0.25, 2.0), (0.0, 0.25, 2.0 * 0.4 * 0.25), (0.05, 0.25, 2.0 * 0.4 * 0.25), (1.0, 1.0, 2.0)],
)
def test_a_station_next_door_is_worth_more_than_one_a_walk_away(make, rules_with, station, stations, added):
    rules = rules_with(station_ease=2.0, station_reach=0.4)
    here = {"compound": {"station": station}, "community": {"stations": stations}}
    assert eased(Response.WALK_IN, rules, make, **here) == pytest.approx(added)


@pytest.mark.parametrize(("age", "added"), [(17, 0.0), (18, 0.6), (59, 0.6), (60, 0.0)])
def test_an_open_evening_is_for_those_who_work_by_day(make, rules_with, age, added):
    rules = rules_with(evening_ease=0.3)
    here = {"community": {"evenings": 2.0}, "age": age}
    assert eased(Response.WALK_IN, rules, make, **here) == pytest.approx(added)
    assert eased(Response.HOTLINE, rules, make, **here) == 0.0


def test_the_community_s_doors_alone_stay_open_in_the_evening(make):
    channel, community = make(CHANNEL, closes=17.5), make(COMMUNITY, evenings=2.0)
    assert closes_at(int(Response.WALK_IN), channel, community) == 19.5
    assert closes_at(int(Response.HOTLINE), channel, community) == 17.5


def test_one_window_is_for_errands(make, rules_with):
    rules = rules_with(window_ease=1.5, station_ease=2.0, station_reach=0.5)
    here = {"street": {"window": 0.8}, "community": {"stations": 0.2}}
    assert eased(Response.WALK_IN, rules, make, enquiry=1, **here) == pytest.approx(0.2 + 1.2)
    assert eased(Response.WALK_IN, rules, make, enquiry=0, **here) == pytest.approx(0.2)


def test_each_promotion_is_of_its_own_channel(make, rules_with):
    rules = rules_with(channel_ease=1.2, functions_ease=0.8, founding_voice=0.6, station_ease=1.0, window_ease=1.0)
    everything = {
        "street": {"window": 1.0},
        "community": {"hotline_reach": 0.5, "board_reach": 0.25, "functions": 1.0, "stations": 1.0},
        "compound": {"station": 1.0, "founded": 0.5},
    }
    errand = {option: eased(int(option), rules, make, enquiry=1, **everything) for option in Response}
    assert errand == pytest.approx(
        dict.fromkeys(Response, 0.0)
        | {Response.HOTLINE: 0.6, Response.BOARD: 0.3, Response.GRID: 0.8, Response.WALK_IN: 2.0}
        | {Response.FIRM_DESK: 0.3}
    )
    assert eased(Response.GRID, rules, make, enquiry=0, **everything) == 0.0


def test_ties_a_platform_and_a_model_bring_neighbours_together(make, rules_with):
    rules = rules_with(social_together=0.8, functions_together=0.3, practice_together=0.4, social_fixes=0.5)
    community, compound = make(COMMUNITY, functions=0.5, practice=0.25), make(COMPOUND, social=0.5)
    assert lends_hand(community, compound, rules) == pytest.approx(0.4 + 0.15 + 0.1)
    assert fixes_more(compound, rules) == pytest.approx(1.25)
