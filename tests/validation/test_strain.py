"""SF18 against workers counted by hand."""

import numpy as np
import pytest

from sim.validation.strain import workers_burn_out


def test_shares_and_differences_by_hand(seen):
    """Forty workers: 6 of the 20 in old places burnt out, 4 of the others; 10 of those with many items, none else."""
    burnout = np.where(np.arange(40) % 4 == 0, 0.7, 0.2)
    old = np.where(np.isin(np.arange(40), [0, 4, 8, 12, 16, 20, *range(1, 29, 2)]), 0.9, 0.1)
    assert (old > 0.5).sum() == 20
    items = np.where(np.arange(40) % 4 == 0, 30.0, np.where(np.arange(40) % 4 == 1, 20.0, 10.0))
    found = workers_burn_out(seen(burnout=burnout, burnout_cut=0.7, old_share=old, items_each=items))
    assert found["burnt_out"] == pytest.approx(25.0)
    assert found["old_minus_new"] == pytest.approx(100.0 * (6 / 20 - 4 / 20))
    assert found["many_minus_few_posts"] == pytest.approx(50.0)


def test_places_that_do_not_differ_cannot_be_compared(seen):
    found = workers_burn_out(seen(burnout=np.ones(40), old_share=np.full(40, 0.5), items_each=np.full(40, 8.0)))
    assert np.isnan(found["old_minus_new"])
    assert np.isnan(found["many_minus_few_posts"])
    assert workers_burn_out(seen(burnout=np.ones(5), old_share=np.ones(5), items_each=np.ones(5))) == {}
