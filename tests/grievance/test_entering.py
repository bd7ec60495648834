"""What is only said is entered or kept out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.grievance.intake import _is_entered

share = st.floats(0, 1)


def test_the_store_or_full_capture_whichever_enters_more(make, rules_with):
    rules = rules_with(store_logging=0.7)
    neutral = {"rating_weight": rules.rating_weight_start, "audit": rules.audit_start}
    assert _is_entered(make(COMMUNITY, **neutral), rules) == 0.0
    assert _is_entered(make(COMMUNITY, **neutral, shared_store=0.5), rules) == pytest.approx(0.35)
    assert _is_entered(make(COMMUNITY, **neutral, shared_store=0.5, logging=0.9), rules) == pytest.approx(0.9)
    assert _is_entered(make(COMMUNITY, **neutral, shared_store=1.0, logging=0.2), rules) == pytest.approx(0.7)


def test_where_ratings_count_and_nobody_checks_it_is_rather_kept_out(make, rules_with):
    rules = rules_with(selective_logging=0.4, rating_weight_start=0.1)
    assert _is_entered(make(COMMUNITY, logging=0.9, rating_weight=0.6), rules) == pytest.approx(0.9 * (1 - 0.4 * 0.5))
    half = make(COMMUNITY, logging=0.9, rating_weight=0.6, audit=0.5)
    assert _is_entered(half, rules) == pytest.approx(0.9 * (1 - 0.4 * 0.25))
    checked = make(COMMUNITY, logging=0.9, rating_weight=0.6, audit=1.0)
    assert _is_entered(checked, rules) == pytest.approx(0.9)
    assert _is_entered(make(COMMUNITY, logging=0.9, rating_weight=0.05), rules) == pytest.approx(0.9)


@given(number=st.integers(0, 1_000_000), drawn=st.tuples(share, share, share, share))
def test_a_chance_is_a_chance(make, rules_at, number, drawn):
    names = ("shared_store", "logging", "rating_weight", "audit")
    assert 0 <= _is_entered(make(COMMUNITY, **dict(zip(names, drawn, strict=True))), rules_at(number)) <= 1
