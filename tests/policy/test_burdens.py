"""What policies ask of those who carry them out: whose hours, whose money, and that it ends with the policy."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.agents.department import FIELDS
from sim.policy import LEVERS, PolicyItem, Timeline, Where
from sim.policy.burdens import write_burdens

FIRST = date(2016, 1, 1)
WORKING_DAYS = 250


def on_day(institutions, day, *items):
    Timeline(items, institutions, FIRST, 1).on(day)
    return institutions


def test_hours_a_year_are_hours_of_each_working_day_by_dose(institutions):
    """An audit of 0.4 asks 240 hours a year of each community; 0.05 is neutral, so 0.225 is half of it."""
    on_day(institutions, 0, PolicyItem(lever="closure_audit", intensity=0.225, where=Where(areas=("11",))))
    assert institutions.communities.policy_hours.tolist() == pytest.approx([120 / WORKING_DAYS] * 2 + [0] * 4)
    assert (institutions.streets.policy_hours == 0).all()
    assert (institutions.departments.policy_hours == 0).all()


def test_what_several_policies_ask_adds_up_and_ends_with_them(institutions):
    audit = PolicyItem(lever="closure_audit", intensity=0.4, start=FIRST, end=FIRST + timedelta(days=9))
    tiers = PolicyItem(lever="tiered_response", intensity=1.0, start=FIRST + timedelta(days=1), ramp_days=4)
    line = Timeline((audit, tiers), institutions, FIRST, 1)
    asked = []
    for day in (0, 2, 9, 10):
        line.on(day)
        asked.append(WORKING_DAYS * float(institutions.communities.policy_hours[3]))
    assert asked == pytest.approx([240, 240 + 20, 240 + 40, 40])
    line.on(0)
    assert institutions.communities.policy_hours[3] == pytest.approx(240 / WORKING_DAYS)


def test_streets_bear_what_works_on_streets(institutions):
    on_day(institutions, 0, PolicyItem(lever="whistle_calls", intensity=0.6, where=Where(areas=("12",))))
    assert institutions.streets.policy_hours.tolist() == pytest.approx([0, 200 / WORKING_DAYS, 0])
    assert (institutions.communities.policy_hours == 0).all()


def test_a_community_bears_what_is_done_in_all_its_compounds(institutions):
    """Forums, twelve a year, ask 36 hours of each compound; here two compounds lie in one community."""
    institutions.compounds.community[1] = 0
    on_day(institutions, 0, PolicyItem(lever="compound_forums", intensity=12.0))
    once = institutions.communities.policy_hours[2]
    assert once > 0
    assert institutions.communities.policy_hours.tolist() == pytest.approx([2 * once, 0, once, once, once, once])


def test_bureaus_of_a_district_share_what_its_firms_are_inspected(institutions):
    institutions.firms.district = 1
    on_day(institutions, 0, PolicyItem(lever="sector_committee", intensity=0.6))
    hours = institutions.departments.policy_hours
    assert hours[institutions.departments.district == 1].tolist() == pytest.approx([hours.sum() / FIELDS] * FIELDS)
    assert hours.sum() > 0


def test_firms_pay_by_the_month_what_is_theirs_to_pay(institutions):
    rating = LEVERS["star_rating"]
    paid = replace(rating, cost=replace(rating.cost, a_year=6_000.0, paid_by="firms"))
    write_burdens(institutions, [(paid, np.array([0]), 0.5)])
    assert institutions.firms.policy_costs.tolist() == pytest.approx([0.5 * 6_000 / 12])
    write_burdens(institutions, [(rating, np.array([0]), 0.5)])  # public money
    assert institutions.firms.policy_costs.tolist() == [0.0]
