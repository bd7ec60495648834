"""SF05's second reports against cases worked by hand."""

import numpy as np
import pytest

from sim.grievance.ticket import Outcome
from sim.validation.repeats import FIRST_REPORT, first_reports, second_reports_follow, within_categories
from tests.validation.conftest import reports_of

SOLVED, PSEUDO, OPEN, MERGED = Outcome.SOLVED, Outcome.PSEUDO, Outcome.OPEN, Outcome.MERGED
DAYS = 400


def _firsts(seen, *rows):
    found = first_reports(seen(days=DAYS, reports=reports_of(rows)))
    return [tuple(map(bool, one)) for one in found[["solved", "other", "any"]]]


def test_a_second_report_counts_within_half_a_year_of_the_first_closing(seen):
    first = (7, 1, 10, 20, SOLVED)
    assert _firsts(seen, first) == [(True, False, False)]
    assert _firsts(seen, first, (7, 2, 202, -1, OPEN)) == [(True, True, True)]
    assert _firsts(seen, first, (7, 2, 203, -1, OPEN)) == [(True, False, False)]
    assert _firsts(seen, first, (8, 2, 30, -1, OPEN)) == [(True, False, False)], "another's is no second"


def test_what_was_said_before_the_first_was_closed_does_not_hang_on_it(seen):
    assert _firsts(seen, (7, 1, 10, 20, PSEUDO), (7, 2, 15, 16, SOLVED)) == [(False, False, False)]


def test_a_joined_contact_is_a_second_report_but_no_first(seen):
    assert _firsts(seen, (7, 1, 10, 20, SOLVED), (7, 2, 30, -1, MERGED)) == [(True, True, True)]
    assert _firsts(seen, (7, 1, 10, -1, MERGED), (7, 2, 30, 31, SOLVED)) == []


def test_the_same_trouble_again_is_counted_apart(seen):
    assert _firsts(seen, (7, 1, 10, 20, PSEUDO), (7, 1, 40, 50, SOLVED)) == [(False, False, True)]


def test_who_cannot_be_followed_for_the_whole_window_is_left_out(seen):
    assert _firsts(seen, (7, 1, 10, DAYS - 182, SOLVED)) != []
    assert _firsts(seen, (7, 1, 10, DAYS - 181, SOLVED)) == []
    assert _firsts(seen, (7, 1, 10, -1, OPEN)) == []


def test_rows_may_come_in_any_order(seen):
    assert _firsts(seen, (7, 2, 40, 50, PSEUDO), (7, 1, 10, 20, SOLVED)) == [(True, True, True)]


def test_the_gain_is_of_the_two_shares(seen):
    rows = []
    for who in range(400):  # 200 solved of whom 60 come again, 200 not of whom 40 do
        solved = who < 200
        rows.append((who, who, 10, 20, SOLVED if solved else PSEUDO))
        if who % 200 < (60 if solved else 40):
            rows.append((who, 1000 + who, 30, -1, OPEN))
        elif not solved and who % 200 < 50:
            rows.append((who, who, 30, -1, OPEN))
    found = second_reports_follow(seen(days=DAYS, reports=reports_of(rows)))
    assert found == pytest.approx(
        {"repeat_gain": 50.0, "again_solved": 30.0, "again_unsolved": 20.0, "repeat_gain_within": 50.0,
         "repeat_gain_any": 20.0}
    )  # fmt: skip
    assert second_reports_follow(seen(days=DAYS, reports=reports_of(rows[:150]))) == {}


def test_what_only_follows_the_category_is_not_taken_for_the_answer():
    """Of one kind all report again and most are solved, of the other nobody does and few are."""
    table = np.zeros(40, dtype=FIRST_REPORT)
    table["category"] = np.repeat([0, 1], 20)
    table["other"] = table["category"] == 0
    table["solved"] = np.arange(40) % 20 < np.where(table["category"] == 0, 15, 5)
    assert table["other"][table["solved"]].mean() > 2.0 * table["other"][~table["solved"]].mean()
    assert within_categories(table) == pytest.approx(0.0)


def test_a_pooled_ratio_by_hand():
    """Mantel and Haenszel over two kinds: (6*4/10 + 2*5/10) / (1*6/10 + 1*5/10) = 3.4 / 1.1."""
    table = np.zeros(20, dtype=FIRST_REPORT)
    table["category"] = np.repeat([3, 5], 10)
    table["solved"] = [1] * 6 + [0] * 4 + [1] * 5 + [0] * 5
    table["other"] = [1] * 6 + [1, 0, 0, 0] + [1, 1, 0, 0, 0] + [1, 0, 0, 0, 0]
    assert within_categories(table) == pytest.approx(100.0 * (3.4 / 1.1 - 1.0))
    table["other"] = False
    assert np.isnan(within_categories(table))
