"""The yearly appraisal of a community worker: what a year's work looked like to those who judge it."""

import math

from sim.engine.compiling import rule


@rule
def mean_skill(worker):  # type: ignore[no-untyped-def]
    """Return somebody's skill over all fields, 0-1."""
    return (worker.skill[0] + worker.skill[1] + worker.skill[2]) / 3.0


@rule
def month_looks(worker, community, rules):  # type: ignore[no-untyped-def]
    """Return what a month of somebody's work is worth to the appraisal, 0-1.

    Forms count by the weight of ledgers, residents' and neighbourhood matters by the rest; the exhausted do less of
    either. So what is scored decides who looks able (Holmstrom and Milgrom 1991).
    """
    with_people = 0.5 * (worker.skill[1] + worker.skill[2])
    able = community.ledgers * worker.skill[0] + (1.0 - community.ledgers) * with_people
    return able * (1.0 - rules.burnout_slows * worker.burnout)


@rule
def keeps_score(worker, community, rules):  # type: ignore[no-untyped-def]
    """Let a month enter the score, a running mean over about a year."""
    worker.score += (month_looks(worker, community, rules) - worker.score) / 12.0


@rule
def completes_a_year(worker):  # type: ignore[no-untyped-def]
    """Say whether this month completes a year in the post."""
    return int(math.floor(12.0 * worker.tenure + 0.5)) % 12 == 0


@rule
def is_reviewed(worker, rules, z):  # type: ignore[no-untyped-def]
    """Pass a year's verdict, and count the failed years in succession. Who judges sees the score only roughly.

    Args:
        z: standard normal.

    Returns: the verdict, 0-1 give or take what was misjudged.
    """
    verdict = worker.score + rules.appraisal_noise * z
    worker.failed = worker.failed + 1 if verdict < rules.appraisal_pass else 0
    return verdict


@rule
def expects_to_pass(worker, rules):  # type: ignore[no-untyped-def]
    """Return the chance at which somebody expects to pass the next appraisal, by the score and how rough it is."""
    return 1.0 / (1.0 + math.exp((rules.appraisal_pass - worker.score) / rules.appraisal_noise))
