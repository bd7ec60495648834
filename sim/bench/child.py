"""Measurements that need a process of their own: its peak of memory, its first start, a cache that is empty.

`python -m sim.bench.child TASK '{"argument": ...}'` prints what was measured as one line of JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sim.bench.timing import peak_gb, timed

Figures = dict[str, float]


def in_child(task: str, cache: Path | None = None, **arguments: object) -> Figures:
    """Do a task in a process of its own and return what it measured, with the process's wall-clock `seconds`.

    Args:
        cache: folder of compiled rules and built cities, in place of the user's.

    Raises:
        RuntimeError: the process failed; says how.
    """
    environment = dict(os.environ) | ({} if cache is None else {"HUYING_CACHE_DIR": str(cache)})
    words = [sys.executable, "-m", "sim.bench.child", task, json.dumps(arguments)]
    began = time.perf_counter()
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"bench: {task} {arguments}: " + " ".join(done.stderr.split())[-300:])
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures | {"seconds": seconds}


def starts(area: str) -> Figures:
    """Build an area and live through one day; says how much of it was compiling, where nothing had been compiled."""
    with timed() as compiling:
        from sim.first_start import compile_rules

        compile_rules()
    from sim.model import GovernanceModel

    GovernanceModel("baseline", area=area, days=1, warmup=0).run_model()
    return {"compile_seconds": compiling.wall, "cpu": sum(os.times()[:4])}


def builds(area: str | None) -> Figures:
    """Build an area with nothing kept from earlier."""
    from sim.city import build_city

    with timed() as spent:
        city = build_city(area, cache=False)
    return {"cpu": spent.cpu, "wall": spent.wall, "residents": len(city.residents), "peak_gb": peak_gb()}


def runs(area: str, days: int, tickets: bool, threads: int, bundle: str | None = None) -> Figures:
    """Run the baseline of an area, or a policy there, as `huying run` does, into a folder that is thrown away."""
    from sim.bench.running import run_and_time

    with tempfile.TemporaryDirectory() as folder:
        return run_and_time(area, days, tickets, threads, Path(folder) / "run", bundle)


TASKS: dict[str, Callable[..., Figures]] = {"starts": starts, "builds": builds, "runs": runs}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
