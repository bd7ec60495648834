"""`manifest.json`: how a run was made, and all that it takes to make it again."""

import hashlib
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.city import City
from sim.engine.compiling import PACKAGE, source_hash
from sim.parameters import PARAMETERS
from sim.scenario import Scenario

PACKAGES = ("matplotlib", "mesa", "networkx", "numba", "numpy", "pandas", "pyarrow", "scipy")
TABLES = ("daily", "daily_unchanged", "communities", "tickets", "handovers", "troubles", "replications")


def manifest_of(
    folder: Path, scenario: Scenario, city: City, replications: int, machine: dict[str, Any], time: dict[str, Any]
) -> dict[str, Any]:
    """Return what `manifest.json` holds; only `machine` and `time` differ when the run is done again.

    Args:
        folder: with everything else in it.
        machine, time: what the run itself adds to them.
    """
    made = [folder / "summary.json", *(folder / f"{table}.parquet" for table in TABLES), folder / "city.graphml"]
    return {
        "huying": version(),
        "commit": commit(),
        "scenario": scenario.resolved(),
        "replications": replications,
        "parameters": {
            name: {"value": value, "default": PARAMETERS[name].value, "unit": PARAMETERS[name].unit}
            for name, value in scenario.parameters.items()
            if value != PARAMETERS[name].value
        },
        "inputs": {
            "model": source_hash(),
            "city": city.content_hash,
            "files": {name: sha256(path) for name, path in scenario.input_files().items()},
        },
        "outputs": {path.name: sha256(path) for path in made if path.is_file()},
        "machine": {
            "python": platform.python_version(),
            "packages": {name: metadata.version(name) for name in PACKAGES},
            "platform": platform.platform(),
            "processor": platform.machine(),
            "cpus": os.cpu_count(),
            **machine,
        },
        "time": time,
    }


def sha256(path: Path) -> str:
    """Return the digest of a file, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def now() -> str:
    """Return the time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def version() -> str:
    """Return the version of the package that is installed."""
    try:
        return metadata.version("huying")
    except metadata.PackageNotFoundError:
        return "unknown"


def commit() -> dict[str, Any] | None:
    """Return the commit that the package runs from, and whether it was changed since; None outside a checkout."""
    root = PACKAGE.parent
    if not (root / ".git").exists():
        return None
    try:
        head = _git(root, "rev-parse", "HEAD")
        return {"hash": head, "changed": bool(_git(root, "status", "--porcelain", "--", PACKAGE.name))}
    except (OSError, subprocess.SubprocessError):
        return None


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", root, *words], capture_output=True, text=True, check=True, timeout=10)
    return done.stdout.strip()
