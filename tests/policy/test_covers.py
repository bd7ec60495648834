"""Levers whose intensity is the share of units in which they are at work: ever more of them, nested."""

from datetime import date, timedelta

import numpy as np
import pytest

from sim.agents.compound import COMPOUND
from sim.policy import LEVERS, PolicyItem, Timeline, Where

FIRST = date(2016, 1, 1)
COVERING = sorted(name for name, lever in LEVERS.items() if lever.covers and lever.table == "compounds")


@pytest.fixture
def town(make_institutions):
    """Return the paper city with 200 compounds in each community."""
    compounds = np.zeros(1_200, COMPOUND).view(np.recarray)
    compounds.key = np.arange(1, 1_201)
    compounds.community = np.arange(1_200) // 200
    compounds.resident_n, compounds.firm = 10, -1
    return make_institutions()._replace(compounds=compounds)


def at_work(institutions, lever):
    table, _, column = lever.writes[0].partition(".")
    return set(np.flatnonzero(getattr(institutions, table)[column]).tolist())


def in_force(institutions, name, intensity, **dose):
    return Timeline([PolicyItem(lever=name, intensity=intensity, **dose)], institutions, FIRST, 1)


@pytest.mark.parametrize("name", COVERING)
def test_a_ramp_brings_it_to_ever_more_units_and_never_takes_it_from_any(town, name):
    lever = LEVERS[name]
    line = in_force(town, name, 0.6, start=FIRST + timedelta(days=1), ramp_days=6, end=FIRST + timedelta(days=9))
    before: set[int] = set()
    for day, share in enumerate((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6)):
        line.on(day)
        now = at_work(town, lever)
        assert before <= now
        assert len(now) == pytest.approx(1_200 * share, abs=4 * (1_200 * share * (1 - share)) ** 0.5)
        table, _, column = lever.writes[0].partition(".")
        assert set(getattr(town, table)[column].tolist()) <= {0.0, 1.0}
        before = now
    line.on(10)
    assert at_work(town, lever) == set()


def test_a_larger_intensity_keeps_those_of_a_smaller_one(town):
    before: set[int] = set()
    for intensity in (0.0, 0.1, 0.287, 0.5, 1.0):
        line = in_force(town, "service_stations", intensity)
        line.on(0)
        now = at_work(town, LEVERS["service_stations"])
        assert before <= now
        before = now
    assert len(before) == 1_200


def test_a_share_of_a_covered_part_is_drawn_in_it(town):
    line = in_force(town, "quality_directors", 0.5, where=Where(areas=("1",)))
    line.on(0)
    now = at_work(town, LEVERS["quality_directors"])
    assert max(now) < 800
    assert len(now) == pytest.approx(400, abs=4 * 14.2)


def test_a_community_knows_what_share_of_its_residents_has_a_station(town):
    in_force(town, "service_stations", 0.3).on(0)
    share = np.bincount(town.compounds.community, town.compounds.station) / 200
    people = np.maximum(1, town.communities.resident_n)
    assert town.communities.stations.tolist() == pytest.approx((share * 2_000 / people).tolist())


def test_a_trustee_is_paid_for_the_households_that_no_firm_looks_after(town):
    town.compounds.household_n = 50
    town.compounds.firm[:600] = 3
    units = LEVERS["trusteeship"].units_priced(town, np.arange(1_200), 0.3)
    assert units == pytest.approx(0.3 * 600 * 50)


def test_a_helping_hand_is_paid_for_where_it_is_lent(town):
    town.compounds.firm[:600] = 3
    assert LEVERS["firm_pairing"].units_priced(town, np.arange(1_200), 0.15) == pytest.approx(0.15 * 600)


def test_hours_are_borne_where_the_lever_is_at_work(make_institutions):
    town = make_institutions()
    in_force(town, "quality_directors", 0.5).on(0)
    directed = town.compounds.director == 1.0
    assert 0 < directed.sum() < 6
    assert ((town.communities["policy_hours"] > 0) == directed).all()
