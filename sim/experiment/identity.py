"""What a run is known by: a hash of its scenario, its seed and the version of the model."""

import hashlib
import json
import sys
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.engine.compiling import PACKAGE
from sim.experiment.world import World
from sim.scenario import Scenario

MODEL = (
    "agents", "calendar.py", "city", "engine", "grievance", "measure", "model.py", "opening.py", "parameters",
    "policy", "scenario",
)  # fmt: skip
"""What a run's indicators come from: a change elsewhere in the package leaves finished runs what they are."""
_OF_NO_EFFECT = ("name", "title", "outputs")
COMPUTES = ("numba", "numpy", "scipy")
"""Packages whose versions may change the last bits of a result."""
READS = "READS"
"""Name by which a module says what else its works read, as paths within the package."""


@cache
def model_version() -> str:
    """Return a short hash of the sources and tables that a run's indicators come from, and of what computes them."""
    numbers = " ".join(f"{name} {metadata.version(name)}" for name in COMPUTES)
    sources = _digest(*(PACKAGE / name for name in MODEL))
    return hashlib.blake2b(f"{sources} {numbers}".encode(), digest_size=8).hexdigest()


@cache
def work_version(work: Callable[..., object]) -> str:
    """Return what a function that reads something off a run is known by: its name, and the sources that it rests on."""
    module = sys.modules[work.__module__]
    further = [PACKAGE / path for path in getattr(module, READS, ())]
    return f"{work.__name__} {_digest(Path(str(module.__file__)), *further)}"


def _digest(*roots: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for root in roots:
        for path in sorted([root] if root.is_file() else root.rglob("*")):
            if path.suffix in {".py", ".csv", ".yaml", ".geojson", ".txt"}:
                digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def run_key(world: World, work: str = "indicators") -> str:
    """Return the hash by which a run is known; what a scenario is called and which tables it writes do not count.

    It begins with a letter that no number has: `767e42451330…` in a table is one to some readers, and crashes them.

    Args:
        work: what is read off the run (`work_version`).
    """
    both = [_content(world.scenario), None if world.against is None else _content(world.against)]
    content = json.dumps([model_version(), work, both], sort_keys=True, ensure_ascii=False)
    return "r" + hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


def _content(scenario: Scenario) -> list[Any]:
    plain = {name: value for name, value in scenario.resolved().items() if name not in _OF_NO_EFFECT}
    files = {name: hashlib.blake2b(path.read_bytes()).hexdigest() for name, path in scenario.input_files().items()}
    return [plain, files]
