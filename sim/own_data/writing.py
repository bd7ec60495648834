"""The folder of an import, complete or absent: trace, targets, what was refused, a report."""

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.own_data.importing import Imported
from sim.own_data.reasons import BLANKED, COLUMN_OF, Blank, Reason
from sim.own_data.report import report
from sim.own_data.targets import Target
from sim.own_data.times import told
from sim.results.folder import Kind, new_folder
from sim.results.manifest import now, sha256, version
from sim.text import Language, text

MARKER = "import.json"
FOLDER = Kind(MARKER, frozenset({MARKER, "tickets.parquet", "targets.csv", "refused.csv", "report.md"}))
SCHEMA = pa.schema(
    [
        pa.field("line", pa.int32(), nullable=False),
        pa.field("reported", pa.timestamp("s"), nullable=False),
        pa.field("community_code", pa.string(), nullable=False),
        pa.field("category", pa.string(), nullable=False),
        pa.field("channel", pa.string(), nullable=False),
        pa.field("closed", pa.timestamp("s")),
        pa.field("rating", pa.int8()),
    ]
)
"""Of `tickets.parquet`, the trace."""


def write_imported(found: Imported, targets: Sequence[Target], out: Path, lang: Language = "en") -> None:
    """Write what an export became.

    Raises:
        ResultsError: something else is in the way, or the disk refuses.
    """
    with new_folder(out, FOLDER) as folder:
        table = pa.Table.from_pandas(found.trace, schema=SCHEMA, preserve_index=False).replace_schema_metadata(None)
        pq.write_table(table, folder / "tickets.parquet", compression="zstd")
        _write_targets(targets, folder / "targets.csv", lang)
        _write_refused(found, folder / "refused.csv")
        (folder / "report.md").write_text(report(found, targets, lang), encoding="utf-8", newline="\n")
        content = json.dumps(manifest(found), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        (folder / MARKER).write_text(content, encoding="utf-8", newline="\n")


def manifest(found: Imported) -> dict[str, object]:
    """Return what `import.json` holds: how the trace was made, and the counts of the report."""
    times = found.trace["reported"]
    return {
        "huying": version(),
        "kind": "import",
        "file": {"name": found.file.name, "sha256": sha256(found.file), "encoding": found.encoding},
        "map": {"name": found.map_file.name, "sha256": sha256(found.map_file)},
        "city": hashlib.blake2b(found.source.content(), digest_size=16).hexdigest(),
        "area": {"code": found.area.code, "name": found.area.name},
        "exported": told(found.exported),
        "first": None if times.empty else str(times.iloc[0]),
        "last": None if times.empty else str(times.iloc[-1]),
        "rows": {"read": found.read, "kept": len(found.trace), "refused": len(found.refused)},
        "refused": {Reason(why).name.lower(): count for why, count in counts(found.refused)},
        "blanked": {Blank(why).name.lower(): count for why, count in counts(found.blanked)},
        "drawn": found.drawn,
        "drawn_by": found.drawn_by,
        "seed": found.map.seed,
        "time": now(),
    }


def counts(table: pd.DataFrame) -> list[tuple[int, int]]:
    """Return each reason of a table with its count, in the order of the reasons."""
    reasons, times = np.unique(table["reason"].to_numpy(), return_counts=True)
    return list(zip(reasons.tolist(), times.tolist(), strict=True))


def _write_targets(targets: Sequence[Target], path: Path, lang: Language) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["indicator", "value", "low", "high", "weight", "note"])
        for one in targets:
            numbers = [f"{number:.6g}" for number in (one.value, one.low, one.high, one.weight)]
            writer.writerow([one.indicator, *numbers, one.say(lang)])


def _write_refused(found: Imported, path: Path) -> None:
    """Write line, column and reason of what was refused; nothing of what the row says."""
    parts = []
    for why, _ in counts(found.refused):
        parts.append(_lines(found, found.refused, "row", Reason(why), COLUMN_OF.get(Reason(why), "")))
    for why, _ in counts(found.blanked):
        parts.append(_lines(found, found.blanked, "cell", Blank(why), BLANKED[Blank(why)]))
    columns = ["line", "column", "refused", "reason", "zh", "en"]
    whole = pd.concat(parts).sort_values(["line", "refused"], kind="stable") if parts else pd.DataFrame(columns=columns)
    whole.to_csv(path, index=False, columns=columns, lineterminator="\n", encoding="utf-8")


def _lines(found: Imported, table: pd.DataFrame, kind: str, reason: Reason | Blank, part: str) -> pd.DataFrame:
    name = reason.name.lower()
    key = f"own_data.{kind}_{name}"
    said = {"column": found.map.heading(part), "refused": kind, "reason": name}
    lines = table.loc[table["reason"] == int(reason), ["line"]]
    return lines.assign(**said, zh=text(key, "zh"), en=text(key, "en"))
