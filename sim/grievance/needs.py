"""Troubles arise, and residents decide whether and where to speak.

Candidates are drawn for each community and day at the highest hazard that any policy can bring about, and
accepted by a mark of their own (thinning; Lewis and Shedler 1979). So the same troubles happen in every world,
and one that a better-kept compound prevents is a candidate whose mark was not low enough.
"""

import math

import numpy as np

from sim.agents.access import closes_at, fixes_more
from sim.agents.building import hearsay
from sim.agents.business_district import answers_at_station
from sim.agents.community import shows
from sim.agents.resident import brings_up_to_date, responds, speaks_for, waits_before_speaking
from sim.agents.responses import Response
from sim.engine.agenda import put
from sim.engine.clock import HOURS_A_DAY, day_of, is_working, next_open
from sim.engine.compiling import rule
from sim.engine.prefetch import prefetch
from sim.engine.queue import NONE
from sim.engine.random import Purpose, box_muller, normal, poisson, uniform, uniform_four, uniform_pair
from sim.grievance.block import BEFORE, CANDIDATES_A_DAY
from sim.grievance.burden import add_burden
from sim.grievance.category import Relief, Scope, hazard_factor, policy_factor, season_factor
from sim.grievance.ears import COURIER_REPORTS, NEVER, couriers_who_report, false_reports, hears_of_silent
from sim.grievance.ticket import FRESH, NOTHING, TROUBLES, State, new_case
from sim.grievance.trouble import Solved, log_trouble

_ARRIVAL, _CANDIDATE, _TROUBLE = int(Purpose.ARRIVAL), int(Purpose.CANDIDATE), int(Purpose.TROUBLE)
_WEATHER, _EAR, _COURIER = int(Purpose.WEATHER), int(Purpose.EAR), int(Purpose.COURIER)
_NOTICE, _VOICE, _GROUP = int(Purpose.NOTICE), int(Purpose.VOICE), int(Purpose.GROUP)
_PERSON, _BUILDING = int(Scope.PERSON), int(Scope.BUILDING)
_TOGETHER, _NEIGHBOUR, _GRID = int(Response.TOGETHER), int(Response.NEIGHBOUR), int(Response.GRID)
_FIRST_CHANNEL = int(Response.FIRM_DESK)
_COMING = int(State.COMING)
_STATION = int(Purpose.STATION)
_BUSINESS = int(Relief.BUSINESS)
_NOT, _BY_NEIGHBOURS = int(Solved.NO), int(Solved.NEIGHBOURS)
SPEAK, WORK, JUDGE = range(3)
"""The agendas of a block."""
SPELL_DAYS = 3


@rule
def needs_of_day(world, block, day, day_of_year, first):  # type: ignore[no-untyped-def]
    """Let the day's troubles arise in the block's communities, from the `first` of them on.

    In place of a day, `BEFORE` and the numbers after it stand for what has been there since earlier (`stock_of`).
    Returns: the number of communities done; fewer than there are when the block must get more room first.
    """
    categories = world.categories
    before = day >= BEFORE
    off = not before and not is_working(world.working, day)
    spell = 0.0 if before else weather(world, day)
    upto = block.upto
    total = 0.0
    for c in range(len(categories)):
        category = categories[c]
        if before:
            total += stock_of(category)
        else:
            total += (
                _at_most(category)
                * season_factor(category, day_of_year, off)
                * in_weather(category, spell, world.rules[0])
                * world.shocks[day, c]
            )
        upto[c] = total
    for position in range(first, len(block.communities)):
        community = world.communities[block.communities[position]]
        n = poisson(total * community.resident_n, world.seed, _ARRIVAL, community.key, min(day, BEFORE), 0)
        n -= CANDIDATES_A_DAY * max(0, day - BEFORE)
        n = max(0, min(n, CANDIDATES_A_DAY))
        errors = 0 if before else min(false_reports(world, community, day), CANDIDATES_A_DAY - n)
        most = n * (COURIER_REPORTS + int(world.rules[0].noticers_max)) + errors
        if not before and len(block.cases) - block.pointers[FRESH] < most:
            return position
        if not before and 0 < len(block.troubles) < block.pointers[TROUBLES] + n:
            return position
        _draw_candidates(world, block.candidates, upto, community, day, n)
        for i in range(_keep_troubles(world, community, block.candidates, n)):
            it = block.candidates[i]
            trouble = np.int64((community.key << np.uint64(24)) | np.uint64(day * CANDIDATES_A_DAY + it.number))
            hour = 0.0 if before else day * HOURS_A_DAY + _hour_of_day(it.when)
            today = 0 if before else day
            trouble_arises(world, block, trouble, it.category, it.resident, hour, today, 0, before)
        for k in range(errors):
            _reports_nothing(world, block, community, day, CANDIDATES_A_DAY - 1 - k)
    return len(block.communities)


@rule
def _at_most(category):  # type: ignore[no-untyped-def]
    """Return the highest hazard of a category that any policy can bring about, a resident and day."""
    return category.rate_per_1000 / 365_000.0 * category.max_multiplier * category.ceiling


@rule
def stock_of(category):  # type: ignore[no-untyped-def]
    """Return how many troubles of a category a resident has at a time where nobody solves any, at the highest hazard.

    What comes at a rate and goes by itself after a time is there in the number of rate times mean time (Little 1961).
    Going by itself has no memory, so that what is there lasts as long from now on as what begins now.
    """
    return _at_most(category) * category.fades_days / math.log(2.0) * (1 - category.enquiry)


@rule
def weather(world, day):  # type: ignore[no-untyped-def]
    """Return how far the city's weather is out of the ordinary (sd 1 about 0); a spell lasts some days."""
    spell = 0.0
    for before in range(SPELL_DAYS):
        spell += normal(world.seed, _WEATHER, 0, day + before, 0)
    return spell / math.sqrt(SPELL_DAYS)


@rule
def in_weather(category, spell, rules):  # type: ignore[no-untyped-def]
    """Factor on what hangs on the weather, of mean 1: it comes in spells, the same all over the city.

    Daily closures of a hotline vary far more than independent calls would (US04: variance 270 times the mean).
    """
    swing = rules.weather_sd * category.weather
    return math.exp(swing * spell - 0.5 * swing * swing)


@rule
def _draw_candidates(world, candidates, upto, community, day, n):  # type: ignore[no-untyped-def]
    """Draw a community's n candidates of a day: what, whom, when, and the mark against which its hazard is held.

    Three passes over the day's candidates (here, `_keep_troubles`, `trouble_arises`) let memory bring the records of
    one while another is looked at.
    """
    most = len(upto) - 1
    for i in range(n):
        u, v, mark, when = uniform_four(world.seed, _CANDIDATE, community.key, day, i)
        it = candidates[i]
        it.number = i
        it.category = min(np.searchsorted(upto, u * upto[most], side="right"), most)
        it.resident = community.resident_lo + min(int(v * community.resident_n), community.resident_n - 1)
        it.mark = mark
        it.when = when
        prefetch(world.residents, it.resident)


@rule
def _keep_troubles(world, community, candidates, n):  # type: ignore[no-untyped-def]
    """Move the candidates that are troubles here and now to the front. Returns: how many they are."""
    kept = 0
    for i in range(n):
        _looks_ahead(world, candidates, i, n - 1)
        it = candidates[i]
        category = world.categories[it.category]
        resident = world.residents[it.resident]
        compound = world.compounds[world.buildings[resident.building].compound]
        now = hazard_factor(category, compound.kind, resident.age, compound.condition, compound.service)
        now *= policy_factor(category, community, compound, world.rules[0])
        happens = it.mark * category.max_multiplier * category.ceiling < now
        candidates[kept] = it
        kept += happens
        prefetch(world.households, resident.household)
    return kept


@rule
def _looks_ahead(world, candidates, i, last):  # type: ignore[no-untyped-def]
    """Ask memory for the building of a candidate that comes soon, and for the compound of one that comes sooner."""
    soon = world.residents[candidates[min(i + 8, last)].resident]
    prefetch(world.buildings, soon.building)
    sooner = world.residents[candidates[min(i + 4, last)].resident]
    prefetch(world.compounds, world.buildings[sooner.building].compound)


@rule
def _hour_of_day(u):  # type: ignore[no-untyped-def]
    """Troubles are met while people are up, from six to eleven at night (assumed even)."""
    return 6.0 + 17.0 * u


@rule
def trouble_arises(world, block, trouble, c, who, hour, day, returned, before):  # type: ignore[no-untyped-def]
    """Let one trouble befall a resident, or the building or compound that the resident lives in.

    Of what was there `before` the run, only what nobody spoke of and nobody put right is still there.
    """
    rules = world.rules[0]
    category = world.categories[c]
    resident = world.residents[who]
    building = world.buildings[resident.building]
    compound = world.compounds[building.compound]
    community = world.communities[compound.community]
    if _is_asked_at_station(world, trouble, category, community, before):
        return
    severity, fades, luck = course_of(world, trouble, category, hour)
    lo, people, affected = whom_it_befalls(category, building, compound, who)
    noticers = 1
    if category.scope != _PERSON:
        noticers = max(1, min(int(rules.noticers_max), int(people * category.reach)))

    first, loudest, lead, speakers, together = who, 0, NONE, 0, False
    another = who
    for nth in range(noticers):
        who = another
        if nth + 1 < noticers:
            pick = uniform(world.seed, _NOTICE, trouble, nth + 1, 0)
            another = lo + min(int(pick * people), people - 1)
            prefetch(world.residents, another)
        response, speaks_at, at_forum = _decides(world, trouble, c, who, severity, hour, fades, day, nth, speakers)
        if before and response >= _FIRST_CHANNEL:
            return
        if response >= _FIRST_CHANNEL:
            speaks_at = _heard_at(world, community, trouble, severity, response, speaks_at, nth)
        if response >= _FIRST_CHANNEL and speaks_at < fades:
            row = will_speak(world, block, trouble, c, who, response, hour, speaks_at, day, nth)
            is_about(block.cases[row], category, severity, affected, fades, returned)
            block.cases[row].promised = at_forum
            speakers += 1
            if lead == NONE:
                lead = row
            else:
                block.cases[row].lead = lead
                block.cases[lead].followers += 1
            loudest = max(loudest, response)
        elif response < _FIRST_CHANNEL:
            loudest = max(loudest, response)
            together = together or response == _TOGETHER
    if before:
        if not (together and luck < category.self_fix * fixes_more(compound, rules)):
            add_burden(world, compound.community, severity * affected, hour, fades)
        return
    for k in range(_couriers(world, trouble, category, community)):
        seen_at = hour + rules.courier_days * HOURS_A_DAY * uniform(world.seed, _COURIER, trouble, k, 1)
        if seen_at >= fades:
            continue
        row = will_speak(world, block, trouble, c, who, _GRID, hour, seen_at, day, noticers + k)
        is_about(block.cases[row], category, severity, affected, fades, returned)
        if lead == NONE:
            lead = row
        else:
            block.cases[row].lead = lead
            block.cases[lead].followers += 1
        loudest = max(loudest, _GRID)
    if category.enquiry == 0:
        count_trouble(world, compound.community, block, day, loudest, hour)
        if lead == NONE:
            end = fades
            if together and luck < category.self_fix * fixes_more(compound, rules):
                end = min(fades, hour + rules.together_days * HOURS_A_DAY)
            add_burden(world, compound.community, severity * affected, hour, end)
            if len(block.troubles) > 0:
                by = _BY_NEIGHBOURS if end < fades else _NOT
                where = building.compound
                log_trouble(
                    world, block, trouble, first, where, c, loudest, severity, affected, hour, end, by, returned
                )
        else:
            block.cases[lead].loudest = loudest
            block.cases[lead].befell = first
            block.cases[lead].recurs = returned


@rule
def _is_asked_at_station(world, trouble, category, community, before):  # type: ignore[no-untyped-def]
    """Say whether a firm has its question answered at the station of the business district, and no window is asked."""
    if category.relief != _BUSINESS or category.enquiry == 0 or community.menu <= 0.0 or before:
        return False
    own, found = uniform_pair(world.seed, _STATION, trouble, 0, 1)
    return answers_at_station(community, category, world.rules[0], own, found)


@rule
def course_of(world, trouble, category, hour):  # type: ignore[no-untyped-def]
    """Draw how grave a trouble is and when it goes by itself. Returns: (severity, hour, luck of those who try it)."""
    a, b, fading, luck = uniform_four(world.seed, _TROUBLE, trouble, 0, 0)
    severity = min(1.0, category.severity * math.exp(category.severity_sd * box_muller(a, b)))
    fades = hour - category.fades_days / math.log(2.0) * math.log(1.0 - fading) * HOURS_A_DAY
    return severity, fades, luck


@rule
def whom_it_befalls(category, building, compound, who):  # type: ignore[no-untyped-def]
    """Return (first row, number) of the residents who may notice a trouble, and how many live with it."""
    if category.scope == _PERSON:
        return who, 1, 1.0
    lo, people = building.resident_lo, building.resident_n
    if category.scope != _BUILDING:
        lo, people = compound.resident_lo, compound.resident_n
    return lo, people, max(1.0, people * category.reach)


@rule
def is_about(case, category, severity, affected, fades, returned):  # type: ignore[no-untyped-def]
    """Note with a case what its trouble is like."""
    case.severity = severity
    case.affected = affected
    case.fades = fades
    case.returned = returned
    case.collective = 1 if category.scope != _PERSON else 0


@rule
def _decides(  # type: ignore[no-untyped-def]
    world, trouble, c, who, severity, hour, fades, day, nth, speakers
):
    """One who notices decides; a silent trouble may still be heard of by those who come before it is over.

    Returns: (response, hour at which it is spoken of, whether at a forum or found by a director as in
        `hears_of_silent`).
    """
    rules = world.rules[0]
    resident = world.residents[who]
    building = world.buildings[resident.building]
    compound = world.compounds[building.compound]
    community = world.communities[resident.community]
    brings_up_to_date(resident, rules, day)
    key = community.key << np.uint64(24) | np.uint64(who - community.resident_lo)
    in_group = uniform(world.seed, _GROUP, key, 0, 9) < community.enrolment * (0.3 + 0.7 * resident.digital)
    owner = world.households[resident.household].owner != 0
    u, v, x, y = uniform_four(world.seed, _VOICE, trouble, nth, 0)
    response = responds(
        resident,
        world.categories[c],
        severity,
        compound.firm >= 0,
        in_group,
        max(-1.0, min(1.0, hearsay(building, rules, day) + compound.mood)),
        shows(community, rules, day),
        world.streets[community.street],
        community,
        compound,
        owner,
        speakers,
        world.channels,
        rules,
        u,
    )
    wait = waits_before_speaking(resident, severity, community.civic, rules, v)
    if response == _NEIGHBOUR and speakers == 0:
        relayed = hour + wait + rules.relay_days * HOURS_A_DAY
        if relayed < fades and _is_relayed(world, trouble, nth, building):
            return _GRID, relayed, 0
    if response < _FIRST_CHANNEL and response != _TOGETHER and world.categories[c].enquiry == 0 and speakers == 0:
        category = world.categories[c]
        heard, days, at_forum = hears_of_silent(
            world, trouble, nth, category, severity, resident, compound, community, day, x, y
        )
        if heard != NONE and hour + wait + days * HOURS_A_DAY < fades:
            return heard, hour + wait + days * HOURS_A_DAY, at_forum
    return response, hour + wait, 0


@rule
def _is_relayed(world, trouble, nth, building):  # type: ignore[no-untyped-def]
    """Say whether the neighbour who is told of a trouble, anybody of the building, takes it to the grid worker."""
    rules = world.rules[0]
    u, v = uniform_pair(world.seed, _EAR, trouble, nth, 4)
    told = building.resident_lo + min(int(u * building.resident_n), building.resident_n - 1)
    return speaks_for(world.residents[told], rules, v)


@rule
def _couriers(world, trouble, category, community):  # type: ignore[no-untyped-def]
    """Return how many couriers report a trouble; who speaks of it already may be doubled by that."""
    if category.seen == 0 or community.couriers <= 0.0 or category.enquiry != 0:
        return 0
    return couriers_who_report(community, world.rules[0], uniform(world.seed, _EAR, trouble, 0, 2))


@rule
def _reports_nothing(world, block, community, day, number):  # type: ignore[no-untyped-def]
    """Let a courier report what is not there, near anybody's home: nobody lives with it, and somebody must go and see.

    It looks like any of the things that can be seen from the street, the frequent ones more often.
    """
    trouble = np.int64((community.key << np.uint64(24)) | np.uint64(day * CANDIDATES_A_DAY + number))
    what, where, when, _ = uniform_four(world.seed, _COURIER, trouble, 0, 0)
    total = 0.0
    for c in range(len(world.categories)):
        total += world.categories[c].rate_per_1000 * world.categories[c].seen
    if total <= 0.0:
        return
    chosen, upto = NONE, 0.0
    for c in range(len(world.categories)):
        upto += world.categories[c].rate_per_1000 * world.categories[c].seen
        if upto > what * total:
            chosen = c
            break
    who = community.resident_lo + min(int(where * community.resident_n), community.resident_n - 1)
    hour = day * HOURS_A_DAY + _hour_of_day(when)
    row = will_speak(world, block, trouble, chosen, who, _GRID, hour, hour, day, 0)
    category = world.categories[chosen]
    is_about(block.cases[row], category, category.severity, NOTHING, NEVER, 0)
    block.cases[row].loudest = _GRID


@rule
def _heard_at(world, community, trouble, severity, response, speaks_at, nth):  # type: ignore[no-untyped-def]
    """Return the hour at which a resident is heard: when the channel is open, and on a day off if it cannot wait.

    The firm's desk is at home and open every day; nothing is put off there.
    """
    rules = world.rules[0]
    channel = world.channels[response]
    day = day_of(speaks_at)
    may_wait = response != _FIRST_CHANNEL and severity < rules.urgent_severity
    if may_wait and not is_working(world.working, day):
        if uniform(world.seed, _VOICE, trouble, nth, 1) < rules.postpone_off_day:
            while not is_working(world.working, day):
                day += 1
            speaks_at = day * HOURS_A_DAY + 8.0 + (speaks_at % HOURS_A_DAY) / 2.4
    closes = closes_at(response, channel, community)
    return next_open(speaks_at, channel.hours, channel.opens, closes, world.working)


@rule
def will_speak(  # type: ignore[no-untyped-def]
    world, block, trouble, c, who, response, hour, speaks_at, day, nth
):
    """Note that a resident will speak."""
    row = new_case(block.cases, block.pointers)
    case = block.cases[row]
    case.trouble = trouble
    case.nth = nth
    case.category = c
    case.resident = who
    case.building = world.residents[who].building
    case.compound = world.buildings[case.building].compound
    case.community = world.residents[who].community
    case.channel = response
    case.onset = hour
    case.state = _COMING
    put(block.heads[SPEAK], block.cases, row, speaks_at, day - 1)
    return row


@rule
def count_trouble(world, row, block, day, loudest, hour):  # type: ignore[no-untyped-def]
    """Count a trouble of the day, by the loudest that anybody is about it."""
    block.days[day].troubles += 1.0
    if hour < world.span[0]:
        return
    tally = world.tallies[row]
    tally.troubles += 1.0
    if loudest >= _FIRST_CHANNEL:
        tally.voiced += 1.0
        if loudest <= _GRID:
            tally.informal += 1.0
    elif loudest == _TOGETHER or loudest == _NEIGHBOUR:
        tally.among_neighbours += 1.0
    else:
        tally.silent += 1.0
