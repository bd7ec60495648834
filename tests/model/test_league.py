"""The league of streets in a run: a district's streets are ranked each month, a street alone is not."""

import numpy as np
import pytest

from sim.city import build_city
from sim.model import GovernanceModel

DISTRICT, STREET = "420113", "420113001"
"""A small district of four streets, and one of them."""


def months(area, n=2):
    model = GovernanceModel("levers/street_ranking", area=area, city=build_city(area), days=31 * n, warmup=0)
    model.run_model()
    return model


@pytest.fixture(scope="module")
def ranked():
    return months(DISTRICT)


def test_all_streets_have_a_place_each_month(ranked):
    league = ranked.record.league_table()
    assert league.groupby("month_end").place.sum().tolist() == [10.0, 10.0]
    assert league.score.between(0, 1).all()
    for _, month in league.groupby("month_end"):
        assert month.sort_values("place").score.is_monotonic_decreasing


def test_who_stands_last_is_pressed_and_who_stands_first_is_not(ranked):
    streets = ranked.world.streets
    assert np.argmax(streets.behind) == np.argmax(streets.place)
    assert streets.behind.max() > 0.5
    assert streets.behind[np.argmin(streets.place)] < 0.01


def test_a_street_alone_is_not_ranked():
    alone = months(STREET, 1)
    assert alone.record.league_table().empty
    assert alone.world.streets.behind.tolist() == [0.0]
    assert alone.world.streets.score[0] > 0  # its own figures are drawn up all the same
