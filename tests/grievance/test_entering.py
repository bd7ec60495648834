"""What is only said is entered or kept out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.street import STREET
from sim.grievance.intake import _is_entered

share = st.floats(0, 1)


def test_the_store_or_full_capture_whichever_enters_more(make, rules_with):
    rules = rules_with(store_logging=0.7)
    neutral = {"rating_weight": rules.rating_weight_start, "audit": rules.audit_start}
    assert _is_entered(make(COMMUNITY, **neutral), make(STREET), rules) == 0.0
    assert _is_entered(make(COMMUNITY, **neutral, shared_store=0.5), make(STREET), rules) == pytest.approx(0.35)
    assert _is_entered(make(COMMUNITY, **neutral, shared_store=0.5, logging=0.9), make(STREET), rules) == pytest.approx(
        0.9
    )
    assert _is_entered(make(COMMUNITY, **neutral, shared_store=1.0, logging=0.2), make(STREET), rules) == pytest.approx(
        0.7
    )


def test_where_ratings_count_and_nobody_checks_it_is_rather_kept_out(make, rules_with):
    rules = rules_with(selective_logging=0.4, rating_weight_start=0.1)
    assert _is_entered(make(COMMUNITY, logging=0.9, rating_weight=0.6), make(STREET), rules) == pytest.approx(
        0.9 * (1 - 0.4 * 0.5)
    )
    half = make(COMMUNITY, logging=0.9, rating_weight=0.6, audit=0.5)
    assert _is_entered(half, make(STREET), rules) == pytest.approx(0.9 * (1 - 0.4 * 0.25))
    checked = make(COMMUNITY, logging=0.9, rating_weight=0.6, audit=1.0)
    assert _is_entered(checked, make(STREET), rules) == pytest.approx(0.9)
    assert _is_entered(make(COMMUNITY, logging=0.9, rating_weight=0.05), make(STREET), rules) == pytest.approx(0.9)


def test_more_is_kept_out_where_the_street_stands_behind_in_a_league(make, rules_with):
    rules = rules_with(selective_logging=0.4, rating_weight_start=0.1)
    community = make(COMMUNITY, logging=0.9, rating_weight=0.1)
    assert _is_entered(community, make(STREET), rules) == pytest.approx(0.9)
    assert _is_entered(community, make(STREET, behind=0.5), rules) == pytest.approx(0.9 * (1 - 0.4 * 0.45))


@given(number=st.integers(0, 1_000_000), drawn=st.tuples(share, share, share, share))
def test_a_chance_is_a_chance(make, rules_at, number, drawn):
    names = ("shared_store", "logging", "rating_weight", "audit")
    community = make(COMMUNITY, **dict(zip(names, drawn, strict=True)))
    assert 0 <= _is_entered(community, make(STREET, behind=drawn[0]), rules_at(number)) <= 1
