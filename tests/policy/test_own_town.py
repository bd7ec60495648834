"""Levers on a city that was really built: areas by codes that are no numbers, all columns where they should be."""

import numpy as np
import pytest

from sim.city import build_city
from sim.parameters import rules_table
from sim.policy import LEVERS, Institutions, Timeline
from sim.scenario import load_scenario


@pytest.fixture(scope="module")
def town():
    return build_city(source=load_scenario("own_town").city_source(), cache=False)


def _timeline(town, scenario):
    tables = [getattr(town, name).copy() for name in Institutions._fields[:-1]]
    institutions = Institutions(*tables, rules_table())
    return institutions, Timeline(scenario.policy, institutions, scenario.start, scenario.seed)


def test_a_lever_in_one_street_reaches_its_communities_and_no_other(town):
    overrides = {"policy.closure_audit": {"intensity": 0.5, "where": {"areas": ["钟楼街道"]}}}
    institutions, timeline = _timeline(town, load_scenario("own_town", overrides))
    timeline.on(0)
    street = town.names["streets"].index("钟楼街道")
    inside = institutions.communities.street == street
    assert 0 < inside.sum() < len(inside)
    assert np.array_equal(institutions.communities["audit"] == 0.5, inside)


def test_all_levers_together_write_and_are_taken_back(town):
    policy = {lever: {"start": "2016-01-02", "ramp_days": 3, "end": "2016-01-09"} for lever in LEVERS}
    overrides = {f"policy.{lever}": dose for lever, dose in policy.items()}
    institutions, timeline = _timeline(town, load_scenario("own_town", overrides))
    before = [table.copy() for table in institutions]
    assert [day for day in range(12) if timeline.on(day)] == [1, 2, 3, 9]
    assert all(np.array_equal(old, new) for old, new in zip(before, institutions, strict=True))
    assert timeline.cost(0, 12).yuan > 0
