"""The registry: every number of the model lives once, in `registry.csv`, with unit, range, source, confidence.

Rules get the values as one record (`rules`), so that a scenario or a lever can change a number without the rule
knowing. A number's range feeds sensitivity analysis; its confidence says how far to trust it.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import numpy as np


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


def _read() -> dict[str, Parameter]:
    text = resources.files(__name__).joinpath("registry.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["name"]: Parameter(
            row["name"],
            float(row["value"]),
            row["unit"],
            float(row["low"]),
            float(row["high"]),
            row["confidence"],
            row["source"],
            row["zh"],
            row["en"],
        )
        for row in rows
    }


PARAMETERS = MappingProxyType(_read())
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
