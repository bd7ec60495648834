"""A month of property: books and service under policy, ranking, trustees, firms that go."""

import numpy as np
import pytest

from sim.agents.property_month import lose_firm, property_of_month, ranks_of_quarter

NUMBERS = {
    "firm_cost": 0.8, "firm_fixed": 0.5, "service_speed": 0.5, "self_managed_service": 0.3, "helper_teaches": 0.1,
    "helper_leaves": 0.0, "trustee_fee": 0.5, "trustee_subsidy": 12.0, "trustee_cost": 1.0,
    "wear_month": 0.001,
}  # fmt: skip


@pytest.fixture
def town(paper_world, block_of):
    """Return a function (firms, compounds) that makes a district of compounds of 100 flats of 80 m2, bills aside."""

    def made(firms=1, compounds=1, **numbers):
        world = paper_world(
            NUMBERS | numbers, firms=firms, compounds=compounds, households=100, desks=compounds, servers=compounds
        )
        world.compounds.household_n, world.compounds.area, world.compounds.stays = 100, 80.0, 1.0
        world.households.collective = 1  # nobody is billed
        world.firms.star, world.firms.effort, world.firms.standing, world.firms.staff = 3.0, 0.5, 0.5, 1.0
        world.desks.server_lo, world.desks.server_n, world.desks.server_room = np.arange(compounds), 1, 1
        return world, block_of(world)

    return made


def contract(world, firm, *compounds, fee=1.0):
    for row in compounds:
        world.compounds.firm[row], world.compounds.desk[row], world.compounds.fee[row] = firm, row, fee
        world.desks.present[row] = world.servers.present[row] = 1
    world.firms.contracts[firm] = len(compounds)


def test_books_with_common_income_and_a_policys_cost(town):
    world, block = town()
    contract(world, 0, 0, fee=1.5)
    world.compounds.public_income, world.firms.policy_costs = 3.0, 40.0
    property_of_month(world, block, 30, 0, 1)
    full = 1.5 * 80 * 100
    assert world.firms.income[0] == pytest.approx(300)
    assert world.firms.costs[0] == pytest.approx(full * 0.8 * 0.75 + 40)
    assert (world.firms.month_income[0], world.firms.month_costs[0]) == (0, 0)


def test_complaints_are_counted_by_the_thousand_households_on_the_mean_of_contracts(town):
    world, block = town(compounds=2)
    contract(world, 0, 0, 1)
    world.compounds.complaints = [4, 10]
    property_of_month(world, block, 30, 0, 1)
    assert world.firms.complaints[0] == pytest.approx((40 + 100) / 2)
    assert world.compounds.complaints.tolist() == [0, 0]


def test_a_trustee_takes_over_where_it_is_asked_to_and_leaves_when_that_ends(town):
    world, block = town(firms=2, compounds=2)
    world.firms["public"][1], world.districts.trustee_firm = 1, 1
    world.compounds.kept_desk, world.compounds.trustee = [0, 1], [1.0, 0.0]
    assert property_of_month(world, block, 30, 0, 1) == 0
    assert world.compounds.firm.tolist() == [1, -1]
    assert (world.compounds.desk[0], world.compounds.kept_desk[0], world.compounds.fee[0]) == (0, -1, 0.5)
    assert (world.desks.present[0], world.servers.present.tolist()) == (1, [1, 0])
    assert world.firms.contracts.tolist() == [0, 1]
    assert world.firms.income[1] == pytest.approx(12 * 100)  # the subsidy; nobody was billed
    assert world.firms.costs[1] == pytest.approx(1.0 * 80 * 100 * 0.75)
    world.compounds.trustee = 0.0
    assert property_of_month(world, block, 60, 1, 1) == 1
    lose_firm(world, world.compounds[block.leaving[0]])
    assert (world.compounds.firm[0], world.compounds.kept_desk[0], world.compounds.fee[0]) == (-1, 0, 0)
    assert (world.desks.present[0], world.firms.contracts[1], world.firms.exits[1]) == (0, 0, 1)


def test_a_public_benefit_firm_may_not_leave(town):
    world, block = town(exit_months=3, exit_chance=0.8)
    contract(world, 0, 0)
    world.compounds.trustee, world.firms.months_of_loss, world.firms.cash = 1.0, 30, -1e6
    world.firms["public"] = 1
    assert sum(property_of_month(world, block, 30, month, 1) for month in range(40)) == 0
    world.firms["public"] = 0
    assert sum(property_of_month(world, block, 30, month, 1) for month in range(40)) > 0


def ranked(town, complaints, numbers=None, **columns):
    world, block = town(firms=len(complaints), **(numbers or {}))
    world.firms.contracts, world.firms.complaints = 1, complaints
    for name, value in columns.items():
        world.firms[name] = value
    ranks_of_quarter(world, block)
    return world.firms


def test_places_by_complaints_written_down_and_ties_share_the_middle(town):
    firms = ranked(town, [5.0, 1.0, 3.0, 3.0, 9.0], rated=1.0)
    assert firms.standing.tolist() == pytest.approx([0.25, 1.0, 0.625, 0.625, 0.0])
    assert firms.star.tolist() == [3, 4, 3, 3, 2]
    assert (firms.complaints == 0).all()


def test_without_complaints_nobody_is_first_or_last(town):
    firms = ranked(town, [0.0, 0.0, 0.0], rated=1.0)
    assert firms.standing.tolist() == pytest.approx([0.5] * 3)
    assert (firms.star == 3).all()


def test_who_has_no_contract_takes_no_place(town):
    firms = ranked(town, [2.0, 4.0, 1.0], contracts=[1, 1, 0], rated=1.0)
    assert firms.standing.tolist() == [1.0, 0.0, 0.5]
    assert firms.star.tolist() == [4, 2, 3]


def test_places_do_not_depend_on_the_order_of_rows(town):
    complaints = np.array([5.0, 1.0, 3.0, 3.0, 9.0, 0.0])
    one = ranked(town, complaints, rated=1.0).standing
    other = ranked(town, complaints[::-1], rated=1.0).standing
    assert one.tolist() == other[::-1].tolist()


def test_firms_learn_a_step_each_quarter_from_the_best_model_with_a_contract(town):
    columns = {"skill": [0.4, 0.8, 0.95, 0.9], "model_site": [0, 1, 1, 0], "contracts": [1, 1, 0, 1]}
    firms = ranked(town, [0.0] * 4, {"model_teaches": 0.1}, **columns)
    assert firms.skill.tolist() == pytest.approx([0.4 + 0.1 * 0.4, 0.8, 0.95, 0.9])


def test_a_firm_alone_in_its_district_is_not_last(town):
    firms = ranked(town, [3.0], rated=1.0)
    assert firms.star[0] == 3


def test_a_compound_that_its_firm_left_can_be_given_to_a_trustee(town):
    world, block = town(firms=2)
    contract(world, 0, 0)
    world.firms["public"][1], world.districts.trustee_firm = 1, 1
    lose_firm(world, world.compounds[0])
    world.compounds.trustee = 1.0
    property_of_month(world, block, 30, 0, 1)
    assert world.compounds.firm[0] == 1


def test_a_trustee_at_full_effort_costs_what_the_registry_says(town):
    world, block = town(trustee_cost=1.0)
    contract(world, 0, 0)
    world.compounds.trustee = 1.0
    world.firms["public"], world.firms.effort = 1, 1.0
    property_of_month(world, block, 30, 0, 1)
    assert world.firms.costs[0] == pytest.approx(1.0 * 80 * 100)
