"""Owners' committees: founded by threshold, screened, helped, called to account, and what their books stir up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.compound import COMPOUND
from sim.agents.owners_committee import (
    COMMITTEE,
    accounts_in_public,
    answers_to_owners,
    founding_quality,
    is_founded,
    owners_are_willing,
)

share = st.floats(0, 1)


def logistic(z):
    return 1 / (1 + math.exp(-z))


def test_willingness_by_hand(make, rules_with):
    rules = rules_with(
        founding_ease=-1.5, founding_drive=1.4, incubator_eases=1.0, founding_pull=2.0, founding_service=2.0,
        screening_narrows=0.7, founding_speed=0.15,
    )  # fmt: skip
    compound = make(COMPOUND, willing=0.3, committee_drive=0.5, service=0.4, negative_list=1.0)
    owners_are_willing(compound, 0.0, 0.2, rules)
    wish = -1.5 + 0.7 + 0.6 + 0.4 + 0.2 - 0.7
    assert compound.willing == pytest.approx(0.3 + 0.15 * (logistic(wish) - 0.3))
    compound = make(COMPOUND, willing=0.3, service=0.6)
    owners_are_willing(compound, 1.0, 0.0, rules)
    assert compound.willing == pytest.approx(0.3 + 0.15 * (logistic(0.1) - 0.3))


def test_without_urging_nobody_moves(make, rules_with):
    compound = make(COMPOUND, willing=0.3, negative_list=1.0)
    owners_are_willing(compound, 0.0, 2.0, rules_with())
    assert compound.willing == 0.3


def settled(make, rules, willing, **columns):
    compound = make(COMPOUND, willing=willing, **({"service": 0.5} | columns))
    for _ in range(400):
        owners_are_willing(compound, 0.0, 0.0, rules)
    return float(compound.willing)


def test_where_others_pull_two_outcomes_are_possible_from_two_beginnings(make, rules_with):
    """A critical mass: few stay few, many become more (Granovetter)."""
    rules = rules_with(founding_ease=-3.4, founding_drive=1.0, founding_pull=5.0, founding_service=0.0)
    few, many = (settled(make, rules, start, committee_drive=1.0) for start in (0.2, 0.6))
    assert few < 0.25
    assert many > 2 / 3


def test_screening_leaves_fewer_to_stand_and_poor_service_more(make, rules_with):
    rules = rules_with()
    usual = settled(make, rules, 0.3, committee_drive=0.5)
    assert settled(make, rules, 0.3, committee_drive=0.5, negative_list=1.0) < usual
    assert settled(make, rules, 0.3, committee_drive=0.5, service=0.2) > usual


def test_two_thirds_found_one(make, rules_with):
    assert not is_founded(make(COMPOUND, willing=0.66), rules_with())
    assert is_founded(make(COMPOUND, willing=0.67), rules_with())


def test_quality_of_a_new_committee_by_hand(make, rules_with):
    rules = rules_with(founding_power=2, screening_floor=0.4, incubator_teaches=0.3)
    assert founding_quality(make(COMPOUND), 0.0, rules, 0.5) == pytest.approx(0.25)
    assert founding_quality(make(COMPOUND, negative_list=0.8), 0.0, rules, 0.5) == pytest.approx(0.32)
    assert founding_quality(make(COMPOUND, negative_list=0.8), 0.0, rules, 0.9) == pytest.approx(0.81)
    assert founding_quality(make(COMPOUND), 1.0, rules, 0.5) == pytest.approx(0.25 + 0.3 * 0.75)


def test_a_vote_of_confidence_by_hand(make, rules_with):
    rules = rules_with(confidence_quality=2, appraisal_teaches=0.1, founding_power=2)
    committee = make(COMMITTEE, quality=0.4)  # 0.2 + service - suspicion - 0.2
    answers_to_owners(make(COMPOUND, service=0.41, suspicion=0.4), committee, rules, 0.9)
    assert committee.quality == pytest.approx(0.4 + 0.1 * 0.6)
    committee = make(COMMITTEE, quality=0.4)
    answers_to_owners(make(COMPOUND, service=0.39, suspicion=0.4), committee, rules, 0.9)
    assert committee.quality == pytest.approx(0.81)


def test_the_next_committee_is_not_always_better(make, rules_with):
    committee = make(COMMITTEE, quality=0.3)
    answers_to_owners(make(COMPOUND, service=0.2, suspicion=0.8), committee, rules_with(founding_power=2), 0.2)
    assert committee.quality == pytest.approx(0.04)


def test_accounts_by_hand(make, rules_with):
    rules = rules_with(
        suspicion_usual=0.4, disclosure_clears=0.6, disclosure_stirs=0.2, suspicion_speed=0.25, books_line=0.1
    )  # fmt: skip
    compound = make(COMPOUND, disclosed=0.8, suspicion=0.4)
    accounts_in_public(compound, 0.5, rules)
    calm = 0.4 * (1 - 0.6 * 0.8 * 0.4 / 0.9)
    assert compound.strife == pytest.approx(0.2 * 0.8 * (0.4 - calm))
    assert compound.suspicion == pytest.approx(0.4 + 0.25 * (calm - 0.4))


def test_the_first_accounts_stir_up_most(make, rules_with):
    compound, stirred = make(COMPOUND, disclosed=0.8, suspicion=0.6), []
    for _ in range(8):
        before = float(compound.strife)
        accounts_in_public(compound, 0.5, rules_with())
        stirred.append(float(compound.strife) - before)
    assert stirred == sorted(stirred, reverse=True)
    assert stirred[0] > 3 * stirred[-1] > 0


@given(
    number=st.integers(0, 1_000_000),
    columns=st.tuples(share, share, share, share, share),
    civic=st.floats(-3, 3),
    marks=st.lists(st.tuples(share, share), min_size=1, max_size=12),
)
def test_all_stays_in_range(make, rules_at, number, columns, civic, marks):
    rules = rules_at(number)
    names = ("willing", "committee_drive", "negative_list", "disclosed", "suspicion")
    compound = make(COMPOUND, service=columns[0], **dict(zip(names, columns, strict=True)))
    committee = make(COMMITTEE, quality=columns[1])
    for u, helped in marks:
        owners_are_willing(compound, round(helped), civic, rules)
        accounts_in_public(compound, committee.quality, rules)
        answers_to_owners(compound, committee, rules, u)
        for value in (compound.willing, compound.suspicion, compound.strife, committee.quality):
            assert 0 <= value <= 1
        assert 0 <= founding_quality(compound, helped, rules, u) <= 1


def test_the_books_of_a_bad_committee_do_not_calm(make, rules_with):
    compound = make(COMPOUND, disclosed=1.0, suspicion=0.4)
    accounts_in_public(compound, 0.0, rules_with(suspicion_usual=0.4, books_line=0.1))
    assert compound.suspicion > 0.4
