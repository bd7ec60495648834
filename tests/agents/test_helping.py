"""A hand lent without a contract: owners learn and forget, the firm's people are missed, and it may drop out."""

import numpy as np
import pytest

from sim.agents.compound import COMPOUND
from sim.agents.helping import at_home, drops_out, lends_hands, owners_forget, owners_learn
from sim.agents.property_firm import FIRM
from sim.agents.property_month import property_of_month


def test_a_month_of_learning_and_one_of_forgetting_by_hand(make, rules_with):
    rules = rules_with(helper_teaches=0.1, helper_fades_months=20, self_managed_service=0.3)
    firm = make(FIRM, effort=0.8, skill=0.5, staff=1.0)  # serves 0.6
    compound = make(COMPOUND, own_service=0.4, helped=0.5)
    owners_learn(compound, firm, rules)
    assert compound.own_service == pytest.approx(0.4 + 0.1 * 0.5 * 0.2)
    compound.own_service = 0.5
    owners_forget(compound, rules)
    assert compound.own_service == pytest.approx(0.5 - 0.2 / 20)


def test_nothing_is_learnt_from_a_firm_that_does_worse(make, rules_with):
    compound = make(COMPOUND, own_service=0.4, helped=1.0)
    owners_learn(compound, make(FIRM, effort=0.3, skill=0.5, staff=1.0), rules_with())
    assert compound.own_service == 0.4


@pytest.mark.parametrize(
    ("columns", "u", "ends"),
    [({}, 0.049, True), ({}, 0.051, False), ({"cash": 0.0}, 0.9, True), ({"contracts": 0}, 0.9, True)],
)
def test_who_drops_out(make, rules_with, columns, u, ends):
    firm = make(FIRM, **{"cash": 1.0, "contracts": 1} | columns)
    assert drops_out(firm, rules_with(helper_leaves=0.6), u) == ends


def test_who_is_lent_is_missed_at_home_by_hand(make, rules_with):
    rules, compound = rules_with(helper_staff=0.5), make(COMPOUND, helped=1.0, household_n=400)
    firm = make(FIRM, jobs=4.0, staff=0.5)
    assert at_home(firm) == 1.0
    lends_hands(firm, compound, rules)
    assert at_home(firm) == pytest.approx(1 - 0.2 / 2)
    firm.lent = 9.0
    assert at_home(firm) == 0.5
    assert at_home(make(FIRM)) == 1.0


@pytest.fixture
def town(paper_world, block_of):
    """Return a function that makes a district with one firm at one compound, and others that manage themselves."""

    def made(compounds, **numbers):
        world = paper_world(
            {"helper_leaves": 0.0, "self_managed_service": 0.3, "helper_fades_months": 24} | numbers,
            compounds=compounds, households=100, desks=compounds, servers=compounds,
        )  # fmt: skip
        table, firm = world.compounds, world.firms[0]
        table.household_n, table.billed_n, table.area, table.stays = 100, 100, 80.0, 1.0
        table.own_service = table.service = 0.3
        world.households.collective = 1  # nobody is billed
        world.desks.server_lo, world.desks.server_n, world.desks.server_room = np.arange(compounds), 1, 1
        table.firm[0] = table.desk[0] = 0
        table.fee[0], table.term_left[0] = 1.0, 1_000
        firm.contracts, firm.cash, firm.star, firm.effort, firm.staff, firm.skill = 1, 1e9, 3.0, 0.9, 1.0, 0.9
        return world, block_of(world)

    return made


def test_help_moves_service_where_it_is_given_and_desks_at_home_are_short(town):
    world, block = town(3)
    world.compounds.helped = [0.0, 1.0, 0.0]
    property_of_month(world, block, 30, 0, 1)
    assert world.compounds.helper.tolist() == [-1, 0, -1]
    rules = world.rules[0]
    lent = rules.helper_staff * 0.1
    assert world.firms.lent[0] == pytest.approx(lent)
    left = rules.firm_staff * 0.1 * world.firms.staff[0] - lent
    assert world.desks.share[0] == pytest.approx(rules.firm_share * left)
    for month in range(1, 24):
        property_of_month(world, block, 30, month, 1)
    assert world.compounds.service[1] > 0.5
    assert world.compounds.service[2] == pytest.approx(0.3)


def test_a_firm_that_drops_out_is_not_followed_until_a_new_pairing(town):
    world, block = town(200, helper_leaves=0.8)
    world.compounds.helped[1:] = 1.0
    stayed = []
    for month in range(12):
        property_of_month(world, block, 30, month, 1)
        stayed.append(float((world.compounds.helper == 0).mean()))
    assert stayed == sorted(stayed, reverse=True)
    assert stayed[-1] == pytest.approx((1 - 0.8 / 12) ** 12, abs=4 * (0.24 / 200) ** 0.5)
    assert (world.compounds.stays[1:] == (world.compounds.helper[1:] == 0)).all()
    learnt = world.compounds.own_service.copy()
    world.compounds.helped = 0.0
    property_of_month(world, block, 30, 12, 1)
    assert (world.compounds.helper == -1).all()
    assert (world.compounds.stays == 1.0).all()
    assert (world.compounds.own_service < learnt)[learnt > 0.3].all()
