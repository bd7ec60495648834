"""Effects as a tidy table: differences between worlds by seed, their mean and interval; how it was made beside it."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.city import find_area
from sim.effects.plan import Plan
from sim.effects.running import Found
from sim.engine.compiling import source_hash
from sim.experiment.intervals import difference
from sim.experiment.store import make_folder
from sim.experiment.world import Values
from sim.results import ResultsError
from sim.results.folder import refusals, whole_file
from sim.results.sink import COMPRESSION
from sim.results.summary import CONFIDENCE, t_interval

MAIN = (
    "burden_per_resident", "silent_share", "resolution_rate_true", "resolution_rate_reported", "pseudo_closure_share",
    "satisfaction_true", "mean_trust", "worker_burnout_share", "hours_to_close_median", "cost_yuan_per_resident",
)  # fmt: skip
"""The main indicators: eight outcomes, and two without which they mislead: those who never speak, and the price."""
COLUMNS = ("lever", "setting", "indicator", "effect", "low", "high", "base", "seeds")
_MADE = b"huying.effects"


@dataclass(frozen=True, slots=True)
class Effects:
    """A table of effects and how it was made.

    Attributes:
        table: a row for each lever, setting and indicator. `effect` is the mean over seeds of the difference; `low` and
            `high` are its 95 % interval (Student's t); `base` the mean in the world compared with; `seeds` how many
            runs could tell. Settings: `alone` (with the lever less the baseline), `left_out` (the bundle without it
            less the whole bundle: what is lost), `bundle` (the whole bundle, named as the lever, less the baseline).
        made: area, days, warm-up, seeds, bundle, hash of the source, command.
    """

    table: pd.DataFrame
    made: dict[str, Any]


def effects_of(plan: Plan, found: Found) -> Effects:
    """Return the effects of a plan's levers.

    Args:
        found: of `run_missing`.
    """
    rows = _rows(plan.bundle, "bundle", found["bundle", ""], found["baseline", ""])
    for lever in plan.levers:
        rows += _rows(lever, "alone", found["alone", lever], found["baseline", ""])
        if lever in plan.bundled:
            rows += _rows(lever, "left_out", found["left_out", lever], found["bundle", ""])
    return Effects(pd.DataFrame(rows, columns=list(COLUMNS)), _made(plan))


def _rows(lever: str, setting: str, these: Sequence[Values], those: Sequence[Values]) -> list[tuple[Any, ...]]:
    rows = []
    for name in MAIN:
        pairs = [
            (one[name], other[name])
            for one, other in zip(these, those, strict=True)
            if math.isfinite(one[name] - other[name])
        ]
        effect, low, high = t_interval([difference(one, other) for one, other in pairs])
        base = sum(other for _, other in pairs) / len(pairs) if pairs else math.nan
        rows.append((lever, setting, name, effect, low, high, base, len(pairs)))
    return rows


def _made(plan: Plan) -> dict[str, Any]:
    assert plan.base.area is not None  # `baseline` names one
    area = find_area(plan.base.area)
    return {
        "command": plan.command(),
        "area": area.code,
        "area_name": area.name,
        "days": plan.base.days,
        "warmup": plan.base.warmup,
        "seeds": list(plan.seeds),
        "bundle": plan.bundle,
        "confidence": CONFIDENCE,
        "source": source_hash(),
    }


def write_effects(effects: Effects, path: Path) -> None:
    """Write a table as Parquet, how it was made in its metadata; the file is complete or as it was.

    Raises:
        ResultsError: the disk refuses.
    """
    table = pa.Table.from_pandas(effects.table, preserve_index=False)
    made = json.dumps(effects.made, ensure_ascii=False).encode()
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), _MADE: made})
    make_folder(path.parent)
    with refusals(path), whole_file(path) as aside:
        pq.write_table(table, aside, compression=COMPRESSION)


def read_effects(path: Path) -> Effects:
    """Return a table that `write_effects` wrote.

    Raises:
        ResultsError: it is not such a table.
    """
    try:
        table = pq.read_table(path)
        made: Mapping[str, Any] = json.loads((table.schema.metadata or {})[_MADE])
        frame = table.to_pandas()[list(COLUMNS)]
    except (OSError, KeyError, ValueError, pa.ArrowException):
        raise ResultsError("effects.no_table", path=path) from None
    return Effects(frame, dict(made))
