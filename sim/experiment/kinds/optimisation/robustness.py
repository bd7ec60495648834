"""Robustness: how far a policy falls behind in the worst future (regret), and in how many it meets the limits.

Sources: Savage (1951), The theory of statistical decision; Lempert and Collins (2007), Managing the risk of uncertain
threshold responses; Kasprzyk et al. (2013), Many objective robust decision making.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.experiment.kinds.optimisation.aims import COST, Aims, matrix, scaled
from sim.experiment.world import Values


class Robustness(NamedTuple):
    """How a policy fares over all futures.

    Attributes:
        regret: the largest shortfall behind the best of the mixes, in any future and aim, as a share of the way from
            the best to the worst of the mixes there.
        future, aim: where that is.
        met: share of the futures in which all limits are met.
    """

    regret: float
    future: str
    aim: str
    met: float


def robustness_of(
    aims: Aims, rows: Sequence[str], means: Mapping[tuple[str, str], Values], futures: Sequence[str],
    limits: Mapping[str, float], without: str,
) -> dict[str, Robustness]:  # fmt: skip
    """Return how each mix fares.

    Args:
        rows: names of the mixes, which are compared with one another.
        means: indicators by name and future; those of `without` too.
        limits: by indicator, met on the side that is aimed at (any other indicator: below); if empty, what holds
            without the levers in the same future, on every aim but cost.
        without: name of the policy without the levers.
    """
    names = list(aims.toward)
    shortfalls, met = [], []
    for future in futures:
        losses = matrix(aims, [means[row, future] for row in rows])
        shortfalls.append(scaled(losses, losses.min(axis=0), losses.max(axis=0)))
        met.append([_meets(aims, means[row, future], limits, means.get((without, future), {})) for row in rows])
    whole = np.array(shortfalls)  # futures, rows, aims
    found = {}
    for number, row in enumerate(rows):
        worst = int(whole[:, number].argmax())
        at, aim = divmod(worst, len(names))
        share = float(np.mean([one[number] for one in met]))
        found[row] = Robustness(float(whole[:, number].max()), futures[at], names[aim], share)
    return found


def _meets(aims: Aims, values: Values, limits: Mapping[str, float], without: Values) -> bool:
    asked = limits or {name: without.get(name, np.nan) for name in aims.toward if name != COST}
    signs = {name: aims.sign(name) if name in aims.toward else 1.0 for name in asked}
    return all(signs[name] * values[name] <= signs[name] * limit for name, limit in asked.items())
