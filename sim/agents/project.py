"""Small works at a compound: what is chosen, who agrees, what it costs, and what it leaves behind.

A lift is wanted upstairs and resented downstairs, so consent is a game between floors, and a refusal leaves strife.
"""

import math

from sim.agents.resident import brings_up_to_date, sees_works_done
from sim.agents.unit import pays
from sim.engine.compiling import rule
from sim.engine.queue import NONE as NO_UNIT
from sim.engine.random import Purpose, uniform

_COMPOUND_MONTH, _UNIT_MONTH = int(Purpose.COMPOUND_MONTH), int(Purpose.UNIT_MONTH)
NONE, ENVIRONMENT, SHED, LIFT = range(4)
"""As `grievance.category.Project`."""
_OLD, _RESETTLEMENT = 0, 2
_DECEMBER = 11


@rule
def cost_of_works(kind, compound, rules):  # type: ignore[no-untyped-def]
    """Return what works cost, in yuan."""
    if kind == LIFT:
        return rules.lift_cost * compound.building_n
    each = rules.shed_cost if kind == SHED else rules.environment_cost
    return each * compound.household_n


@rule
def gain_of_works(kind, compound, floors, rules):  # type: ignore[no-untyped-def]
    """Return how much works of a kind are needed here, 0-1; 0 where they make no sense or are done."""
    if compound.projects[kind] != 0.0:
        return 0.0
    if kind == LIFT:
        return 1.0 if compound.lifts == 0 and 5 <= floors <= 9 else 0.0
    if kind == SHED:
        return 0.7 if compound.kind == _OLD or compound.kind == _RESETTLEMENT else 0.35
    return 1.0 - compound.condition


@rule
def chooses_works(compound, floors, purse, rules, u):  # type: ignore[no-untyped-def]
    """Choose what is done: residents by what they need, an office by what is quick and shows (`vote` says how far).

    Only what the purse can pay is chosen, and what was refused is not asked for again within the year.
    """
    best, most = NONE, 0.0
    for kind in range(ENVIRONMENT, LIFT + 1):
        if cost_of_works(kind, compound, rules) > purse or (kind == compound.refused and compound.refused_months > 0.0):
            continue
        need = gain_of_works(kind, compound, floors, rules)
        cheap = 1.0 / (1.0 + cost_of_works(kind, compound, rules) / (rules.environment_cost * compound.household_n))
        worth = need if u < compound.vote else need * cheap
        if worth > most:
            best, most = kind, worth
    return best


@rule
def consent_to_works(kind, compound, floors, rules, u):  # type: ignore[no-untyped-def]
    """Return the share of households who agree; places differ (u, uniform).

    Everybody gains by paths and sheds. By a lift who lives high gains, who lives low loses light and quiet.
    """
    social = rules.consent_social * compound.social + rules.consent_vote * compound.vote
    social += rules.consent_swing * (2.0 * u - 1.0)
    if kind != LIFT:
        return 1.0 / (1.0 + math.exp(-(rules.consent_ease + social)))
    agreed = 0.0
    for floor in range(1, floors + 1):
        gain = rules.lift_gain * (floor - 1) / max(1, floors - 1) - (rules.lift_harm if floor <= 2 else 0.0)
        agreed += 1.0 / (1.0 + math.exp(-(gain + social))) / floors
    return agreed


@rule
def works_go_on(world, compound, day):  # type: ignore[no-untyped-def]
    """Let a month pass over works under way, and over the time until anybody asks again after a refusal."""
    compound.refused_months = max(0.0, compound.refused_months - 1.0)
    if compound.works != NONE:
        compound.months_left -= 1.0
        if compound.months_left <= 0.0:
            _are_done(world, compound, day)


@rule
def is_put_to_vote(compound, kind, floors, rules, u):  # type: ignore[no-untyped-def]
    """Put works to those who live there, and begin if they agree; says whether they are begun.

    Of those who take part more than half must agree, to a lift three quarters (Civil Code, article 278, in force from
    2021; taken for the years before too). One vote a household.
    """
    agreed = consent_to_works(kind, compound, floors, rules, u)
    if agreed < (0.75 if kind == LIFT else 0.5):
        compound.strife = min(1.0, compound.strife + rules.refusal_strife)
        compound.refused = kind
        compound.refused_months = 12.0
        return False
    compound.works = kind
    compound.months_left = rules.lift_months if kind == LIFT else rules.works_months
    if kind == LIFT:
        compound.strife = min(1.0, compound.strife + rules.lift_strife * (1.0 - agreed))
    return True


@rule
def comes_into_purse(community, yuan):  # type: ignore[no-untyped-def]
    """Let money for small works come in."""
    community.purse += yuan
    community.purse_granted += yuan


@rule
def goes_out_of_purse(community, yuan):  # type: ignore[no-untyped-def]
    """Spend money for small works; the caller has seen that there is as much."""
    community.purse -= yuan
    community.purse_spent += yuan


@rule
def purse_closes_year(community, rules):  # type: ignore[no-untyped-def]
    """Let what a year left unspent lapse, but for the share that is carried over.

    A year's money is for that year, and only what is set aside for something under way may be carried over (Budget Law,
    articles 18 and 42). So nobody saves up for what costs more than a year brings.
    """
    lapsed = community.purse * (1.0 - rules.works_carried)
    community.purse -= lapsed
    community.purse_lapsed += lapsed


@rule
def works_of_month(world, row_of_community, day, month):  # type: ignore[no-untyped-def]
    """Let a month's money come into a community's purse, and works be begun where they are needed most.

    One a month at most: of what the compounds ask for and can be paid, the most needed. What the purse lacks the paired
    unit adds, if it is ready to this month and has it left (M40, M48). Where a joint committee has agreed, its first
    secretary brings the unit's money even to a compound without a fund (M50). The purse closes with the year.
    """
    rules = world.rules[0]
    community = world.communities[row_of_community]
    offered = _unit_offers(world, row_of_community, month)
    chosen, what, most = -1, NONE, 0.0
    for row in range(community.compound_lo, community.compound_lo + community.compound_n):
        compound = world.compounds[row]
        comes_into_purse(community, compound.fund * compound.household_n / 12.0)
        works_go_on(world, compound, day)
        money = community.purse if compound.fund > 0.0 else 0.0
        money += offered if compound.fund > 0.0 or compound.agreed > 0.0 else 0.0
        if money <= 0.0 or compound.works != NONE:
            continue
        floors, u = _floors_of(world, compound), uniform(world.seed, _COMPOUND_MONTH, compound.key, month, 8)
        kind = chooses_works(compound, floors, money, rules, u)
        need = gain_of_works(kind, compound, floors, rules) if kind != NONE else 0.0
        if need > most:
            chosen, what, most = row, kind, need
    if chosen >= 0:
        compound = world.compounds[chosen]
        u = uniform(world.seed, _COMPOUND_MONTH, compound.key, month, 9)
        if is_put_to_vote(compound, what, _floors_of(world, compound), rules, u):
            cost = cost_of_works(what, compound, rules)
            own = min(community.purse, cost) if compound.fund > 0.0 else 0.0
            goes_out_of_purse(community, own)
            if own < cost:
                pays(world.units[world.unit_of[row_of_community]], cost - own)
    if month % 12 == _DECEMBER:
        purse_closes_year(community, rules)


@rule
def _unit_offers(world, row_of_community, month):  # type: ignore[no-untyped-def]
    """Return what the paired unit would give to works this month, yuan: all it has left if it is ready."""
    paired = world.unit_of[row_of_community]
    if paired == NO_UNIT or world.units[paired].purse <= 0.0:
        return 0.0
    unit = world.units[paired]
    return unit.purse if uniform(world.seed, _UNIT_MONTH, unit.key, month, 0) < unit.readiness else 0.0


@rule
def _floors_of(world, compound):  # type: ignore[no-untyped-def]
    return world.buildings[compound.building_lo].floors


@rule
def _are_done(world, compound, day):  # type: ignore[no-untyped-def]
    """Take works over: a root cause is gone, and who lives there sees it; who chose them tells better of them."""
    rules = world.rules[0]
    compound.projects[compound.works] = 1.0
    if compound.works == ENVIRONMENT:
        compound.condition += rules.works_mend * (1.0 - compound.condition)
    compound.mood = min(1.0, compound.mood + rules.works_tell * (1.0 + rules.vote_pride * compound.vote))
    compound.works = NONE
    for who in range(compound.resident_lo, compound.resident_lo + compound.resident_n):
        brings_up_to_date(world.residents[who], rules, day)
        sees_works_done(world.residents[who], compound.vote, rules)
