"""The strain on those who answer: SF18 burnout."""

from collections.abc import Mapping

import numpy as np

from sim.validation.observed import Observed

FEWEST_WORKERS = 30


def workers_burn_out(seen: Observed) -> Mapping[str, float]:
    """SF18: a third to a half of community workers are burnt out, more where the housing is old."""
    burnt, old = seen.burnout >= seen.burnout_cut, seen.old_share
    if len(burnt) < FEWEST_WORKERS:
        return {}
    found = {"burnt_out": 100.0 * float(burnt.mean())}
    mostly_old = old > np.median(old)
    if mostly_old.any():
        found["old_minus_new"] = 100.0 * float(burnt[mostly_old].mean() - burnt[~mostly_old].mean())
    return found
