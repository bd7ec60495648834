"""What is asked of a community's workers, and what is left for residents' cases."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import (
    COMMUNITY,
    admin_share,
    case_share,
    duty_share,
    helping_hands,
    items_creep_back,
    items_now,
)
from sim.grievance.category import Relief

share = st.floats(0, 1)


def as_in_2016(make, rules, **columns):
    neutral = {
        "work_items": rules.items_2016, "ledgers": rules.ledgers_start, "enrolment": rules.enrolment_start,
        "resident_n": 5_000,
    }  # fmt: skip
    return make(COMMUNITY, **(neutral | columns))


def test_what_was_struck_off_creeps_back_and_never_beyond(make, rules_with):
    rules = rules_with(items_2016=165, items_rebound=0.6)
    community = as_in_2016(make, rules, work_items=65)
    items_creep_back(community, rules)
    assert community.crept == pytest.approx(0.05 * 100)
    items_creep_back(community, rules)
    assert community.crept == pytest.approx(5 + 0.05 * 95)
    assert items_now(community, rules) == pytest.approx(65 + 9.75)
    for _ in range(600):
        items_creep_back(community, rules)
    assert 164 < items_now(community, rules) <= 165


def test_a_smaller_cut_leaves_less_to_creep_back_and_none_leaves_nothing(make, rules_with):
    rules = rules_with(items_2016=165, items_rebound=0.0)
    community = as_in_2016(make, rules, work_items=65, crept=80)
    assert items_now(community, rules) == 145
    community.work_items = 110
    assert items_now(community, rules) == 165
    items_creep_back(community, rules)
    assert community.crept == 55
    community.work_items = 165
    assert items_now(community, rules) == 165
    items_creep_back(community, rules)
    assert community.crept == 0
    community.work_items = 200
    items_creep_back(community, rules)
    assert (items_now(community, rules), community.crept) == (200, 0)


def test_what_is_scored_is_done_and_ledgers_take_hours(make, rules_with):
    rules = rules_with(
        hours_per_item=0.1, items_2016=100, items_elasticity=1.0, working_hours=8, ledger_hours=0.5, ledgers_start=0.3
    )
    assert admin_share(as_in_2016(make, rules), 5, rules) == pytest.approx(10 / 40)
    assert admin_share(as_in_2016(make, rules, ledgers=0.8), 5, rules) == pytest.approx(10 * 1.25 / 40)
    assert admin_share(as_in_2016(make, rules, ledgers=0.1), 5, rules) == pytest.approx(10 * 0.9 / 40)


def test_duties_by_hand(make, rules_with):
    rules = rules_with(
        duty_hours=4, duty_self_managed=0.5, duty_certificates=0.2, group_interrupts=0.5, enrolment_start=0.3,
        working_hours=8, visit_hours=0.5,
    )  # fmt: skip
    community = as_in_2016(make, rules, resident_n=2_000)
    assert duty_share(community, 10, rules) == pytest.approx(8 / 80)
    community.self_managed = 1.0
    assert duty_share(community, 10, rules) == pytest.approx(12 / 80)
    community.relieved[Relief.CERTIFICATES] = 0.5
    assert duty_share(community, 10, rules) == pytest.approx(12 * 0.9 / 80)
    community.enrolment = 0.7
    assert duty_share(community, 10, rules) == pytest.approx(12 * 0.9 * 1.2 / 80)
    community.policy_hours = 3.0
    assert duty_share(community, 10, rules) == pytest.approx((12 * 0.9 * 1.2 + 3) / 80)
    community.calls = 40.0  # in five days, of half an hour
    assert duty_share(community, 10, rules) == pytest.approx((12 * 0.9 * 1.2 + 3) / 80)
    community.must_visits = 4.0
    assert duty_share(community, 10, rules) == pytest.approx((12 * 0.9 * 1.2 + 3 + 4) / 80)


@pytest.mark.parametrize("relief", [kind for kind in Relief if kind != Relief.CERTIFICATES])
def test_only_certificates_spare_hours(make, rules_with, relief):
    rules = rules_with()
    community = as_in_2016(make, rules)
    before = duty_share(community, 9, rules)
    community.relieved[relief] = 1.0
    assert duty_share(community, 9, rules) == before


def test_what_policies_ask_for_in_hours_is_missing_for_cases(make, rules_with):
    rules = rules_with(working_hours=8)
    community = as_in_2016(make, rules, resident_n=1_000)
    before = case_share(community, 12, rules)
    community.policy_hours = 4.8
    assert case_share(community, 12, rules) == pytest.approx(before - 4.8 / 96)
    community.policy_hours = 1e6
    assert case_share(community, 12, rules) == rules.case_share_least


@given(
    number=st.integers(0, 1_000_000),
    workers=st.integers(0, 40),
    items=st.floats(20, 330),
    shares=st.tuples(share, share, share, share, share),
    hours=st.floats(0, 100),
)
def test_a_share_for_cases_stays_a_share(make, rules_at, number, workers, items, shares, hours):
    rules = rules_at(number)
    ledgers, enrolment, self_managed, certificates, mentoring = shares
    community = as_in_2016(
        make, rules, work_items=items, ledgers=ledgers, enrolment=enrolment, self_managed=self_managed,
        policy_hours=hours, must_visits=15 * ledgers, calls=150 * ledgers, mentoring=10 * mentoring,
    )  # fmt: skip
    community.relieved[Relief.CERTIFICATES] = certificates
    for _ in range(5):
        items_creep_back(community, rules)
    assert min(items, rules.items_2016) <= items_now(community, rules) <= max(items, rules.items_2016)
    assert 0 <= admin_share(community, workers, rules) <= 1
    assert duty_share(community, workers, rules) >= 0
    assert rules.case_share_least <= case_share(community, workers, rules) <= 1


def test_helpers_by_hand(make, rules_with):
    rules = rules_with(helpers_agree=0.25, helper_share=0.5)
    assert helping_hands(make(COMMUNITY), 9, rules) == 0.0
    three = 3 / (1 + 0.25 * math.log(4)) * 0.5 / 9
    assert helping_hands(make(COMMUNITY, helpers=3), 9, rules) == pytest.approx(three)
    team = {"surge": 16, "called": 0.5, "tired": 0.25}
    assert helping_hands(make(COMMUNITY, helpers=3, **team), 9, rules) == pytest.approx(three + 6 * 0.5 / 9)
    assert helping_hands(make(COMMUNITY, surge=16), 9, rules) == 0.0  # nobody was called


@given(number=st.integers(0, 1_000_000), few=st.floats(0, 10), more=st.floats(0.01, 10))
def test_more_bodies_bring_more_and_each_less_than_the_one_before(make, rules_at, number, few, more):
    rules = rules_at(number)
    at = [helping_hands(make(COMMUNITY, helpers=few + k * more), 10, rules) for k in range(3)]
    assert at[0] < at[1] < at[2]
    assert at[2] - at[1] <= at[1] - at[0] + 1e-12
