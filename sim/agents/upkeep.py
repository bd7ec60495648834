"""What goes on whether or not anybody complains: duty rosters by day, volunteers by week, books and posts by month."""

import numpy as np

from sim.agents.community import admin_share, case_share, duty_share
from sim.agents.compound import wears
from sim.agents.owners_committee import watches
from sim.agents.property_firm import closes_books, leaves, serves
from sim.agents.resident import brings_up_to_date, has_drifted, pays_fee
from sim.agents.volunteer import loses_heart, turns_out
from sim.agents.worker import feels, grows, quits, starts
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, normal, uniform

_VOLUNTEER_WEEK, _WORKER_MONTH, _HIRE = int(Purpose.VOLUNTEER_WEEK), int(Purpose.WORKER_MONTH), int(Purpose.HIRE)
_FEE, _FIRM_MONTH = int(Purpose.FEE), int(Purpose.FIRM_MONTH)


@rule
def rosters_of_day(world, block, day):  # type: ignore[no-untyped-def]
    """See who is on duty, and what share of the day administrative items leave for residents."""
    rules = world.rules[0]
    for row in block.communities:
        community = world.communities[row]
        desk = world.desks[community.desk]
        present = 0
        for post in range(community.worker_n):
            worker = world.workers[community.worker_lo + post]
            established = post + 0.5 <= community.posts
            if worker.present != 0 and not established:
                worker.present = 0
            if worker.present == 0 and established:
                _may_be_filled(world, community, worker, post, day)
            elif not established:
                worker.vacant_since = day
            world.servers[worker.server].present = worker.present
            present += worker.present
        desk.present = present
        desk.share = case_share(community, present, rules)


@rule
def _may_be_filled(world, community, worker, post, day):  # type: ignore[no-untyped-def]
    """Fill a vacancy when recruiting has run its course."""
    rules = world.rules[0]
    if day - worker.vacant_since < rules.hire_days:
        return
    key = community.key << np.uint64(24) | np.uint64(post)
    starts(
        worker,
        rules,
        uniform(world.seed, _HIRE, key, day, 0),
        uniform(world.seed, _HIRE, key, day, 1),
        uniform(world.seed, _HIRE, key, day, 2),
        uniform(world.seed, _HIRE, key, day, 3),
        normal(world.seed, _HIRE, key, day, 4),
    )


@rule
def volunteers_of_week(world, block, day):  # type: ignore[no-untyped-def]
    """Let volunteers decide whether to turn out this week."""
    rules = world.rules[0]
    for row in block.communities:
        community = world.communities[row]
        active = 0
        for k in range(community.volunteer_n):
            volunteer = world.volunteers[community.volunteer_lo + k]
            loses_heart(volunteer, rules)
            u = uniform(world.seed, _VOLUNTEER_WEEK, community.key << np.uint64(24) | np.uint64(k), day, 0)
            volunteer.active = 1 if turns_out(volunteer, rules, u) else 0
            if volunteer.server != NONE:
                world.servers[volunteer.server].present = volunteer.active
            active += volunteer.active
        if community.volunteer_desk != NONE:
            world.desks[community.volunteer_desk].present = active
        community.visits = min(0.5, rules.visit_reach * active / max(1, community.resident_n))


@rule
def without_firm(world, community):  # type: ignore[no-untyped-def]
    """Return the share of a community's residents who live in compounds without a property firm."""
    people = 0
    for row in range(community.compound_lo, community.compound_lo + community.compound_n):
        if world.compounds[row].firm == NONE:
            people += world.compounds[row].resident_n
    return people / max(1, community.resident_n)


@rule
def workers_of_month(world, block, day):  # type: ignore[no-untyped-def]
    """Let workers feel the month, learn from it, and stay or leave. Returns (quits, posts filled at the start)."""
    rules = world.rules[0]
    month_hours = 21.0 * rules.working_hours
    left, there = 0, 0
    for row in block.communities:
        community = world.communities[row]
        desk = world.desks[community.desk]
        community.self_managed = without_firm(world, community)
        asked = (admin_share(community, desk.present, rules) + duty_share(community, desk.present, rules)) * month_hours
        backlog = desk.length * rules.hours_felt_per_case / max(1, desk.present)
        for post in range(community.worker_n):
            worker = world.workers[community.worker_lo + post]
            if worker.present == 0:
                continue
            there += 1
            feels(worker, asked + worker.hours_month + backlog, month_hours, rules)
            grows(worker, rules)
            worker.hours_month = 0.0
            key = community.key << np.uint64(24) | np.uint64(post)
            if quits(worker, rules, uniform(world.seed, _WORKER_MONTH, key, day, 0)):
                worker.present = 0
                worker.vacant_since = day
                left += 1
    return left, there


@rule
def property_of_month(world, block, day, month, measured):  # type: ignore[no-untyped-def]
    """Send the month's bills, keep the firms' books, let service and repair follow.

    A twelfth of the households is billed each month for a year. Returns: the number of compounds whose firm now
    leaves; they stand in `block.leaving`.
    """
    rules = world.rules[0]
    for row in block.compounds:
        compound = world.compounds[row]
        if compound.firm != NONE:
            firm = world.firms[compound.firm]
            firm.month_income += _bills(world, compound, day, month, measured, rules)
            full = compound.fee * compound.area * compound.household_n
            firm.month_costs += full * rules.firm_cost * (rules.firm_fixed + (1.0 - rules.firm_fixed) * firm.effort)
            watched = watches(world.committees[compound.committee], rules) if compound.committee != NONE else 0.0
            compound.service += rules.service_speed * (serves(firm, watched, rules) - compound.service)
        else:
            compound.service += rules.service_speed * (rules.self_managed_service - compound.service)
        wears(compound, rules)
    for row in block.firms:
        firm = world.firms[row]
        if firm.contracts > 0:
            closes_books(firm, firm.month_income, firm.month_costs, rules)
        firm.month_income = 0.0
        firm.month_costs = 0.0
    leaving = 0
    for row in block.compounds:
        compound = world.compounds[row]
        if compound.firm != NONE:
            u = uniform(world.seed, _FIRM_MONTH, compound.key, month, 0)
            if leaves(world.firms[compound.firm], compound.pay_share, rules, u):
                block.leaving[leaving] = row
                leaving += 1
    return leaving


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
        household.pays = 1 if pays_fee(head, compound.service, rules, u) else 0
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
def trust_of_community(world, row, day):  # type: ignore[no-untyped-def]
    """Return the residents' trust in firm, community and platform on a day, summed over a community."""
    rules = world.rules[0]
    place = world.communities[row]
    firm = place.resident_n * rules.trust_firm_usual
    community = place.resident_n * rules.trust_community_usual
    platform = place.resident_n * rules.trust_platform_usual
    for who in range(place.resident_lo, place.resident_lo + place.resident_n):
        resident = world.residents[who]
        kept = has_drifted(resident, rules, day)
        firm += kept * (resident.trust_firm - rules.trust_firm_usual)
        community += kept * (resident.trust_community - rules.trust_community_usual)
        platform += kept * (resident.trust_platform - rules.trust_platform_usual)
    return firm, community, platform


@rule
def trust_of_block(world, block, day):  # type: ignore[no-untyped-def]
    """Return the same, summed over a block."""
    firm, community, platform = 0.0, 0.0, 0.0
    for row in block.communities:
        more = trust_of_community(world, row, day)
        firm, community, platform = firm + more[0], community + more[1], platform + more[2]
    return firm, community, platform


@rule
def lose_firm(world, compound):  # type: ignore[no-untyped-def]
    """Let a firm go: its desk in this compound closes, and the compound looks after itself."""
    firm = world.firms[compound.firm]
    firm.contracts -= 1
    firm.exits += 1
    desk = world.desks[compound.desk]
    for server in range(desk.server_lo, desk.server_lo + desk.server_n):
        world.servers[server].present = 0
    desk.present = 0
    compound.firm = NONE
    compound.desk = NONE
