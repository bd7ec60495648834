"""Seconds of processor and of the clock, and the most memory that a process has taken."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Seconds:
    """What a piece of work took.

    Attributes:
        cpu: of the processor, over all threads of the process; what to compare on a machine that others use too.
        wall: of the clock.
    """

    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def timed() -> Iterator[Seconds]:
    """Measure what is done inside; the seconds are there when it is left."""
    seconds = Seconds()
    cpu, wall = time.process_time(), time.perf_counter()
    yield seconds
    seconds.cpu, seconds.wall = time.process_time() - cpu, time.perf_counter() - wall


def peak_gb() -> float:
    """Return the most memory that this process has held, in GB (10^9 bytes).

    Linux carries `ru_maxrss` over from the process that started this one, but keeps a high-water mark of the
    program's own.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) * 1024.0 / 1e9
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most) * (1.0 if sys.platform == "darwin" else 1024.0) / 1e9
