"""The machine: what it is, what runs on it, and how fast it is at something that never changes."""

import os
import platform
from importlib import metadata
from pathlib import Path

import numpy as np

from sim.bench.timing import timed

PACKAGES = ("huying", "mesa", "numba", "numpy")
LOOPS = 200


def machine() -> dict[str, str | int | float]:
    """Return what a reader of the figures needs to know of the machine."""
    return {
        "processor": _processor(),
        "cpus": os.cpu_count() or 1,
        "platform": platform.platform(),
        "python": platform.python_version(),
        **{f"version_{name}": metadata.version(name) for name in PACKAGES},
        "machine_loop_seconds": loop_seconds(),
    }


def loop_seconds() -> float:
    """Return the processor seconds that a fixed piece of NumPy work takes here: sorting 2 million numbers in all."""
    numbers = np.random.default_rng(1).random(10_000)
    with timed() as spent:
        for _ in range(LOOPS):
            np.sort(numbers)
    return spent.cpu


def _processor() -> str:
    """Return the processor's name where the system tells it, else its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
