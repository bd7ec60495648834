"""Marks: who is drawn, nested and apart by lever."""

import numpy as np

from sim.policy import LEVERS
from sim.policy.marks import WHERE, WHICH, lever_number, marks

KEYS = np.arange(1, 4_001, dtype=np.uint64)


def test_every_lever_has_a_number_of_its_own():
    numbers = [lever_number(lever) for lever in LEVERS]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) < 2**24


def test_a_mark_belongs_to_the_unit_and_not_to_its_row():
    shuffled = np.random.default_rng(3).permutation(len(KEYS))
    assert (marks(KEYS, "closure_audit", WHERE, 1)[shuffled] == marks(KEYS[shuffled], "closure_audit", WHERE, 1)).all()


def test_marks_are_uniform_and_apart_by_lever_by_draw_and_by_seed():
    one = marks(KEYS, "star_mentors", WHICH)
    others = [
        marks(KEYS, "star_mentors", WHERE),
        marks(KEYS, "model_sites", WHICH),
        marks(KEYS, "star_mentors", WHICH, 9),
    ]
    for some in (one, *others):
        assert some.min() >= 0
        assert some.max() < 1
        assert abs(some.mean() - 0.5) < 4 * (1 / 12 / len(KEYS)) ** 0.5
    for other in others:
        assert abs(np.corrcoef(one, other)[0, 1]) < 4 / len(KEYS) ** 0.5
    assert not (marks(KEYS, "star_mentors", WHICH, 9) == marks(KEYS, "star_mentors", WHICH, 2**64 + 10)).any()
    assert (marks(KEYS, "star_mentors", WHICH, -1) == marks(KEYS, "star_mentors", WHICH, 2**64 - 1)).all()
