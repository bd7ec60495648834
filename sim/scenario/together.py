"""Doses against each other: whether they meet, and what in a policy contradicts itself.

A policy contradicts itself where a part of it can do nothing because of the rest: a lever without the one that it works
through, or only after that one has ended; a lever for an alarm that no shock raises; one thing under two names.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sim.city import Area
from sim.policy import LEVERS
from sim.scenario.places import overlaps, the_area
from sim.scenario.types import Scenario
from sim.text.problem import Key

Dose = dict[str, Any]
Placed = tuple[str, int, Dose]
"""A lever, the number of one of its doses, and the dose."""
Found = tuple[Key, str, dict[str, object]]
"""A key, and what is wrong with it: a key of the catalogue with its values."""


def contradictions(scenario: dict[str, Any], doses: Sequence[Placed], source: Any) -> Iterator[Found]:
    """Return what in a policy contradicts itself; dates and places that cannot be read are passed over.

    Args:
        scenario: as in a file.
        doses: of its policy, those of bundles too.
        source: files of its city, None for Wuhan, False where they cannot be used.
    """
    readable = [one for one in doses if _span(one[2]) is not None]
    for position, (lever, number, dose) in enumerate(readable):
        key = ("policy", lever, number)
        if LEVERS[lever].needs:
            yield from _lacks(key, dose, readable, source, _last_day(scenario))
        if LEVERS[lever].needs_shock and not _is_shocked(dose, scenario):
            yield key, "problem.needs_shock", {"lever": lever}
        for other, _, earlier in readable[:position]:
            twice = other in LEVERS[lever].same_as or lever in LEVERS[other].same_as
            if twice and meet(dose, earlier, source):
                yield key, "problem.same_as", {"lever": lever, "other": other}


def _lacks(key: Key, dose: Dose, doses: Sequence[Placed], source: Any, last_day: date) -> Iterator[Found]:
    """Say that a dose has none beside it through which it works, or not as long as it lasts itself."""
    lever = LEVERS[str(key[1])]
    beside = [other for name, _, other in doses if name in lever.needs and _in_one_place(dose, other, source)]
    first, last = _span(dose) or (date.min, date.max)
    if lever.needs_stays:
        beside = [other for other in beside if _begins(other) <= last]
    else:
        beside = [other for other in beside if _begins(other) <= last and _ends(other) >= first]
    if not beside:
        yield key, "problem.needs", {"lever": lever.id, "needed": ", ".join(lever.needs)}
        return
    until = max(map(_ends, beside))
    if not lever.needs_stays and until < min(last, last_day):
        yield key, "problem.needs_longer", {"lever": lever.id, "needed": ", ".join(lever.needs), "until": until}


def _is_shocked(dose: Dose, scenario: dict[str, Any]) -> bool:
    """Say whether some shock falls into the time of a dose; where shocks cannot be read, that is told elsewhere."""
    shocks = scenario.get("shocks")
    if not isinstance(shocks, list):
        return shocks is not None
    spans = [_span(shock) if isinstance(shock, dict) else None for shock in shocks]
    return any(span is None or _touch(span, _span(dose)) for span in spans)


def _last_day(scenario: dict[str, Any]) -> date:
    start, days = (scenario.get(name, Scenario.model_fields[name].default) for name in ("start", "days"))
    if type(start) is not date or type(days) is not int or not 0 < days < 100_000:
        return date.max
    return start + timedelta(days=days - 1)


def meet(one: Dose, other: Dose, source: Any) -> bool:
    """Say whether two doses are in force on one day in one place."""
    return _touch(_span(one), _span(other)) and _in_one_place(one, other, source)


def _begins(dose: Dose) -> date:
    return (_span(dose) or (date.min, date.max))[0]


def _ends(dose: Dose) -> date:
    return (_span(dose) or (date.min, date.max))[1]


def _span(dose: Dose) -> tuple[date, date] | None:
    """Return the first and the last day of a dose; nothing where they are no dates."""
    first, last = dose.get("start") or date.min, dose.get("end") or date.max
    return (first, last) if type(first) is date and type(last) is date else None


def _touch(one: tuple[date, date] | None, other: tuple[date, date] | None) -> bool:
    return one is not None and other is not None and max(one[0], other[0]) <= min(one[1], other[1])


def _in_one_place(one: Dose, other: Dose, source: Any) -> bool:
    """Say whether what two doses name of areas, types and firms leaves a place for both."""
    if _named_apart(one, other):
        return False
    places = [_named(dose, "areas") for dose in (one, other)]
    return not all(places) or any(_nested(a, b, source) for a in places[0] for b in places[1])


def _nested(one: str, other: str, source: Any) -> bool:
    """Say whether two areas, by code, are one or lie one within the other."""
    known = all(isinstance(the_area(code, source), Area) for code in (one, other)) if source is not False else False
    return one == other or (known and overlaps(one, other, source))


def _named_apart(one: Dose, other: Dose) -> bool:
    """Say whether two doses name types of compounds, or firms, of which none is common to them."""
    pairs = [(_named(one, part), _named(other, part)) for part in ("kinds", "firms")]
    return any(ones and others and not ones & others for ones, others in pairs)


def _named(dose: Dose, part: str) -> set[str]:
    """Return what a dose names in a part of its `where`; nothing, of a wrong type."""
    where = dose.get("where")
    names = where.get(part) if isinstance(where, dict) else None
    return {name for name in names if isinstance(name, str)} if isinstance(names, tuple) else set()
