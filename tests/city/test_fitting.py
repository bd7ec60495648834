import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city.fitting import Margin, fit, rounded, share_out


def test_fit_finds_the_one_table_with_these_margins_and_odds():
    # 2 x 2 with odds ratio 4: rows 30, 30 and columns 30, 30 leave a / (30 - a) = 2, so a = 20
    guess = np.array([[4.0, 1.0], [1.0, 1.0]])
    every = np.arange(2)
    table = fit(guess, [Margin(every, 0, np.array([30.0, 30.0])), Margin(every, 1, np.array([30.0, 30.0]))])
    assert table == pytest.approx(np.array([[20.0, 10.0], [10.0, 20.0]]), rel=1e-4)


def test_fit_of_some_rows_leaves_others_to_the_whole():
    every, first = np.arange(2), np.arange(1)
    margins = [
        Margin(first, 1, np.array([9.0, 1.0])),
        Margin(every, 1, np.array([15.0, 15.0])),
        Margin(every, 0, np.array([10.0, 20.0])),
    ]
    assert fit(np.ones((2, 2)), margins) == pytest.approx(np.array([[9.0, 1.0], [6.0, 14.0]]), rel=1e-4)


def test_fit_keeps_zeros_and_says_when_they_forbid_a_total():
    every = np.arange(2)
    with pytest.raises(ValueError, match="contradict"):
        fit(np.array([[1.0, 0.0], [1.0, 0.0]]), [Margin(every, 1, np.array([5.0, 5.0]))], rounds=20)


@given(st.lists(st.lists(st.floats(0.0, 50.0), min_size=5, max_size=5), min_size=1, max_size=5))
def test_rounding_keeps_totals_and_moves_no_cell_by_one(rows):
    table = np.array(rows)
    totals = np.maximum(np.rint(table.sum(axis=1)), 1).astype(np.int64)
    table[:, 0] += 0.1  # so that no row is empty
    table *= (totals / table.sum(axis=1))[:, None]
    whole = rounded(table, totals)
    assert (whole.sum(axis=1) == totals).all()
    assert (whole >= 0).all()
    assert np.abs(whole - table).max() < 1.0 + 1e-6


@given(
    st.lists(st.tuples(st.floats(0.01, 100.0), st.integers(0, 5), st.integers(0, 50)), min_size=1, max_size=20),
    st.floats(0.0, 1.0),
)
def test_shares_add_up_within_their_bounds(parts, where):
    weights = np.array([weight for weight, _, _ in parts])
    low = np.array([low for _, low, _ in parts])
    high = low + np.array([room for _, _, room in parts])
    total = int(low.sum() + where * (high.sum() - low.sum()))
    shares = share_out(total, weights, low, high)
    assert shares.sum() == total
    assert (shares >= low).all()
    assert (shares <= high).all()


def test_shares_go_by_largest_remainder():
    # 10 by 5 : 3 : 1 is 5.56, 3.33, 1.11: one seat is left, for the .56
    assert share_out(10, np.array([5.0, 3.0, 1.0])).tolist() == [6, 3, 1]


def test_shares_without_room_are_refused():
    with pytest.raises(ValueError, match="cannot be shared"):
        share_out(5, np.array([1.0, 1.0]), high=2)
