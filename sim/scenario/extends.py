"""From files to one document: a scenario's own keys over those of what it extends."""

from pathlib import Path
from typing import Any

from sim.scenario.canonical import make_canonical
from sim.scenario.document import Document
from sim.scenario.error import ScenarioError
from sim.scenario.places import is_file, is_within, shipped_file, shipped_names
from sim.scenario.reading import read_document
from sim.text.problem import Problem, nearest, phrase, shown

MOST_PARENTS = 8
OWN = frozenset({"name", "title", "extends"})
"""What a scenario says of itself and does not pass on."""


def read_merged(path: Path, called: str, part: str | None = None) -> Document:
    """Read a scenario with everything that it extends.

    Args:
        called: how messages call the file.
        part: the key under which the scenario stands in the file, as in a run's manifest.

    Raises:
        ScenarioError: a file is not there or cannot be read as YAML.
    """
    document = read_document(path, called)
    if part is not None:
        document.take_part(part)
    make_canonical(document, path.parent)
    document.data.setdefault("name", path.stem)
    merge_parents(document, path.parent, [path.resolve()])
    return document


def merge_parents(document: Document, reach: Path, line: list[Path]) -> None:
    """Put under a document what it extends.

    Args:
        reach: folder of the scenario that was asked for: nothing outside of it is read, but what is shipped.
        line: the files that led here.
    """
    written = document.data.pop("extends", None)
    if written is None:
        return
    key = ("extends",)
    if not isinstance(written, str):
        document.note(key, "problem.bad_value", value=shown(written))
        return
    path = _find_parent(document, written, reach)
    if path is None:
        return
    if path.resolve() in line:
        chain = " → ".join([*(file.name for file in line), path.name])
        document.note(key, "problem.extends_cycle", chain=chain)
        return
    if len(line) > MOST_PARENTS:
        document.note(key, "problem.extends_deep", most=MOST_PARENTS)
        return
    called = (
        f"scenarios/{written}.yaml" if shipped_file(written) else (Path(document.called).parent / written).as_posix()
    )
    try:
        parent = read_document(path, called)
    except ScenarioError as error:
        document.problems += error.problems
        return
    make_canonical(parent, reach)
    merge_parents(parent, reach, [*line, path.resolve()])
    for name in OWN:
        parent.data.pop(name, None)
    document.data = merged(parent.data, document.data)
    document.marks = parent.marks | document.marks
    document.problems += parent.problems


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return two mappings as one; where both have a key the upper wins, mappings key by key, a city as a whole.

    Example:
        >>> merged({"a": 1, "b": {"c": 2}}, {"b": {"d": 3}})
        {'a': 1, 'b': {'c': 2, 'd': 3}}
    """
    both = dict(under)
    for key, value in over.items():
        below = both.get(key)
        deep = isinstance(value, dict) and isinstance(below, dict) and key != "city"
        both[key] = merged(below, value) if deep and isinstance(below, dict) else value
    return both


def _find_parent(document: Document, written: str, reach: Path) -> Path | None:
    shipped = shipped_file(written)
    if shipped is not None:
        return shipped
    path = document.folder / written
    within, there = is_within(path, reach), is_file(path)
    if not within:
        document.note(("extends",), "problem.out_of_reach", path=repr(written))
    elif not there:
        wrong, near = phrase("problem.no_scenario"), nearest(written, shipped_names())
        document.problems.append(Problem(document.mark(("extends",)), ("extends",), wrong, None, near))
    return path if within and there else None
