"""Doing the runs of a plan that are still missing, in a session of studies."""

from sim.effects.plan import Plan
from sim.experiment.session import Session
from sim.experiment.world import Values, World
from sim.results import ResultsError

Found = dict[tuple[str, str], list[Values]]
"""Indicators by world (setting, lever), those of each seed in the order of the plan's seeds."""


def run_missing(plan: Plan, run: Session) -> Found:
    """Do all runs of a plan that are not done yet, each recorded as soon as it is over, and return all of them.

    All worlds of the first seed come first, then those of the second.

    Args:
        run: the session that does and keeps them.

    Raises:
        ResultsError: runs failed (all others are done and kept), or the disk refuses.
    """
    worlds = [
        World({"setting": world.setting, "lever": world.lever}, world.scenario).with_seed(seed)
        for seed in plan.seeds
        for world in plan.worlds()
    ]
    found: Found = {}
    for world, values in zip(worlds, run(worlds), strict=True):
        if values is not None:
            found.setdefault((str(world.factors["setting"]), str(world.factors["lever"])), []).append(values)
    failed = run.progress.failed
    if failed:
        kept = len(run.finished())
        raise ResultsError("effects.failed", failed=len(failed), kept=kept, why=next(iter(failed.values())))
    return found
