"""Targets of one's own city, as a table."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.experiment.kinds.calibration.target import TargetSaid, measures
from sim.measure.definitions import definitions
from sim.table import Column, Mistake, load_table
from sim.text.problem import phrase

YEARLY = "tickets"
"""What a table of targets counts in 365 days, whatever time the export covers; a run counts it over its own days."""
YEAR = 365.0
_LARGEST = 1e12


def read_targets(path: Path) -> dict[str, TargetSaid]:
    """Return the targets of a table as `huying import tickets` writes it: indicator, value, low, high, weight, note.

    Raises:
        TableError: every mistake in it.
    """
    numbers = [Column(name, -_LARGEST, _LARGEST, blank=True, optional=True) for name in ("value", "low", "high")]
    weight = Column("weight", 0.0, 1e6, blank=True, optional=True)
    names = {name: name for name in (*definitions(), *measures())}
    columns = [Column("indicator", codes=names), *numbers, weight, Column("note", blank=True, optional=True)]
    return {
        row["indicator"]: TargetSaid(
            value=row.get("value"), low=row.get("low"), high=row.get("high"),
            weight=1.0 if row.get("weight") is None else row["weight"],
        )
        for row in load_table(path, columns, _row_wrong)
    }  # fmt: skip


def _row_wrong(row: Mapping[str, Any]) -> Iterable[Mistake]:
    low, high = row.get("low"), row.get("high")
    if low is not None and high is not None and not low <= high:
        yield "low", phrase("study.bad_range", low=low, high=high), None


def over_days(table: Mapping[str, TargetSaid], days: int) -> dict[str, TargetSaid]:
    """Return the targets with what is counted a year as a run of so many days counts it."""
    share = days / YEAR
    scaled = {
        part: value * share
        for part in ("value", "low", "high")
        if YEARLY in table and (value := getattr(table[YEARLY], part)) is not None
    }
    return {name: one.model_copy(update=scaled) if name == YEARLY else one for name, one in table.items()}
