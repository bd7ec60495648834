"""What a study costs beyond its runs: a street's month, many times, on all workers, against the bare runs."""

from statistics import median

import psutil

from sim.bench.timing import timed
from sim.experiment.living import indicators
from sim.experiment.session import session
from sim.experiment.world import World, seeds_from
from sim.scenario import load_scenario

RUNS, RUNS_QUICK = 1000, 60
DAYS = 30
BARE = 15
"""Bare runs, of which the middle one counts."""


def measure_study(area: str, workers: int, quick: bool) -> dict[str, str | int | float]:
    """Live an area's month many times through a session, and a few times without one.

    Returns:
        study_runs; study_seconds: of the clock, from the moment when every worker has done its first run;
        study_efficiency: seconds of so many bare runs / (workers times study_seconds); study_memory_growth: by how much
        all workers together have grown meanwhile, GB for a thousand runs.
    """
    quiet = {"outputs.tickets": False, "outputs.handovers": False}
    base = World({}, load_scenario("baseline", {"area": area, "days": DAYS, "warmup": 0, **quiet}))
    count = RUNS_QUICK if quick else RUNS
    first = 2 * workers
    worlds = [base.with_seed(seed) for seed in seeds_from(1, first + count)]
    indicators(base)  # builds the city
    with session(workers=workers) as run:
        run(worlds[:first])
        before = _bare(worlds)
        held = _gb_of_workers()
        with timed() as spent:
            run(worlds[first:])
        grown = _gb_of_workers() - held
        bare = (before + _bare(worlds)) / 2.0  # the machine's speed changes while one measures
    return {
        "study_runs": count,
        "study_workers": workers,
        "study_seconds": spent.wall,
        "study_bare_seconds": bare,
        "study_efficiency": bare * count / (workers * spent.wall),
        "study_memory_growth": 1000.0 * grown / count,
    }


def _bare(worlds: list[World]) -> float:
    """Return the seconds that a run takes without a session."""
    seconds = []
    for world in worlds[:BARE]:
        with timed() as spent:
            indicators(world)
        seconds.append(spent.wall)
    return median(seconds)


def _gb_of_workers() -> float:
    children = psutil.Process().children(recursive=True)
    return float(sum(child.memory_info().rss for child in children if child.is_running())) / 1e9
