"""Every key, type and range against the model of a file; what pydantic finds, said in the words of a scenario."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.scenario.allowed import allowed_at, node_at
from sim.scenario.document import Document
from sim.scenario.names import names_of_categories, names_of_levers, names_of_parameters
from sim.scenario.types import scenario_file
from sim.text.problem import Key, Problem, nearest, phrase, shown


def validate(document: Document) -> BaseModel | None:
    """Return the file's content as types, or None after noting every mistake in the document."""
    data = dict(document.data)
    policy = data.get("policy")
    if isinstance(policy, dict):
        data["policy"] = {lever: [dose] if isinstance(dose, dict) else dose for lever, dose in policy.items()}
    try:
        return scenario_file().model_validate(data)
    except ValidationError as error:
        told = {(problem.mark, problem.key) for problem in document.problems}
        found = (_problem(document, mistake) for mistake in error.errors(include_url=False))
        document.problems += [problem for problem in found if (problem.mark, problem.key) not in told]
        return None


def _problem(document: Document, mistake: Any) -> Problem:
    loc: Key = mistake["loc"]
    key = document.written(loc)
    mark = document.mark(key)
    if mistake["type"] == "extra_forbidden":
        return _unknown(document, loc, key)
    if mistake["type"] == "missing":
        return Problem(mark, key, phrase("problem.missing"))
    value, choices = mistake["input"], node_at(_schema(), loc).get("enum", [])
    near = nearest(value, choices) if isinstance(value, str) else ()
    return Problem(mark, key, phrase("problem.bad_value", value=shown(value)), allowed_at(_schema(), loc), near)


def _unknown(document: Document, loc: Key, key: Key) -> Problem:
    name, mark = str(loc[-1]), document.mark(key)
    if loc[:-1] == ("policy",):
        wrong, allowed = phrase("problem.unknown_lever"), phrase("allowed.levers")
        return Problem(mark, key, wrong, allowed, nearest(name, names_of_levers()))
    if loc[:-1] == ("parameters",):
        wrong, allowed = phrase("problem.unknown_parameter"), phrase("allowed.parameters")
        return Problem(mark, key, wrong, allowed, nearest(name, names_of_parameters()))
    if loc[0] == "shocks" and loc[-2] == "needs":
        wrong, allowed = phrase("problem.unknown_category"), phrase("allowed.categories")
        return Problem(mark, key, wrong, allowed, nearest(name, names_of_categories()))
    keys = list(node_at(_schema(), loc[:-1]).get("properties", {}))
    if len(loc) == 1:
        keys.insert(0, "extends")
    return Problem(
        mark, key, phrase("problem.unknown_key"), phrase("allowed.keys", names=", ".join(keys)), nearest(name, keys)
    )


@cache
def _schema() -> dict[str, Any]:
    return scenario_file().model_json_schema()
