"""Disputes: in which way two parties are brought to terms, by neighbours, by their own rules, or by law.

Each way has its own cost in staff hours, its own chance, and its own way of lasting.
"""

from sim.engine.compiling import rule
from sim.engine.random import Purpose, uniform_pair

_MEDIATION = int(Purpose.MEDIATION)
ORDINARY, NORMS, SELF_GOVERNANCE, LAW = range(4)
"""Ways of settling a dispute; `ORDINARY` is a worker's good offices."""


@rule
def way_of_settling(community, compound, severity, rules, u):  # type: ignore[no-untyped-def]
    """Choose the way: shared norms for what is light, neighbours' own bodies where ties carry it, else law.

    Self-governance is cheap and slow to build: it needs ties (social capital) beyond a threshold.
    """
    if u >= community.modes:
        return ORDINARY
    if severity < rules.norms_severity:
        return NORMS
    ties = compound.social + rules.modes_practice * community.practice + 0.1 * community.civic
    return SELF_GOVERNANCE if ties >= rules.self_governance_ties else LAW


@rule
def hours_of_way(way, rules):  # type: ignore[no-untyped-def]
    """Return the staff hours of a way of settling against a worker's good offices."""
    if way == NORMS:
        return rules.norms_hours
    if way == SELF_GOVERNANCE:
        return rules.self_governance_hours
    return rules.law_hours if way == LAW else 1.0


@rule
def chance_of_way(way, rules):  # type: ignore[no-untyped-def]
    """Return the chance of a way of settling against a worker's good offices."""
    if way == NORMS:
        return rules.norms_chance
    if way == SELF_GOVERNANCE:
        return rules.self_governance_chance
    return rules.law_chance if way == LAW else 1.0


@rule
def return_after_way(way, rules):  # type: ignore[no-untyped-def]
    """Return how often what was settled in a way comes back, against a worker's good offices."""
    if way == NORMS:
        return rules.norms_returns
    if way == SELF_GOVERNANCE:
        return rules.self_governance_returns
    return rules.law_returns if way == LAW else 1.0


@rule
def legal_worker_takes(community, rules, u):  # type: ignore[no-untyped-def]
    """Let a legal worker take a dispute, if one is free; says so. Each has only so many cases a month."""
    if community.lawyers <= 0.0 or u >= rules.legal_reach:
        return False
    if community.legal_cases >= community.lawyers * rules.cases_of_lawyer:
        return False
    community.legal_cases += 1.0
    return True


@rule
def parties_agree(world, trouble, narrowed, rules):  # type: ignore[no-untyped-def]
    """Say whether two parties come to terms: what one asks and the other gives lie apart, and a third narrows the gap.

    Both reservation points are uniform; there is a settlement where they overlap after the mediator's work
    (bargaining with private values; Myerson and Satterthwaite 1983).

    Args:
        narrowed: how much of the gap a mediator talks away, in units of the whole range.
    """
    least_asked, most_given = uniform_pair(world.seed, _MEDIATION, trouble, 0, 0)
    return rules.claim_high * least_asked <= most_given + narrowed
