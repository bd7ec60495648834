"""The columns of a run's tables: one list (`columns.csv`) that files are written by and the reference is made from."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyarrow as pa

from sim.measure.definitions import definitions

TABLES = ("tickets", "handovers", "troubles", "daily", "communities", "replications")
_TYPES = {
    "time": pa.timestamp("ms"),  # whole seconds; Parquet has no coarser unit
    "date": pa.date32(),
    "name": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.string(),
    "bool": pa.bool_(),
    **{name: getattr(pa, name)() for name in ("int8", "int16", "int32", "int64", "float32", "float64")},
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table.

    Attributes:
        type: `time`, `date`, `name` (one of a list of names), `text`, `bool`, or NumPy's name of a number.
        empty: whether a cell may be empty.
    """

    table: str
    name: str
    type: str
    unit: str
    empty: bool
    zh: str
    en: str


@cache
def table_columns(table: str) -> tuple[TableColumn, ...]:
    """Return the columns of a table in their order; a table of communities ends with the indicators."""
    text = resources.files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["table"] == table]
    listed = tuple(
        TableColumn(table, row["column"], row["type"], row["unit"], row["empty"] == "yes", row["zh"], row["en"])
        for row in rows
    )
    return listed + _indicators() if table == "communities" else listed


def _indicators() -> tuple[TableColumn, ...]:
    return tuple(
        TableColumn("communities", one.name, "float64", one.unit, True, one.definition_zh, one.definition_en)
        for one in definitions().values()
    )


def schema_of(table: str) -> pa.Schema:
    """Return the schema of a table; every field carries its own description, in both languages."""
    return pa.schema(
        pa.field(one.name, _TYPES[one.type], one.empty, {"zh": one.zh, "en": one.en, "unit": one.unit})
        for one in table_columns(table)
    )


_UNCHANGED = (
    "政策途中有变化的运行另有 `daily_unchanged.parquet`，列与 `daily.parquet` 相同：同一个世界，政策保持第一天的样子。",
    "",
    "A run whose policy changes on the way has `daily_unchanged.parquet`, with the columns of `daily.parquet`:",
    "the same world had the policy stayed as on the first day.",
)


def reference_text() -> str:
    """Return the reference of all tables as Markdown, in both languages."""
    lines = ["# 结果表的各列 / Columns of the tables", "", *_UNCHANGED, ""]
    for table in TABLES:
        lines += [
            f"## {table}.parquet",
            "",
            "| 列 column | 类型 type | 单位 unit | 可空 empty | 含义 | meaning |",
            "|---|---|---|---|---|---|",
            *(
                f"| `{one.name}` | {one.type} | {one.unit} | {'是 yes' if one.empty else ''} | {one.zh} | {one.en} |"
                for one in table_columns(table)
            ),
            "",
        ]
    return "\n".join(lines)
