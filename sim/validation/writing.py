"""Writing a validation: JSON and CSV for machines, a page for people."""

import csv
import errno
import io
import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from sim.results.folder import refusals, whole_file
from sim.results.summary import CONFIDENCE, known
from sim.text import Language
from sim.validation.page import render
from sim.validation.verdict import Finding, Reading, Status, Validation

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
    check_folder(folder)
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            with whole_file(folder / name) as aside:
                aside.write_text(content, encoding="utf-8", newline="\n")
    return folder / "validation.html"


def check_folder(folder: Path) -> None:
    """See that a folder can be written into, before minutes of work; nothing is made.

    Raises:
        ResultsError: a file is in the way, or nothing may be written there.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    with refusals(folder):
        if not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")


def as_json(found: Validation) -> dict[str, Any]:
    """Return what `validation.json` holds."""
    return {
        "scenario": found.scenario,
        "area": asdict(found.area),
        "start": found.start,
        "days": found.days,
        "warmup": found.warmup,
        "seeds": list(found.seeds),
        "residents": found.residents,
        "communities": found.communities,
        "compounds": found.compounds,
        "history": asdict(found.lived),
        "confidence": CONFIDENCE,
        **{status: found.count(status) for status in get_args(Status)},
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
        "mean": known(one.mean),
        "interval": [known(one.low), known(one.high)],
        "values": [known(value) for value in one.values],
        "band": [measure.low, measure.high],
        "basis": measure.basis,
        "inside": one.inside,
    }


def as_csv(found: Validation) -> str:
    """Return a row for each number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in found.findings:
        head = [finding.fact.id, finding.status]
        writer.writerows(head + _cells(one) for one in finding.readings)
    return out.getvalue()


def _cells(one: Reading) -> list[object]:
    measure, told = one.measure, sum(math.isfinite(value) for value in one.values)
    inside = "" if one.inside is None else str(one.inside).lower()
    numbers = [known(one.mean), known(one.low), known(one.high), measure.low, measure.high]
    return [measure.name, measure.unit, told, *numbers, inside, measure.basis]
