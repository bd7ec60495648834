"""A city of paper: two districts, three streets, six communities, one compound each."""

import numpy as np
import pytest

from sim.agents.branch import BRANCH
from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.agents.department import DEPARTMENT, FIELDS
from sim.agents.district import DISTRICT
from sim.agents.owners_committee import COMMITTEE
from sim.agents.property_firm import FIRM
from sim.agents.street import STREET
from sim.agents.unit import UNIT
from sim.parameters import rules_table
from sim.policy import Institutions


def table(dtype, rows):
    return np.zeros(rows, dtype).view(np.recarray)


def _make():
    rules = rules_table()
    districts, communities = table(DISTRICT, 2), table(COMMUNITY, 6)
    streets, compounds = table(STREET, 3), table(COMPOUND, 6)
    districts.key = [1, 2]
    communities.key = [111, 112, 121, 122, 211, 212]
    communities.street = [0, 0, 1, 1, 2, 2]
    communities.resident_n = [1000, 2000, 3000, 4000, 5000, 6000]
    communities.posts = [5, 6, 7, 8, 9, 10]
    communities.worker_n = 30
    communities.work_items, communities.enrolment = 165.0, 0.3
    communities.rating_weight, communities.closure_weight, communities.audit = 0.1, 0.6, 0.05
    communities.civic = [0.3, -0.2, 0.1, 0.0, -0.5, 0.4]
    streets.key = [11, 12, 21]
    streets.district = [0, 0, 1]
    streets.authority = 0.05
    streets.staff = [20.0, 30.0, 40.0]
    streets.meeting_days = communities.meeting_days = rules[0].meeting_days_start
    communities.terminals = rules[0].terminals_2016
    communities.register = rules[0].registered_share
    communities.ledgers = rules[0].ledgers_start
    communities.organisations = rules[0].organisations_start
    communities.pay_level = 1.0
    communities.business_firms = [100.0, 50.0, 0.0, 20.0, 0.0, 300.0]
    compounds.key = communities.key << np.uint64(12)
    compounds.community = np.arange(6)
    compounds.resident_n = communities.resident_n
    compounds.condition = [0.9, 0.2, 0.5, 0.3, 0.8, 0.4]
    compounds.household_n = compounds.resident_n // 2
    compounds.firm = [0, 0, 1, -1, 2, -1]
    firms, units = table(FIRM, 3), table(UNIT, 4)
    firms.key, firms.district, firms.contracts = [1 << 20, (1 << 20) + 1, 2 << 20], [0, 0, 1], [2, 1, 1]
    units.key, units.community, units.readiness = communities.key[:4], np.arange(4), rules[0].unit_activity
    departments = table(DEPARTMENT, 3 * FIELDS)
    departments.district = np.repeat([0, 1, -1], FIELDS)
    departments.staff, departments.on_duty = 12.0, 1.0
    return Institutions(
        communities,
        streets,
        districts,
        departments,
        compounds,
        firms,
        table(COMMITTEE, 1),
        table(BRANCH, 1),
        units,
        rules,
    )


@pytest.fixture(scope="session")
def make_institutions():
    return _make


@pytest.fixture
def institutions():
    return _make()
