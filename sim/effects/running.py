"""Doing the runs that are still missing, in this process or in several."""

import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from sim.city import City, build_city
from sim.effects.plan import Plan
from sim.effects.store import Runs, Values, key_of
from sim.model import GovernanceModel
from sim.results import ResultsError
from sim.results.interruption import between_days
from sim.results.run import indicators_of
from sim.scenario import Scenario

Told = Callable[[int, int], None]
"""Called with how many of how many runs are done; those of an earlier start are not among them."""
Found = dict[tuple[str, str], list[Values]]
"""Indicators by world (setting, lever), those of each seed in the order of the plan's seeds."""


def run_missing(plan: Plan, runs: Runs, workers: int = 1, told: Told = lambda done, whole: None) -> Found:
    """Do all runs of a plan that are not done yet, each recorded as soon as it is over, and return all of them.

    All worlds of the first seed come first, then those of the second.

    Args:
        workers: processes, each with a city of its own and one thread; one is this process.

    Raises:
        ResultsError: the disk refuses, or a process has died.
        KeyboardInterrupt: what other processes had under way is recorded before.
    """
    keys: dict[tuple[str, str], list[str]] = {}
    missing: dict[str, Scenario] = {}
    worlds = list(plan.worlds())
    for seed in plan.seeds:
        for world in worlds:
            scenario = world.scenario.model_copy(update={"seed": seed})
            key = key_of(scenario)
            keys.setdefault((world.setting, world.lever), []).append(key)
            if key not in runs.done:
                missing[key] = scenario
    if missing:
        told(0, len(missing))
        workers = min(workers, len(missing))
        if workers == 1:
            _do_here(missing, runs, told)
        else:
            _do_in_processes(missing, runs, workers, told)
    return {world: [runs.done[key] for key in of_seeds] for world, of_seeds in keys.items()}


def live(scenario: Scenario, after_day: Callable[[], None] = lambda: None) -> Values:
    """Let a run go by in the city that this process has built before, and return its indicators."""
    model = GovernanceModel(scenario, city=_city_of(scenario.area))
    while model.running:
        model.step()
        after_day()
    return indicators_of(model)


@lru_cache(maxsize=1)
def _city_of(area: str | None) -> City:
    return build_city(area)


def _do_here(missing: Mapping[str, Scenario], runs: Runs, told: Told) -> None:
    with between_days() as stop_if_asked:
        for done, (key, scenario) in enumerate(missing.items(), 1):
            runs.add(key, scenario, live(scenario, stop_if_asked))
            told(done, len(missing))


def _do_in_processes(missing: Mapping[str, Scenario], runs: Runs, workers: int, told: Told) -> None:
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begins)
    futures: dict[Future[Values], str] = {pool.submit(live, one): key for key, one in missing.items()}
    try:
        for done, future in enumerate(as_completed(futures), 1):
            runs.add(futures[future], missing[futures[future]], future.result())
            told(done, len(missing))
    except BrokenProcessPool:
        raise ResultsError("effects.worker_died", kept=len(runs.done)) from None
    finally:
        pool.shutdown(cancel_futures=True)  # waits for what is under way
        for future, key in futures.items():
            if key not in runs.done and future.done() and not future.cancelled() and future.exception() is None:
                runs.add(key, missing[key], future.result())


def _begins() -> None:
    """Prepare a process: Ctrl-C is its parent's business, and it does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_ends_with, args=(parent,), daemon=True).start()


def _ends_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
