"""A contact reaches a channel: recorded or lost, merged or new, answered at once or sent to a desk."""

import numpy as np

from sim.agents.league import at_stake
from sim.agents.property_firm import writes_down
from sim.agents.resident import Receiver
from sim.agents.responses import Response
from sim.agents.street import knows_whose
from sim.agents.visits import goes_on_visiting_list
from sim.engine.agenda import TODAY, comes_next, put, take_next
from sim.engine.clock import HOURS_A_DAY
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE
from sim.engine.random import Purpose, lognormal
from sim.grievance.category import Relief
from sim.grievance.channel import Entry
from sim.grievance.deadline import DEADLINE_HOURS, deadline_of
from sim.grievance.handover import follows_up, haste, is_short_of_room, send
from sim.grievance.level import COMMUNITY, COMPOUND, DISTRICT, STREET
from sim.grievance.needs import JUDGE, SPEAK, trouble_arises
from sim.grievance.repeats import is_told_of_again
from sim.grievance.routing import desk_of, draw, wrong_desk
from sim.grievance.settling import is_over, lets_go, log_merged
from sim.grievance.ticket import (
    AT_FORUM,
    INSPECTED,
    LISTS,
    OPEN_TICKETS,
    PROMISED,
    Reason,
    State,
    free_case,
    goes_on_list,
    is_about_nothing,
    is_open_again,
    keeper_of,
)

_INTAKE = int(Purpose.INTAKE)
_ENTRY_COMPOUND, _ENTRY_COMMUNITY = int(Entry.COMPOUND), int(Entry.COMMUNITY)
_LOST, _RETURNING = int(State.LOST), int(State.RETURNING)
_DISPATCHED = int(Reason.DISPATCHED)
_FIRM = int(Receiver.FIRM)
_PETITION = int(Response.PETITION)
_CARE = int(Relief.CARE)


@rule
def intake_of_day(world, block, day):  # type: ignore[no-untyped-def]
    """Hear all who speak today, and let returning troubles return.

    Returns: whether the day is done; False when the block must get more room first.
    """
    agenda = block.heads[SPEAK]
    while comes_next(agenda, block.cases, day) != NONE:
        if is_short_of_room(block):
            return False
        row = take_next(agenda, block.cases)
        if agenda[TODAY, 0] != NONE:
            prefetch(world.residents, block.cases[agenda[TODAY, 0]].resident)
        case = block.cases[row]
        if case.state == _RETURNING:
            c, who, hour, trouble = case.category, case.resident, case.due, case.trouble
            free_case(block.cases, block.pointers, row)
            trouble_arises(world, block, trouble, c, who, max(hour, day * HOURS_A_DAY), day, 1, False)
        else:
            speaks(world, block, row, case.due, day)
    return True


@rule
def speaks(world, block, row, hour, day):  # type: ignore[no-untyped-def]
    """One resident speaks through one channel."""
    rules = world.rules[0]
    case = block.cases[row]
    category = world.categories[case.category]
    channel = world.channels[case.channel]
    community = world.communities[case.community]
    if is_over(block, case, row, hour):
        lets_go(world, block, row, day)
        return
    case.measured = 1 if hour >= world.span[0] else 0
    _is_heard(block.cases, row, hour)
    _count_contact(world, block, case, category, channel, hour, day)
    if category.enquiry != 0 and channel.official != 0:
        lets_go(world, block, row, day)
        return
    inspected = case.promised == INSPECTED
    if inspected:
        case.promised = 0
    recorded = channel.capture + (1.0 - channel.capture) * rules.store_capture * community.shared_store
    if channel.receiver == _FIRM and world.compounds[case.compound].firm != NONE and not inspected:
        recorded *= writes_down(world.firms[world.compounds[case.compound].firm], rules)
    if case.promised == AT_FORUM:  # the organisation keeps the minutes
        recorded += (1.0 - recorded) * follows_up(world, case)
    if draw(world, _INTAKE, case, 8 * case.rounds) >= recorded:
        case.reported = hour
        case.state = _LOST
        _is_promised(world, case)
        world.tallies[case.community].lost += case.measured
        put(block.heads[JUDGE], block.cases, row, hour + rules.patience_days * 24.0, day)
        return
    if channel.receiver == _FIRM and category.enquiry == 0:
        if not inspected:  # a job of its own, that nobody complained of
            world.compounds[case.compound].complaints += 1
    elif community.must_visits > 0.0 and category.enquiry == 0 and not is_about_nothing(case):
        household = world.households[world.residents[case.resident].household]
        goes_on_visiting_list(household, category.dispute != 0, category.relief == _CARE, rules)
    street = world.streets[community.street]
    logged = draw(world, _INTAKE, case, 8 * case.rounds + 1) < _is_entered(community, street, rules)
    captured = logged and channel.receiver != _FIRM and category.enquiry == 0
    case.official = 1 if channel.official != 0 or captured else 0
    if case.official != 0:
        is_open_again(block.cases, row)
    if case.ticket < 0:
        case.ticket = np.int64(community.key << np.uint64(24)) + community.tickets
        community.tickets += 1
    joined = _ticket_seen(world, block, case, row)
    if joined != NONE:
        if _is_seen_by_all(world, case):
            is_told_of_again(world, block, joined)
        log_merged(world, block, row, hour, joined)
        lets_go(world, block, row, day)
        return
    case.reported = hour
    _is_promised(world, case)
    if case.official != 0:
        case.deadline = hour + DEADLINE_HOURS[deadline_of(category, channel)]
        block.days[day].tickets += 1.0
        block.pointers[OPEN_TICKETS] += 1
    if category.enquiry != 0:
        case.measured = 0
    _goes_to_desk(world, block, row, hour)


@rule
def _is_heard(cases, row, hour):  # type: ignore[no-untyped-def]
    """Note with the case that keeps a trouble when it was first spoken of, and how loud it has become."""
    kept = cases[keeper_of(cases[row], row)]
    if kept.spoken < 0.0:
        kept.spoken = hour
    kept.loudest = max(kept.loudest, cases[row].channel)


@rule
def _is_promised(world, case):  # type: ignore[no-untyped-def]
    """Let what is voiced at a forum be promised there, taken down or not; nothing new is, where a ticket is open."""
    if case.promised == AT_FORUM:
        case.promised = PROMISED
        world.compounds[case.compound].promises_made += 1


@rule
def _is_entered(community, street, rules):  # type: ignore[no-untyped-def]
    """Return the chance that what is only said is entered as a ticket.

    Where ratings count and nobody checks, what may end in a bad rating is rather kept out (selective logging).
    """
    entered = max(rules.store_logging * community.shared_store, community.logging)
    counts = max(0.0, at_stake(community.rating_weight, street) - rules.rating_weight_start)
    return entered * (1.0 - rules.selective_logging * counts * (1.0 - community.audit))


@rule
def _count_contact(world, block, case, category, channel, hour, day):  # type: ignore[no-untyped-def]
    tally = world.tallies[case.community]
    if case.measured != 0 and case.rounds == 0 and category.enquiry == 0:
        tally.delay_hours += hour - case.onset
    if channel.entry == _ENTRY_COMPOUND:
        return
    if case.channel == _PETITION:
        block.days[day].petitions += 1.0
        tally.petitions += case.measured
    block.days[day].contacts += 1.0
    block.days[day].enquiries += category.enquiry
    if case.measured != 0:
        tally.contacts += 1.0
        tally.enquiries += category.enquiry
        if channel.official != 0 and category.enquiry == 0:
            resident = world.residents[case.resident]
            resident.contacts = min(resident.contacts + 1, 60_000)


@rule
def _ticket_seen(world, block, case, row):  # type: ignore[no-untyped-def]
    """Return the row of an open ticket about it that intake sees, or NONE: on the own list, or in the shared store."""
    rules = world.rules[0]
    kept = block.cases[keeper_of(case, row)]
    mark = _mark_in_stores(world, case)
    community = world.communities[case.community]
    net = rules.net_merges * world.streets[community.street].one_net
    shared = max(community.shared_store, net)
    own = kept.known[world.channels[case.channel].entry]
    if own != NONE and mark < max(shared, rules.seen_in_channel):
        return own
    if mark < shared:
        for entry in range(LISTS):
            if kept.known[entry] != NONE:
                return kept.known[entry]
    return NONE


@rule
def _is_seen_by_all(world, case):  # type: ignore[no-untyped-def]
    """Say whether a contact stands in the store that all channels share, as `_ticket_seen` has it."""
    return _mark_in_stores(world, case) < world.communities[case.community].shared_store


@rule
def _mark_in_stores(world, case):  # type: ignore[no-untyped-def]
    return draw(world, _INTAKE, case, 8 * case.rounds + 2)


@rule
def _goes_to_desk(world, block, row, hour):  # type: ignore[no-untyped-def]
    """Send a recorded contact to its first desk."""
    case = block.cases[row]
    goes_on_list(block.cases, row, world.channels[case.channel].entry)
    channel = world.channels[case.channel]
    median = channel.intake_hours * haste(world, case)
    arrives = hour + lognormal(median, 0.8, world.seed, _INTAKE, case.trouble, case.nth, 200 + case.rounds)
    if channel.entry == _ENTRY_COMPOUND and world.compounds[case.compound].desk != NONE:
        case.level = COMPOUND
        send(world, block, row, COMPOUND, desk_of(world, case, COMPOUND), arrives, _DISPATCHED)
    elif channel.entry == _ENTRY_COMMUNITY or channel.entry == _ENTRY_COMPOUND:
        case.level = COMMUNITY
        send(world, block, row, COMMUNITY, desk_of(world, case, COMMUNITY), arrives, _DISPATCHED)
    else:
        dispatches(world, block, row, arrives)


@rule
def dispatches(world, block, row, hour):  # type: ignore[no-untyped-def]
    """Send an official case to the level that owns it, at times to a wrong desk.

    The old way starts at the street for what is below the district, and at the bureau for what is the
    district's by law. The ladder of tiers starts from below: at the community, or at the street. What is urgent, and
    water, power and gas, is telephoned to whoever owns it.
    """
    rules = world.rules[0]
    case = block.cases[row]
    owner = world.categories[case.category].owner
    community = world.communities[case.community]
    if draw(world, _INTAKE, case, 8 * case.rounds + 3) < community.tiered:
        level = COMMUNITY if owner <= COMMUNITY else STREET
    else:
        level = STREET if owner <= STREET else DISTRICT
    if haste(world, case) < 1.0:
        level = min(owner, DISTRICT)
        if level == COMPOUND and world.compounds[case.compound].desk == NONE:
            level = COMMUNITY
    misroute = world.channels[case.channel].misroute * (1.0 - rules.store_routing * community.shared_store)
    street = world.streets[community.street]
    misroute *= knows_whose(street, rules)
    if level == STREET:
        misroute *= 1.0 - street.pooled  # no office of the street's is a wrong one
    desk = desk_of(world, case, level)
    if level >= STREET and draw(world, _INTAKE, case, 8 * case.rounds + 4) < misroute:
        case.misrouted = 1
        case.bounces += 1
        desk = wrong_desk(world, case, level)
    case.level = level
    send(world, block, row, level, desk, hour, _DISPATCHED)
