"""Residents judge: what they learn, what they tell, how they rate, and whether they try again."""

from sim.agents.access import closes_at
from sim.agents.building import tells
from sim.agents.community import publishes, sees_what_became_of_it
from sim.agents.contract import is_judged
from sim.agents.league import at_stake, counts_rating
from sim.agents.resident import (
    Next,
    Receiver,
    brings_up_to_date,
    gives_rating,
    hears,
    learns,
    learns_of_promise,
    next_step,
    satisfaction,
)
from sim.agents.responses import Response
from sim.agents.self_governance import is_told_of_promise
from sim.agents.worker import presses_for_rating
from sim.engine.agenda import TODAY, comes_next, put, take_next
from sim.engine.clock import HOURS_A_DAY, next_open
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE
from sim.engine.random import Purpose
from sim.grievance.deadline import DEADLINE_HOURS, deadline_of
from sim.grievance.handover import is_short_of_room, send_to_level
from sim.grievance.level import CITY, COMMUNITY, COMPOUND, STREET
from sim.grievance.needs import JUDGE, SPEAK
from sim.grievance.routing import climbs_to, draw
from sim.grievance.settling import is_over, log_ticket, settle
from sim.grievance.ticket import (
    OPEN_TICKETS,
    PROMISED,
    Demand,
    Outcome,
    Reason,
    State,
    goes_on_list,
    is_about_nothing,
    is_open_again,
)

_JUDGEMENT, _AGAIN, _TALK = int(Purpose.JUDGEMENT), int(Purpose.AGAIN), int(Purpose.TALK)
_COMING, _LOST_STATE = int(State.COMING), int(State.LOST)
_SOLVED, _PSEUDO, _UNRESOLVED = int(Outcome.SOLVED), int(Outcome.PSEUDO), int(Outcome.UNRESOLVED)
_LAPSED, _LOST, _OPEN = int(Outcome.LAPSED), int(Outcome.LOST), int(Outcome.OPEN)
_FIRM, _COMMUNITY_TRUST, _PLATFORM = int(Receiver.FIRM), int(Receiver.COMMUNITY), int(Receiver.PLATFORM)
_AGAIN_STEP, _PETITION_STEP = int(Next.AGAIN), int(Next.PETITION)
_HOTLINE, _PETITION = int(Response.HOTLINE), int(Response.PETITION)
_REOPENED, _REFUSED = int(Reason.REOPENED), int(Demand.REFUSED)
MOST_ROUNDS = 6


@rule
def judgement_of_day(world, block, day):  # type: ignore[no-untyped-def]
    """Let all judge whose case was closed, or who have waited in vain.

    Returns: whether the day is done; False when the block must get more room first.
    """
    agenda = block.heads[JUDGE]
    while comes_next(agenda, block.cases, day) != NONE:
        if is_short_of_room(block):
            return False
        row = take_next(agenda, block.cases)
        if agenda[TODAY, 0] != NONE:
            prefetch(world.residents, block.cases[agenda[TODAY, 0]].resident)
        _judges(world, block, row, day)
    return True


@rule
def _judges(world, block, row, day):  # type: ignore[no-untyped-def]
    rules = world.rules[0]
    case = block.cases[row]
    if is_about_nothing(case):  # it concerns nobody
        settle(world, block, row, day)
        return
    resident = world.residents[case.resident]
    community = world.communities[case.community]
    prefetch(world.households, resident.household)
    brings_up_to_date(resident, rules, day)
    lost = case.state == _LOST_STATE
    solved = case.outcome == _SOLVED
    if lost:
        case.outcome = _LOST
        case.level = world.channels[case.channel].entry if world.channels[case.channel].entry < STREET else STREET
    taken = (case.due if lost else case.closed) - case.reported
    reasonable = rules.reasonable_hours * (1.0 + 3.0 * world.categories[case.category].deadline)
    explained = case.outcome == _UNRESOLVED
    satisfied = satisfaction(resident, solved, explained, taken / reasonable, community.publicity, rules)
    receiver = world.channels[case.channel].receiver if lost else _responsible(case)
    learns(resident, receiver, solved, satisfied, rules)
    if case.level == COMPOUND and not lost:
        is_judged(world.compounds[case.compound], satisfied)
    if case.promised == PROMISED:
        _holds_to_promise(world, case, resident, solved)
    _tells_others(world, block, case, resident, receiver, satisfied, day)
    if case.measured != 0 and case.official != 0 and not lost:
        tally = world.tallies[case.community]
        tally.judged += 1.0
        tally.satisfaction_sum += satisfied
        _rates(world, case, community, tally, satisfied)
    hidden = case.outcome == _PSEUDO and case.official != 0
    ends = solved or case.outcome == _LAPSED or world.categories[case.category].enquiry != 0
    if ends or case.rounds >= MOST_ROUNDS or is_over(block, case, row, day * HOURS_A_DAY):
        if hidden:
            sees_what_became_of_it(community, 0.0)
        settle(world, block, row, day)
        return
    if hidden and draw(world, _JUDGEMENT, case, 40 + case.rounds) < community.audit:
        _is_found_out(world, block, row, day)
        return
    step = next_step(resident, case.severity, case.rounds, rules, draw(world, _AGAIN, case, 8 + case.rounds))
    if hidden and step < _AGAIN_STEP and draw(world, _AGAIN, case, 16 + case.rounds) < community.confirmation:
        step = _AGAIN_STEP  # the office must ask, and the answer is no
    if hidden:
        sees_what_became_of_it(community, rules.reopen_counts if step >= _AGAIN_STEP else 0.0)
    if step < _AGAIN_STEP:
        settle(world, block, row, day)
    else:
        _speaks_again(world, block, row, step, False, day)


@rule
def _is_found_out(world, block, row, day):  # type: ignore[no-untyped-def]
    """Let a check find that nothing was solved: it is taken out of what is reported, and opened again at once."""
    case = block.cases[row]
    block.days[case.counted].solved_reported -= 1.0
    world.streets[world.communities[case.community].street].month_solved -= 1.0
    sees_what_became_of_it(world.communities[case.community], 1.0)
    _speaks_again(world, block, row, _AGAIN_STEP, True, day)


@rule
def _holds_to_promise(world, case, resident, kept):  # type: ignore[no-untyped-def]
    """Judge what was promised at a forum, once: kept if the trouble is truly solved by now, broken if it is not."""
    rules = world.rules[0]
    case.promised = 0
    learns_of_promise(resident, kept, rules)
    is_told_of_promise(world.compounds[case.compound], kept, rules)


@rule
def _responsible(case):  # type: ignore[no-untyped-def]
    """Whom the resident holds to account for a recorded case: who handled it, as far as a resident can see."""
    if case.level == COMPOUND:
        return _FIRM
    if case.level <= STREET and case.official == 0:
        return _COMMUNITY_TRUST
    return _PLATFORM if case.level > COMMUNITY else _COMMUNITY_TRUST


@rule
def _tells_others(world, block, case, resident, receiver, satisfied, day):  # type: ignore[no-untyped-def]
    """Let the story travel: to the household and near neighbours, into the building's talk, to readers of the board."""
    rules = world.rules[0]
    told = 2.0 * satisfied - 1.0
    above, below = _neighbours(world, case)
    building = world.buildings[resident.building]
    tells(building, told, rules, day)
    household = world.households[resident.household]
    for member in range(household.resident_lo, household.resident_lo + household.persons):
        if member != case.resident:
            brings_up_to_date(world.residents[member], rules, day)
            hears(world.residents[member], receiver, told, rules)
    for other in (above, below):
        if building.resident_lo <= other < building.resident_lo + building.resident_n:
            brings_up_to_date(world.residents[other], rules, day)
            hears(world.residents[other], receiver, told, rules)
    if world.channels[case.channel].visible > 0.5:
        publishes(world.communities[case.community], told, rules, day)


@rule
def _neighbours(world, case):  # type: ignore[no-untyped-def]
    """Return the rows of two near neighbours, one on either side; a row of another building stands for nobody."""
    above = case.resident + 3 * (1 + int(4.0 * draw(world, _TALK, case, 0)))
    below = case.resident - 3 * (1 + int(4.0 * draw(world, _TALK, case, 1)))
    prefetch(world.residents, above)
    prefetch(world.residents, below)
    return above, below


@rule
def _rates(world, case, community, tally, satisfied):  # type: ignore[no-untyped-def]
    """Rate the case if asked; the discontented may be talked round, which costs trust and not the office.

    Who was refused what was asked for on top carries out the threat, or not.
    """
    rules = world.rules[0]
    if case.demand == _REFUSED and draw(world, _JUDGEMENT, case, 48 + case.rounds) < rules.threat_kept:
        satisfied = 0.0
    asked = rules.rating_asked + (1.0 - rules.rating_asked) * community.rating_weight
    tally.asked += asked
    if not gives_rating(asked, satisfied, rules, draw(world, _JUDGEMENT, case, 2 + 4 * case.rounds)):
        return
    case.rating = 1 + int(min(4.0, 5.0 * satisfied))
    if case.rating <= 3:
        street = world.streets[community.street]
        rating = at_stake(community.rating_weight, street) if case.level <= STREET else community.rating_weight
        pressing = presses_for_rating(rating, community.audit, rules)
        if draw(world, _JUDGEMENT, case, 3 + 4 * case.rounds) < pressing:
            case.rating = 5
            resident = world.residents[case.resident]
            resident.trust_platform *= 1.0 - rules.pressed_trust
    tally.ratings += 1.0
    tally.rating_sum += case.rating
    counts_rating(world.streets[community.street], case.rating)


@rule
def _speaks_again(world, block, row, step, found, day):  # type: ignore[no-untyped-def]
    """Complain again, with more weight: an official case is opened again, an informal one becomes official.

    Whoever has it again has less time for it than at first (M38).

    Args:
        found: whether a check opens the case again: at once, as the same ticket, before the resident has said a word.
    """
    rules = world.rules[0]
    case = block.cases[row]
    hour = (day + 1) * HOURS_A_DAY
    if not found:
        hour += 24.0 * rules.again_days * draw(world, _AGAIN, case, 24 + case.rounds)
    case.rounds += 1
    case.demand = 0
    case.attempts = 0
    case.work_left = 0.0
    if step == _PETITION_STEP:
        case.to_petition = 1
    if case.official != 0 and (case.to_petition == 0 or found):
        case.step = 0
        case.reopened += 1
        case.outcome = _OPEN
        case.closed = -1.0
        allowed = DEADLINE_HOURS[deadline_of(world.categories[case.category], world.channels[case.channel])]
        case.deadline = hour + rules.reopened_time * allowed
        block.days[day].reopened += 1.0
        block.pointers[OPEN_TICKETS] += 1
        is_open_again(block.cases, row)
        goes_on_list(block.cases, row, world.channels[case.channel].entry)
        again = max(case.solved_by, COMMUNITY)
        if case.rounds >= 2 and draw(world, _AGAIN, case, 40) < world.communities[case.community].tiered:
            again = min(CITY, again + 1)
            climbs_to(world, case, again)
        send_to_level(world, block, row, again, hour, _REOPENED)
        return
    if case.outcome != _LOST and case.ticket >= 0 and case.measured != 0:
        log_ticket(block, case)
    case.ticket = -1
    case.joined = 0
    case.returned = 1
    case.reopened = 0
    case.escalated = 0
    case.bounces = 0
    case.handovers = 0
    case.climbed = 0
    case.expedited = 0
    louder = draw(world, _AGAIN, case, 48 + case.rounds) < rules.louder
    case.channel = _PETITION if case.to_petition != 0 else (_HOTLINE if louder else case.channel)
    case.state = _COMING
    case.outcome = _OPEN
    case.closed = -1.0
    case.rating = 0
    case.solved_by = NONE
    case.first_response = -1.0
    case.deadline = -1.0
    case.desk = NONE
    case.step = 0
    channel = world.channels[case.channel]
    closes = closes_at(case.channel, channel, world.communities[case.community])
    hour = next_open(hour, channel.hours, channel.opens, closes, world.working)
    put(block.heads[SPEAK], block.cases, row, hour, day)
