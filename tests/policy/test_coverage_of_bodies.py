"""Who is covered among compounds, firms, units and districts."""

import numpy as np
import pytest

from sim.agents.property_firm import FIRM
from sim.agents.unit import UNIT
from sim.policy import Where
from sim.policy.coverage import covered


@pytest.fixture
def town(make_institutions):
    firms, units = np.zeros(5, FIRM).view(np.recarray), np.zeros(3, UNIT).view(np.recarray)
    firms.key, firms.district, firms["public"] = [1, 2, 3, 4, 5], [0, 0, 1, 0, 1], [0, 0, 0, 1, 1]
    firms.skill, firms.contracts = [0.7, 0.2, 0.5, 0.0, 0.9], [9, 1, 4, 0, 0]
    units.key, units.community, units.people = [1, 2, 3], [5, 1, 2], [30, 90, 60]
    towns = make_institutions()._replace(firms=firms, units=units)
    towns.districts.resident_n = [10_000, 11_000]
    return towns


def rows(institutions, table, lever="closure_audit", **where):
    return covered(Where(**where), table, institutions, 1, lever).tolist()


def test_a_public_benefit_firm_is_no_firm_that_policy_ranks(town):
    assert rows(town, "firms") == [0, 1, 2]
    assert rows(town, "firms", areas=("2",)) == [2]
    assert rows(town, "firms", areas=("111",)) == [0, 1]  # of the community's district


def test_units_are_where_they_are_paired(town):
    assert rows(town, "units", areas=("11",)) == [1]
    assert rows(town, "units", areas=("212", "12")) == [0, 2]


def test_districts_that_are_touched(town):
    assert rows(town, "districts", areas=("12",)) == [0]
    assert rows(town, "districts") == [0, 1]


@pytest.mark.parametrize(
    ("table", "by", "weakest"),
    [
        ("firms", "condition", [1]),
        ("firms", "size", [1]),
        ("units", "size", [0]),
        ("units", "condition", [1]),  # of community 1: 0.2
        ("units", "civic", [1]),
        ("compounds", "condition", [1, 3]),
        ("compounds", "civic", [1, 4]),
        ("districts", "size", [0]),
        ("districts", "civic", [1]),  # 0.02 on the mean of residents against -0.01
    ],
)
def test_weakest_by_what_is_named(town, table, by, weakest):
    assert rows(town, table, rule="weakest", by=by, share=0.33) == weakest


def test_strongest_are_the_others(town):
    assert rows(town, "firms", rule="strongest", share=0.3) == [0]
    assert rows(town, "units", rule="strongest", by="size", share=0.3) == [1]


def test_as_many_are_covered_as_come_to_the_share_and_one_more_for_a_rest(town):
    assert [len(rows(town, "compounds", rule="weakest", share=s)) for s in (0.0, 0.01, 0.5, 0.51, 1.0)] == [
        0,
        1,
        3,
        4,
        6,
    ]
