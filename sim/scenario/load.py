"""From a name, a file or plain data to a `Scenario`, or to everything that is wrong with it."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from sim.policy import LEVERS, PolicyItem
from sim.scenario.canonical import expand_bundles, make_canonical
from sim.scenario.checks import check_together
from sim.scenario.document import Document
from sim.scenario.error import ScenarioError
from sim.scenario.extends import merge_parents, read_merged
from sim.scenario.overrides import apply_overrides
from sim.scenario.places import SUFFIXES, is_file, shipped_file, shipped_names
from sim.scenario.types import Scenario
from sim.scenario.validation import validate
from sim.text.problem import Mark, Problem, nearest, phrase


def load_scenario(
    source: str | Path | Scenario | Mapping[str, Any],
    overrides: Mapping[str, object] | None = None,
    *,
    part: str | None = None,
    label: str = "override",
) -> Scenario:
    """Return a scenario.

    Args:
        source: name of a shipped scenario, path of a file, a scenario, or plain data as in a file.
        overrides: values by key, path, lever or parameter, in place of the file's (see `apply_overrides`).
        part: key under which the scenario stands in the file, as `scenario` in a run's manifest.
        label: how messages call the overrides.

    What a file says of a policy must hold together (`sim.scenario.together`). What overrides, plain data and a run's
    manifest say may be any set of levers: a study looks at one alone too.

    Raises:
        ScenarioError: everything that is wrong.

    Example:
        >>> scenario = load_scenario("baseline", {"days": 30, "task_admission": 56})
        >>> scenario.area, scenario.days, scenario.policy[0].intensity
        ('420111001', 30, 56.0)
    """
    document = _document(source, part)
    written = deepcopy(document.data.get("policy"))
    apply_overrides(document, overrides or {}, label)
    as_written = isinstance(source, str | Path) and part is None and document.data.get("policy") == written
    make_canonical(document, None)
    expand_bundles(document)
    check_together(document, as_written)
    content = validate(document)
    if document.problems or content is None:
        raise ScenarioError(document.problems)
    return _scenario(content.model_dump())


def _scenario(plain: dict[str, Any]) -> Scenario:
    policy = [PolicyItem(lever=lever, **dose) for lever in LEVERS for dose in plain["policy"][lever]]
    numbers = {name: value for name, value in plain["parameters"].items() if value is not None}
    shocks = [
        {**shock, "needs": {name: factor for name, factor in shock["needs"].items() if factor is not None}}
        for shock in plain["shocks"]
    ]
    return Scenario.model_validate({**plain, "policy": tuple(policy), "parameters": numbers, "shocks": tuple(shocks)})


def _document(source: str | Path | Scenario | Mapping[str, Any], part: str | None) -> Document:
    if isinstance(source, Scenario):
        document = Document("scenario", Path(), source.resolved())
        if source.city is not None:
            document.data["city"] = source.city.model_dump()
        if source.trace is not None:
            document.data["trace"] = source.trace
        return document
    if isinstance(source, Mapping):
        document = Document("scenario", Path(), dict(source))
        make_canonical(document, Path())
        merge_parents(document, Path(), [])
        return document
    shipped = shipped_file(str(source))
    if shipped is not None:
        return read_merged(shipped, f"scenarios/{source}.yaml")
    path = Path(source)
    if path.suffix.lower() not in SUFFIXES and not is_file(path):
        problem = phrase("problem.no_scenario")
        raise ScenarioError(
            [Problem(Mark(str(source), 0, 0), (), problem, None, nearest(str(source), shipped_names(), 3))]
        )
    return read_merged(path, str(source), part)
