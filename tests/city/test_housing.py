import numpy as np

from sim.agents.community import CommunityKind
from sim.agents.compound import CompoundKind


def test_there_are_about_thirty_thousand_compounds_and_every_household_has_one(wuhan):
    assert 27_000 < len(wuhan.compounds) < 33_000
    homes = np.bincount(wuhan.compounds.community, wuhan.compounds.household_n)
    assert (homes == wuhan.allotted.families + wuhan.allotted.dormitories).all()
    assert wuhan.compounds.household_n.min() >= 1


def test_villages_and_cities_have_their_own_kinds_of_housing(wuhan):
    village = wuhan.divisions.kind[wuhan.compounds.community] == CommunityKind.VILLAGE
    kind = wuhan.compounds.kind
    assert 0.88 < (kind[village] == CompoundKind.VILLAGE).mean() < 0.92
    assert (kind[~village] == CompoundKind.VILLAGE).mean() < 0.06
    assert (kind[village] == CompoundKind.RENTAL).sum() == 0


def test_three_in_ten_compounds_outside_villages_have_an_owners_committee(wuhan):
    town = wuhan.compounds.kind != CompoundKind.VILLAGE
    assert 0.28 < (wuhan.compounds.committee[town] >= 0).mean() < 0.32  # PR03
    assert 4200 < (wuhan.compounds.branch >= 0).sum() < 4450  # 4327 in the report of 2021


def test_condition_falls_with_age_and_neighbours_are_alike(wuhan):
    c = wuhan.compounds
    for kind in CompoundKind:
        here = c[c.kind == kind]
        assert np.corrcoef(here.year_built, here.condition)[0, 1] > 0.2
    logit = np.log(c.condition / (1 - c.condition))
    same = c.kind == CompoundKind.COMMERCIAL
    left = logit[same] - np.poly1d(np.polyfit(c.year_built[same], logit[same], 1))(c.year_built[same])
    together = c.community[same][1:] == c.community[same][:-1]
    # the community's part of the variance: 0.35^2 / (0.35^2 + 0.45^2) = 0.38
    assert 0.3 < np.corrcoef(left[1:][together], left[:-1][together])[0, 1] < 0.45


def test_only_compounds_with_a_firm_have_a_fee(wuhan):
    assert ((wuhan.compounds.fee > 0) == (wuhan.compounds.firm >= 0)).all()


def test_buildings_hold_their_compounds_households(street):
    buildings, compounds, households = street.buildings, street.compounds, street.households
    assert (np.bincount(buildings.compound, buildings.household_n) == compounds.household_n).all()
    assert (np.bincount(buildings.compound, buildings.lifts, len(compounds)) == compounds.lifts).all()
    assert (buildings.lifts[buildings.floors >= 10] > 0).all()
    assert (buildings.lifts[buildings.floors <= 6] > 0).mean() < 0.1
    floors = buildings.floors[households.building]
    assert ((households.floor >= 1) & (households.floor <= floors)).all()


def test_firms_serve_one_district_and_mostly_neighbouring_streets(wuhan):
    firm_of, c = wuhan.contracts.firm_of, wuhan.compounds
    served = firm_of >= 0
    assert (served == (c.firm >= 0)).all()
    assert (np.bincount(firm_of[served]) == wuhan.contracts.firms.contracts).all()
    assert wuhan.contracts.firms.contracts.max() == 15
    assert np.median(wuhan.contracts.firms.contracts) <= 2
    street = wuhan.divisions.community_street[c.community]
    district = wuhan.divisions.street_district[street]
    assert (district[served] == wuhan.contracts.firms.district[firm_of[served]]).all()
    large = np.flatnonzero(wuhan.contracts.firms.contracts >= 8)
    spread = [np.ptp(np.unique(street[firm_of == firm], return_inverse=True)[1]) for firm in large[:50]]
    assert 0 < np.mean(spread) < 6
