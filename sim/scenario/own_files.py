"""What a scenario's file reads besides itself: what it extends, and the tables of its own that it names."""

import os
from pathlib import Path

from sim.scenario.places import shipped_file
from sim.scenario.reading import read_document


def own_files(path: Path) -> dict[str, Path]:
    """Return a scenario's file and all that it reads in its folder and below; what is shipped is everywhere.

    Put under these names into any folder, they are the same scenario there.

    Returns:
        Paths by name as seen from the scenario's folder, the scenario itself first.

    Raises:
        ScenarioError: it, or a file that it extends, cannot be read as YAML.
    """
    found: dict[str, Path] = {}
    waiting = [path]
    while waiting:
        one = waiting.pop()
        if _seen_from(path.parent, one) in found:
            continue
        found[_seen_from(path.parent, one)] = one
        data = read_document(one, str(one)).data
        parent, city = data.get("extends"), data.get("city")
        if isinstance(parent, str) and shipped_file(parent) is None:
            waiting.append(one.parent / parent)
        tables = [data.get("trace"), *(city.values() if isinstance(city, dict) else ())]
        found |= {_seen_from(path.parent, one.parent / t): one.parent / t for t in tables if isinstance(t, str)}
    return {name: one for name, one in found.items() if not name.startswith("../")}


def _seen_from(folder: Path, path: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()
