"""Thresholds by hand: where a line crosses zero, how clearly, and whole numbers."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.experiment.factor import Factor
from sim.experiment.intervals import interval
from sim.experiment.kinds.sensitivity.turning import scans_of
from sim.experiment.uncertain import WHOLE

X = Factor("x", (), 0.0, 10.0)
SEEDS = np.array([-0.5, 0.0, 0.5])


def scan(value, start=2.0, factor=X, steps=5, rounds=4):
    def lived(points):
        return np.array([value(point[factor.name]) + SEEDS for point in points])

    at_start = interval((value(start) + SEEDS).tolist())
    return scans_of([factor], [start], at_start, steps, rounds, 0.0, lived)[0]


def test_the_threshold_of_a_line_is_where_it_crosses():
    (turn,) = scan(lambda x: x - 6.1).turns
    assert turn.at == pytest.approx(6.1)
    assert turn.upwards
    assert turn.clear == 7.5  # at 6.25 and 6.1 + the half-width of the interval, 1.24, it still is not


def test_a_curve_is_bracketed_ever_closer():
    far = abs(scan(lambda x: x**4 - 1000.0, rounds=0).turns[0].at - 1000.0**0.25)
    near = abs(scan(lambda x: x**4 - 1000.0, rounds=6).turns[0].at - 1000.0**0.25)
    assert near < 0.01 < far


def test_it_turns_on_both_sides_of_the_start():
    turns = scan(lambda x: abs(x - 5.0) - 2.0, start=5.0, steps=6).turns
    assert [(turn.at, turn.upwards) for turn in turns] == [(pytest.approx(3.0), False), (pytest.approx(7.0), True)]


def test_of_several_crossings_the_nearest_counts():
    (turn,) = scan(lambda x: math.cos(x), start=0.0, steps=11).turns
    assert turn.at == pytest.approx(math.pi / 2.0, abs=0.01)


def test_where_it_never_turns_there_is_no_threshold():
    assert scan(lambda x: x + 1.0).turns == []


def test_a_turn_that_is_nowhere_clear_has_no_clear_value():
    (turn,) = scan(lambda x: 0.1 * (x - 9.0)).turns
    assert turn.at == pytest.approx(9.0)
    assert math.isnan(turn.clear)


def test_a_parameter_that_the_model_cuts_off_turns_at_a_whole_number():
    whole = Factor("noticers_max", (), 4.0, 15.0)
    found = scan(lambda x: math.floor(x) - 7.5, start=5.0, factor=whole, steps=4)
    assert all(level == int(level) for level in found.levels)
    assert [turn.at for turn in found.turns] == [8.0]


def test_all_parameters_that_the_model_cuts_off_are_known():
    found = set()
    for path in Path(sim.__file__).parent.rglob("*.py"):
        found |= set(re.findall(r"\b(?:int|round|floor|ceil|range)\(rules\.(\w+)", path.read_text(encoding="utf-8")))
    assert found == WHOLE


def test_levels_whose_runs_failed_are_passed_over():
    (turn,) = scan(lambda x: math.nan if x == 5.0 else x - 6.1).turns
    assert turn.at == pytest.approx(6.1)
