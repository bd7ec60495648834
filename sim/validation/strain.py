"""The strain on those who answer: SF18 burnout."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.validation.observed import Observed

FEWEST_WORKERS = 30


def workers_burn_out(seen: Observed) -> Mapping[str, float]:
    """SF18: a third to a half of community workers are burnt out, more where housing is old, or few do much."""
    burnt = seen.burnout >= seen.burnout_cut
    if len(burnt) < FEWEST_WORKERS:
        return {}
    return {
        "burnt_out": 100.0 * float(burnt.mean()),
        "old_minus_new": above_median(burnt, seen.old_share),
        "many_minus_few_posts": above_median(burnt, seen.items_each),
    }


def above_median(burnt: NDArray[np.bool_], by: NDArray[np.float64]) -> float:
    """Return the burnt-out share (points) among those above the median less that of the others; NaN without any.

    Example:
        >>> above_median(np.array([True, False, True, True]), np.array([1.0, 2.0, 3.0, 4.0]))
        50.0
    """
    above = by > np.median(by)
    return 100.0 * float(burnt[above].mean() - burnt[~above].mean()) if above.any() else float("nan")
