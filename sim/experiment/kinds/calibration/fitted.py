"""What sets that fit tell: which parameters they pin down, what they foretell; or what stood in the way."""

import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.experiment.factor import Factor
from sim.experiment.kinds.calibration.implausibility import CUT, Scale
from sim.experiment.kinds.calibration.target import Target
from sim.experiment.kinds.calibration.waves import BINS

Floats = NDArray[np.float64]
FEW = 10
"""Sets below which nothing is said of how far a parameter is pinned down."""
PINNED, NARROWED = 0.5, 0.8
"""Share of its range that is left to a parameter, below which it is called pinned down, or narrowed."""
BOUND, SURE = 0.5, 0.01
"""Rank correlation from which two parameters are called bound together, where its p-value is below this."""


def kept(parameters: Sequence[Factor], members: Floats, profiles: Floats) -> pd.DataFrame:
    """Return how much of each parameter's range is left.

    Args:
        members: points that fit, shape (sets, parameters), in the unit cube.
        profiles: of `waves.profile`.

    Returns:
        Columns `parameter`, `low`, `high`, `log` (the range searched), `fitted_low`, `fitted_high` (the middle nine
        tenths of the sets), `share_kept` (their width on the parameter's scale; nine tenths of the range would be 1),
        `profile_kept` (share of the range in which some values of the others are not ruled out), `verdict`: pinned,
        narrowed, free, or unknown where the sets are few.
    """
    rows = []
    for number, one in enumerate(parameters):
        share, ends = math.nan, (math.nan, math.nan)
        if len(members):
            low, high = np.quantile(members[:, number], (0.05, 0.95))
            ends, share = (float(one.at(low)), float(one.at(high))), min(1.0, float(high - low) / 0.9)
        verdict = "unknown"
        if len(members) >= FEW:
            verdict = "pinned" if share < PINNED else "narrowed" if share < NARROWED else "free"
        left = float((profiles[number] <= CUT).mean()) if len(profiles) else math.nan
        rows.append((one.name, one.low, one.high, one.log, *ends, share, left, verdict))
    names = ("parameter", "low", "high", "log", "fitted_low", "fitted_high", "share_kept", "profile_kept", "verdict")
    return pd.DataFrame(rows, columns=list(names))


def correlations(parameters: Sequence[Factor], members: Floats) -> pd.DataFrame:
    """Return rank correlations over the sets that fit: what two parameters may be only together.

    Returns:
        Columns `one`, `other`, `correlation` (Spearman's; NaN where the sets are few), `bound`.
    """
    rows = []
    for (i, one), (j, other) in itertools.combinations(enumerate(parameters), 2):
        rank, chance = math.nan, math.nan
        if len(members) >= FEW:
            found = stats.spearmanr(members[:, i], members[:, j])
            rank, chance = float(found.statistic), float(found.pvalue)
        rows.append((one.name, other.name, rank, abs(rank) >= BOUND and chance < SURE))
    return pd.DataFrame(rows, columns=["one", "other", "correlation", "bound"])


def readings(
    roles: Mapping[str, Sequence[Target]], names: Sequence[str], as_it_is: Floats, first: Floats, members: Floats,
    scale: Scale,
) -> pd.DataFrame:  # fmt: skip
    """Return what the sets that fit say of each target, fitted or held out.

    Args:
        roles: `target`, `held_out`, `not_told`; each target once.
        names: of the numbers, in the order of the arrays.
        as_it_is: numbers of the scenario as it stands, shape (seeds, numbers).
        first: numbers of the points strewn over the whole range; members: of the sets that fit; each of shape
            (points, seeds, numbers).
        scale: of the fitted targets, in their order.

    Returns:
        Columns `name`, `role`, `band_low`, `band_high`, `seen`, `discrepancy`, `chance`, `as_it_is`, `before_low`,
        `before_high`, `middle`, `low`, `high` (median and 95 % of all runs of the sets: parameters and chance),
        `share_inside` (of those runs), `verdict` (inside, partly, outside; of a value covered, missed;
        nothing where nothing fits).
    """
    rows = []
    for role, targets in roles.items():
        for number, one in enumerate(targets):
            at = names.index(one.name)
            before, after = _told(first[:, :, at]), _told(members[:, :, at])
            low, middle, high = _quantiles(after)
            of = (scale.discrepancy[number], scale.chance[number]) if role == "target" else (math.nan, math.nan)
            inside = float(((after >= one.low) & (after <= one.high)).mean()) if len(after) else math.nan
            if one.is_value:
                inside = math.nan
            known = _told(as_it_is[:, at])
            rows.append((
                one.name, role, one.low, one.high, one.value, *of, float(known.mean()) if len(known) else math.nan,
                _quantiles(before)[0], _quantiles(before)[2], middle, low, high, inside, _verdict(one, low, high),
            ))  # fmt: skip
    columns = (
        "name", "role", "band_low", "band_high", "seen", "discrepancy", "chance", "as_it_is", "before_low",
        "before_high", "middle", "low", "high", "share_inside", "verdict",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def _told(values: Floats) -> Floats:
    return np.asarray(values[np.isfinite(values)])


def _quantiles(values: Floats) -> tuple[float, float, float]:
    if not len(values):
        return math.nan, math.nan, math.nan
    low, middle, high = np.quantile(values, (0.025, 0.5, 0.975))
    return float(low), float(middle), float(high)


def _verdict(target: Target, low: float, high: float) -> str:
    """Say where what is foretold lies: in the band, over its end, or outside; whether a value is covered."""
    if low != low:
        return ""
    if target.is_value:
        error = 0.0 if math.isnan(target.sd) else 2.0 * target.sd
        return "covered" if low - error <= target.value <= high + error else "missed"
    if low >= target.low and high <= target.high:
        return "inside"
    return "outside" if high < target.low or low > target.high else "partly"


def profile_table(parameters: Sequence[Factor], profiles: Floats) -> pd.DataFrame:
    """Return profiles as a table: `parameter`, `value` (the middle of a step), `implausibility`."""
    steps = (np.arange(BINS) + 0.5) / BINS
    rows = [
        (one.name, float(one.at(float(u))), float(far))
        for one, row in zip(parameters, profiles, strict=True)
        for u, far in zip(steps, row, strict=True)
    ]
    return pd.DataFrame(rows, columns=["parameter", "value", "implausibility"])
