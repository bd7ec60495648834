"""A lever that asks for nothing, or for nothing yet, leaves no bit of a run changed."""

import numpy as np
import pytest

from sim import GovernanceModel
from sim.policy import LEVERS

OF_PERSONS = ("residents", "volunteers", "workers")
OF_PLACES = ("communities", "streets", "districts", "compounds", "buildings")
OF_BODIES = ("departments", "firms", "committees", "branches", "units", "desks", "servers", "tallies")
DAYS = 40  # more than a month and two weeks, so that everything that has a date comes round


def _lived(policy):
    model = GovernanceModel({"extends": "tiny", "start": "2016-03-10", "days": DAYS, "warmup": 0, "policy": policy})
    model.run_model()
    # By column: between columns lie bytes of no meaning.
    tables = {name: getattr(model.world, name) for name in OF_PERSONS + OF_PLACES + OF_BODIES}
    columns = {f"{name}.{part}": table[part].tobytes() for name, table in tables.items() for part in table.dtype.names}
    return columns | {"indicators": model.indicators()}


@pytest.fixture(scope="module")
def untouched():
    return _lived({})


@pytest.mark.parametrize("lever", sorted(LEVERS))
@pytest.mark.parametrize("given", ["neutral", "neutral and over after ten days", "not yet"])
def test_nothing_asked_for_changes_nothing(lever, given, untouched):
    dose = {
        "neutral": {"intensity": LEVERS[lever].neutral},
        "neutral and over after ten days": {"intensity": LEVERS[lever].neutral, "end": "2016-03-20"},
        "not yet": {"intensity": LEVERS[lever].default, "start": "2016-05-01"},
    }[given]
    lived = _lived({lever: dose})
    np.testing.assert_equal(lived.pop("indicators"), untouched["indicators"])
    changed = [name for name, column in lived.items() if column != untouched[name]]
    assert not changed
