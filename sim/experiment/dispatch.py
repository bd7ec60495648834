"""How runs are handed to workers and taken back: short ones several at a time, those of a dead worker again, alone."""

import math
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sim.experiment.identity import model_version
from sim.experiment.living import Work
from sim.experiment.world import Values, World
from sim.results import ResultsError

Outcome = tuple[str, Values | None, str]
"""Key of a run; what was read off it, None if it failed; why."""
AHEAD = 4
"""Tasks under way and waiting for each worker: enough that none is ever idle, few enough that memory stays flat."""
SECONDS_OF_A_TASK = 0.5
"""A task costs Dask some milliseconds, however much it holds: runs much shorter than this share one."""
SECONDS_BETWEEN_COUNTS = 2.0
"""Of workers: on a queue they join one by one."""
_KILLED = "KilledWorker: its process died, alone as among others"


def attempted(work: Work, world: World, after_day: Callable[[], None]) -> tuple[Values | None, str]:
    """Do a run; return what is read off it, or None and why it failed."""
    try:
        return work(world, after_day), ""
    except Exception as error:
        return None, _reason(error)


def task(work: Work, worlds: list[World]) -> tuple[str, float, list[tuple[Values | None, str]]]:
    """Do runs where this is called; return the version of the model there, the seconds that it took, and each run."""
    began = time.perf_counter()
    done = [attempted(work, world, lambda: None) for world in worlds]
    return model_version(), time.perf_counter() - began, done


def on_workers(client: Any, missing: dict[str, World], work: Work) -> Iterator[Outcome]:
    """Do runs on workers; those that were with a worker that died are tried again at the end, one at a time.

    Several runs wait with each worker, and whichever of them kills it, all are lost: alone, only the guilty one is.

    Raises:
        ResultsError: the scheduler is gone, or a worker has another version of the model.
    """
    bereft = []
    for key, values, why in _flow(client, missing, work):
        if why == _KILLED:
            bereft.append(key)
        else:
            yield key, values, why
    for key in bereft:
        yield from _flow(client, {key: missing[key]}, work, "alone")


def _flow(client: Any, missing: dict[str, World], work: Work, prefix: str = "run") -> Iterator[Outcome]:
    """Keep so many tasks for each worker under way; workers may join and leave meanwhile."""
    from distributed import as_completed

    waiting = iter(missing.items())
    left = len(missing)
    under_way = as_completed([], with_results=True, raise_errors=False)
    keys_of: dict[str, list[str]] = {}
    wanted, together, counted = 0, 1, -math.inf

    def top_up() -> None:
        nonlocal wanted, counted, left
        if time.monotonic() - counted > SECONDS_BETWEEN_COUNTS:
            counted = time.monotonic()
            wanted = max(1, AHEAD * len(client.scheduler_info(n_workers=-1)["workers"]))
        while len(keys_of) < wanted and left:
            share = max(1, min(together, left // wanted))  # towards the end less, or one worker is last with many
            runs = dict(islice(waiting, share))
            left -= len(runs)
            name = f"{prefix}-{next(iter(runs))}"
            keys_of[name] = list(runs)
            under_way.add(client.submit(task, work, list(runs.values()), key=name))

    top_up()
    for future, result in under_way:
        keys = keys_of.pop(future.key)
        if future.status == "finished":
            version, seconds, done = result
            if version != model_version():
                raise ResultsError("study.other_version", workers=client.scheduler.address, count=1)
            together = max(1, int(SECONDS_OF_A_TASK * len(keys) / seconds))
        elif future.status == "error":
            done = [(None, _reason(future.exception()))] * len(keys)
        else:
            raise ResultsError("study.scheduler_gone")
        future.release()
        top_up()
        for key, (values, why) in zip(keys, done, strict=True):
            yield key, values, why


def _reason(error: BaseException | None) -> str:
    """Return why a run failed, in a line."""
    if type(error).__name__ == "KilledWorker":
        return _KILLED
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
