"""Property by month: bills and books, service and repair, firms that rank, learn, take over and leave."""

import numpy as np

from sim.agents.compound import wears
from sim.agents.contract import begins_term, contract_of_month, held_to_contract
from sim.agents.helping import at_home, looks_after_itself
from sim.agents.problem_list import list_of_month, sets_to_list
from sim.agents.property_firm import closes_books, is_ranked, learns_from_model, leaves, posts_at, runs, serves
from sim.agents.resident import brings_up_to_date, pays_fee
from sim.engine.compiling import rule
from sim.engine.queue import NONE, is_manned
from sim.engine.random import Purpose, uniform

_FEE, _FIRM_MONTH = int(Purpose.FEE), int(Purpose.FIRM_MONTH)


@rule
def property_of_month(world, block, day, month, measured):  # type: ignore[no-untyped-def]
    """Send the month's bills, keep the firms' books, let service and repair follow.

    A public-benefit firm takes over where it is asked to, and lives on low fees and a subsidy. A twelfth of the
    households is billed each month for a year. A firm may leave; where a contract's term ends, owners may give the
    compound to another. Returns: the number of compounds whose firm now goes and nobody follows; they stand in
    `block.leaving`.
    """
    rules = world.rules[0]
    for row in block.firms:
        world.firms[row].lent = world.firms[row].jobs = world.firms[row].shamed = 0.0
    for row in block.compounds:
        compound = world.compounds[row]
        if compound.firm == NONE and compound.kept_desk != NONE and compound.trustee >= 0.5:
            takes_over(world, compound)
        if compound.firm != NONE:
            firm = world.firms[compound.firm]
            keeps_contract(world, compound, firm, _bills(world, compound, day, month, measured, rules))
            firm.complaints += 1_000.0 * compound.complaints / max(1, compound.household_n * firm.contracts)
        else:
            compound.service += rules.service_speed * (
                looks_after_itself(world, block, compound, month) - compound.service
            )
        compound.complaints = 0
        wears(compound, rules)
        list_of_month(world, compound, day, month)
    for row in block.firms:
        firm = world.firms[row]
        if firm.contracts > 0:
            firm.wages += firm.month_wages
            closes_books(firm, firm.month_income, firm.month_costs + firm.policy_costs, rules)
        firm.month_income = 0.0
        firm.month_costs = 0.0
        firm.month_wages = 0.0
    leaving = 0
    for row in block.compounds:
        compound = world.compounds[row]
        if compound.firm != NONE:
            u = uniform(world.seed, _FIRM_MONTH, compound.key, month, 0)
            firm = world.firms[compound.firm]
            ends = firm.public != 0 and compound.trustee < 0.5
            if ends or leaves(firm, compound.pay_share, rules, u):
                block.leaving[leaving] = row
                leaving += 1
                if measured:
                    world.tallies[compound.community].firms_left += 1.0
                continue
            if contract_of_month(world, block, compound, month):
                if compound.let_go != 0:
                    block.leaving[leaving] = row
                    leaving += 1
                if measured:
                    world.tallies[compound.community].firms_dismissed += 1.0
            mans_desk(world, compound)
    return leaving


@rule
def keeps_contract(world, compound, firm, fees):  # type: ignore[no-untyped-def]
    """Book a month's income and costs of one contract, and let the service there follow from what the firm puts in."""
    rules = world.rules[0]
    full = compound.fee * compound.area * compound.household_n
    firm.month_income += fees + compound.public_income * compound.household_n
    if firm.public != 0:
        firm.month_income += rules.trustee_subsidy * compound.household_n
        full = rules.trustee_cost / rules.firm_cost * compound.area * compound.household_n
    runs(firm, full, rules)
    firm.jobs += posts_at(compound, rules)
    held = held_to_contract(world, compound)
    compound.service += rules.service_speed * (serves(firm, held, rules) - compound.service)


@rule
def mans_desk(world, compound):  # type: ignore[no-untyped-def]
    """Put as many at the firm's desk in a compound as the firm has staff for, and does not set to the list."""
    rules = world.rules[0]
    firm = world.firms[compound.firm]
    people = posts_at(compound, rules) * firm.staff * at_home(firm) * sets_to_list(world, compound)
    is_manned(world.desks[compound.desk], people, rules.firm_share)


@rule
def _bills(world, compound, day, month, measured, rules):  # type: ignore[no-untyped-def]
    """Bill the households whose turn it is; returns what they pay, in yuan."""
    community = world.communities[compound.community]
    bill = 12.0 * compound.fee * compound.area
    income, paid, billed = 0.0, 0, 0
    for k in range(month % 12, compound.household_n, 12):
        household = world.households[compound.household_lo + k]
        if household.collective != 0:
            continue
        head = world.residents[household.resident_lo]
        who = community.key << np.uint64(24) | np.uint64(compound.household_lo + k - community.household_lo)
        brings_up_to_date(head, rules, day)
        u = uniform(world.seed, _FEE, who, month, 0)
        household.pays = 1 if pays_fee(head, compound.service, compound.suspicion, rules, u) else 0
        billed += 1
        paid += household.pays
    if billed > 0:
        income = bill * paid
        compound.pay_share += (paid / billed - compound.pay_share) / 6.0
        if measured:
            compound.billed += bill * billed
            compound.paid += income
    return income


@rule
def ranks_of_quarter(world, block):  # type: ignore[no-untyped-def]
    """Rank a district's firms by complaints written down, and let them learn from model sites.

    Firms of equal complaints share the middle of their places.
    """
    rules = world.rules[0]
    n, models, best = 0, 0, 0.0
    for row in block.firms:
        firm = world.firms[row]
        if firm.contracts > 0:
            n += 1
            if firm.model_site > 0.0:
                models += 1
                best = max(best, firm.skill)
    for row in block.firms:
        firm = world.firms[row]
        if firm.contracts == 0:
            continue
        worse = 0.0
        for other in block.firms:
            if world.firms[other].contracts > 0 and other != row:
                if world.firms[other].complaints > firm.complaints:
                    worse += 1.0
                elif world.firms[other].complaints == firm.complaints:
                    worse += 0.5
        is_ranked(firm, worse / (n - 1) if n > 1 else 0.5)
        learns_from_model(firm, best, models / max(1, n), rules)
    for row in block.firms:
        world.firms[row].complaints = 0.0


@rule
def takes_over(world, compound):  # type: ignore[no-untyped-def]
    """Let the district's public-benefit firm take a compound on, at a low fee; its desk here opens."""
    rules = world.rules[0]
    street = world.streets[world.communities[compound.community].street]
    compound.firm = world.districts[street.district].trustee_firm
    compound.desk = compound.kept_desk
    compound.kept_desk = NONE
    compound.fee = rules.trustee_fee
    desk = world.desks[compound.desk]
    for server in range(desk.server_lo, desk.server_lo + desk.server_n):
        world.servers[server].present = 1
    desk.present = desk.server_n
    world.firms[compound.firm].contracts += 1
    begins_term(compound, rules)


@rule
def lose_firm(world, compound):  # type: ignore[no-untyped-def]
    """Let a firm go: its desk in this compound closes, and the compound looks after itself."""
    firm = world.firms[compound.firm]
    firm.contracts -= 1
    if compound.let_go != 0:
        firm.dismissals += 1
        compound.let_go = 0
    else:
        firm.exits += 1
    desk = world.desks[compound.desk]
    for server in range(desk.server_lo, desk.server_lo + desk.server_n):
        world.servers[server].present = 0
    desk.present = 0
    if firm.public != 0:
        compound.fee = 0.0
    compound.kept_desk = compound.desk
    compound.firm = NONE
    compound.desk = NONE
