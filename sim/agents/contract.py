"""Contracts of property firms: their term, what a committee sees when it ends, and who gets the compound next.

Where owners have no committee nobody can act for them: the contract runs on.
"""

import math

from sim.agents.compound import oversight
from sim.agents.owners_committee import watches
from sim.agents.property_firm import can_take_on, number_of
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, uniform

_FIRM_MONTH, _TENDER = int(Purpose.FIRM_MONTH), int(Purpose.TENDER)


@rule
def held_to_contract(world, compound):  # type: ignore[no-untyped-def]
    """Return how far the firm of a compound is held to its contract there, by the owners' committee and others, 0-1."""
    rules = world.rules[0]
    watched = watches(world.committees[compound.committee], rules) if compound.committee != NONE else 0.0
    return oversight(compound, watched, rules)


@rule
def is_judged(compound, satisfied):  # type: ignore[no-untyped-def]
    """Enter how a resident took what the firm did with a case: what is kept out of its books does not come here."""
    compound.firm_judged += 1.0
    compound.firm_pleased += satisfied


@rule
def seen_of_firm(compound, rules):  # type: ignore[no-untyped-def]
    """Return how the firm's handling in this term looks to owners, 0-1: the less they have seen, the nearer 0.5."""
    prior = rules.record_prior
    return (0.5 * prior + compound.firm_pleased) / (prior + compound.firm_judged)


@rule
def ends_contract(compound, committee, firm, rules, u, v):  # type: ignore[no-untyped-def]
    """Decide at the end of a term whether another firm is looked for.

    A committee that works looks at the record, and at the star where stars count; one that does not lets the contract
    run on, and so may one that sits in one body with the firm (what is convenient for the agent; Jensen and Meckling
    1976). u, v: uniform, of acting at all and of the decision.
    """
    acts = committee.quality * (1.0 - rules.interest_conflict * compound.cross_posts)
    if u >= acts:
        return False
    renews = rules.renewal_ease + rules.renewal_record * (seen_of_firm(compound, rules) - 0.5)
    renews += rules.renewal_star * firm.rated * (firm.star - 3.0)
    return v >= 1.0 / (1.0 + math.exp(-renews))


@rule
def bids_for(firm, compound, rules):  # type: ignore[no-untyped-def]
    """Say whether a firm wants a compound: it has the money to begin, and what the owners pay covers the costs."""
    if not can_take_on(firm):
        return False
    bill = compound.fee * compound.area
    earns = bill * compound.pay_share * compound.billed_n + compound.public_income * compound.household_n
    costs = bill * rules.firm_cost * (rules.firm_fixed + (1.0 - rules.firm_fixed) * firm.effort)
    return earns >= costs * compound.household_n


@rule
def worth_of_bid(firm, rules, u):  # type: ignore[no-untyped-def]
    """Return what a bid is worth to the owners: a star where stars count, and what nobody else sees (McFadden 1974)."""
    return rules.renewal_star * firm.rated * (firm.star - 3.0) - math.log(-math.log(max(1.0e-12, u)))


@rule
def finds_another(world, block, compound, month):  # type: ignore[no-untyped-def]
    """Return the row of the firm that gets a compound now, of those at work in the district; NONE if none bids.

    Each draw is a firm's own, so who else is in the area changes no bid.
    """
    rules = world.rules[0]
    best, highest = NONE, 0.0
    for row in block.firms:
        firm = world.firms[row]
        if row == compound.firm or not bids_for(firm, compound, rules):
            continue
        worth = worth_of_bid(firm, rules, uniform(world.seed, _TENDER, compound.key, month, number_of(firm)))
        if best == NONE or worth > highest:
            best, highest = row, worth
    return best


@rule
def contract_of_month(world, block, compound, month):  # type: ignore[no-untyped-def]
    """Let a month of a contract pass; at the end of its term the committee may give the compound to another firm.

    The desk and what waits at it go over to the next firm. Where no firm wants the compound, its firm leaves
    (`let_go`), and the owners look after themselves. Returns: whether the owners ended the contract.
    """
    rules = world.rules[0]
    compound.term_left -= 1
    if compound.term_left > 0:
        return False
    ends = False
    old = world.firms[compound.firm]
    if compound.committee != NONE and old.public == 0:
        u = uniform(world.seed, _FIRM_MONTH, compound.key, month, 2)
        v = uniform(world.seed, _FIRM_MONTH, compound.key, month, 3)
        ends = ends_contract(compound, world.committees[compound.committee], old, rules, u, v)
    if ends:
        another = finds_another(world, block, compound, month)
        if another == NONE:
            compound.let_go = 1
        else:
            old.contracts -= 1
            old.dismissals += 1
            world.firms[another].contracts += 1
            compound.firm = another
    begins_term(compound, rules)
    return ends


@rule
def begins_term(compound, rules):  # type: ignore[no-untyped-def]
    """Begin a term of a contract, with a clean record."""
    compound.term_left = int(rules.contract_months)
    compound.firm_judged = 0.0
    compound.firm_pleased = 0.0
