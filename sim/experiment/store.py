"""Finished runs, a JSON line each: what was finished before a study was broken off is not done again."""

import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.identity import model_version
from sim.experiment.world import Level, Values, World
from sim.results import ResultsError
from sim.results.folder import refusals

if sys.platform != "win32":
    import fcntl


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that is over.

    Attributes:
        factors, seed: what set it apart.
        values: what was read off it.
    """

    key: str
    work: str
    seed: int
    factors: Mapping[str, Level]
    values: Values


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
    """The runs that a file holds, and room for more; without a file they are kept in memory only.

    Attributes:
        done: by key.
    """

    def __init__(
        self, path: Path | None = None, done: dict[str, Finished] | None = None, handle: int = -1, afresh: bool = False
    ) -> None:
        self.path = path
        self.done = done or {}
        self._handle = handle
        self._afresh = afresh

    @classmethod
    @contextmanager
    def opened(cls, path: Path, resume: bool = True) -> Iterator["Runs"]:
        """Open a file of runs, made with its folder where there is none.

        Args:
            resume: go on from what it holds; otherwise it is emptied when the first run is over, not before.

        Raises:
            ResultsError: the disk refuses, or another study is writing to it.
        """
        make_folder(path.parent)
        with refusals(path):
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            handle = os.open(path, flags, 0o644)
        try:
            _lock(handle, path)
            with refusals(path):
                before = path.read_bytes()
                if before and not before.endswith(b"\n"):  # its writer was killed in the middle of a line
                    os.write(handle, b"\n")
            yield cls(path, _read(before) if resume else {}, handle, not resume)
        finally:
            os.close(handle)

    def add(self, key: str, work: str, world: World, values: Values) -> None:
        """Record a run that is over; it is on the disk when this returns.

        Raises:
            ResultsError: the disk refuses.
        """
        one = Finished(key, work, world.scenario.seed, dict(world.factors), values)
        if self.path is not None:
            row = {
                "key": key,
                "model": model_version(),
                "work": work,
                "seed": one.seed,
                "factors": one.factors,
                "values": {name: float(value) if math.isfinite(value) else None for name, value in values.items()},
            }
            with refusals(self.path):
                if self._afresh:
                    os.ftruncate(self._handle, 0)
                    self._afresh = False
                line = json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"
                _write_whole(self._handle, line.encode())  # one writer's lines do not mix with another's
                os.fsync(self._handle)
        self.done[key] = one


def _lock(handle: int, path: Path) -> None:
    """Keep other studies out of a file of runs; the system lets go of it however this process ends."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ResultsError("study.folder_in_use", path=path.parent) from None
    except OSError:  # a file system without locks
        return


def _write_whole(handle: int, line: bytes) -> None:
    """Append a line in one piece; a piece that a full disk cut off is told of as the next one would be."""
    written = os.write(handle, line)
    if written < len(line):
        os.write(handle, line[written:])


def _read(content: bytes) -> dict[str, Finished]:
    """Return the runs of a file; lines that were broken off are none."""
    found = {}
    for line in content.splitlines():
        try:
            row: Any = json.loads(line)
            values = {name: math.nan if value is None else float(value) for name, value in row["values"].items()}
            one = Finished(str(row["key"]), str(row["work"]), int(row["seed"]), dict(row["factors"]), values)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        found[one.key] = one
    return found
