"""The cache of plans on disk: one file a plan, verified when read, written aside and renamed.

What is kept is the plan of a whole city (about 5 MB for Wuhan): all areas share it. The people are made anew each time:
12.3 million residents are made about as fast as 0.8 GB are read and verified. A folder that cannot be written
means no cache, not an error.
"""

import hashlib
import io
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from sim.city.allotment import Allotment
from sim.city.divisions import Divisions
from sim.city.firms import Contracts
from sim.city.margins import Margins
from sim.city.plan import Plan
from sim.engine.compiling import cache_folder

_DIGEST = 32


def plan_path(content_hash: str) -> Path:
    """Return where the plan with this hash is, or would be."""
    return cache_folder() / "cities" / content_hash


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan: digest, then the arrays as NPZ. Several processes may do so at once; the last one wins."""
    arrays = {
        "district_keys": plan.district_keys,
        "street_keys": plan.street_keys,
        "compounds": np.asarray(plan.compounds),
        "floors": plan.floors,
        "firms": np.asarray(plan.contracts.firms),
        "firm_of": plan.contracts.firm_of,
        **plan.allotted._asdict(),
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    aside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".making-", delete=False) as file:
            aside = file.name
            file.write(hashlib.blake2b(content, digest_size=_DIGEST).digest() + content)
        Path(aside).replace(path)
    except OSError:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)


def load_plan(path: Path, divisions: Divisions, margins: Margins) -> Plan | None:
    """Read a plan of these divisions and margins; None if there is none, or it is damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, content = content[:_DIGEST], content[_DIGEST:]
    if hashlib.blake2b(content, digest_size=_DIGEST).digest() != digest:
        return None
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return Plan(
            divisions,
            margins,
            arrays["district_keys"],
            arrays["street_keys"],
            Allotment(*(arrays[name] for name in Allotment._fields)),
            arrays["compounds"].view(np.recarray),
            arrays["floors"],
            Contracts(arrays["firms"].view(np.recarray), arrays["firm_of"]),
        )
    except (KeyError, ValueError, zipfile.BadZipFile):
        return None
