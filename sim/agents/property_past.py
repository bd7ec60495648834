"""The years before a run, as the books of property firms tell them: by the rules of any month, on what owners pay.

A firm that has just been given its reserve does not fail for a year, so a run that began with such firms would show
fewer failures in its first year than in any later one.
"""

import math

from sim.agents.property_firm import closes_books, leaves
from sim.agents.property_month import keeps_contract, mans_desk
from sim.agents.resident import readiness_to_pay
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, normal, uniform

_FIRM_START = int(Purpose.FIRM_START)


@rule
def years_before(world):  # type: ignore[no-untyped-def]
    """Keep all firms' books for some years before the run.

    Who leaves a compound in that time is followed by a like firm with a reserve of its own, for the contracts are those
    of the day on which the run begins: what the one owed at this compound goes with it (a renewal process; the state on
    the day of opening is that of a firm met at any time, not of one just founded).
    """
    rules = world.rules[0]
    months = 12.0 * rules.years_before
    for month in range(int(months)):
        for row in range(len(world.compounds)):
            compound = world.compounds[row]
            if compound.firm != NONE:
                keeps_contract(world, compound, world.firms[compound.firm], _income(world, compound, month, rules))
        for row in range(len(world.firms)):
            firm = world.firms[row]
            if firm.contracts > 0:
                closes_books(firm, firm.month_income, firm.month_costs, rules)
            firm.month_income = firm.month_costs = firm.month_wages = firm.jobs = 0.0
        for row in range(len(world.compounds)):
            compound = world.compounds[row]
            if compound.firm == NONE:
                continue
            u = uniform(world.seed, _FIRM_START, compound.key, month, 1)
            if leaves(world.firms[compound.firm], compound.pay_share, rules, u):
                _is_followed(compound, world.firms[compound.firm], rules)
    for row in range(len(world.firms)):
        firm = world.firms[row]
        firm.income = firm.costs = firm.wages = 0.0
    for row in range(len(world.compounds)):
        compound = world.compounds[row]
        if compound.firm != NONE:
            mans_desk(world, compound)
            u = uniform(world.seed, _FIRM_START, compound.key, 0, 3)
            compound.term_left = 1 + int(u * rules.contract_months)


@rule
def _income(world, compound, month, rules):  # type: ignore[no-untyped-def]
    """Return a month's fees from as many payers as trust and service let expect, give or take what chance does."""
    ready = readiness_to_pay(rules.trust_firm_usual, compound.service, rules.suspicion_usual, rules)
    share = 1.0 / (1.0 + math.exp(-ready))
    billed = max(1.0, compound.billed_n / 12.0)
    luck = normal(world.seed, _FIRM_START, compound.key, month, 2)
    paid = max(0.0, min(1.0, share + math.sqrt(share * (1.0 - share) / billed) * luck))
    compound.pay_share += (paid - compound.pay_share) / 6.0
    return compound.fee * compound.area * compound.billed_n * paid


@rule
def _is_followed(compound, firm, rules):  # type: ignore[no-untyped-def]
    kept = 1.0 - 1.0 / max(1, firm.contracts)
    firm.cash = kept * firm.cash + opening_reserve(compound, rules)
    firm.months_of_loss *= kept
    firm.outlook *= kept
    firm.staff = kept * firm.staff + (1.0 - kept)


@rule
def opening_reserve(compound, rules):  # type: ignore[no-untyped-def]
    """Return the cash with which a firm takes a compound on, in yuan."""
    return rules.cash_months * rules.firm_cost * compound.fee * compound.area * compound.household_n
