"""Paired work units: what they can do, when, and for what it fits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.unit import UNIT, lends, season_of_appraisal, strength

share = st.floats(0, 1)
DECEMBER = 335


def test_strength_by_hand(make, rules_with):
    rules = rules_with(unit_people_usual=60)
    assert strength(make(UNIT, people=60), 1.7, rules) == pytest.approx(1.0)
    assert strength(make(UNIT, people=15), 1.7, rules) == pytest.approx(0.5)
    assert strength(make(UNIT, people=6_000), 1.7, rules) == 2.0
    assert strength(make(UNIT, people=15, needs_first=1.0), 1.7, rules) == pytest.approx(1.7)
    assert strength(make(UNIT, people=15, needs_first=0.5), 9.0, rules) == pytest.approx(1.25)


def test_by_need_the_weak_get_more_and_the_strong_less(make, rules_with):
    rules, large = rules_with(unit_people_usual=60), {"people": 240}
    near, by_need = make(UNIT, **large), make(UNIT, **large, needs_first=1.0)
    assert strength(by_need, 0.5, rules) < strength(near, 0.5, rules)
    small = make(UNIT, people=15), make(UNIT, people=15, needs_first=1.0)
    assert strength(small[1], 1.5, rules) > strength(small[0], 1.5, rules)


def test_an_appraisal_makes_a_year_of_two_halves_and_adds_nothing_by_itself(make, rules_with):
    rules = rules_with(appraisal_swing=0.6)
    year = [season_of_appraisal(make(UNIT, appraised=0.5), day, rules) for day in range(1, 366)]
    assert max(year) == pytest.approx(1.3) == pytest.approx(year[DECEMBER - 1])
    assert year[DECEMBER - 1 + 15] > 1 > year[90]
    assert np.mean(year) == pytest.approx(1.0)
    assert season_of_appraisal(make(UNIT), DECEMBER, rules) == 1.0


def test_lending_by_hand(make, rules_with):
    rules = rules_with(unit_helps=0.3, unit_people_usual=60, unit_misfit=0.4)
    unit = make(UNIT, people=60, readiness=0.5, sector=3)
    assert lends(unit, 3, 0.0, 1.0, 100, rules, 0.149)
    assert not lends(unit, 3, 0.0, 1.0, 100, rules, 0.151)
    assert (unit.cases_helped, unit.wasted) == (1, 0)
    assert lends(unit, 2, 0.0, 1.0, 100, rules, 0.059)  # outside its sector four in ten fit
    assert not lends(unit, 2, 0.0, 1.0, 100, rules, 0.061)
    assert (unit.cases_helped, unit.wasted) == (2, 1)  # it was offered, and was not what was needed
    assert lends(unit, 2, 0.5, 1.0, 100, rules, 0.104)  # half of what does not fit is found by lists
    assert not lends(unit, 2, 0.5, 1.0, 100, rules, 0.106)
    assert lends(unit, 2, 1.0, 1.0, 100, rules, 0.149)


def test_an_appraised_unit_does_more_before_it(make, rules_with):
    rules = rules_with(unit_helps=0.3, unit_people_usual=60, appraisal_swing=0.6, appraisal_drive=0.25)
    unit = make(UNIT, people=60, readiness=0.5, appraised=1.0)
    before = 0.15 * 1.6 * 1.25
    assert lends(unit, 0, 0.0, 1.0, DECEMBER, rules, before - 1e-9)
    assert not lends(unit, 0, 0.0, 1.0, DECEMBER, rules, before + 1e-9)
    after = 0.15 * (1 + 0.6 * math.cos(2 * math.pi * 180 / 365)) * 1.25
    assert not lends(unit, 0, 0.0, 1.0, DECEMBER - 180, rules, after + 1e-9)
    assert after < 0.15


@given(
    number=st.integers(0, 1_000_000), people=st.integers(0, 5_000), need=st.floats(0, 50), drawn=st.tuples(share, share)
)
def test_strength_and_season_stay_in_range(make, rules_at, number, people, need, drawn):
    unit = make(UNIT, people=people, needs_first=drawn[0], appraised=drawn[1])
    assert 0 <= strength(unit, need, rules_at(number)) <= 2
    for day in (1, 100, 200, 335, 366):
        assert 0 <= season_of_appraisal(unit, day, rules_at(number)) <= 2


def test_who_is_not_ready_offers_nothing(make, rules_with):
    unit = make(UNIT, people=60)
    assert not lends(unit, 0, 1.0, 1.0, DECEMBER, rules_with(), 0.0)
    assert (unit.cases_helped, unit.wasted) == (0, 0)
