"""What is called an effect, a change of sign, and none at all."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.effects.findings import chance_in, largest, marked, small, together, turns, unchanged, unseen
from sim.effects.table import COLUMNS

SEEDS = 8


def _table(*rows):
    """Rows of lever, setting, indicator, effect, half the interval."""
    return pd.DataFrame(
        [(a, b, c, effect, effect - half, effect + half, 0.5, SEEDS) for a, b, c, effect, half in rows],
        columns=list(COLUMNS),
    )


def test_sign_is_changed_where_both_differences_have_the_same():
    """Left out is what is lost: a lever that lowers the burden alone and whose loss lowers it as well has turned."""
    marks = marked(
        _table(
            ("a", "alone", "mean_trust", -1.0, 0.1), ("a", "left_out", "mean_trust", -1.0, 0.1),
            ("b", "alone", "mean_trust", -1.0, 0.1), ("b", "left_out", "mean_trust", 1.0, 0.1),
            ("c", "alone", "mean_trust", -1.0, 0.1), ("c", "left_out", "mean_trust", -1.0, 1.1),
            ("d", "alone", "cost_yuan_per_resident", 1.0, 0.0), ("d", "left_out", "cost_yuan_per_resident", 1.0, 0.0),
        )
    )  # fmt: skip
    assert [one.alone.lever for one in turns(marks)] == ["a"]


def test_nothing_differed_is_not_the_same_as_nothing_to_be_seen():
    marks = marked(
        _table(
            ("a", "alone", "mean_trust", 0.0, 0.0), ("a", "alone", "cost_yuan_per_resident", 2.0, 0.0),
            ("b", "alone", "mean_trust", 0.1, 0.5), ("c", "alone", "mean_trust", 1.0, 0.1),
        )
    )  # fmt: skip
    assert unchanged(marks, "alone") == ["a"]
    assert unseen(marks, "alone") == ["a", "b"]
    assert unseen(marks, "left_out") == []


def test_an_effect_beyond_chance_may_still_be_small():
    """What both are compared with is 0.5."""
    marks = marked(
        _table(
            ("a", "alone", "mean_trust", 0.0049, 0.0001), ("a", "left_out", "mean_trust", 0.006, 0.0001),
            ("b", "alone", "mean_trust", -0.0051, 0.0001), ("b", "left_out", "mean_trust", -0.006, 0.0001),
            ("c", "alone", "mean_trust", 0.001, 0.5), ("c", "alone", "cost_yuan_per_resident", 3.0, 0.0),
        )
    )  # fmt: skip
    assert small(marks, "alone") == ["a"]
    assert [(one.alone.lever, one.sizable) for one in turns(marks)] == [("a", False), ("b", True)]


def test_one_in_twenty_of_nothing_excludes_zero_and_none_of_them_is_told():
    """Two thousand levers that do nothing, and one that does."""
    draws = np.random.default_rng(5).normal(size=(2000, SEEDS))
    mean, error = draws.mean(axis=1), draws.std(axis=1, ddof=1) / np.sqrt(SEEDS)
    half = stats.t.ppf(0.975, SEEDS - 1) * error
    rows = [(f"l{n}", "alone", "mean_trust", float(mean[n]), float(half[n])) for n in range(2000)]
    marks = marked(_table(*rows, ("real", "alone", "mean_trust", 3.0, 0.05)))
    chance = chance_in(marks)
    assert (chance.intervals, chance.by_chance) == (2001, pytest.approx(100.05))
    assert 70 < chance.exclude_zero < 140
    assert [one.lever for one in largest(marks, "mean_trust", "alone")] == ["real"]
    assert chance.told == 1


def test_a_price_has_no_spread_and_is_told():
    marks = marked(_table(("a", "alone", "cost_yuan_per_resident", 2.0, 0.0)))
    assert [one.lever for one in largest(marks, "cost_yuan_per_resident", "alone")] == ["a"]
    assert chance_in(marks).intervals == 0


def test_largest_is_by_size_not_by_sign():
    marks = marked(_table(*((name, "alone", "mean_trust", size, 0.01) for name, size in zip("abcd", (1, -4, 3, 2)))))  # noqa: B905
    assert [one.lever for one in largest(marks, "mean_trust", "alone")] == ["b", "c", "d"]


def test_sums_are_over_the_levers_of_the_bundle():
    marks = marked(
        _table(
            ("all", "bundle", "mean_trust", 5.0, 0.1), ("a", "alone", "mean_trust", 1.0, 0.1),
            ("a", "left_out", "mean_trust", -2.0, 0.1), ("outside", "alone", "mean_trust", 7.0, 0.1),
        )
    )  # fmt: skip
    whole, alone, added = together(marks, "mean_trust")
    assert whole is not None
    assert (whole.effect, alone, added) == (5.0, 1.0, 2.0)
