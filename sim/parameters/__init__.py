"""The registry: every number of the model lives once, in `registry.csv`, with unit, range, source, confidence.

Rules get the values as one record (`rules`), so that a scenario or a lever can change a number without the rule
knowing. A number's range feeds sensitivity analysis; its confidence says how far to trust it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from sim.table import Column, Mistake, Values, load_table
from sim.text.problem import phrase

LARGEST = 1e6
"""No number of the model is larger."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model.

    Attributes:
        low, high: plausible range, and the only values that a scenario may set.
        confidence: `seed` (the Wuhan report), `published` or `assumed`.
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    confidence: str
    source: str
    zh: str
    en: str


_COLUMNS = (
    Column("name"),
    Column("value", -LARGEST, LARGEST),
    Column("unit"),
    Column("low", -LARGEST, LARGEST),
    Column("high", -LARGEST, LARGEST),
    Column("confidence", codes={one: one for one in ("seed", "published", "assumed")}),
    Column("source"),
    Column("zh"),
    Column("en"),
)


def read_registry(path: Path) -> dict[str, Parameter]:
    """Return every parameter of a table by name.

    Raises:
        TableError: with every mistake of the table.
    """
    return {row["name"]: Parameter(**row) for row in load_table(path, _COLUMNS, _out_of_range)}


def _out_of_range(row: Values) -> Iterator[Mistake]:
    if not row["low"] <= row["value"] <= row["high"]:
        wrong = phrase("problem.out_of_range", value=f"{row['value']:g}")
        yield "value", wrong, phrase("allowed.number", low=row["low"], high=row["high"])


PARAMETERS = MappingProxyType(read_registry(Path(__file__).with_name("registry.csv")))
"""Every parameter by name."""

RULES = np.dtype([(name, "f8") for name in PARAMETERS])
"""The record that rules read their numbers from."""


@cache
def _defaults() -> bytes:
    return np.array(tuple(p.value for p in PARAMETERS.values()), dtype=RULES).tobytes()


def rules_table(overrides: dict[str, float] | None = None) -> np.recarray:
    """Return the numbers as a table of one record.

    Args:
        overrides: values by name in place of the registry's.

    Raises:
        KeyError: a name that the registry does not have.

    Example:
        >>> float(rules_table({"audit_penalty": 2.0})[0].audit_penalty)
        2.0
    """
    table = np.frombuffer(bytearray(_defaults()), dtype=RULES).view(np.recarray)
    for name, value in (overrides or {}).items():
        if name not in PARAMETERS:
            raise KeyError(name)
        table[name] = value
    return table
