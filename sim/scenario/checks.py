"""What no single key can tell: dates against dates, areas against the city, periods against each other."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sim.city import Area, CityError, CitySource
from sim.city.source import read_source
from sim.policy import BUNDLES, LEVERS
from sim.scenario.document import Document
from sim.scenario.places import EXACT, FINEST, LEVELS, communities_in, overlaps, the_area
from sim.scenario.together import contradictions, meet
from sim.scenario.trace import mistakes_of_trace
from sim.scenario.types import Scenario
from sim.text.problem import Key, Problem, phrase, shown

Doses = list[tuple[str, int, dict[str, Any]]]


def check_together(document: Document, as_written: bool = True) -> None:
    """Note what is wrong between keys; replaces names of areas by codes. Values of a wrong type are passed over.

    Args:
        as_written: whether the policy is one that somebody wrote down, and so has to hold together. A study may try
            what a lever does alone.
    """
    doses = list(_doses(document))
    start = document.data.get("start", Scenario.model_fields["start"].default)
    for lever, number, dose in doses:
        _check_dates(document, ("policy", lever, number), dose, start)
    for number, shock in enumerate(_shocks(document)):
        first, last = shock.get("start"), shock.get("end")
        if type(first) is date and type(last) is date and last < first:
            _note(document, ("shocks", number, "end"), "problem.end_before_start", value=last, start=first)
    source = _check_city(document)
    if source is not False:
        area = _check_area(document, source)
        for lever, number, dose in doses:
            _check_where(document, ("policy", lever, number), dose, area, source)
        _check_trace(document, area, source)
    _check_overlaps(document, doses, source)
    if as_written:
        for key, wrong, values in contradictions(document.data, doses, source):
            _note(document, key, wrong, **values)


def _doses(document: Document) -> Iterator[tuple[str, int, dict[str, Any]]]:
    policy = document.data.get("policy")
    for lever, value in policy.items() if isinstance(policy, dict) else ():
        if lever in LEVERS:
            for number, dose in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(dose, dict):
                    yield lever, number, dose


def _shocks(document: Document) -> list[dict[str, Any]]:
    shocks = document.data.get("shocks")
    return [shock if isinstance(shock, dict) else {} for shock in shocks] if isinstance(shocks, list) else []


def _note(document: Document, key: Key, wrong: str, **values: object) -> None:
    document.note(document.written(key), wrong, **values)


def _check_dates(document: Document, key: Key, dose: dict[str, Any], start: Any) -> None:
    first, last = dose.get("start"), dose.get("end")
    for part, day in (("start", first), ("end", last)):
        if type(day) is date and type(start) is date and day < start:
            _note(document, (*key, part), "problem.before_start", value=day, start=start)
    if type(first) is date and type(last) is date and last < first:
        _note(document, (*key, "end"), "problem.end_before_start", value=last, start=first)
    if first is None and dose.get("ramp_days"):
        _note(document, (*key, "ramp_days"), "problem.ramp_without_start")


def _check_city(document: Document) -> CitySource | bool | None:
    """Return the city's files, None for Wuhan, False where they cannot be used."""
    city = document.data.get("city")
    if city is None:
        return None
    if not isinstance(city, dict) or city.get("divisions") is None:
        return False
    source = CitySource(city["divisions"], city.get("margins"))
    try:
        read_source(source)
    except CityError as error:
        for problem in error.problems:
            document.note(("city",), "problem.verbatim", message=problem)
        return False
    return source


def _check_trace(document: Document, area: Area | None, source: Any) -> None:
    """Note what is wrong with the trace, and whether it has rows for the area and the days of the run."""
    path, days = document.data.get("trace"), document.data.get("days", Scenario.model_fields["days"].default)
    start = document.data.get("start", Scenario.model_fields["start"].default)
    if not isinstance(path, Path):
        return
    known = communities_in(None, source)
    named = document.data.get("area") is not None
    inside = None if named and area is None else communities_in(area.code if area else None, source)
    span = (start, start + timedelta(days=days)) if type(start) is date and type(days) is int and days > 0 else None
    for mistake in mistakes_of_trace(path, known, inside, span):
        document.problems.append(Problem(document.mark(("trace",)), ("trace",), *mistake))


def _check_area(document: Document, source: Any) -> Area | None:
    name = document.data.get("area")
    if not isinstance(name, str):
        return None
    area = _find(document, ("area",), name, source)
    if area is not None:
        document.data["area"] = area.code
    return area


def _find(document: Document, key: Key, name: str, source: Any) -> Area | None:
    found = the_area(name, source)
    if isinstance(found, Area):
        return found
    names = tuple(f"{one.area.code} {one.path} {one.area.name}".replace("  ", " ") for one in found)
    if len(found) > 1 and found[0].score == EXACT:
        wrong = phrase("problem.several_areas", name=shown(name), count=len(found), which=", ".join(names))
        document.problems.append(Problem(document.mark(key), key, wrong, phrase("allowed.codes")))
    else:
        wrong = phrase("problem.unknown_area", name=shown(name))
        document.problems.append(Problem(document.mark(key), key, wrong, phrase("allowed.areas"), names))
    return None


def _check_where(document: Document, key: Key, dose: dict[str, Any], area: Area | None, source: Any) -> None:
    where = dose.get("where")
    if not isinstance(where, dict):
        return
    unit = LEVERS[str(key[1])].table
    for part in ("kinds", "firms"):
        if where.get(part) and unit not in {"compounds", "firms"}:
            _note(document, (*key, "where", part), "problem.where_not_housing", unit=phrase(f"table.{unit}"))
    areas = where.get("areas")
    if where.get("rule") == "pilots" and not areas:
        _note(document, (*key, "where", "rule"), "problem.pilots_without_areas")
    if not isinstance(areas, list):
        return
    origin = document.origins.get(key[:3])
    if origin is not None and "where" in BUNDLES[str(origin[1])].doses[str(key[1])]:
        _keep_areas_here(document, key, dose, area, source)
        return
    codes: list[Any] = []
    for number, name in enumerate(areas):
        place = (*key, "where", "areas", number)
        found = _find(document, document.written(place), name, source) if isinstance(name, str) else None
        codes.append(name if found is None else found.code)
        if found is None:
            continue
        if LEVELS.index(found.level) > LEVELS.index(FINEST[unit]):
            _note(document, place, "problem.area_too_small", name=shown(name), unit=phrase(f"table.{unit}"))
        elif area is not None and not overlaps(found.code, area.code, source):
            _note(document, place, "problem.area_outside", name=shown(name), area=f"{area.code} {area.name}")
    dose["where"] = {**where, "areas": tuple(codes)}


def _keep_areas_here(document: Document, key: Key, dose: dict[str, Any], area: Area | None, source: Any) -> None:
    """Leave of a bundle's own areas those within the area that is run; a lever without any is dropped."""
    codes = [one for one in dose["where"]["areas"] if isinstance(the_area(one, source), Area)]
    here = tuple(code for code in codes if area is None or overlaps(code, area.code, source))
    if here:
        dose["where"] = {**dose["where"], "areas": here}
    else:
        document.data["policy"][key[1]].remove(dose)


def _check_overlaps(document: Document, doses: Doses, source: Any) -> None:
    for position, (lever, number, dose) in enumerate(doses):
        if dose.get("takes_over") is True:
            continue
        for other, before, earlier in doses[:position]:
            if other == lever and meet(dose, earlier, source):
                _note(document, ("policy", lever, number), "problem.overlap", other=before + 1)
