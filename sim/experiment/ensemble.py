"""Ensembles: sets of parameters that all fit what is known, as a table that other studies start from."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.parameters import PARAMETERS
from sim.scenario import ScenarioError
from sim.table import Column, load_table
from sim.text.problem import Mark, Problem, nearest, phrase, shown

NUMBER = "set"


def read_ensemble(path: Path) -> list[dict[str, float]]:
    """Return the sets of a CSV file: a column `set` that numbers them, one for each parameter (empty: the default).

    Raises:
        TableError: every mistake in it.
    """
    columns = [Column(NUMBER, 0, 10_000_000, whole=True)]
    columns += [Column(one.name, one.low, one.high, blank=True, optional=True) for one in PARAMETERS.values()]
    rows = load_table(path, columns)
    return [{name: float(value) for name, value in row.items() if name != NUMBER and value is not None} for row in rows]


def checked_sets(sets: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Return sets that were put together in Python.

    Raises:
        ScenarioError: every name that is no parameter's and every value out of range.
    """
    problems = []
    for number, one in enumerate(sets):
        for name, value in one.items():
            known = PARAMETERS.get(name)
            if known is None:
                wrong, allowed, near = phrase("problem.unknown_key"), None, nearest(name, PARAMETERS, 3)
                problems.append(Problem(Mark("ensemble"), (number, name), wrong, allowed, near))
            elif not known.low <= value <= known.high:
                wrong, limits = phrase("problem.bad_value", value=shown(value)), {"low": known.low, "high": known.high}
                problems.append(Problem(Mark("ensemble"), (number, name), wrong, phrase("allowed.number", **limits)))
    if problems:
        raise ScenarioError(problems)
    return [{name: float(value) for name, value in one.items()} for one in sets]


def write_ensemble(sets: list[dict[str, float]], path: Path) -> None:
    """Write sets of parameters as `read_ensemble` reads them."""
    names = list(dict.fromkeys(name for one in sets for name in one))
    lines = [",".join([NUMBER, *names])]
    lines += [
        ",".join([str(number), *(repr(one[name]) if name in one else "" for name in names)])
        for number, one in enumerate(sets)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
