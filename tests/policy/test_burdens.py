"""What policies ask of those who carry them out: whose hours, whose money, and that it ends with the policy."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.agents.property_firm import FIRM
from sim.agents.unit import UNIT
from sim.engine.clock import WORKING_DAYS_A_YEAR
from sim.policy import LEVERS, PolicyItem, Timeline, Where
from sim.policy.burdens import write_burdens
from sim.policy.lever import Price

BURDENED = ("communities", "streets", "departments")
FIRST = date(2016, 1, 1)


@pytest.fixture
def town(make_institutions):
    """Return the paper city with four firms and three units, of which one is a trustee."""
    firms, units = np.zeros(4, FIRM).view(np.recarray), np.zeros(3, UNIT).view(np.recarray)
    firms.district, firms["public"] = [0, 0, 1, 1], [0, 0, 0, 1]
    units.community, units.key = [0, 0, 5], [1, 2, 3]
    return make_institutions()._replace(firms=firms, units=units)


def lever(hours=250.0, yuan=0.0, paid_by="public", **columns):
    price = Price(0.0, yuan, hours, "communities", "a test", paid_by=paid_by)
    return replace(LEVERS["closure_audit"], cost=price, **columns)


def hours_of(institutions):
    return {name: getattr(institutions, name)["policy_hours"].tolist() for name in BURDENED}


def test_communities_bear_their_own(town):
    rows = np.array([1, 4])
    write_burdens(town, [(lever(hours=500.0), rows, 2.0), (lever(), np.array([1]), 1.0)])
    assert hours_of(town)["communities"] == [0, 3, 0, 0, 2, 0]
    assert sum(map(sum, hours_of(town).values())) == 5  # nobody else


def test_hours_are_by_dose_and_only_where_it_is_in_force(town):
    """An audit of 0.4 asks 240 hours a year of each community; 0.05 is neutral, so 0.225 is half of it."""
    audit = PolicyItem(lever="closure_audit", intensity=0.225, where=Where(areas=("11",)))
    Timeline([audit], town, FIRST, 1).on(0)
    assert hours_of(town)["communities"] == pytest.approx([120 / WORKING_DAYS_A_YEAR] * 2 + [0] * 4)


def test_what_several_policies_ask_adds_up_and_ends_with_them(town):
    audit = PolicyItem(lever="closure_audit", intensity=0.4, start=FIRST, end=FIRST + timedelta(days=9))
    tiers = PolicyItem(lever="tiered_response", intensity=1.0, start=FIRST + timedelta(days=1), ramp_days=4)
    line = Timeline((audit, tiers), town, FIRST, 1)
    asked = []
    for day in (0, 2, 9, 10):
        line.on(day)
        asked.append(WORKING_DAYS_A_YEAR * float(town.communities.policy_hours[3]))
    assert asked == pytest.approx([240, 240 + 20, 240 + 40, 40])
    line.on(0)
    assert town.communities.policy_hours[3] == pytest.approx(240 / WORKING_DAYS_A_YEAR)


@pytest.mark.parametrize("table", ["compounds", "units"])
def test_of_compounds_and_units_the_community_bears_the_hours(town, table):
    write_burdens(town, [(lever(table=table), np.arange(3), 3.0)])
    expected = [1, 1, 1, 0, 0, 0] if table == "compounds" else [2, 0, 0, 0, 0, 1]
    assert hours_of(town)["communities"] == expected


def test_streets_bear_theirs(town):
    write_burdens(town, [(lever(table="streets"), np.array([0, 2]), 1.0)])
    assert hours_of(town)["streets"] == [0.5, 0, 0.5]


@pytest.mark.parametrize(("table", "rows", "by_district"), [("districts", [1], (0, 1)), ("firms", [0, 1, 2], (2, 1))])
def test_of_districts_and_firms_the_bureaus_bear_the_hours(town, table, rows, by_district):
    write_burdens(town, [(lever(table=table), np.array(rows), float(len(rows)))])
    bureaus = town.departments
    hours = [bureaus["policy_hours"][bureaus.district == district].sum() for district in (0, 1, -1)]
    assert hours == pytest.approx([*by_district, 0])
    assert len(set(bureaus["policy_hours"][bureaus.district == 1].tolist())) == 1  # each as much


def test_written_anew_and_not_on_top(town):
    some = [(lever(table=table), np.array([0, 1]), 2.0) for table in ("communities", "streets", "districts")]
    write_burdens(town, some)
    first = hours_of(town)
    write_burdens(town, some)
    assert hours_of(town) == first
    write_burdens(town, [])
    assert sum(map(sum, hours_of(town).values())) == 0


def test_who_is_not_there_and_what_costs_nothing_burdens_nobody(town):
    nobody = (lever(), np.array([], dtype=np.int64), 3.0)
    write_burdens(town, [nobody, (lever(), np.array([1]), 0.0), (lever(hours=0.0), np.array([1]), 1.0)])
    assert sum(map(sum, hours_of(town).values())) == 0


def test_firms_pay_what_is_theirs_by_month(town):
    own, public = (lever(0.0, 2_400.0, paid_by, table="firms") for paid_by in ("firms", "public"))
    write_burdens(town, [(own, np.array([0, 2]), 1.0), (public, np.array([0, 1]), 2.0)])
    assert town.firms["policy_costs"].tolist() == [100, 0, 100, 0]
    write_burdens(town, [])
    assert (town.firms["policy_costs"] == 0).all()


@pytest.mark.parametrize("name", sorted(LEVERS))
def test_the_hours_of_a_lever_are_all_borne(town, name):
    """What a lever costs in hours a year is what somebody misses in as many working days."""
    one = LEVERS[name]
    rows = np.arange(len(getattr(town, one.table)))
    units = one.units_priced(town, rows, one.default)
    write_burdens(town, [(one, rows, units)])
    borne = sum(map(sum, hours_of(town).values()))
    assert borne == pytest.approx(max(0.0, units) * one.cost.hours_a_year / WORKING_DAYS_A_YEAR)
    bearer = {"community": "communities", "street": "streets", "bureaus": "departments"}[one.borne_by]
    assert borne == pytest.approx(sum(hours_of(town)[bearer]))
