"""Writing a validation: JSON and CSV for machines, a page for people."""

import csv
import errno
import io
import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.results.errors import ResultsError
from sim.text import Language
from sim.validation.page import render
from sim.validation.verdict import Finding, Reading, Validation

COLUMNS = (
    "fact", "status", "measure", "unit", "runs", "mean", "interval_low", "interval_high", "band_low", "band_high",
    "inside", "basis",
)  # fmt: skip


def default_folder(found: Validation) -> Path:
    """Return where a validation goes if nobody says: `results/validation-<area code>`."""
    return Path("results") / f"validation-{found.area.code}"


def write_validation(found: Validation, images: Mapping[str, str], folder: Path, lang: Language = "en") -> Path:
    """Write `validation.json`, `validation.csv` and `validation.html`; each is complete or as it was.

    Args:
        images: of `sim.validation.page.images_of`.
        folder: is made where there is none; other files in it are left alone.

    Returns:
        The page.

    Raises:
        ResultsError: the disk refuses.
    """
    contents = {
        "validation.json": json.dumps(as_json(found), ensure_ascii=False, indent=2, allow_nan=False) + "\n",
        "validation.csv": as_csv(found),
        "validation.html": render(found, images, lang),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            aside = folder / f"{name}.partial-{os.getpid()}"
            try:
                aside.write_text(content, encoding="utf-8", newline="\n")
                aside.replace(folder / name)
            finally:
                aside.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return folder / "validation.html"


def check_folder(folder: Path) -> None:
    """See that a folder can be written into, before minutes of work; nothing is made.

    Raises:
        ResultsError: a file is in the way, or nothing may be written there.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not there.is_dir():
        raise _refused(folder, OSError(errno.ENOTDIR, ""))
    if not os.access(there, os.W_OK | os.X_OK):
        raise _refused(folder, OSError(errno.EACCES, ""))


def _refused(folder: Path, error: OSError) -> ResultsError:
    return ResultsError("results.cannot_write", path=folder, reason=os.strerror(error.errno or 0))


def as_json(found: Validation) -> dict[str, Any]:
    """Return what `validation.json` holds."""
    return {
        "scenario": found.scenario,
        "area": {"code": found.area.code, "name": found.area.name, "level": found.area.level},
        "start": found.start,
        "days": found.days,
        "warmup": found.warmup,
        "seeds": list(found.seeds),
        "residents": found.residents,
        "communities": found.communities,
        "compounds": found.compounds,
        "confidence": 0.95,
        "holds": found.count("holds"),
        "fails": found.count("fails"),
        "unknown": found.count("unknown"),
        "not_yet": found.count("not_yet"),
        "facts": [_fact(one) for one in found.findings],
    }


def _fact(one: Finding) -> dict[str, Any]:
    fact = one.fact
    return {
        "id": fact.id,
        "fact": fact.statement,
        "status": one.status,
        "band_or_target": fact.band,
        "strength": fact.strength,
        "sources": fact.cited,
        "parameters_in_view": list(fact.in_view()),
        "measures": [_measure(reading) for reading in one.readings],
    }


def _measure(one: Reading) -> dict[str, Any]:
    measure = one.measure
    return {
        "measure": measure.name,
        "zh": measure.zh,
        "en": measure.en,
        "unit": measure.unit,
        "mean": _known(one.mean),
        "interval": [_known(one.low), _known(one.high)],
        "values": [_known(value) for value in one.values],
        "band": [measure.low, measure.high],
        "basis": measure.basis,
        "inside": one.inside,
    }


def as_csv(found: Validation) -> str:
    """Return a row for each number, and one for each fact that has none yet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in found.findings:
        if not finding.readings:
            writer.writerow([finding.fact.id, finding.status, *[""] * (len(COLUMNS) - 2)])
        for one in finding.readings:
            measure = one.measure
            inside = "" if one.inside is None else str(one.inside).lower()
            numbers = [_known(value) for value in (one.mean, one.low, one.high)]
            told = sum(math.isfinite(value) for value in one.values)
            cells = [measure.name, measure.unit, told, *numbers, measure.low, measure.high, inside, measure.basis]
            writer.writerow([finding.fact.id, finding.status, *cells])
    return out.getvalue()


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
