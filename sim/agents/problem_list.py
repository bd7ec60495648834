"""The list of problems of a compound: what is found is entered with an owner and a date, and worked off or left open.

Entries are counted, not kept one by one: they differ by when they fall due alone. They are what a round or a talk turns
up, not complaints: nobody needs to have spoken. Made = put right (in time or late) + not yet due + overdue + ordered by
the street.
"""

import math

from sim.agents.compound import LIST_MONTHS, organised
from sim.agents.contract import held_to_contract
from sim.agents.helping import at_home
from sim.agents.property_firm import posts_at
from sim.agents.resident import brings_up_to_date
from sim.agents.street import Pool
from sim.engine.clock import DAYS_A_MONTH, HOURS_A_DAY, after_open_hours
from sim.engine.compiling import rule
from sim.engine.queue import NONE, earliest_free
from sim.engine.random import Purpose, poisson

_COMPOUND_MONTH = int(Purpose.COMPOUND_MONTH)
_MANAGEMENT = int(Pool.MANAGEMENT)
_FOUND = 64
"""First index of the draw of what is found in a month."""
MOST_OF_DESK = 0.5
"""Share of a desk's hours that lists may take: what residents bring cannot all wait."""


@rule
def not_put_right(compound):  # type: ignore[no-untyped-def]
    """Return how many entries are open, due or not."""
    n = compound.list_ordered
    for k in range(LIST_MONTHS):
        n += compound.list_due[k] + compound.list_overdue[k]
    return n


@rule
def past_date(compound):  # type: ignore[no-untyped-def]
    """Return how many open entries are past their date."""
    n = compound.list_ordered
    for k in range(LIST_MONTHS):
        n += compound.list_overdue[k]
    return n


@rule
def defects_there(compound, rules):  # type: ignore[no-untyped-def]
    """Return how many small defects there are, found or not: as many as repair and service lack of the best."""
    lacks = 0.5 * ((1.0 - compound.condition) + (1.0 - compound.service))
    return rules.defects_full * compound.household_n / 1_000.0 * lacks


@rule
def found_of_unknown(compound, convened, rules):  # type: ignore[no-untyped-def]
    """Return the share of what is not yet on the list that a month brings onto it, 0-1.

    A director walks round. A talk about what is wrong needs somebody who calls it and keeps the list: the compound's
    Party organisation or the owners' committee. What both come upon is entered once.

    Args:
        convened: how active these two are together, 0-1.
    """
    walked = rules.round_finds * compound.director
    talked = rules.talk_finds * compound.deadlines * convened
    return walked + (1.0 - walked) * talked


@rule
def mends(compound, done, rules):  # type: ignore[no-untyped-def]
    """Let defects that are put right be missing from what repair and service lack, from each as much as it lacks."""
    worn, poor = 1.0 - compound.condition, 1.0 - compound.service
    if done <= 0.0 or worn + poor <= 0.0:
        return
    step = min(1.0, done / max(1.0e-9, defects_there(compound, rules)))
    compound.condition += step * worn
    compound.service += step * poor


@rule
def works_off(compound, most):  # type: ignore[no-untyped-def]
    """Put right as many as `most` entries, the first due first. Returns: how many before their date, how many after."""
    left = most
    done = min(left, compound.list_ordered)
    compound.list_ordered -= done
    left -= done
    late = done
    for k in range(LIST_MONTHS - 1, -1, -1):
        done = min(left, compound.list_overdue[k])
        compound.list_overdue[k] -= done
        left -= done
        late += done
    in_time = 0.0
    for k in range(LIST_MONTHS):
        done = min(left, compound.list_due[k])
        compound.list_due[k] -= done
        left -= done
        in_time += done
    compound.list_in_time += in_time
    compound.list_late += late
    return in_time, late


@rule
def dates_come(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month go by on the list. Returns: entries now past their date; those past it so long that they go up."""
    missed = compound.list_due[0]
    for k in range(LIST_MONTHS - 1):
        compound.list_due[k] = compound.list_due[k + 1]
    compound.list_due[LIST_MONTHS - 1] = 0.0
    last = int(rules.list_patience) - 1
    long_ago = compound.list_overdue[last]
    for k in range(last, 0, -1):
        compound.list_overdue[k] = compound.list_overdue[k - 1]
    compound.list_overdue[0] = missed
    compound.list_overdue[last] += long_ago
    return missed, long_ago


@rule
def hours_of_entry(firm, rules):  # type: ignore[no-untyped-def]
    """Return the hours that an entry takes a firm's people: as slow as they are with any job."""
    skill = firm.skill * (0.5 + 0.5 * firm.effort)
    return rules.defect_hours / (rules.slowest + (1.0 - rules.slowest) * skill)


@rule
def hours_for_list(compound, firm, held, capacity, each, rules):  # type: ignore[no-untyped-def]
    """Return the hours of next month that a firm gives to the list, of `capacity` at its desk here.

    It does what it wants to and what it is held to; what hangs in public with a date and an owner is seen by more
    (operational transparency; Buell and Norton 2011). What the street has ordered is done at once.

    Args:
        held: how far it is held to its contract, 0-1.
        each: hours of an entry.
    """
    seen = held + (1.0 - held) * rules.deadline_watches * compound.deadlines
    will = 1.0 - (1.0 - firm.effort) * (1.0 - seen)
    hours = min(rules.list_share * will * capacity, each * (not_put_right(compound) - compound.list_ordered))
    return min(hours + each * compound.list_ordered, MOST_OF_DESK * capacity)


@rule
def sets_to_list(world, compound):  # type: ignore[no-untyped-def]
    """Set people of the firm to the list for a month. Returns: the share of its desk's hours here that is left, 0-1."""
    compound.list_planned = 0.0
    if not_put_right(compound) <= 0.0:
        return 1.0
    rules = world.rules[0]
    firm, desk = world.firms[compound.firm], world.desks[compound.desk]
    people = posts_at(compound, rules) * firm.staff * at_home(firm)
    capacity = people * rules.firm_share * (desk.closes - desk.opens) * DAYS_A_MONTH
    if capacity <= 0.0:
        return 1.0
    each = hours_of_entry(firm, rules)
    hours = hours_for_list(compound, firm, held_to_contract(world, compound), capacity, each, rules)
    compound.list_planned = hours / each
    compound.list_hours += hours
    return 1.0 - hours / capacity


@rule
def owners_do(compound, committee, rules):  # type: ignore[no-untyped-def]
    """Return how many entries owners without a firm put right in a month: as their committee works."""
    return committee.quality * rules.owner_hours * compound.household_n / 1_000.0 / rules.defect_hours


@rule
def is_shown(compound, firm, in_time, missed, rules):  # type: ignore[no-untyped-def]
    """Let what hangs in public about a month tell on the firm: its record with owners, its rank, its wish to try.

    What was promised for a date and is done, or is not, can be seen; a list that nobody posts tells nothing.
    """
    posted, counts = compound.deadlines, rules.list_record * compound.deadlines
    compound.firm_judged += counts * (in_time + missed)
    compound.firm_pleased += counts * in_time
    firm.complaints += 1_000.0 * posted * missed / max(1, compound.household_n * firm.contracts)
    n = not_put_right(compound)
    if n > 0.0:
        firm.shamed += posted * past_date(compound) / n / max(1, firm.contracts)


@rule
def sees_list(resident, kept, posted, rules):  # type: ignore[no-untyped-def]
    """Move trust in the firm towards the share of dates that the list on the wall says it has kept, 0-1.

    To see work being done makes it worth more in the eyes of those it is done for (Buell and Norton 2011).
    """
    resident.trust_firm += rules.list_trust * posted * (kept - resident.trust_firm)


@rule
def list_of_month(world, compound, day, month):  # type: ignore[no-untyped-def]
    """Let a month pass over a compound's list: entries are put right, dates come, new ones are found.

    Its owner is the firm; where there is none, the owners' committee; where there is neither, nobody, and nothing new
    is entered.
    """
    asked = compound.director + compound.deadlines > 0.0
    if not asked and not_put_right(compound) <= 0.0:
        return
    rules = world.rules[0]
    if compound.firm != NONE:
        in_time, late = works_off(compound, compound.list_planned)
    elif compound.committee != NONE:
        in_time, late = works_off(compound, owners_do(compound, world.committees[compound.committee], rules))
    else:
        in_time, late = 0.0, 0.0
    compound.list_planned = 0.0
    mends(compound, in_time + late, rules)
    missed, long_ago = dates_come(compound, rules)
    if compound.firm != NONE:
        if long_ago > 0.0:
            _goes_up(world, compound, long_ago, day)
        if compound.deadlines > 0.0:
            is_shown(compound, world.firms[compound.firm], in_time, missed, rules)
            if in_time + missed > 0.0:
                _hangs_on_the_wall(world, compound, in_time / (in_time + missed), day)
    if asked and (compound.firm != NONE or compound.committee != NONE):
        _finds(world, compound, month)


@rule
def _hangs_on_the_wall(world, compound, kept, day):  # type: ignore[no-untyped-def]
    rules = world.rules[0]
    for who in range(compound.resident_lo, compound.resident_lo + compound.resident_n):
        brings_up_to_date(world.residents[who], rules, day)
        sees_list(world.residents[who], kept, compound.deadlines, rules)


@rule
def _finds(world, compound, month):  # type: ignore[no-untyped-def]
    rules = world.rules[0]
    idle = 1.0 - organised(world, compound)
    if compound.committee != NONE:
        idle *= 1.0 - world.committees[compound.committee].quality
    unknown = max(0.0, defects_there(compound, rules) - not_put_right(compound))
    mean = unknown * found_of_unknown(compound, 1.0 - idle, rules)
    found = min(math.floor(unknown), float(poisson(mean, world.seed, _COMPOUND_MONTH, compound.key, month, _FOUND)))
    compound.list_due[int(rules.list_months) - 1] += found
    compound.list_made += found


@rule
def _goes_up(world, compound, n, day):  # type: ignore[no-untyped-def]
    """Let the street order the firm to do what has long been overdue; that takes hours, and somebody who is in."""
    rules = world.rules[0]
    desk = world.desks[world.streets[world.communities[compound.community].street].desk[_MANAGEMENT]]
    server = earliest_free(desk, world.servers)
    if server == NONE:
        return
    last = int(rules.list_patience) - 1
    compound.list_overdue[last] -= n
    compound.list_ordered += n
    begin = max(world.servers[server].free, (day + 1.0) * HOURS_A_DAY)
    work = rules.order_hours / max(0.02, desk.share)
    world.servers[server].free = after_open_hours(begin, work, desk.hours, desk.opens, desk.closes, world.working)
    desk.hours_worked += rules.order_hours
