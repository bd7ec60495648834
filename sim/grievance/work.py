"""Desks work through their queues: who may, does; who may not, passes on; who is pressed may only seem to."""

from sim.agents.community import fears_discovery
from sim.agents.contract import held_to_contract
from sim.agents.league import at_stake
from sim.agents.property_firm import neglects
from sim.agents.resident import demands_more, learns_to_insist
from sim.agents.street import meets, next_meeting, skill_of_staff
from sim.agents.volunteer import can_do, is_recognised
from sim.agents.worker import closes_without_solving, gives_in, skill_for
from sim.engine.agenda import comes_next, put, take_next
from sim.engine.clock import HOURS_A_DAY, Hours, after_open_hours, day_of
from sim.engine.compiling import rule, rule_apart
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE, URGENT, next_job
from sim.engine.random import Purpose, lognormal
from sim.grievance.block import NO_DAY
from sim.grievance.closing import close, ends_by_itself
from sim.grievance.deadline import DEADLINE_HOURS, Deadline, deadline_of
from sim.grievance.dispute import (
    chance_of_way,
    hours_of_way,
    legal_worker_takes,
    parties_agree,
    return_after_way,
    way_of_settling,
)
from sim.grievance.handover import (
    comes_back,
    haste,
    is_of_the_alarm,
    is_short_of_room,
    send,
    send_to_level,
    waits_outside,
)
from sim.grievance.level import CITY, COMMUNITY, COMPOUND, DISTRICT, STREET
from sim.grievance.needs import WORK
from sim.grievance.outside import comes_up_at, is_given_at_meeting, is_helped
from sim.grievance.parts import calls_in, calls_others, part_is_done
from sim.grievance.routing import climbs_to, draw, draw_of_trouble, level_needed, needs_others
from sim.grievance.settling import is_over
from sim.grievance.ticket import (
    FRESH,
    SHARED,
    SORTED,
    WAITED,
    Demand,
    Outcome,
    Reason,
    State,
    changes_row,
    free_case,
    is_about_nothing,
    keeper_of,
    new_case,
)

_HANDLING, _OUTSIDE_WAIT = int(Purpose.HANDLING), int(Purpose.OUTSIDE)
_ROUTE = int(Purpose.ROUTE)
_OUTCOME, _WHISTLE = int(Purpose.OUTCOME), int(Purpose.WHISTLE)
_URGENT, _UTILITIES = int(Deadline.URGENT), int(Deadline.UTILITIES)
_QUEUED, _WORKING, _OUTSIDE = int(State.QUEUED), int(State.WORKING), int(State.OUTSIDE)
_FREE, _GONE = int(State.FREE), int(State.GONE)
_SOLVED, _PSEUDO = int(Outcome.SOLVED), int(Outcome.PSEUDO)
_UNRESOLVED, _LAPSED = int(Outcome.UNRESOLVED), int(Outcome.LAPSED)
_NO_AUTHORITY, _BELONGS_BELOW, _MISROUTED = int(Reason.NO_AUTHORITY), int(Reason.BELONGS_BELOW), int(Reason.MISROUTED)
_BEYOND_VOLUNTEER = int(Reason.BEYOND_VOLUNTEER)
_MEDIATION = int(Purpose.MEDIATION)
_FAILED, _OVERDUE, _FROM_OUTSIDE = int(Reason.FAILED), int(Reason.OVERDUE), int(Reason.FROM_OUTSIDE)
_ALWAYS = int(Hours.ALWAYS)
_NOT_ASKED, _GRANTED, _REFUSED = int(Demand.NONE), int(Demand.GRANTED), int(Demand.REFUSED)
_TALKED_ROUND = int(Demand.TALKED_ROUND)


@rule
def work_of_day(world, block, day):  # type: ignore[no-untyped-def]
    """Finish what is due, then let every desk work, lowest level first.

    So what is passed up may be taken up today; what is handed down waits for the next morning.

    Returns: whether the day is done; False when the block must get more room first.
    """
    agenda = block.heads[WORK]
    while comes_next(agenda, block.cases, day) != NONE:
        if is_short_of_room(block):
            return False
        row = take_next(agenda, block.cases)
        case = block.cases[row]
        if case.state == _OUTSIDE:
            if case.due < case.priority and not is_given_at_meeting(world, case):
                comes_up = comes_up_at(world, case, case.due, case.priority, day)
                waits_outside(block, row, case.priority, comes_up, day)
            else:
                comes_back(world, block, row, case.due, _FROM_OUTSIDE)
        else:
            finishes(world, block, row, case.due, day)
    last = len(block.desks) - 1
    for place in range(last + 1):
        _looks_ahead(world, block, world.desks[block.desks[min(place + 2, last)]])
        desk = world.desks[block.desks[place]]
        while True:
            if is_short_of_room(block):
                return False
            row, server, hour = next_job(desk, world.servers, block.cases, day, world.working)
            if row == NONE:
                break
            serve(world, block, desk, row, server, hour, day)
    return True


@rule
def _looks_ahead(world, block, desk):  # type: ignore[no-untyped-def]
    """Ask memory for the cases that a desk will begin with."""
    if desk.arriving != NONE:
        prefetch(block.cases, desk.arriving)
    if desk.waiting != NONE:
        prefetch(block.cases, desk.waiting)


@rule
def overdue_of_day(world, block, day):  # type: ignore[no-untyped-def]
    """Under the ladder of tiers, take what is past its deadline a tier up.

    A waiting case leaves its queue by leaving its row: the row it was in is marked, and thrown away when its turn
    comes.
    """
    hour = day * HOURS_A_DAY
    if not _has_ladder(world, block):
        return True
    for row in range(block.pointers[FRESH]):
        if block.climbs_on[row] > day:
            continue
        case = block.cases[row]
        if case.state != _QUEUED:
            block.climbs_on[row] = NO_DAY
            continue
        if case.arrived > hour or draw(world, _WHISTLE, case, 9) >= world.communities[case.community].tiered:
            continue
        if is_short_of_room(block):
            return False
        moved = new_case(block.cases, block.pointers)
        block.cases[moved] = case
        case.state = _GONE
        world.desks[case.desk].length -= 1
        _moves(block, row, moved)
        above = block.cases[moved]
        above.expedited = 1
        climbs_to(world, above, above.level + 1)
        send_to_level(world, block, moved, above.level + 1, hour, _OVERDUE)
    return True


@rule
def _has_ladder(world, block):  # type: ignore[no-untyped-def]
    ladder = 0.0
    for row in block.communities:
        ladder = max(ladder, world.communities[row].tiered)
    return ladder > 0.0


@rule
def _moves(block, old, new):  # type: ignore[no-untyped-def]
    """Let all who know a case by its row know it by its new one."""
    case = block.cases[new]
    changes_row(block.cases[keeper_of(case, new)], old, new)
    to_tell = case.followers
    for row in range(block.pointers[FRESH]):
        if to_tell == 0:
            break
        other = block.cases[row]
        if other.lead == old and other.state != _FREE and other.state != _GONE:
            other.lead = new
            to_tell -= 1


@rule
def serve(world, block, desk, row, server, hour, day):  # type: ignore[no-untyped-def]
    """Let a server take up one case: the staff hours go by, and the case moves on.

    The short deadline of an urgent case is for a first answer (BJ32: feedback); with that given it has a day.
    """
    case = block.cases[row]
    prefetch(world.residents, case.resident)
    if case.state == _GONE:  # was taken off the desk's count when it left
        desk.length += 1
        free_case(block.cases, block.pointers, row)
        return
    if case.first_response < 0.0 and case.parent == NONE:
        case.first_response = hour
        allowed = deadline_of(world.categories[case.category], world.channels[case.channel])
        if allowed == _URGENT and hour <= case.deadline:
            case.deadline = case.reported + DEADLINE_HOURS[_UTILITIES]
    case.server = server
    if case.parent == NONE and _needs_no_work(world, block, desk, row, server, hour, day):
        return
    _attempts(world, block, desk, row, server, hour, day)


@rule
def _needs_no_work(world, block, desk, row, server, hour, day):  # type: ignore[no-untyped-def]
    """Look at a case before it is worked on. Says whether it ends here, as nothing or by itself, or goes elsewhere."""
    rules = world.rules[0]
    case = block.cases[row]
    if is_about_nothing(case):
        world.tallies[case.community].hours_on_nothing += rules.inspection_hours if hour >= world.span[0] else 0.0
        end = spend(world, desk, case, server, hour, rules.inspection_hours)
        close(world, block, row, end, _LAPSED, day)
        return True
    if is_over(block, case, row, hour):
        end = spend(world, desk, case, server, hour, rules.check_hours)
        lapsed = block.cases[keeper_of(case, row)].fades <= hour
        close(world, block, row, end, _LAPSED if lapsed else _SOLVED, day)
        return True
    if case.step < SORTED:
        if not _is_in_place(world, block, desk, row, server, hour):
            return True
        case.step = SORTED
    return False


@rule
def _is_in_place(world, block, desk, row, server, hour):  # type: ignore[no-untyped-def]
    """Find out whether the case belongs here; if not, pass it on."""
    rules = world.rules[0]
    case = block.cases[row]
    needed = level_needed(world, case)
    if case.misrouted != 0:
        end = spend(world, desk, case, server, hour, rules.sort_hours)
        case.bounces += 1
        send_to_level(
            world, block, row, max(needed, STREET), end + rules.refusal_hours * haste(world, case), _MISROUTED
        )
        return False
    if needed + case.climbed > case.level and case.level < CITY:
        end = spend(world, desk, case, server, hour, rules.sort_hours)
        if not calls_in(world, block, desk, row, needed + case.climbed, end):
            send_to_level(world, block, row, case.level + 1, end, _NO_AUTHORITY)
        return False
    if needed + case.climbed < case.level < CITY:
        end = spend(world, desk, case, server, hour, rules.sort_hours)
        send_to_level(world, block, row, case.level - 1 if case.level > STREET else needed, end, _BELONGS_BELOW)
        return False
    if desk.level == COMMUNITY and desk.pool == 1:
        volunteer = world.volunteers[world.servers[server].person]
        claims = world.communities[case.community].claims
        if not can_do(volunteer, claims, rules, draw(world, _HANDLING, case, 1)):
            end = spend(world, desk, case, server, hour, rules.sort_hours)
            send(world, block, row, COMMUNITY, world.communities[case.community].desk, end, _BEYOND_VOLUNTEER)
            return False
    return True


@rule
def pressure(desk, rules):  # type: ignore[no-untyped-def]
    """Load of a desk against what is comfortable, 0-1."""
    return min(1.0, desk.length / (max(1, desk.present) * rules.comfortable_queue))


@rule
def _temptation(world, desk, case, hour, rules):  # type: ignore[no-untyped-def]
    """Chance that this handler would close this case without solving it."""
    community = world.communities[case.community]
    urgency, closing, rating = 0.0, 0.0, 0.0
    if case.official != 0:
        urgency = min(1.0, max(0.0, (hour - case.reported) / max(1.0, case.deadline - case.reported)))
        if case.level >= DISTRICT:
            closing, rating = community.closure_weight, world.departments[desk.owner].rated_below
        else:
            street = world.streets[community.street]
            closing, rating = at_stake(community.closure_weight, street), at_stake(community.rating_weight, street)
    confirmed = community.confirmation if case.official != 0 else 0.0
    load, risk = pressure(desk, rules), fears_discovery(community, rules)
    return closes_without_solving(urgency, load, closing, rating, community.audit, risk, confirmed, rules)


@rule
def _attempts(world, block, desk, row, server, hour, day):  # type: ignore[no-untyped-def]
    """Work on a case that belongs here."""
    rules = world.rules[0]
    case = block.cases[row]
    category = world.categories[case.category]
    if case.parent == NONE and case.step == SORTED:
        if STREET <= case.level <= DISTRICT and needs_others(world, case):
            street = world.streets[world.communities[case.community].street]
            if meets(street, draw_of_trouble(world, _ROUTE, case, 9)):
                end = spend(world, desk, case, server, hour, rules.coordination_hours)
                case.step = SHARED
                meeting = next_meeting(street, end)
                waits_outside(block, row, meeting, meeting, day)
                return
            end = spend(world, desk, case, server, hour, rules.coordination_hours * category.parties)
            calls_others(world, block, row, end)
            return
        case.step = SHARED
    if case.parent == NONE and case.work_left == 0.0:
        if _seems_done(world, block, desk, row, server, hour, day):
            return
    if case.work_left == 0.0:
        work = lognormal(
            category.work_hours, category.work_sd, world.seed, _HANDLING, case.trouble, case.nth, 64 + case.attempts
        )
        if case.parent != NONE:
            work *= rules.part_of_work
        else:
            work = _as_it_is_done(world, desk, case, work, hour)
        case.work_left = max(0.05, work / _speed(world, desk, case, server)) + rules.whistle_visit_hours * case.called
        if (
            case.step < WAITED
            and case.parent == NONE
            and draw_of_trouble(world, _OUTSIDE_WAIT, case, 0) < category.outside_share
        ):
            begin = spend(world, desk, case, server, hour, 0.4 * case.work_left)
            case.work_left *= 0.6
            case.step = WAITED
            days = lognormal(category.outside_days, category.outside_sd, world.seed, _OUTSIDE_WAIT, case.trouble, 0, 1)
            helped = is_helped(world, case, day)
            if helped:
                days *= rules.unit_saves
            if case.official != 0:
                if (
                    draw(world, _OUTSIDE_WAIT, case, 5)
                    < rules.promise * world.communities[case.community].closure_weight
                ):
                    _closes_on_promise(world, block, row, begin, begin + days * HOURS_A_DAY, day)
                    return
                if draw(world, _OUTSIDE_WAIT, case, 4) < rules.extension_share:
                    case.deadline += days * HOURS_A_DAY
            until = begin + days * HOURS_A_DAY
            comes_up = until if helped else comes_up_at(world, case, begin, until, day)
            waits_outside(block, row, until, comes_up, day)
            return
    end = spend(world, desk, case, server, hour, case.work_left)
    if end < (day + 1) * HOURS_A_DAY:
        finishes(world, block, row, end, day)
    else:
        case.state = _WORKING
        put(block.heads[WORK], block.cases, row, end, day)


@rule
def _closes_on_promise(world, block, row, hour, promised, day):  # type: ignore[no-untyped-def]
    """Close with the reason that the matter is planned, where closing is what is scored; the promise is kept or not.

    The waiting goes on outside the platform's clock, and nobody checks.
    """
    case = block.cases[row]
    if draw(world, _OUTSIDE_WAIT, case, 6) < world.categories[case.category].solvable:
        ends_by_itself(block, case, row, promised)
    close(world, block, row, hour, _UNRESOLVED, day)


@rule
def _seems_done(world, block, desk, row, server, hour, day):  # type: ignore[no-untyped-def]
    """Let a case lie, or close it as if it were solved, where that is the easier way. Says whether it came to that."""
    rules = world.rules[0]
    case = block.cases[row]
    mark = draw(world, _OUTCOME, case, 8 * case.rounds + case.attempts)
    if case.level == COMPOUND:
        compound = world.compounds[case.compound]
        held = held_to_contract(world, compound)
        lies = case.tabled == 0 and neglects(world.firms[compound.firm], held, rules, mark)
        if lies and _comes_to_the_table(world, block, row, hour, day):
            return True
    elif world.categories[case.category].enquiry != 0 or (desk.level == COMMUNITY and desk.pool == 1):
        lies = False
    else:
        lies = mark < _temptation(world, desk, case, hour, rules)
    if lies:
        end = spend(world, desk, case, server, hour, rules.check_hours)
        close(world, block, row, end, _PSEUDO, day)
    return lies


@rule
def _as_it_is_done(world, desk, case, work, hour):  # type: ignore[no-untyped-def]
    """Return the hours of work as things are done here, of `work` hours done as in 2016.

    A dispute has its way of settling; each further device costs an entry; a claimant who holds a rating over the office
    may get more of its time.
    """
    rules = world.rules[0]
    community = world.communities[case.community]
    if desk.level == COMMUNITY and desk.pool == 0:
        if world.categories[case.category].dispute != 0 and community.modes > 0.0:
            compound = world.compounds[case.compound]
            mark = draw_of_trouble(world, _MEDIATION, case, 3)
            case.way = way_of_settling(community, compound, case.severity, rules, mark)
            work *= hours_of_way(case.way, rules)
        work += rules.entry_hours * (community.terminals - rules.terminals_2016)
    if case.official != 0 and case.level <= STREET:
        if case.demand == _NOT_ASKED:
            resident, mark = world.residents[case.resident], draw(world, _HANDLING, case, 96 + case.rounds)
            rating = at_stake(community.rating_weight, world.streets[community.street])
            if demands_more(resident, rating, rules, mark):
                work += _answers_demand(world, desk, case, hour)
        if case.demand == _GRANTED:
            work *= rules.demand_hours
    return max(0.05, work)


@rule
def _answers_demand(world, desk, case, hour):  # type: ignore[no-untyped-def]
    """Let the committee talk a claimant round, where neighbours' ties carry it; else the office gives in or does not.

    Claimants learn from what came of it (three players with a strategy each: 北京航空航天大学学报, 社会科学版, 2025
    no. 1).

    Returns: the hours of a talk, where the community has the case itself; else they are the secretary's.
    """
    rules = world.rules[0]
    community, resident = world.communities[case.community], world.residents[case.resident]
    ties = world.compounds[case.compound].social
    secretary = world.workers[community.worker_lo]
    talk = 0.0
    if secretary.present != 0 and draw(world, _HANDLING, case, 104 + case.rounds) < rules.committee_persuades * ties:
        case.demand = _TALKED_ROUND
        if desk.level == COMMUNITY and desk.pool == 0:
            talk = rules.talk_hours
        else:
            begin = max(hour, world.servers[secretary.server].free)
            spend(world, world.desks[community.desk], case, secretary.server, begin, rules.talk_hours)
    else:
        mark = draw(world, _HANDLING, case, 112 + case.rounds)
        rating = at_stake(community.rating_weight, world.streets[community.street])
        given = gives_in(rating, pressure(desk, rules), rules, mark)
        case.demand = _GRANTED if given else _REFUSED
    learns_to_insist(resident, 1.0 if case.demand == _GRANTED else 0.0, rules)
    return talk


@rule
def _comes_to_the_table(world, block, row, hour, day):  # type: ignore[no-untyped-def]
    """Bring what the firm has not done to the weekly table of residents, committee and firm; says whether it comes."""
    case = block.cases[row]
    if draw(world, _OUTCOME, case, 60) >= world.compounds[case.compound].tripartite:
        return False
    case.tabled = 1
    meeting = hour + 7.0 * HOURS_A_DAY * draw(world, _OUTCOME, case, 61)
    waits_outside(block, row, meeting, meeting, day)
    return True


@rule
def _is_mediated(world, block, row, hour, day):  # type: ignore[no-untyped-def]
    """Try a mediator or a legal worker where a dispute could not be settled otherwise; says whether that ends the case.

    A third who is skilled narrows the gap further. What is settled so lasts; what is not may go to court, where a
    judgement ends it in months, and not to everybody's liking.
    """
    rules = world.rules[0]
    case = block.cases[row]
    community = world.communities[case.community]
    legal = legal_worker_takes(community, rules, draw(world, _MEDIATION, case, 5))
    if not legal and draw(world, _MEDIATION, case, 6) >= community.mediators:
        return False
    narrowed = rules.legal_narrows if legal else rules.mediator_narrows
    if parties_agree(world, case.trouble, narrowed, rules):
        block.cases[keeper_of(case, row)].lasting = rules.settled_returns
        close(world, block, row, hour, _SOLVED, day)
        return True
    if draw(world, _MEDIATION, case, 7) < rules.court_share:
        ends_by_itself(block, case, row, hour + rules.court_days * HOURS_A_DAY)
        close(world, block, row, hour, _UNRESOLVED, day)
        return True
    return False


@rule
def _speed(world, desk, case, server):  # type: ignore[no-untyped-def]
    """How fast a handler works against a competent one (1)."""
    rules = world.rules[0]
    return rules.slowest + (1.0 - rules.slowest) * handler_skill(world, desk, case, server)


@rule
def handler_skill(world, desk, case, server):  # type: ignore[no-untyped-def]
    """Skill of whoever works on a case, 0-1."""
    rules = world.rules[0]
    if desk.level == COMPOUND:
        firm = world.firms[world.compounds[case.compound].firm]
        return firm.skill * (0.5 + 0.5 * firm.effort)
    if desk.level == COMMUNITY:
        person = world.servers[server].person
        if desk.pool == 1:
            return world.volunteers[person].skill
        worker = world.workers[person]
        skill = skill_for(worker, world.categories[case.category].skill, rules)
        alike = rules.rules_even * world.communities[case.community].codified
        skill += alike * (rules.skill_standard - skill)
        return skill * (1.0 - rules.burnout_slows * worker.burnout)
    return skill_of_staff(world.streets[desk.owner], rules) if desk.level == STREET else rules.department_skill


@rule
def spend(world, desk, case, server, hour, work):  # type: ignore[no-untyped-def]
    """Spend a server's hours on a case.

    A server gives cases only a share of the open hours, so work takes longer than it lasts. For what is urgent
    everything else is dropped, at any hour; for water, power, gas and lifts other duties wait.

    Returns: the hour of the run at which it is done.
    """
    hours, share = desk.hours, max(0.02, desk.share)
    if case.priority < 0.5 * URGENT:
        hours, share = _ALWAYS, 1.0
    elif world.categories[case.category].deadline == _UTILITIES:
        share = 1.0
    elif desk.level != COMPOUND:
        share = _share_in_alarm(world, case, hour, share)
    end = after_open_hours(hour, work / share, hours, desk.opens, desk.closes, world.working)
    world.servers[server].free = end
    desk.hours_worked += work
    if desk.level == COMMUNITY:
        person = world.servers[server].person
        if desk.pool == 1:
            world.volunteers[person].hours += work
            world.tallies[case.community].volunteer_hours += work if hour >= world.span[0] else 0.0
        else:
            world.workers[person].hours_month += work * world.communities[case.community].own_part
            world.tallies[case.community].worker_hours += work if hour >= world.span[0] else 0.0
    return end


@rule
def _share_in_alarm(world, case, hour, share):  # type: ignore[no-untyped-def]
    """Return the share of open hours for a case in an alarm: other duties are dropped, but for what it is about alone.

    A share of all hands turns to it; what they leave, ordinary cases wait for.
    """
    called = world.communities[case.community].emergency
    if called <= 0.0 or not world.alarm[min(day_of(hour), len(world.alarm) - 1)]:
        return share
    if is_of_the_alarm(world, case):
        return share + world.rules[0].alarm_frees * called * (1.0 - share)
    return max(0.02, share * (1.0 - called))


@rule_apart
def finishes(world, block, row, hour, day):  # type: ignore[no-untyped-def]
    """End an attempt: solved, tried again, passed up, or closed."""
    rules = world.rules[0]
    case = block.cases[row]
    if case.parent != NONE:
        part_is_done(world, block, row, hour)
        return
    case.work_left = 0.0
    if case.level == COMPOUND and world.compounds[case.compound].firm == NONE:
        comes_back(world, block, row, hour, _NO_AUTHORITY)
        return
    desk = world.desks[case.desk]
    category = world.categories[case.category]
    case.attempts += 1
    skill = handler_skill(world, desk, case, case.server)
    chance = category.solvable * (rules.quality_floor + (1.0 - rules.quality_floor) * skill)
    chance *= chance_of_way(case.way, rules)
    if case.tabled != 0:
        chance *= rules.table_quality
    community = world.communities[case.community]
    if case.step >= SHARED and needs_others(world, case):
        chance = min(1.0, chance * rules.joint_quality)
    mark = draw(world, _OUTCOME, case, 64 + 8 * case.rounds + case.attempts)
    if mark < chance:
        if desk.level == COMMUNITY and desk.pool == 1:
            is_recognised(world.volunteers[world.servers[case.server].person], community.claims, rules)
        block.cases[keeper_of(case, row)].lasting = return_after_way(case.way, rules)
        close(world, block, row, hour, _SOLVED, day)
        return
    if category.dispute != 0 and case.level <= STREET and _is_mediated(world, block, row, hour, day):
        return
    if case.level == COMPOUND and case.tabled == 0 and _comes_to_the_table(world, block, row, hour, day):
        return
    again = draw(world, _OUTCOME, case, 128 + 8 * case.rounds + case.attempts)
    if case.attempts < 3 and again < rules.persistence:
        comes_back(world, block, row, hour + rules.retry_hours * haste(world, case), _FAILED)
    elif case.attempts < 4 and _climbs(world, case, rules):
        climbs_to(world, case, case.level + 1)
        case.step = 0
        send_to_level(world, block, row, case.level + 1, hour, _FAILED)
    else:
        pseudo = (
            draw(world, _OUTCOME, case, 192 + case.rounds)
            < _temptation(world, desk, case, hour, rules) + rules.claims_done
        )
        close(world, block, row, hour, _PSEUDO if pseudo else _UNRESOLVED, day)


@rule
def _climbs(world, case, rules):  # type: ignore[no-untyped-def]
    """Say whether a failed case goes a tier up: as a rule under the ladder of tiers, else now and then."""
    if case.level >= CITY or (case.level == COMPOUND and case.official == 0):
        return False
    ladder = world.communities[case.community].tiered
    chance = rules.climbs + (1.0 - rules.climbs) * 0.5 * ladder
    return draw(world, _OUTCOME, case, 224 + 8 * case.rounds + case.attempts) < chance
