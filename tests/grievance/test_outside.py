"""Help with what is waited for outside: the paired unit, an alliance, a specialist; else the want is written down."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.department import FIELDS, Field
from sim.agents.street import STREET
from sim.grievance.level import Level
from sim.grievance.outside import allied_help, is_helped
from sim.grievance.ticket import CASE, PROMISED

share = st.floats(0, 1)
POLICE = int(Field.POLICE)


def test_an_alliance_by_hand(make, rules_with):
    rules = rules_with(alliance_helps=0.4, alliance_units=0.2)
    street, alone = make(STREET, alliance=0.5, unit_n=10), make(STREET, unit_n=10)
    by_street = 0.4 * 0.5 * 2 / 3
    assert allied_help(street, make(COMMUNITY), rules) == pytest.approx(by_street)
    assert allied_help(alone, make(COMMUNITY, alliance=0.8), rules) == pytest.approx(0.16)
    both = allied_help(street, make(COMMUNITY, alliance=0.8), rules)
    assert both == pytest.approx(1 - (1 - by_street) * 0.84)
    assert allied_help(alone, make(COMMUNITY), rules) == 0.0
    assert allied_help(make(STREET, alliance=1.0), make(COMMUNITY), rules) == 0.0  # of nobody


@given(number=st.integers(0, 1_000_000), drawn=st.tuples(share, share), units=st.integers(0, 60))
def test_a_chance_is_a_chance(make, rules_at, number, drawn, units):
    street, community = make(STREET, alliance=drawn[0], unit_n=units), make(COMMUNITY, alliance=drawn[1])
    assert 0 <= allied_help(street, community, rules_at(number)) <= 1


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
    town.units.people, town.units.readiness, town.units.sector = 10_000, 1.0, POLICE
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


def test_an_alliance_helps_as_often_as_it_says(town, make):
    town.streets.alliance, town.streets.unit_n = 1.0, 20
    chance = allied_help(town.streets[0], town.communities[0], town.rules[0])
    helped = [bool(is_helped(town, case_of(make, trouble=n), 5)) for n in range(2_000)]
    assert sum(helped) / 2_000 == pytest.approx(chance, abs=4 * (chance * (1 - chance) / 2_000) ** 0.5)


def test_a_unit_that_follows_need_helps_where_more_is_lacking(town, make):
    town.unit_of[0] = 0
    town.units.people, town.units.readiness, town.units.sector, town.units.needs_first = 10_000, 1.0, POLICE, 1.0
    helped = []
    for need in (0.0, 0.5, 1.0):
        town.communities.need = need
        helped.append(np.mean([bool(is_helped(town, case_of(make, trouble=n), 5)) for n in range(500)]))
    assert helped[0] == 0.0
    assert helped[1:] == [pytest.approx(0.8 * need, abs=4 * (0.25 / 500) ** 0.5) for need in (0.5, 1.0)]
