"""Asking memory ahead changes nothing, whatever the table and the row."""

import numpy as np
import pytest

from sim.agents.resident import RESIDENT
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.grievance.ticket import CASE


@rule
def _sums(table, column, rows):
    """Sum a column by rows, each asked for before it is read, as rules do."""
    total = 0.0
    for k in range(len(rows)):
        prefetch(table, rows[min(k + 1, len(rows) - 1)])
        total += column[rows[k]]
    return total


@pytest.mark.parametrize("dtype", [RESIDENT, CASE])
@pytest.mark.parametrize("number", [np.int32, np.int64])
def test_a_hint_leaves_the_table_as_it_is(dtype, number):
    rng = np.random.default_rng(5)
    table = np.frombuffer(rng.bytes(300 * dtype.itemsize), dtype).copy().view(np.recarray)
    column = rng.random(300)
    before = table.tobytes()
    rows = np.concatenate([rng.permutation(300), [0, 299, 299, 0]]).astype(number)
    assert _sums(table, column, rows) == pytest.approx(column[rows].sum())
    assert table.tobytes() == before


def test_a_hint_about_rows_that_are_not_there_does_no_harm():
    """The second cache line of the last row may lie behind the table; -1 stands for nobody."""
    table = np.zeros(1, RESIDENT).view(np.recarray)
    column = np.array([2.5])
    assert _sums(table[:1], column, np.array([0, -1], dtype=np.int32)) == 5.0
    assert _sums(np.zeros(0, RESIDENT).view(np.recarray), column, np.array([0, 0])) == 5.0
