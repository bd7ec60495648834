"""SF03, SF04 and SF05 over years, against histories made up by hand."""

import math

import pytest

from sim.validation import load_facts
from sim.validation.history import CLOSURE, OUTCOMES, UNREFORMED
from sim.validation.reform import demand_grows, gains_saturate, rates, they_part_further
from sim.validation.run import LOOKED_BACK
from sim.validation.verdict import judge
from tests.validation.conftest import years_of

FACTS = {fact.id: fact for fact in load_facts()}
BEIJING = [530.0, 700.0, 800.0, 890.0, 930.0, 950.0]
"""Reported as solved of 1000, by year."""


def _history(**worlds):
    return {name: worlds.get(name, years_of()) for name in (UNREFORMED, CLOSURE, OUTCOMES)}


def test_rates_are_of_what_was_closed_due_and_rated():
    years = years_of(due=2000.0, solved_reported=800.0, solved_true=600.0, rated=200.0, satisfied=150.0)
    assert rates(years).loc[0].to_dict() == {"formal_closure": 50.0, "reported": 80.0, "true": 60.0, "satisfied": 75.0}
    assert rates(years_of(closed=99.0)).reported.isna().all()
    assert rates(years_of(rated=99.0)).satisfied.isna().all()


def test_the_gap_is_compared_with_the_same_year_unreformed():
    scored = years_of(solved_true=[610.0, 480.0, 0, 0, 0, 0]).iloc[:2]
    before = years_of(solved_true=[610.0, 590.0, 100.0, 0, 0, 0], due=[1000.0, 1250.0, 1, 1, 1, 1])
    found = they_part_further(_history(closure=scored, unreformed=before))
    assert found == pytest.approx(
        {"gap_widened": 52.0 - 21.0, "gap_scored": 52.0, "formal_closure_scored": 100.0, "resolved_scored": 48.0}
    )
    assert they_part_further(_history(closure=scored.iloc[:1])) == {}


def test_a_city_like_beijing_shows_fast_then_saturating_gains():
    satisfied = [650.0, 760.0, 840.0, 920.0, 940.0, 960.0]
    found = gains_saturate(
        _history(outcomes=years_of(solved_reported=BEIJING, satisfied=satisfied, solved_true=500.0, burden=900.0))
    )
    assert found["missing_gained"] == pytest.approx(100.0 * 36.0 / 47.0)
    assert found["late_to_early"] == pytest.approx(3.0 / 12.0)
    assert (found["least_lead"], found["most_lead"]) == pytest.approx((1.0, 12.0))
    assert [found[f"reported_{year}"] for year in (0, 3, 5)] == pytest.approx([53.0, 89.0, 95.0])
    assert found["true_5"] == pytest.approx(50.0)
    assert found["burden_net"] == pytest.approx(-10.0)
    assert judge(FACTS["SF04"], [{"SF04": found}]).status == "holds"


def test_gains_that_come_late_or_fall_back_are_no_saturation():
    late = gains_saturate(_history(outcomes=years_of(solved_reported=[530.0, 530.0, 530.0, 560.0, 800.0, 900.0])))
    assert late["late_to_early"] == pytest.approx(17.0)
    back = gains_saturate(_history(outcomes=years_of(solved_reported=[530.0, 800.0, 890.0, 890.0, 800.0, 700.0])))
    assert back["late_to_early"] < 0.0
    never = gains_saturate(_history(outcomes=years_of(solved_reported=600.0)))
    assert math.isnan(never["late_to_early"])
    for found in (late, back, never):
        assert judge(FACTS["SF04"], [{"SF04": found}]).status == "fails"


def test_too_few_years_are_not_judged():
    two = years_of(solved_reported=BEIJING).iloc[:3]
    found = gains_saturate(_history(outcomes=two, unreformed=years_of().iloc[:3]))
    assert set(found) == {"reported_0", "true_0", "satisfied_0"}
    assert judge(FACTS["SF04"], [{"SF04": found}]).status == "unknown"
    assert demand_grows(_history(outcomes=years_of().iloc[:4])) == {}


def test_few_ratings_leave_satisfaction_unknown():
    found = gains_saturate(_history(outcomes=years_of(solved_reported=BEIJING, rated=[50.0] + [1000.0] * 5)))
    assert math.isnan(found["least_lead"])
    assert math.isnan(found["most_lead"])


def test_volumes_are_of_years_four_and_five():
    grown = years_of(
        contacts=[1000.0, 1100.0, 2000.0, 2500.0, 2800.0, 3200.0], due=[500.0, 9.0, 9.0, 9.0, 900.0, 1100.0]
    )
    without = years_of(contacts=[1000.0, 1000.0, 1000.0, 1000.0, 1400.0, 1600.0])
    found = demand_grows(_history(outcomes=grown, unreformed=without))
    assert found == pytest.approx({"volume": 3.0, "volume_first": 1.1, "volume_net": 2.0, "recorded": 2.0})
    assert demand_grows(_history(outcomes=years_of(contacts=0.0))) == {}


def test_the_table_of_measures_has_every_name():
    """A name that it does not have would be dropped without a word."""
    history = _history(outcomes=years_of(solved_reported=BEIJING))
    for fact, look_back in LOOKED_BACK.items():
        assert set(look_back(history)) <= {one.name for one in FACTS[fact].measures}
    assert {one.name for one in FACTS["SF04"].measures} == set(gains_saturate(history))
