"""Columns are read as attributes of records: none may hide behind an attribute that NumPy's own types have."""

import numpy as np
import pytest

from sim.agents.branch import BRANCH
from sim.agents.building import BUILDING
from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.agents.department import DEPARTMENT
from sim.agents.district import DISTRICT
from sim.agents.household import HOUSEHOLD
from sim.agents.kinds import KINDS
from sim.agents.owners_committee import COMMITTEE
from sim.agents.property_firm import FIRM
from sim.agents.resident import RESIDENT
from sim.agents.street import STREET
from sim.agents.unit import UNIT
from sim.agents.volunteer import VOLUNTEER
from sim.agents.worker import WORKER
from sim.engine.queue import DESK, SERVER
from sim.grievance.category import CATEGORY
from sim.grievance.channel import CHANNEL
from sim.grievance.tally import DAY, TALLY
from sim.grievance.ticket import CASE, HANDOVER, TICKET
from sim.parameters import RULES

SEEN_BY_MESA = {
    "residents": RESIDENT, "volunteers": VOLUNTEER, "workers": WORKER, "firms": FIRM, "committees": COMMITTEE,
    "branches": BRANCH, "units": UNIT, "departments": DEPARTMENT, "streets": STREET, "communities": COMMUNITY,
    "compounds": COMPOUND,
}  # fmt: skip
DTYPES = SEEN_BY_MESA | {
    "buildings": BUILDING, "cases": CASE, "categories": CATEGORY, "channels": CHANNEL, "days": DAY, "desks": DESK,
    "districts": DISTRICT, "handovers": HANDOVER, "households": HOUSEHOLD, "rules": RULES, "servers": SERVER,
    "tallies": TALLY, "tickets": TICKET,
}  # fmt: skip
HIDDEN_IN_TABLES = {"field"}
"""`np.recarray.field` is a method: of a table of categories or departments it is read as `table["field"]`."""


@pytest.mark.parametrize("name", DTYPES)
def test_a_column_is_read_and_written_as_an_attribute(name):
    dtype = DTYPES[name]
    assert [column for column in dtype.names if hasattr(np.record, column)] == []
    assert {column for column in dtype.names if hasattr(np.recarray, column)} <= HIDDEN_IN_TABLES
    record = np.zeros(1, dtype).view(np.recarray)[0]
    for column in dtype.names:
        setattr(record, column, 1)
        assert np.all(getattr(record, column) == 1)
        assert np.all(record[column] == 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_of_a_view_hides_a_column(kind):
    assert [column for column in SEEN_BY_MESA[kind.table_name].names if hasattr(kind, column)] == []
