"""Records made by hand, and rules whose numbers a test sets itself: calibration must not break a sum done by hand."""

import pytest

from sim.agents.community import COMMUNITY
from sim.parameters import PARAMETERS


@pytest.fixture(scope="session")
def untouched(make):
    """Return a function (**columns) that makes a community no policy has touched: as of 2016, zero for the rest."""

    def one(**columns):
        start = {"pay_level": 1.0, "novelty": 1.0, "ledgers": PARAMETERS["ledgers_start"].value}
        return make(COMMUNITY, **start | columns)

    return one
