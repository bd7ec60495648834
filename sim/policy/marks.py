"""Marks of units by which a share of them is drawn: a larger share keeps those of a smaller one."""

import zlib

import numpy as np
from numpy.typing import NDArray

from sim.engine.random import Purpose, uniforms

_COVERAGE = int(Purpose.COVERAGE)
WHERE, WHICH = 0, 1
"""What is drawn: which units an item of a policy covers; in which of these its lever is at work."""


def lever_number(lever: str) -> int:
    """Return a lever's number in keyed draws (24 bits of its name's CRC-32): another lever never changes it."""
    return zlib.crc32(lever.encode()) & 0xFFFFFF


def marks(keys: NDArray[np.uint64], lever: str, drawn: int, seed: int = 0) -> NDArray[np.float64]:
    """Return a uniform mark of each unit for a lever.

    Args:
        keys: of the units.
        drawn: `WHERE` or `WHICH`.
        seed: of the run, where the draw is to differ between seeds.
    """
    key = np.uint64(seed & 0xFFFF_FFFF_FFFF_FFFF)
    return np.asarray(uniforms(key, _COVERAGE, np.ascontiguousarray(keys), drawn, lever_number(lever)))
