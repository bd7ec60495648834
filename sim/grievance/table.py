"""What the tables in `data/` have in common."""

from enum import IntEnum
from pathlib import Path

from sim.table import Column

DATA = Path(__file__).parent / "data"
CONFIDENCE = {"published": 0, "assumed": 1}


def names(kinds: type[IntEnum]) -> dict[str, int]:
    """Return the numbers of an enumeration by name, as tables write it."""
    return {kind.name.lower(): int(kind) for kind in kinds}


def share(name: str) -> Column:
    """Return a column of numbers 0-1."""
    return Column(name, 0, 1)


def flag(name: str) -> Column:
    """Return a column of 0 (no) and 1 (yes)."""
    return Column(name, 0, 1, whole=True)
