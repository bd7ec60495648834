"""SF06 and SF07 against cases worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.validation.concentration import lorenz, reporters_are_few, space_is_skewed, top_tenth


def test_reporters_are_those_who_report(seen):
    contacts = np.repeat([0, 1, 2, 7], [900, 80, 15, 5])
    buildings = np.array([0.0] * 30 + [5.0] * 9 + [55.0])
    found = reporters_are_few(seen(contacts=contacts, contacts_by_building=buildings))
    assert found == pytest.approx({"one_case": 80.0, "top_buildings": 55.0})


def test_equal_communities_are_not_skewed(seen):
    assert space_is_skewed(seen(tickets_by_community=np.full(20, 7.0))) == pytest.approx(
        {"gini": 0.0, "top_tenth": 10.0, "places": 20.0}
    )
    skewed = space_is_skewed(seen(tickets_by_community=np.array([1.0] * 18 + [41.0] * 2)))
    assert skewed["top_tenth"] == pytest.approx(82.0)


def test_a_tenth_of_few_places_is_nothing(seen):
    assert space_is_skewed(seen(tickets_by_community=np.ones(9))) == {"places": 9.0}


@given(st.lists(st.integers(0, 1000), min_size=10, max_size=60).filter(any))
def test_the_top_tenth_holds_a_tenth_or_more(values):
    share, held = lorenz(np.array(values, dtype=float))
    assert held[0] == 0.0
    assert held[-1] == pytest.approx(1.0)
    assert (held - share >= -1e-9).all()
    assert 10.0 - 1e-6 <= top_tenth(np.array(values, dtype=float)) <= 100.0 + 1e-6
