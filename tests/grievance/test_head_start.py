"""Who goes first under policy: the grave, what is seen, what an alarm is about, and whose hours it gets."""

import numpy as np
import pytest

from sim.engine.queue import URGENT
from sim.grievance.deadline import Deadline
from sim.grievance.handover import head_start, is_of_the_alarm
from sim.grievance.level import Level
from sim.grievance.ticket import CASE, PROMISED
from sim.grievance.work import _share_in_alarm

NUMBERS = {
    "severity_head_start": 0.0, "official_head_start": 0.0, "class_head_start": 0.0, "graded_head_start": 100.0,
    "graded_middle": 0.3, "tenured_tilt": 8.0, "board_head_start": 12.0, "alarm_head_start": 2_000.0,
}  # fmt: skip


@pytest.fixture
def place(paper_world):
    world = paper_world(NUMBERS, categories=2, channels=2, days=20)
    world.categories.deadline = Deadline.GENERAL
    world.channels.visible = [0.0, 1.0]
    return world


def test_without_policy_nobody_goes_first_for_its_sake(place, make):
    for official in (0, 1):
        for channel in (0, 1):
            assert head_start(place, make(CASE, official=official, channel=channel, severity=0.9)) == 0.0


def test_the_grave_goes_before_and_the_light_behind(place, make):
    place.communities.graded = 0.8
    for severity in (0.9, 0.3, 0.05):
        assert head_start(place, make(CASE, severity=severity)) == pytest.approx(-80 * (severity - 0.3))


def test_what_is_seen_from_above_goes_first_under_a_tenured_secretary(place, make):
    place.communities.tenured = 1.0
    assert head_start(place, make(CASE, official=1)) == -8
    assert head_start(place, make(CASE, official=0)) == 0


def test_what_everybody_sees_goes_first_on_a_promoted_board(place, make):
    place.communities.board_reach = 0.5
    assert head_start(place, make(CASE, channel=1)) == -6
    assert head_start(place, make(CASE, channel=0)) == 0


def test_the_organisation_follows_up_what_was_promised_as_far_as_the_street(place, make):
    place.rules.promise_head_start, place.rules.accountable_adds = 40.0, 0.5
    promised = {level: make(CASE, promised=PROMISED, level=level) for level in Level}
    assert {head_start(place, case) for case in promised.values()} == {0.0}  # nobody to follow it up
    place.compounds.branch, place.branches.activity = 0, 0.25
    ahead = [head_start(place, promised[level]) for level in Level]
    assert ahead == [-10.0, -10.0, -10.0, 0.0, 0.0]
    assert head_start(place, make(CASE)) == 0.0
    place.compounds.accountable = 1.0
    assert head_start(place, promised[Level.STREET]) == pytest.approx(-40 * 0.625)


def test_what_a_shock_multiplies_is_of_the_alarm(place, make):
    place.alarm[5:8] = True
    place.shocks[5:8, 1] = [3.0, 0.2, 3.0]
    found = [
        bool(is_of_the_alarm(place, make(CASE, category=category, onset=24.0 * day + hour)))
        for category, day, hour in ((1, 5, 0.0), (1, 5, 23.9), (0, 5, 12.0), (1, 4, 23.9), (1, 6, 1.0), (1, 7, 1.0))
    ]
    assert found == [True, True, False, False, False, True]


@pytest.mark.parametrize("onset", [-50.0, 1e6])
def test_days_before_and_beyond_the_calendar_are_its_ends(place, make, onset):
    assert not is_of_the_alarm(place, make(CASE, category=1, onset=onset))


def test_an_alarm_calls_a_share_of_all_hands_to_what_it_is_about(place, make):
    place.alarm[5], place.shocks[5, 1] = True, 3.0
    cases = [make(CASE, trouble=n, category=1, onset=125.0) for n in range(1_000)]
    assert {head_start(place, case) for case in cases} == {0.0}
    place.communities.emergency = 0.6
    ahead = np.array([head_start(place, case) for case in cases])
    assert set(ahead.tolist()) == {0.0, -2_000.0}
    assert (ahead < 0).mean() == pytest.approx(0.6, abs=4 * (0.24 / 1_000) ** 0.5)
    assert {head_start(place, make(CASE, trouble=n, category=0, onset=125.0)) for n in range(50)} == {0.0}


@pytest.mark.parametrize(
    ("category", "day", "emergency", "share"),
    [
        (1, 5, 0.6, 0.4 + 0.5 * 0.6 * 0.6),  # a part of other duties is dropped for it
        (0, 5, 0.6, 0.4 * 0.4),  # and ordinary cases have the hands that are left
        (0, 5, 1.0, 0.02),
        (1, 6, 0.6, 0.4),  # the alarm is over
        (0, 5, 0.0, 0.4),
    ],
)
def test_in_an_alarm_hours_go_to_what_it_is_about(place, make, category, day, emergency, share):
    place.alarm[5], place.shocks[5, 1] = True, 3.0
    place.rules.alarm_frees, place.communities.emergency = 0.5, emergency
    case = make(CASE, category=category, onset=125.0)
    assert _share_in_alarm(place, case, 24.0 * day + 10, 0.4) == pytest.approx(share)


def test_what_is_urgent_is_before_all_that(place, make):
    place.categories.deadline = Deadline.URGENT
    place.communities.emergency = place.communities.graded = 1.0
    assert head_start(place, make(CASE, official=1, severity=0.1)) == URGENT
