"""One form for what can be written in several: ids for names, a mapping for a bare intensity, dates, paths."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sim.policy import BUNDLES
from sim.scenario.document import Document
from sim.scenario.names import category_id, lever_id, parameter_name
from sim.scenario.places import is_file, is_within
from sim.text.problem import Key, Problem, phrase


def make_canonical(document: Document, reach: Path | None) -> None:
    """Bring a document to its one form.

    Args:
        reach: folder that its files must lie in; None for whatever the user names.
    """
    data = document.data
    _rename_keys(document, ("policy",), lever_id)
    _rename_keys(document, ("parameters",), parameter_name)
    if isinstance(data.get("policy"), dict):
        data["policy"] = {lever: _dose(value) for lever, value in data["policy"].items()}
    if isinstance(data.get("shocks"), list):
        data["shocks"] = [_dose(shock) if isinstance(shock, dict) else shock for shock in data["shocks"]]
        for number in range(len(data["shocks"])):
            _rename_keys(document, ("shocks", number, "needs"), category_id)
    if "start" in data:
        data["start"] = _dated(data["start"])
    city = data.get("city")
    for part in ("divisions", "margins"):
        if isinstance(city, dict) and isinstance(city.get(part), str):
            city[part] = _own_file(document, ("city", part), city[part], reach)
    if isinstance(data.get("trace"), str):
        data["trace"] = _own_file(document, ("trace",), data["trace"], reach)


def expand_bundles(document: Document) -> None:
    """Put its levers in the place of each bundle, and drop what is null.

    A lever that is named itself stays as it is. One that two bundles hold comes with the first of them, and from the
    start of the second on goes over to what that says, if it says something else or the first has ended by then. Of
    two without a date the one counts that comes later in the table of bundles, which is in the order of the years.
    """
    policy = document.data.get("policy")
    if not isinstance(policy, dict):
        return
    levers = {name: value for name, value in policy.items() if name not in BUNDLES}
    order = list(BUNDLES)
    bundles = [(name, dose) for name, dose in policy.items() if name in BUNDLES and dose is not None]
    for name, dose in sorted(bundles, key=lambda one: (_begins(one), order.index(one[0]))):
        if not isinstance(dose, dict):
            document.note(("policy", name), "problem.bad_value", value="[…]")
            continue
        if "intensity" in dose:
            document.note(document.written(("policy", name, "intensity")), "problem.bundle_intensity")
        timing = {key: value for key, value in dose.items() if key != "intensity"}
        for lever, given in BUNDLES[name].doses.items():
            if lever in policy:
                continue
            doses = levers.setdefault(lever, [])
            if _goes_over(doses, {**given, **timing}):
                document.origins["policy", lever, len(doses) - 1] = ("policy", name)
                document.origins.setdefault(("policy", lever), ("policy", name))
    document.data["policy"] = {name: value for name, value in levers.items() if value is not None}


def _begins(bundle: tuple[str, Any]) -> date:
    """Return when a bundle begins; one without a date is in force all along."""
    start = bundle[1].get("start") if isinstance(bundle[1], dict) else None
    return start if type(start) is date else date.min


def _goes_over(doses: list[dict[str, Any]], dose: dict[str, Any]) -> bool:
    """Let a lever go over from the doses of earlier bundles to a later one's; says whether there is anything new.

    An earlier dose without an end stays in force until the later one has come to its full intensity.
    """
    if not doses:
        doses.append(dose)
        return True
    last, start, ramp = doses[-1], dose.get("start"), dose.get("ramp_days", 0)
    if start is None and last.get("start") is None:
        _count_instead(doses, dose)
        return True
    if type(start) is not date or not isinstance(ramp, int):
        return False
    ended = type(last.get("end")) is date and last["end"] < start
    end = dose.get("end")
    same = all(last.get(part) == dose.get(part) for part in ("intensity", "where"))
    if same and not ended:
        if type(last.get("end")) is date and (end is None or (type(end) is date and end > last["end"])):
            last.pop("end")
            last.update({"end": end} if end is not None else {})
        return False
    if not ended:
        last["end"] = start + timedelta(days=max(0, ramp - 1))
        dose = {**dose, "takes_over": True}
    doses.append(dose)
    return True


def _count_instead(doses: list[dict[str, Any]], dose: dict[str, Any]) -> None:
    """Put a dose in the place of another, both in force from the first day on; what lasts longer goes on after it."""
    last, end = doses.pop(), dose.get("end")
    doses.append(dose)
    if type(end) is date and not (type(last.get("end")) is date and last["end"] <= end):
        doses.append({**last, "start": end + timedelta(days=1)})


def _rename_keys(document: Document, section: Key, named: Callable[[str], str]) -> None:
    """Give the keys of a section their ids; two names of one thing are one key twice."""
    inside: Any = document.data
    for step in section[:-1]:
        inside = inside[step]
    before = inside.get(section[-1]) if isinstance(inside, dict) else None
    if not isinstance(before, dict):
        return
    after: dict[str, Any] = {}
    marks = {name: document.mark((*section, name)) for name in before}
    for name, value in before.items():
        new = named(name)
        if new in after:
            wrong = phrase("problem.duplicate", line=document.mark((*section, new)).line)
            document.problems.append(Problem(marks[name], (*section, name), wrong))
            continue
        after[new] = value
        if new != name:
            document.move((*section, name), (*section, new))
    inside[section[-1]] = after


_LISTS = ("areas", "kinds", "firms")
"""Parts of `where` of which one may be written without the brackets."""


def _dose(value: Any) -> Any:
    """Return what a lever's key holds as a mapping, or as the list of mappings that it is."""
    if isinstance(value, list):
        return [_dose(entry) if isinstance(entry, dict) else entry for entry in value]
    if value is None:
        return None
    if not isinstance(value, dict):
        return {"intensity": value}
    made = {key: _dated(entry) if key in {"start", "end"} else entry for key, entry in value.items()}
    where = made.get("where")
    if isinstance(where, dict):
        lists = {part: [one] if isinstance(one, str) else one for part, one in where.items() if part in _LISTS}
        named = {part: tuple(one) for part, one in lists.items() if part != "areas" and isinstance(one, list)}
        made["where"] = {**where, **lists, **named}
    return made


def _dated(value: Any) -> Any:
    """Return the date that a quoted date means."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _own_file(document: Document, key: Key, written: str, reach: Path | None) -> Path | None:
    path = document.folder / written
    if reach is not None and not is_within(path, reach):
        document.note(key, "problem.out_of_reach", path=repr(written))
    elif not is_file(path):
        document.note(key, "problem.no_file")
    else:
        return path.resolve()
    return None
