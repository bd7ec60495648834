"""Values set from outside a file: `--set key=value`, and the keywords of a model or a batch run."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.scenario.document import Document
from sim.scenario.error import ScenarioError
from sim.scenario.names import category_id, lever_id, names_of_levers, names_of_parameters, parameter_name
from sim.scenario.reading import AS_WRITTEN, parse_value
from sim.scenario.types import Scenario
from sim.text.problem import Key, Mark, Problem, nearest, phrase

SECTIONS = frozenset({"policy", "parameters", "city", "outputs", "shocks"})
TOP = tuple(Scenario.model_fields)


def parse_settings(settings: Iterable[str], label: str = "--set") -> dict[str, object]:
    """Return what a list of `key=value` sets, values read as in YAML.

    Raises:
        ScenarioError: entries that are not `key=value`.

    Example:
        >>> parse_settings(["days=30", "policy.case_rating.intensity=0.8", "area=武昌区"])
        {'days': 30, 'policy.case_rating.intensity': 0.8, 'area': '武昌区'}
    """
    made: dict[str, object] = {}
    problems = []
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            problems.append(Problem(Mark(label, 0, 0), (), phrase("problem.override_form_of", setting=repr(setting))))
        else:
            made[key.strip()] = value if key.strip().rpartition(".")[2] in AS_WRITTEN else parse_value(value)
    if problems:
        raise ScenarioError(problems)
    return made


def apply_overrides(document: Document, overrides: Mapping[str, object], label: str) -> None:
    """Set values in a document; a value of None leaves things as they are.

    A key may be one of the scenario's (`days`), a path (`policy.case_rating.where.share`), a lever (its intensity) or
    a parameter (its value).
    """
    for name, value in overrides.items():
        if value is not None:
            _set(document, name, value.item() if hasattr(value, "item") else value, Mark(label, 0, 0))


def _set(document: Document, name: str, value: Any, mark: Mark) -> None:
    key = _key(name, value)
    if key is None:
        valid = [*TOP, *names_of_levers(), *names_of_parameters()]
        wrong, near = phrase("problem.unknown_key"), nearest(name, valid, 3)
        document.problems.append(Problem(mark, (name,), wrong, phrase("allowed.overrides"), near))
        return
    container: Any = document.data
    for depth, step in enumerate(key[:-1]):
        if isinstance(container, list):
            inside = isinstance(step, int) and step < len(container)
            container = container[step] if inside and isinstance(step, int) else None
        elif isinstance(container, dict):
            if container.get(step) is None:
                container[step] = {}
                document.marks[key[: depth + 1]] = mark
            container = container[step]
        if not isinstance(container, dict | list):
            document.problems.append(
                Problem(mark, (name,), phrase("problem.override_into", part=".".join(map(str, key[: depth + 1]))))
            )
            return
    if key[-1] in AS_WRITTEN and type(value) is int:
        value = str(value)
    if key[0] in {"city", "trace"} and isinstance(value, str | Path):
        value = str(Path(value).absolute())
    document.marks = {known: at for known, at in document.marks.items() if known[: len(key)] != key}
    document.marks[key] = mark
    _put(container, key[-1], value)


def _put(container: Any, last: str | int, value: Any) -> None:
    """Set a value in a mapping, at a place of a list, or in every entry of a list."""
    if isinstance(container, dict) or (isinstance(last, int) and last < len(container)):
        container[last] = value
    else:
        for entry in container:
            if isinstance(entry, dict):
                entry[last] = value


def _key(name: str, value: Any) -> Key | None:
    """Return where a name leads to; None if nowhere. A bare number for a lever is its intensity."""
    first, *rest = name.split(".")
    lever, parameter = lever_id(name), parameter_name(name)
    inner = () if isinstance(value, dict | list) else ("intensity",)
    if lever in LEVERS or lever in BUNDLES:
        return ("policy", lever, *inner)
    if parameter in PARAMETERS:
        return "parameters", parameter
    if first not in SECTIONS:
        return (name,) if name in TOP else None
    if first == "policy" and rest:
        steps = [int(step) if step.isdecimal() else step for step in rest[1:]]
        return "policy", lever_id(rest[0]), *(steps or inner)
    if first == "shocks":
        return first, *(int(step) if step.isdecimal() else category_id(step) for step in rest)
    return (first, *([parameter_name(rest[0])] if first == "parameters" and rest else rest))
