"""The league of a district's streets: each month's rates as reported, the places that they give, and who stands behind.

A place is relative: somebody is always last, however well all do (rank-order tournaments; Lazear and Rosen 1981).
"""

import math

from sim.engine.compiling import rule

CONTENT = 4
"""Of five; who gives less is not satisfied."""


@rule
def counts_closing(street, in_time, as_solved):  # type: ignore[no-untyped-def]
    """Enter a ticket about the street's area as it is closed, by whomever (1 or 0: in time, reported as solved)."""
    street.month_closed += 1.0
    street.month_in_time += in_time
    street.month_solved += as_solved


@rule
def counts_rating(street, rating):  # type: ignore[no-untyped-def]
    """Enter a rating (1-5) as it was given, talked round or not."""
    street.month_rated += 1.0
    street.month_content += 1.0 if rating >= CONTENT else 0.0


@rule
def score_of_month(street, rules):  # type: ignore[no-untyped-def]
    """Return a street's score of a month, 0-1: closed in time, reported as solved, and satisfied, weighted.

    In a month without ratings the other two rates count alone.
    """
    closed = max(1.0, street.month_closed)
    in_time, solved = street.month_in_time / closed, max(0.0, street.month_solved) / closed
    if street.month_rated == 0.0:
        content, weight = 0.0, 0.0
    else:
        content, weight = street.month_content / street.month_rated, rules.league_content
    total = rules.league_in_time * in_time + rules.league_solved * solved + weight * content
    return total / max(1.0e-9, rules.league_in_time + rules.league_solved + weight)


@rule
def pressure_of_place(street, place, rules):  # type: ignore[no-untyped-def]
    """Return how hard its place presses a street, 0-1: little at the head, most behind, steepest about the line drawn.

    Those near the line move most by a little effort (gradient about a cut-off).

    Args:
        place: share of the other streets that stand before it, 0-1.
    """
    return street.ranked / (1.0 + math.exp(-(place - rules.league_line) / rules.league_slope))


@rule
def at_stake(weight, street):  # type: ignore[no-untyped-def]
    """Return what a part of the appraisal counts here, 0-1: its weight, and more where the street stands behind."""
    return weight + (1.0 - weight) * street.behind


@rule
def league_of_month(world, block):  # type: ignore[no-untyped-def]
    """Rank the streets of a district by the month that ends, publish it, and begin to count anew.

    Streets of equal score share the middle of their places. One street alone is not ranked, and neither is one without
    a closing.
    """
    rules = world.rules[0]
    n = 0
    for row in range(len(world.streets)):
        street = world.streets[row]
        if street.district == block.number:
            street.score = score_of_month(street, rules) if street.month_closed > 0.0 else -1.0
            n += street.score >= 0.0
    for row in range(len(world.streets)):
        street = world.streets[row]
        if street.district != block.number:
            continue
        street.behind, street.place = 0.0, 0.0
        if n > 1 and street.score >= 0.0:
            before = _streets_before(world, street, row)
            street.place = 1.0 + before
            street.behind = pressure_of_place(street, before / (n - 1), rules)
    for row in range(len(world.streets)):
        if world.streets[row].district == block.number:
            _begins_anew(world.streets[row])


@rule
def _streets_before(world, street, row):  # type: ignore[no-untyped-def]
    before = 0.0
    for other in range(len(world.streets)):
        rival = world.streets[other]
        if other == row or rival.district != street.district or rival.score < street.score:
            continue
        before += 1.0 if rival.score > street.score else 0.5
    return before


@rule
def _begins_anew(street):  # type: ignore[no-untyped-def]
    street.month_closed = 0.0
    street.month_in_time = 0.0
    street.month_solved = 0.0
    street.month_rated = 0.0
    street.month_content = 0.0
