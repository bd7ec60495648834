"""Volunteers: leaders lift them, a time bank keeps them, what they claim fits them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.resident import RESIDENT
from sim.agents.upkeep import _hope_of_return, volunteers_of_week
from sim.agents.volunteer import VOLUNTEER, agrees, can_do, is_asked, is_recognised, joins, loses_heart, turns_out

share = st.floats(0, 1)


def test_leaders_lift_those_on_the_register_and_nobody_else(make):
    volunteer = make(VOLUNTEER, registered=1, activity=0.2)
    assert not turns_out(volunteer, 0.0, 0.25)
    assert turns_out(volunteer, 0.5, 0.29)
    assert not turns_out(volunteer, 0.5, 0.31)
    volunteer.registered = 0
    assert not turns_out(volunteer, 5.0, 0.0)


def test_hours_that_come_back_raise_the_floor(make, rules_with):
    rules = rules_with(activity_floor=0.05, activity_days=70, time_bank_wakes=3)
    left, kept = make(VOLUNTEER, activity=0.4), make(VOLUNTEER, activity=0.4)
    loses_heart(left, 0.0, rules)
    loses_heart(kept, 0.5, rules)
    assert left.activity == pytest.approx(0.05 + math.exp(-0.1) * 0.35)
    assert kept.activity == pytest.approx(0.125 + math.exp(-0.1) * 0.275)


def test_what_one_has_chosen_is_done_with_more_heart_and_fits(make, rules_with):
    rules = rules_with(recognition=0.2, claim_pride=0.5, claim_fits=0.5)
    volunteer = make(VOLUNTEER, activity=0.4, skill=0.6)
    is_recognised(volunteer, 0.6, rules)
    assert volunteer.activity == pytest.approx(0.4 + 0.2 * 1.3 * 0.6)
    assert not can_do(volunteer, 0.0, rules, 0.61)
    assert can_do(volunteer, 0.5, rules, 0.69)
    assert not can_do(volunteer, 0.5, rules, 0.71)


def test_hope_fades_with_the_line_before_oneself(make, rules_with):
    rules = rules_with(time_bank_pays=0.2)
    community = make(COMMUNITY)
    assert _hope_of_return(community, 100, rules) == 1.0
    community.saved_hours = 0.2 * 100 * 52  # a year until one's turn
    assert _hope_of_return(community, 100, rules) == pytest.approx(0.5)


@pytest.fixture
def crowd(paper_world, block_of):
    """Return a function that makes a community of 500 volunteers of whom one in five turns out."""

    def made(numbers=None, **columns):
        floor = {"activity_floor": 0.2, "activity_days": 200, "time_bank_wakes": 0.0}
        floor |= {"volunteer_call": 0.0, "volunteer_tie": 0.0}  # nobody is asked
        world = paper_world(floor | (numbers or {}), volunteers=500)
        world.communities.volunteer_n, world.communities.resident_n = 500, 5_000
        world.communities.volunteer_desk = -1
        world.volunteers.server = -1
        world.communities.register = 1.0
        world.volunteers.activity = 0.2
        for name, value in columns.items():
            world.communities[name] = value
        return world, block_of(world)

    return made


def test_the_register_grows_by_the_same_persons(crowd):
    world, block = crowd()
    before: set[int] = set()
    for register in (0.0, 0.3, 0.6, 1.0):
        world.communities.register = register
        volunteers_of_week(world, block, 3)
        now = set(np.flatnonzero(world.volunteers.registered).tolist())
        assert before <= now
        assert len(now) == pytest.approx(500 * register, abs=4 * 11.2)
        before = now


def test_on_the_register_is_not_active(crowd):
    world, block = crowd()
    volunteers_of_week(world, block, 3)
    assert world.volunteers.registered.sum() == 500
    assert world.volunteers.active.sum() == pytest.approx(100, abs=4 * 9)
    assert world.communities.turnout[0] == world.volunteers.active.mean()
    assert not world.volunteers.active[world.volunteers.registered == 0].any()


def test_an_alarm_rallies_where_the_mode_of_emergency_is_on(crowd):
    active = []
    for emergency, alarm in ((0.0, True), (0.5, False), (0.5, True)):
        world, block = crowd({"alarm_rallies": 3.0}, emergency=emergency)
        world.alarm[3] = alarm
        volunteers_of_week(world, block, 3)
        active.append(world.volunteers.active.sum())
    assert active[0] == active[1] < active[2]
    assert active[2] == pytest.approx(500 * 0.2 * 2.5, abs=4 * 11.2)


def test_hours_are_saved_and_paid_back_until_the_bank_is_empty(crowd):
    world, block = crowd({"time_bank_hours": 2.0, "time_bank_pays": 0.1}, time_bank=0.5)
    volunteers_of_week(world, block, 3)
    active = int(world.volunteers.active.sum())
    assert world.communities.saved_hours[0] == pytest.approx(0.5 * 2 * active - 50)
    world.communities.time_bank = 0.0
    for week in range(3):
        volunteers_of_week(world, block, 10 + 7 * week)
    assert world.communities.saved_hours[0] == 0.0


def test_few_are_asked_and_by_whom(rules_with):
    rules = rules_with(volunteer_call=0.2, volunteer_tie=0.5)
    asked = 1 - (1 - 0.2 * 0.5) * (1 - 0.5 * 0.1)
    assert is_asked(0.5, 0.1, rules, asked - 1e-9)
    assert not is_asked(0.5, 0.1, rules, asked + 1e-9)
    assert not is_asked(0.0, 0.0, rules, 0.0)


@pytest.mark.parametrize(
    ("memory", "trust", "child", "z"),
    [(0b0, 0.5, False, -2.0), (0b111, 0.5, False, -2.0 + 0.6), (0b0, 0.7, True, -2.0 + 0.3 - 0.7)],
)
def test_who_was_helped_trusts_and_has_time_says_yes(make, rules_with, memory, trust, child, z):
    """Three good outcomes of three are four of five (Laplace): 0.6 of the way from nothing to the best."""
    rules = rules_with(
        volunteer_ease=-2.0, volunteer_helped=1.0, volunteer_trust=1.5, volunteer_busy=0.7, trust_community_usual=0.5
    )
    resident = make(RESIDENT, memory=memory, memory_n=memory.bit_count(), trust_community=trust)
    says_yes = 1 / (1 + math.exp(-z))
    assert agrees(resident, child, 0, rules, says_yes - 1e-9)
    assert not agrees(resident, child, 0, rules, says_yes + 1e-9)


def test_who_joins_means_to_come(make, rules_with):
    volunteer = make(VOLUNTEER, activity=0.1)
    joins(volunteer, rules_with(volunteer_starts=0.3))
    assert (volunteer.joined, volunteer.activity) == (1, 0.3)


def test_the_register_grows_by_decisions_and_some_leave_again(crowd):
    """All are asked every week, one in ten says yes; the order to register half of them touches none of these."""
    numbers = {"volunteer_call": 1.0, "volunteer_ease": -math.log(9), "volunteer_trust": 0.0, "volunteer_leaves": 0.0}
    world, block = crowd(numbers, register=0.5)
    world.compounds.organised, world.rules.organised_activity = 1.0, 1.0
    world.compounds.branch = -1
    world.residents.age, world.households.persons = 40, 1
    volunteers_of_week(world, block, 3)
    joined = int(world.volunteers.joined.sum())
    assert joined == pytest.approx(25, abs=4 * 4.8)
    assert world.volunteers.registered.sum() == pytest.approx(250 + joined, abs=4 * 11.2)
    for week in range(1, 40):
        volunteers_of_week(world, block, 3 + 7 * week % 9)
    most = int(world.volunteers.registered.sum())
    assert most > 400
    world.rules.volunteer_call, world.rules.volunteer_leaves = 0.0, 52.0
    volunteers_of_week(world, block, 5)
    assert world.volunteers.joined.sum() == 0
    assert world.volunteers.registered.sum() == pytest.approx(250, abs=4 * 11.2)


def test_an_order_to_register_leaves_what_was_decided(crowd):
    world, block = crowd(register=0.0)
    world.volunteers.joined[:20] = 1
    world.rules.volunteer_leaves = 0.0
    for register, n in ((0.0, 20), (1.0, 500), (0.0, 20)):
        world.communities.register = register
        volunteers_of_week(world, block, 3)
        assert world.volunteers.registered.sum() == n


@given(number=st.integers(0, 1_000_000), drawn=st.tuples(share, share, share), u=share)
def test_recognition_keeps_inclination_a_share(make, rules_at, number, drawn, u):
    activity, skill, claims = drawn
    volunteer = make(VOLUNTEER, registered=1, activity=activity, skill=skill)
    is_recognised(volunteer, claims, rules_at(number))
    assert activity <= volunteer.activity <= 1
    assert can_do(volunteer, claims, rules_at(number), u) >= can_do(volunteer, 0.0, rules_at(number), u)


def test_inclination_stays_a_share(make, rules_with):
    volunteer = make(VOLUNTEER, activity=1.0)
    for _ in range(100):
        loses_heart(volunteer, 1.0, rules_with(activity_floor=0.2, time_bank_wakes=8))
    assert volunteer.activity <= 1


def test_a_time_bank_pays_back_by_those_on_the_register(crowd):
    world, block = crowd({"time_bank_hours": 2.0, "time_bank_pays": 0.1}, time_bank=0.5, register=0.0, saved_hours=80.0)
    volunteers_of_week(world, block, 3)
    assert world.communities.saved_hours[0] == 80.0
