"""The bill of a policy: by who pays and whose hours it takes; and what is paid once is paid once."""

from datetime import date, timedelta

import numpy as np
import pytest

from sim import GovernanceModel
from sim.agents.property_firm import FIRM
from sim.policy import LEVERS, PolicyItem, Timeline, Where

FIRST = date(2016, 1, 1)


def day(n):
    return FIRST + timedelta(days=n)


@pytest.fixture
def town(make_institutions):
    firms = np.zeros(10, FIRM).view(np.recarray)
    firms.key = np.arange(1, 11)
    return make_institutions()._replace(firms=firms)


def line(institutions, *items):
    return Timeline([PolicyItem(**item) for item in items], institutions, FIRST, 1)


def test_a_year_by_hand(town):
    bill = line(
        town,
        {"lever": "star_rating", "intensity": 0.8},  # ten firms: 2,000 yuan of their own, ten hours of bureaus
        {"lever": "unified_platform", "intensity": 1.0},  # six communities: 12,000 yuan, 50 hours
        {"lever": "devolved_authority", "intensity": 0.6},  # three streets: paid for before, 400 hours
    ).bill(0, 365)
    assert bill["yuan"] == pytest.approx({"firms": 20_000, "public": 72_000})
    assert bill["hours"] == pytest.approx({"bureaus": 100, "community": 300, "street": 1_200})


def test_no_policy_no_bill(town):
    assert line(town).bill(0, 365) == {
        "yuan": {"public": 0.0, "firms": 0.0},
        "hours": {"community": 0.0, "street": 0.0, "bureaus": 0.0},
    }


def test_it_adds_up_to_what_the_policy_costs_and_day_by_day(town):
    everything = [
        {"lever": name, "intensity": lever.default, "start": day(3), "ramp_days": 20, "end": day(60)}
        for name, lever in LEVERS.items()
    ]
    policy = line(town, *everything)
    whole, cost = policy.bill(0, 90), policy.cost(0, 90)
    assert sum(whole["yuan"].values()) == pytest.approx(cost.yuan)
    assert sum(whole["hours"].values()) == pytest.approx(cost.hours)
    parts = [policy.bill(a, b) for a, b in ((0, 7), (7, 40), (40, 90))]
    for kind, by in whole.items():
        for who, amount in by.items():
            assert sum(part[kind][who] for part in parts) == pytest.approx(amount)


def test_a_lever_that_goes_further_is_not_introduced_twice(town):
    one = {"lever": "devolved_authority", "intensity": 0.6, "start": day(5)}
    first = {"lever": "devolved_authority", "intensity": 0.3, "start": day(1), "end": day(5)}
    assert line(town, first, one).cost(0, 30).yuan == pytest.approx(line(town, one).cost(0, 30).yuan)


def test_while_one_dose_goes_over_to_the_next_hours_are_of_what_is_in_force(town):
    """On the ninth of ten days from 0.4 to 0.6 it is at 0.58, and so should be the hours."""
    first = {"lever": "whistle_calls", "intensity": 0.4, "end": day(10)}
    second = {"lever": "whistle_calls", "intensity": 0.6, "start": day(1), "ramp_days": 10}
    policy = line(town, first, second)
    policy.on(9)
    assert town.streets.whistle[0] == pytest.approx(0.58)
    hours = LEVERS["whistle_calls"].cost.hours_a_year / 250
    assert town.streets["policy_hours"][0] == pytest.approx(hours * 0.58 / LEVERS["whistle_calls"].default)


def test_while_one_dose_goes_over_what_is_elsewhere_is_paid_for(town):
    here, there = Where(areas=("11",)), Where(areas=("21",))
    policy = line(
        town,
        {"lever": "closure_audit", "intensity": 0.2, "where": here, "end": day(10)},
        {"lever": "closure_audit", "intensity": 0.4, "where": here, "start": day(1)},
        {"lever": "closure_audit", "intensity": 0.4, "where": there},
    )
    policy.on(5)
    assert town.communities["policy_hours"].tolist() == pytest.approx([240 / 250] * 2 + [0] * 2 + [240 / 250] * 2)


def test_the_wage_bill_follows_the_grades_as_they_are_paid():
    model = GovernanceModel(
        {"extends": "tiny", "days": 62, "warmup": 0, "policy": {"career_ladder": {"intensity": 1.0}}}
    )
    model.run_model()
    days, paid = zip(*model.record.grades, strict=True)
    assert days == (30, 59)  # January and February 2016
    assert min(paid) > 0.0
    assert model.cost(0, 59).yuan == pytest.approx(paid[0])  # in force before the run: introduced earlier
    assert model.cost(31, 60).yuan == pytest.approx(paid[1])
    assert model.bill(0, 62)["yuan"] == pytest.approx({"public": sum(paid), "firms": 0.0})
