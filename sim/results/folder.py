"""A folder that is complete or absent: written aside, flushed to the disk, then renamed into place."""

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sim.results.errors import ResultsError

if sys.platform != "win32":
    import fcntl

MANIFEST = "manifest.json"
ENTRIES = frozenset(
    {
        MANIFEST, "summary.json", "daily.parquet", "daily_unchanged.parquet", "communities.parquet",
        "tickets.parquet", "handovers.parquet", "troubles.parquet", "replications.parquet", "city.graphml",
        "tables.md", "report.html", "figures", "inputs",
    }
)  # fmt: skip
"""Everything that a run's folder may hold; one that holds more is not replaced."""


class Kind(NamedTuple):
    """A kind of folder: the file that tells it from others (JSON with `huying`), and all that it may hold."""

    marker: str
    entries: frozenset[str]


RUN = Kind(MANIFEST, ENTRIES)
DISK = frozenset({errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EROFS})
PLACE = DISK | {errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ENOENT, errno.ENOTDIR}
"""What a disk refuses in the middle of writing, and a place from the start; no program can mend it."""


def read_manifest(path: Path) -> dict[str, object] | None:
    """Return the manifest in a run's folder, or in a file of its own; None if it is no manifest of a run."""
    try:
        content = json.loads((path / MANIFEST if path.is_dir() else path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "huying" in content else None


@contextmanager
def new_folder(out: Path, kind: Kind = RUN) -> Iterator[Path]:
    """Give a folder to write into; it becomes `out` if all goes well, and vanishes if not.

    A folder of the same kind that is there already stays as it is until the new one is complete. What a process that
    was killed left behind is swept away by the next one into the same place.

    Raises:
        ResultsError: something else is in the way, or the disk refuses.
    """
    out = out.resolve()
    with refusals(out):
        _sweep(out)
        _check_way(out, kind)
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = out.with_name(f"{out.name}.partial-{os.getpid()}")
        aside.mkdir()
        lock = _hold(aside)
    try:
        with refusals(out, DISK):
            yield aside
        with refusals(out):
            _flush(aside)
            _check_way(out, kind)
            _put_in_place(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        _release(lock)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write a file at; it takes its place if all goes well: the file is complete, or as it was."""
    aside = path.with_name(f"{path.name}.partial-{os.getpid()}")
    try:
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def refusals(out: Path, kinds: frozenset[int] = PLACE) -> Iterator[None]:
    """Say in plain words what the disk refused to do."""
    try:
        yield
    except OSError as error:
        if error.errno not in kinds:
            raise
        reason = os.strerror(error.errno or 0)
        raise ResultsError("results.cannot_write", path=out, reason=reason) from error


def _check_way(out: Path, kind: Kind) -> None:
    """Let nothing be replaced but an earlier folder of the same kind."""
    first = next(path for path in (out, *out.parents) if os.path.lexists(path))
    if not first.is_dir():
        raise ResultsError("results.in_the_way", path=first)
    if first != out:
        return
    there = {entry.name for entry in out.iterdir()}
    if there and read_manifest(out / kind.marker) is None:
        raise ResultsError("results.not_a_run" if kind is RUN else "results.not_ours", path=out, marker=kind.marker)
    foreign = sorted(there - kind.entries)
    if foreign:
        raise ResultsError("results.foreign", path=out, names=", ".join(foreign[:5]))


def _put_in_place(aside: Path, out: Path) -> None:
    """Rename the new folder to its name, and only then remove what bore it before."""
    if not out.is_dir():
        aside.rename(out)
        _sync(out.parent)
        return
    old = out.with_name(f"{out.name}.replaced-{os.getpid()}")
    lock = _hold(out)
    out.rename(old)
    try:
        aside.rename(out)
    except BaseException:
        old.rename(out)
        raise
    finally:
        _release(lock)
    _sync(out.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what processes that are no more left behind; put back a run that one was about to replace."""
    if not out.parent.is_dir():
        return
    for entry in sorted(out.parent.iterdir()):
        stem, mark, process = entry.name.rpartition("-")
        if not mark or not process.isdecimal() or not entry.is_dir() or _is_held(entry):
            continue
        if stem == f"{out.name}.replaced" and not out.exists():
            entry.rename(out)
        elif stem in {f"{out.name}.partial", f"{out.name}.replaced"}:
            shutil.rmtree(entry, ignore_errors=True)


def _hold(folder: Path) -> int | None:
    """Lock a folder for as long as this process lives; the system lets go of it however the process ends."""
    if sys.platform == "win32":
        return None
    lock = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a file system without locks
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


def _release(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _is_held(folder: Path) -> bool:
    """Say whether a process that is alive holds a folder, as far as can be known."""
    if sys.platform == "win32":
        return True
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def _sync(path: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush(folder: Path) -> None:
    """Let everything in a folder reach the disk."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)
