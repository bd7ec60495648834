"""Finished runs, a JSON line each: what was finished before a start was broken off is not done again."""

import hashlib
import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.engine.compiling import source_hash
from sim.results import ResultsError
from sim.results.folder import refusals
from sim.scenario import Scenario

Values = dict[str, float]
"""Indicators of a run by name; NaN where one could not be told."""


def key_of(scenario: Scenario) -> str:
    """Return what a run's indicators depend on, in short: its scenario, seed and all, and the source of the model."""
    content = json.dumps([source_hash(), scenario.resolved()], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def make_folder(folder: Path) -> None:
    """Make a folder where there is none; what it holds is left alone.

    Raises:
        ResultsError: a file is in the way, or the disk refuses.
    """
    first = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not first.is_dir():
        raise ResultsError("results.in_the_way", path=first)
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)


class Runs:
    """The runs that a file holds, and room for more.

    Attributes:
        done: indicators by key.
    """

    def __init__(self, path: Path, done: dict[str, Values], handle: int) -> None:
        self.path = path
        self.done = done
        self._handle = handle

    @classmethod
    @contextmanager
    def opened(cls, path: Path, resume: bool = True) -> Iterator["Runs"]:
        """Open a file of runs, made with its folder where there is none.

        Args:
            resume: go on from what it holds; otherwise it is emptied.

        Raises:
            ResultsError: the disk refuses.
        """
        make_folder(path.parent)
        with refusals(path):
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            handle = os.open(path, flags | (0 if resume else os.O_TRUNC), 0o644)
        try:
            before = path.read_bytes()
            if before and not before.endswith(b"\n"):  # its writer was killed in the middle of a line
                os.write(handle, b"\n")
            yield cls(path, _read(before), handle)
        finally:
            os.close(handle)

    def add(self, key: str, scenario: Scenario, values: Values) -> None:
        """Record a run that is over; it is on the disk when this returns.

        Raises:
            ResultsError: the disk refuses.
        """
        row = {
            "key": key,
            "source": source_hash(),
            "area": scenario.area,
            "days": scenario.days,
            "warmup": scenario.warmup,
            "seed": scenario.seed,
            "policy": {item.lever: item.intensity for item in scenario.policy},
            "values": {name: float(value) if math.isfinite(value) else None for name, value in values.items()},
        }
        with refusals(self.path):
            line = json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"
            os.write(self._handle, line.encode())  # in one piece, so that lines of two writers do not mix
            os.fsync(self._handle)
        self.done[key] = values


def _read(content: bytes) -> dict[str, Values]:
    """Return the runs of a file; lines that were broken off are none."""
    found = {}
    for line in content.splitlines():
        try:
            row: Any = json.loads(line)
            found[str(row["key"])] = {
                name: math.nan if value is None else float(value) for name, value in row["values"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found
