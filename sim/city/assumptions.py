"""The numbers that a city is made with, from `data/synthesis.csv` and `data/compounds.csv`, as records.

They are not parameters of the model's rules: they say who lives here, not what happens. Each row has its source or
is called assumed.
"""

import csv
from pathlib import Path

import numpy as np

from sim.agents.compound import CompoundKind

_DATA = Path(__file__).parent / "data"


def _read_synthesis() -> np.recarray:
    with (_DATA / "synthesis.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["name"]: float(row["value"]) for row in csv.DictReader(file)}
    table = np.zeros(1, dtype=[(name, "f8") for name in numbers]).view(np.recarray)
    table[0] = tuple(numbers.values())
    return table


def _read_kinds() -> np.recarray:
    with (_DATA / "compounds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = np.zeros(len(CompoundKind), dtype=[(row["quantity"], "f8") for row in rows]).view(np.recarray)
    for row in rows:
        table[row["quantity"]] = [float(row[kind.name.lower()]) for kind in CompoundKind]
    return table


SYNTHESIS = _read_synthesis()
"""One record: every number of `synthesis.csv` by name."""
KINDS = _read_kinds()
"""One record a CompoundKind: every quantity of `compounds.csv`."""
