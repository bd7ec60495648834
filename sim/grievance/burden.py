"""The burden of an unsolved trouble: the outcome that no office can report its way out of."""

from sim.engine.clock import HOURS_A_DAY
from sim.engine.compiling import rule


@rule
def add_burden(world, community, weight, onset, end):  # type: ignore[no-untyped-def]
    """Add severity-weighted person-days lived with a trouble in the measured time.

    Args:
        community: row.
        weight: severity times persons affected.
        onset, end: hours of the run.
    """
    start = max(onset, world.span[0])
    stop = min(end, world.span[1])
    if stop > start:
        world.tallies[community].burden += weight * (stop - start) / HOURS_A_DAY


@rule
def over_at(kept):  # type: ignore[no-untyped-def]
    """Return the hour at which a trouble is over: solved, or gone by itself; `kept` is the case that keeps it."""
    return kept.fades if kept.ended < 0.0 else min(kept.ended, kept.fades)
