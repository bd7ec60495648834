"""Ensembles: sets of parameters that all fit what is known, as a table that other studies start from."""

from pathlib import Path

from sim.parameters import PARAMETERS
from sim.table import Column, load_table

NUMBER = "set"


def read_ensemble(path: Path) -> list[dict[str, float]]:
    """Return the sets of a CSV file: a column `set` that numbers them, one for each parameter (empty: the default).

    Raises:
        TableError: every mistake in it.
    """
    columns = [Column(NUMBER, 0, 10_000_000, whole=True)]
    columns += [Column(one.name, one.low, one.high, blank=True, optional=True) for one in PARAMETERS.values()]
    rows = load_table(path, columns)
    return [{name: float(value) for name, value in row.items() if name != NUMBER and value is not None} for row in rows]


def write_ensemble(sets: list[dict[str, float]], path: Path) -> None:
    """Write sets of parameters as `read_ensemble` reads them."""
    names = list(dict.fromkeys(name for one in sets for name in one))
    lines = [",".join([NUMBER, *names])]
    lines += [
        ",".join([str(number), *(repr(one[name]) if name in one else "" for name in names)])
        for number, one in enumerate(sets)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
