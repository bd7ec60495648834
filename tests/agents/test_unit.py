"""Paired work units: what they can do, when, and for what it fits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.department import FIELDS
from sim.agents.unit import UNIT, begins_year, lends, pays, season_of_appraisal, strength

share = st.floats(0, 1)
DECEMBER = 335


def test_strength_by_hand(make, rules_with):
    rules = rules_with(unit_people_usual=60)
    assert [strength(make(UNIT, people=n), rules) for n in (60, 15, 6_000)] == pytest.approx([1.0, 0.5, 2.0])


def test_an_appraisal_makes_a_year_of_two_halves_and_adds_nothing_by_itself(make, rules_with):
    rules = rules_with(appraisal_swing=0.6)
    year = [season_of_appraisal(make(UNIT, appraised=0.5), day, rules) for day in range(1, 366)]
    assert max(year) == pytest.approx(1.3) == pytest.approx(year[DECEMBER - 1])
    assert year[DECEMBER - 1 + 15] > 1 > year[90]
    assert np.mean(year) == pytest.approx(1.0)
    assert season_of_appraisal(make(UNIT), DECEMBER, rules) == 1.0


def unit_of(make, sector=3, others=0.4, **columns):
    skills = [1.0 if field == sector else others for field in range(FIELDS)]
    return make(UNIT, **{"people": 60, "readiness": 0.5, "sector": sector, "skills": skills} | columns)


def test_lending_by_hand(make, rules_with):
    rules = rules_with(unit_helps=0.3, unit_people_usual=60)
    unit = unit_of(make)
    assert lends(unit, 3, 0.0, False, 100, rules, 0.149)
    assert not lends(unit, 3, 0.0, False, 100, rules, 0.151)
    assert (unit.cases_helped, unit.wasted) == (1, 0)
    assert lends(unit, 2, 0.0, False, 100, rules, 0.059)  # outside its sector four in ten fit
    assert not lends(unit, 2, 0.0, False, 100, rules, 0.061)
    assert (unit.cases_helped, unit.wasted) == (2, 1)  # it was offered, and was not what was needed
    assert lends(unit, 2, 0.5, False, 100, rules, 0.104)  # half of what does not fit is found by lists
    assert not lends(unit, 2, 0.5, False, 100, rules, 0.106)
    assert lends(unit, 2, 1.0, False, 100, rules, 0.149)


def test_money_fits_whatever_lacks_it_and_runs_out(make, rules_with):
    rules = rules_with(unit_helps=0.3, unit_people_usual=60, promise_cost=3_000)
    unit = unit_of(make, purse=7_000, granted=7_000, budget=5_000)
    assert not lends(unit, 2, 0.0, True, 100, rules, 0.151)
    assert [bool(lends(unit, 2, 0.0, True, 100, rules, 0.149)) for _ in range(4)] == [True, True, False, False]
    assert (unit.purse, unit.given, unit.cases_helped, unit.wasted) == (1_000, 6_000, 2, 0)
    assert lends(unit, 2, 0.0, False, 100, rules, 0.059)  # its people still come
    begins_year(unit)
    assert (unit.purse, unit.lapsed, unit.granted) == (5_000, 1_000, 12_000)
    assert unit.granted == unit.given + unit.lapsed + unit.purse
    assert not pays(unit, 5_001)
    assert pays(unit, 5_000)
    assert unit.purse == 0


def test_who_comes_from_afar_comes_more_rarely(make, rules_with):
    rules = rules_with(unit_helps=0.3, unit_people_usual=60, unit_far=0.5)
    chance = 0.15 * math.exp(-1.0)
    assert lends(unit_of(make, far=2), 3, 0.0, False, 100, rules, chance - 1e-9)
    assert not lends(unit_of(make, far=2), 3, 0.0, False, 100, rules, chance + 1e-9)


def test_an_appraised_unit_does_more_before_it(make, rules_with):
    rules = rules_with(unit_helps=0.3, unit_people_usual=60, appraisal_swing=0.6, appraisal_drive=0.25)
    unit = unit_of(make, appraised=1.0)
    before = 0.15 * 1.6 * 1.25
    assert lends(unit, 3, 0.0, False, DECEMBER, rules, before - 1e-9)
    assert not lends(unit, 3, 0.0, False, DECEMBER, rules, before + 1e-9)
    after = 0.15 * (1 + 0.6 * math.cos(2 * math.pi * 180 / 365)) * 1.25
    assert not lends(unit, 3, 0.0, False, DECEMBER - 180, rules, after + 1e-9)
    assert after < 0.15


@given(number=st.integers(0, 1_000_000), people=st.integers(0, 5_000), appraised=share)
def test_strength_and_season_stay_in_range(make, rules_at, number, people, appraised):
    unit = make(UNIT, people=people, appraised=appraised)
    assert 0 <= strength(unit, rules_at(number)) <= 2
    for day in (1, 100, 200, 335, 366):
        assert 0 <= season_of_appraisal(unit, day, rules_at(number)) <= 2


def test_who_is_not_ready_offers_nothing(make, rules_with):
    unit = make(UNIT, people=60)
    assert not lends(unit, 0, 1.0, False, DECEMBER, rules_with(), 0.0)
    assert (unit.cases_helped, unit.wasted) == (0, 0)
