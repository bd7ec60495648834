"""What befalls the city from outside befalls people on those days, in those categories, and on no other day."""

import numpy as np
import pytest

from sim import GovernanceModel, build_city
from sim.grievance.category import load_categories

AREA, DAYS = "420106001001", 12
IDS = load_categories().ids


@pytest.fixture(scope="module")
def city():
    return build_city(AREA)


def troubles(city, **needs):
    """Return the troubles felt by day, where nobody does anything about them; a shock is on for days 4 to 6."""
    shocks = [{"start": "2016-07-05", "end": "2016-07-07", "needs": needs}] if needs else []
    model = GovernanceModel(
        "baseline", city=city, area=AREA, start="2016-07-01", warmup=0, days=DAYS, seed=3, shocks=shocks
    )
    for _ in range(DAYS):
        model.needs()
        model.day += 1
    return model._blocks[0].days["troubles"][:DAYS]


def test_other_days_are_as_they_were(city):
    usual = troubles(city)
    none = troubles(city, **dict.fromkeys(IDS, 0.0))
    more = troubles(city, **dict.fromkeys(IDS, 3.0))
    shocked = np.isin(np.arange(DAYS), [4, 5, 6])
    assert none[shocked].sum() == 0
    assert more[shocked].sum() == pytest.approx(3 * usual[shocked].sum(), rel=0.25)
    assert usual[~shocked].sum() > 50
    assert none[~shocked].tolist() == more[~shocked].tolist() == usual[~shocked].tolist()


def test_only_its_own_categories_befall_more(city):
    shocked = slice(4, 7)
    usual, more = troubles(city)[shocked], troubles(city, rubbish=20.0)[shocked]
    share = load_categories().table.rate_per_1000[IDS.index("rubbish")] / 1_160
    expected = usual.sum() * (1 + 19 * share)
    assert more.sum() == pytest.approx(expected, rel=0.35)
    assert more.sum() > 1.5 * usual.sum()
