"""Contracts of property firms: their term, what a committee sees, who bids, who gets the compound."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.compound import COMPOUND
from sim.agents.contract import bids_for, contract_of_month, ends_contract, finds_another, is_judged, seen_of_firm
from sim.agents.owners_committee import COMMITTEE
from sim.agents.property_firm import FIRM
from sim.agents.property_month import lose_firm, property_of_month

share = st.floats(0, 1)
SURE = {"renewal_ease": -1.0, "renewal_record": 8.0, "contract_months": 24, "record_prior": 1}


def test_what_owners_have_seen_by_hand(make, rules_with):
    compound, rules = make(COMPOUND), rules_with(record_prior=4)
    assert seen_of_firm(compound, rules) == 0.5
    for satisfied in (0.2, 0.4):
        is_judged(compound, satisfied)
    assert seen_of_firm(compound, rules) == pytest.approx((2.0 + 0.6) / 6)


def test_a_decision_by_hand(make, rules_with):
    """The record of 0.25 in two cases beside two of 0.5, and a star of two under half a rating."""
    rules = rules_with(renewal_ease=1, renewal_record=4, renewal_star=0.8, record_prior=2, interest_conflict=0.5)
    compound = make(COMPOUND, firm_judged=2.0, firm_pleased=0.5, cross_posts=0.4)
    committee, firm = make(COMMITTEE, quality=0.5), make(FIRM, star=2.0, rated=0.5)
    renews = 1 / (1 + math.exp(-(1 + 4 * (0.375 - 0.5) - 0.8 * 0.5)))
    for u, v, ended in ((0.39, renews + 1e-9, True), (0.39, renews - 1e-9, False), (0.41, 1.0, False)):
        assert ends_contract(compound, committee, firm, rules, u, v) is ended


def test_a_star_counts_only_where_it_is_published(make, rules_with):
    rules, compound, committee = rules_with(renewal_star=2), make(COMPOUND), make(COMMITTEE, quality=1.0)
    kept = [
        not ends_contract(compound, committee, make(FIRM, star=star, rated=rated), rules, 0.0, 0.73)
        for star, rated in ((1, 0), (5, 0), (1, 1), (5, 1))
    ]
    assert kept == [True, True, False, True]


@pytest.mark.parametrize(
    ("firm", "bids"),
    [
        ({}, True),
        ({"cash": 0.0}, False),
        ({"public": 1}, False),
        ({"contracts": 0}, False),
        ({"effort": 1.0}, False),  # 0.8 of the bill, of which 0.7 is paid
    ],
)
def test_who_bids(make, rules_with, firm, bids):
    rules = rules_with(firm_cost=0.8, firm_fixed=0.5)
    compound = make(COMPOUND, fee=2.0, area=50.0, pay_share=0.7, household_n=10, billed_n=10)
    one = make(FIRM, **{"cash": 1.0, "contracts": 1, "effort": 0.5, "staff": 1.0} | firm)
    assert bids_for(one, compound, rules) == bids
    compound.public_income = 10.1
    assert bids_for(one, compound, rules) == (bids or "effort" in firm)
    compound.billed_n = 5
    assert not bids_for(one, compound, rules)


@pytest.fixture
def town(paper_world, block_of):
    """Return a function that makes a district of compounds, all with the first of some firms and a good committee."""

    def made(firms, compounds=1, numbers=None):
        world = paper_world(
            SURE | {"lets_go": 0.1} | (numbers or {}), firms=firms, compounds=compounds, households=100,
            committees=compounds, desks=compounds, servers=compounds,
        )  # fmt: skip
        world.compounds.household_n = world.compounds.billed_n = 100
        world.compounds.area, world.compounds.fee = 80.0, 1.0
        world.compounds.pay_share, world.compounds.firm, world.compounds.firm_judged = 1.0, 0, 100.0
        world.compounds.desk = world.compounds.committee = np.arange(compounds)
        world.compounds.term_left = 1
        world.households.collective = 1  # nobody is billed
        world.committees.quality = 1.0
        world.firms.key = np.arange(firms)
        world.firms.star, world.firms.effort, world.firms.staff, world.firms.cash = 3.0, 0.5, 1.0, 1e9
        world.firms.contracts = 1
        world.firms.contracts[0] = compounds
        world.desks.server_lo, world.desks.server_n, world.desks.server_room = np.arange(compounds), 1, 1
        return world, block_of(world)

    return made


def test_a_firm_of_bad_record_is_followed_by_another_at_the_end_of_its_term(town):
    world, block = town(firms=3, compounds=40)
    world.compounds.term_left = 2
    before = world.firms.contracts.sum()
    assert property_of_month(world, block, 30, 0, 1) == 0
    assert (world.compounds.firm == 0).all()
    assert property_of_month(world, block, 60, 1, 1) == 0
    followed = int((world.compounds.firm != 0).sum())
    assert followed > 30
    assert world.firms.contracts.sum() == before
    assert world.firms.contracts.tolist() == [
        40 - followed, 1 + int((world.compounds.firm == 1).sum()), 1 + int((world.compounds.firm == 2).sum()),
    ]  # fmt: skip
    assert (world.firms.dismissals[0], world.firms.exits.sum()) == (followed, 0)
    assert (world.tallies.firms_dismissed.sum(), world.tallies.firms_left.sum()) == (followed, 0)
    assert (world.compounds.term_left == 24).all()
    assert (world.compounds.firm_judged == 0).all()


@pytest.mark.parametrize("missing", ["committee", "record"])
def test_without_a_committee_or_without_a_reason_the_contract_runs_on(town, missing):
    world, block = town(firms=3, compounds=40)
    if missing == "committee":
        world.compounds.committee = -1
    else:
        world.compounds.firm_pleased = 100.0
        world.rules.renewal_ease = 3.0
    property_of_month(world, block, 30, 0, 1)
    assert (world.compounds.firm == 0).all()
    assert (world.compounds.term_left == 24).all()


def test_where_nobody_bids_the_owners_are_left_to_themselves(town):
    world, block = town(firms=1, compounds=1, numbers={"renewal_ease": -1.0, "renewal_record": 8.0})
    leaving = property_of_month(world, block, 30, 0, 1)
    assert leaving == world.tallies.firms_dismissed.sum() == 1
    lose_firm(world, world.compounds[block.leaving[0]])
    assert (world.compounds.firm[0], world.compounds.let_go[0]) == (-1, 0)
    assert (world.firms.contracts[0], world.firms.dismissals[0], world.firms.exits[0]) == (0, 1, 0)


def test_stars_win_compounds_where_they_are_published(town):
    world, block = town(firms=3, compounds=400, numbers={"renewal_star": 1.0})
    world.firms.star = [3, 2, 4]

    def won():
        return [finds_another(world, block, compound, 0) for compound in world.compounds]

    assert won().count(1) / 400 == pytest.approx(0.5, abs=0.1)
    world.firms.rated = 1.0
    assert won().count(2) / 400 == pytest.approx(1 / (1 + math.exp(-2.0)), abs=0.1)


def test_who_else_is_there_changes_no_bid(town):
    world, block = town(firms=4, compounds=100)
    with_all = [finds_another(world, block, compound, 0) for compound in world.compounds]
    world.firms.cash[3] = -1.0
    without = [finds_another(world, block, compound, 0) for compound in world.compounds]
    assert 3 in with_all
    assert all(one == other for one, other in zip(with_all, without, strict=True) if one != 3)


def test_the_next_firm_mans_the_desk_as_it_can(town):
    world, block = town(firms=2)
    world.firms.staff = [1.0, 0.5]
    world.rules.firm_staff, world.rules.firm_share, world.rules.lets_go = 10.0, 0.6, 0.0
    assert contract_of_month(world, block, world.compounds[0], 0)
    world.compounds.committee = -1
    world.firms.outlook = 0.0
    world.rules.outlook_speed = 0.0
    world.rules.firm_hire_months = 1e9
    property_of_month(world, block, 30, 1, 1)
    assert world.desks.share[0] == pytest.approx(0.6 * 0.5)  # one post by contract, half of it filled


@given(number=st.integers(0, 1_000_000), columns=st.tuples(share, share, share, share), u=share, v=share)
def test_a_better_record_never_ends_a_contract(make, rules_at, number, columns, u, v):
    rules = rules_at(number)
    quality, low, more, rated = columns
    committee, firm = make(COMMITTEE, quality=quality), make(FIRM, star=3.0, rated=rated)
    worse, better = (make(COMPOUND, firm_judged=10.0, firm_pleased=10 * s) for s in (low, max(low, more)))
    if ends_contract(better, committee, firm, rules, u, v):
        assert ends_contract(worse, committee, firm, rules, u, v)
