"""What goes on whether or not anybody complains: duty rosters by day, volunteers by week, posts by month."""

import numpy as np

from sim.agents.academy import attends, gets_a_seat, is_on_course
from sim.agents.ages import GROWN_UP
from sim.agents.alliance import saves_up
from sim.agents.appraisal import completes_a_year, is_reviewed, keeps_score
from sim.agents.business_district import month_at_station, opens_station
from sim.agents.community import (
    admin_share,
    case_share,
    duty_share,
    forgets_discoveries,
    helping_hands,
    is_called,
    items_creep_back,
    leaders_come,
    reach_of_organisations,
)
from sim.agents.compound import organised
from sim.agents.department import promises_specialists
from sim.agents.exits import ExitCase, case_at_review, case_of_month
from sim.agents.ladder import is_graded, is_promoted, paid_for_grade
from sim.agents.resident import has_drifted
from sim.agents.unit import begins_year
from sim.agents.volunteer import agrees, is_asked, joins, loses_heart, turns_out
from sim.agents.worker import feels, grows, is_tenured, passes_exam, quits, starts
from sim.engine.clock import WORKING_DAYS_A_MONTH
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, normal, uniform, uniform_pair

_VOLUNTEER_WEEK, _WORKER_MONTH, _HIRE = int(Purpose.VOLUNTEER_WEEK), int(Purpose.WORKER_MONTH), int(Purpose.HIRE)
_VOLUNTEER_START = int(Purpose.VOLUNTEER_START)
_STAYS, _OWN_WISH = int(ExitCase.NONE), int(ExitCase.OWN_WISH)


@rule
def rosters_of_day(world, block, day):  # type: ignore[no-untyped-def]
    """See who is on duty, and what share of the day administrative items leave for residents."""
    rules = world.rules[0]
    works = world.working[min(day, len(world.working) - 1)]
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
            there = worker.present
            if there != 0 and is_on_course(worker, day, works):
                there = 0
            world.servers[worker.server].present = there
            present += there
        desk.present = present
        is_called(community, desk.length, present, rules)
        own = case_share(community, present, rules)
        desk.share = min(1.0, own + helping_hands(community, present, rules))
        community.own_part = own / desk.share
        saves_up(community, rules)
        if community.station_staff > 0.0 or community.station_hours > 0.0:
            opens_station(community, works, rules)


@rule
def _may_be_filled(world, community, worker, post, day):  # type: ignore[no-untyped-def]
    """Fill a vacancy when recruiting has run its course."""
    rules = world.rules[0]
    if day - worker.vacant_since < rules.hire_days:
        return
    key = community.key << np.uint64(24) | np.uint64(post)
    starts(
        worker,
        community,
        rules,
        uniform(world.seed, _HIRE, key, day, 0),
        uniform(world.seed, _HIRE, key, day, 1),
        uniform(world.seed, _HIRE, key, day, 2),
        uniform(world.seed, _HIRE, key, day, 3),
        uniform(world.seed, _HIRE, key, day, 5),
        normal(world.seed, _HIRE, key, day, 4),
    )


@rule
def volunteers_of_week(world, block, day):  # type: ignore[no-untyped-def]
    """Let those on the list decide whether to volunteer, and volunteers whether to turn out this week."""
    rules = world.rules[0]
    for row in block.communities:
        community = world.communities[row]
        leaders_come(community, day, rules)
        lift = community.attention
        if world.alarm[min(day, len(world.alarm) - 1)]:
            lift += rules.alarm_rallies * community.emergency
        enlisted = _register_of_week(world, community, day)
        hope = community.time_bank * _hope_of_return(community, enlisted, rules)
        active = 0
        for k in range(community.volunteer_n):
            volunteer = world.volunteers[community.volunteer_lo + k]
            who = community.key << np.uint64(24) | np.uint64(k)
            loses_heart(volunteer, hope, rules)
            volunteer.active = 1 if turns_out(volunteer, lift, uniform(world.seed, _VOLUNTEER_WEEK, who, day, 0)) else 0
            if volunteer.server != NONE:
                world.servers[volunteer.server].present = volunteer.active
            active += volunteer.active
        if community.volunteer_desk != NONE:
            world.desks[community.volunteer_desk].present = active
        community.turnout = active / max(1, enlisted)
        community.saved_hours += community.time_bank * rules.time_bank_hours * active
        community.saved_hours -= min(community.saved_hours, _pays_back(enlisted, rules))
        community.visits = min(0.5, rules.visit_reach * active / max(1, community.resident_n))


@rule
def _register_of_week(world, community, day):  # type: ignore[no-untyped-def]
    """Let those on the list go on the register, as told or by decision, or leave it. Returns: how many are on it."""
    enlisted = 0
    for k in range(community.volunteer_n):
        volunteer = world.volunteers[community.volunteer_lo + k]
        who = community.key << np.uint64(24) | np.uint64(k)
        mark, _ = uniform_pair(world.seed, _VOLUNTEER_START, who, 0, 0)
        told = mark < community.register
        if volunteer.joined != 0 or not told:
            _decides(world, community, volunteer, who, day)
        volunteer.registered = 1 if told or volunteer.joined != 0 else 0
        enlisted += volunteer.registered
    return enlisted


@rule
def _decides(world, community, volunteer, who, day):  # type: ignore[no-untyped-def]
    """Let somebody who was not told to register be asked and decide, and somebody who did so leave now and then."""
    rules = world.rules[0]
    u, v = uniform_pair(world.seed, _VOLUNTEER_WEEK, who, day, 1)
    if volunteer.joined != 0:
        if u < rules.volunteer_leaves / 52.0:
            volunteer.joined = 0
        return
    resident = world.residents[volunteer.resident]
    compound = world.compounds[world.buildings[resident.building].compound]
    if is_asked(organised(world, compound), community.turnout, rules, u):
        if agrees(resident, _has_child(world, resident), day, rules, v):
            joins(volunteer, rules)


@rule
def _has_child(world, resident):  # type: ignore[no-untyped-def]
    household = world.households[resident.household]
    for who in range(household.resident_lo, household.resident_lo + household.persons):
        if world.residents[who].age < GROWN_UP:
            return True
    return False


@rule
def _pays_back(enlisted, rules):  # type: ignore[no-untyped-def]
    """Return the hours a week that a time bank can pay back: some for each member on the register."""
    return rules.time_bank_pays * enlisted


@rule
def _hope_of_return(community, enlisted, rules):  # type: ignore[no-untyped-def]
    """Return how far hours saved in a time bank are expected back, 0-1: less, the more stand in line before oneself."""
    line = community.saved_hours / max(1.0, _pays_back(enlisted, rules))
    return 1.0 / (1.0 + line / 52.0)


@rule
def without_firm(world, community):  # type: ignore[no-untyped-def]
    """Return the share of a community's residents who live in compounds without a property firm."""
    people = 0
    for row in range(community.compound_lo, community.compound_lo + community.compound_n):
        if world.compounds[row].firm == NONE:
            people += world.compounds[row].resident_n
    return people / max(1, community.resident_n)


@rule
def workers_of_month(world, block, day, measured):  # type: ignore[no-untyped-def]
    """Let workers feel the month, learn from it, and stay or leave.

    Returns: who left, posts filled at the start, and what their grades cost this month, yuan.
    """
    rules = world.rules[0]
    month_hours = WORKING_DAYS_A_MONTH * rules.working_hours
    left, there, paid = 0, 0, 0.0
    for row in block.communities:
        left_before, there_before = left, there
        community = world.communities[row]
        desk = world.desks[community.desk]
        community.self_managed = without_firm(world, community)
        community.legal_cases = 0.0
        items_creep_back(community, rules)
        forgets_discoveries(community, rules)
        if community.business_firms > 0.0:
            month_at_station(community, rules)
        community.care += (reach_of_organisations(community, rules) - community.care) / 6.0
        asked = (admin_share(community, desk.present, rules) + duty_share(community, desk.present, rules)) * month_hours
        backlog = desk.length * rules.hours_felt_per_case / max(1, desk.present)
        certified = _share_certified(world, community)
        in_post = _in_post(world, community)
        for post in range(community.worker_n):
            worker = world.workers[community.worker_lo + post]
            if worker.present == 0:
                continue
            there += 1
            feels(worker, community, asked + worker.hours_month + backlog, month_hours, rules)
            grows(worker, community, rules)
            keeps_score(worker, community, rules)
            is_graded(worker, community, rules)
            is_tenured(worker, community, rules)
            paid += paid_for_grade(worker, community, rules)
            worker.hours_month = 0.0
            key = community.key << np.uint64(24) | np.uint64(post)
            if passes_exam(worker, community, certified, rules, uniform(world.seed, _WORKER_MONTH, key, day, 1)):
                worker.certified = 1
            case = _leaves_as(world, community, worker, in_post, key, day)
            if case != _STAYS:
                worker.present = 0
                worker.vacant_since = day
                worker.left_as = case
                community.exits[case] += 1.0
                left += 1
            elif community.seats > 0.0 and gets_a_seat(
                community, rules, uniform(world.seed, _WORKER_MONTH, key, day, 5)
            ):
                online, begins = uniform_pair(world.seed, _WORKER_MONTH, key, day, 6)
                attends(worker, community, day, rules, online, begins)
        secretary = world.workers[community.worker_lo]
        community.led = float(secretary.has_tenure * secretary.present)
        if measured:
            world.tallies[row].quits += left - left_before
            world.tallies[row].post_months += there - there_before
    return left, there, paid


@rule
def _leaves_as(world, community, worker, in_post, key, day):  # type: ignore[no-untyped-def]
    """Return the case in which a worker leaves at a month's end; a year's review comes with its month."""
    rules = world.rules[0]
    if quits(worker, community, rules, uniform(world.seed, _WORKER_MONTH, key, day, 0)):
        return _OWN_WISH
    if completes_a_year(worker):
        verdict = is_reviewed(worker, rules, normal(world.seed, _WORKER_MONTH, key, day, 4))
        case = case_at_review(worker, rules)
        if case != _STAYS and uniform(world.seed, _WORKER_MONTH, key, day, 2) < community.exit_rule:
            return case
        is_promoted(worker, community, verdict, rules)
    return case_of_month(worker, community, in_post, rules, uniform(world.seed, _WORKER_MONTH, key, day, 3))


@rule
def _in_post(world, community):  # type: ignore[no-untyped-def]
    """Return how many of a community's posts are filled."""
    filled = 0
    for post in range(community.worker_n):
        filled += world.workers[community.worker_lo + post].present
    return filled


@rule
def departments_of_month(world):  # type: ignore[no-untyped-def]
    """Let sectors keep their specialists ready for another month."""
    for row in range(len(world.departments)):
        promises_specialists(world.departments[row])


@rule
def units_of_year(world):  # type: ignore[no-untyped-def]
    """Let paired units close a year's money and begin the next."""
    for row in range(len(world.units)):
        begins_year(world.units[row])


@rule
def _share_certified(world, community):  # type: ignore[no-untyped-def]
    """Return the share of a community's workers with a certificate."""
    there, certified = 0, 0
    for post in range(community.worker_n):
        worker = world.workers[community.worker_lo + post]
        there += worker.present
        certified += worker.present * worker.certified
    return certified / max(1, there)


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
