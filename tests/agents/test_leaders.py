"""Leaders come in person: everybody is lifted for a time, and by each visit less."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY, leaders_come


def weeks(community, rules, n, first=0):
    seen = []
    for week in range(n):
        leaders_come(community, first + 7 * week, rules)
        seen.append(float(community.attention))
    return seen


def test_without_a_visit_there_is_nothing(make, rules_with):
    community = make(COMMUNITY, novelty=1.0)
    assert weeks(community, rules_with(), 60) == [0.0] * 60
    assert community.novelty == 1.0


def test_a_visit_by_hand(make, rules_with):
    rules = rules_with(attention_days=30, novelty_days=180, pulse_size=0.6, pulse_wears=0.4)
    community = make(COMMUNITY, novelty=1.0, pulses=4)
    weeks(community, rules, 1)
    assert (community.attention, community.novelty) == (pytest.approx(0.6), pytest.approx(0.6))
    weeks(community, rules, 1, first=7)
    assert community.attention == pytest.approx(0.6 * math.exp(-7 / 30))
    assert community.novelty == pytest.approx(0.6 + 0.4 * (1 - math.exp(-7 / 180)))


@pytest.mark.parametrize("pulses", [1, 4, 5, 12])
@pytest.mark.parametrize("first", range(7))
def test_as_many_visits_a_year_as_are_said_whatever_the_weekday(make, rules_with, pulses, first):
    rules = rules_with(attention_days=7, novelty_days=60)
    seen = weeks(make(COMMUNITY, novelty=1.0, pulses=pulses), rules, 4 * 52, first)
    rises = sum(now > before for before, now in zip([0.0, *seen], seen, strict=False))
    assert rises == pytest.approx(4 * pulses, abs=1)


def test_they_do_not_come_everywhere_in_the_same_week(make, rules_with):
    seen = [weeks(make(COMMUNITY, novelty=1.0, pulses=4, key=key), rules_with(), 1)[0] > 0 for key in range(1_000)]
    assert sum(seen) / 1_000 == pytest.approx(4 * 7 / 365, abs=0.02)


def test_a_visit_soon_after_another_moves_less(make, rules_with):
    rules = rules_with(attention_days=20, novelty_days=180)
    often, rarely = (max(weeks(make(COMMUNITY, novelty=1.0, pulses=p), rules, 104)[52:]) for p in (12, 1))
    assert often < rarely


@given(number=st.integers(0, 1_000_000), pulses=st.floats(0, 60), first=st.integers(0, 364))
def test_attention_and_novelty_stay_shares(make, rules_at, number, pulses, first):
    community = make(COMMUNITY, novelty=1.0, pulses=pulses)
    for now in weeks(community, rules_at(number), 30, first):
        assert 0 <= now <= 1
        assert 0 <= community.novelty <= 1
