"""Levers on one column stand side by side: the later one in `LEVERS` does not wipe out what the earlier one wrote."""

from itertools import combinations

import numpy as np
import pytest

from sim.policy import LEVERS

ROWS = {"streets": np.arange(3), "communities": np.arange(6), "compounds": np.arange(6)}
PAIRS = [(one, other) for one, other in combinations(LEVERS.values(), 2) if set(one.writes) & set(other.writes)]


def _written(institutions, shared, *levers):
    """Return these columns after levers were applied; the institutions are left as they were."""
    tables = {name: getattr(institutions, name) for name in institutions._fields}
    before = {name: table.copy() for name, table in tables.items()}
    for lever in levers:
        lever.apply(institutions, ROWS[lever.table], 1.0 if lever.covers else lever.default)
    columns = [tables[table][column].copy().ravel() for table, _, column in (name.partition(".") for name in shared)]
    for name, table in before.items():
        tables[name][...] = table
    return np.concatenate(columns)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(lever.id for lever in pair))
def test_the_later_leaves_what_the_earlier_wrote_or_writes_no_less(pair, institutions):
    one, other = pair
    shared = sorted(set(one.writes) & set(other.writes))
    start, earlier, later, both = (_written(institutions, shared, *levers) for levers in ((), (one,), (other,), pair))
    assert not np.array_equal(earlier, start)
    assert not np.array_equal(later, start)
    kept = not np.array_equal(both, later) or np.all(np.abs(both - start) >= np.abs(earlier - start))
    assert kept, f"{other.id} wipes out what {one.id} wrote: let them compose, or have a check tell them apart"
