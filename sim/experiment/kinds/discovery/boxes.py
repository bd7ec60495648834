"""Boxes of an uncertain space in which something happens: PRIM and CART, through EMA Workbench.

Friedman, J. H. and Fisher, N. I. (1999), Statistics and Computing 9, 123-143; Bryant, B. P. and Lempert, R. J. (2010),
Technological Forecasting and Social Change 77, 34-49 (scenario discovery, quasi-p values).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiment.workbench import quiet

QUASI_P = 0.05
"""A bound that as many failures would lie within by chance, more often than this, is dropped."""
SMALLEST = 0.05
"""Share of the points that a box holds at least."""

TREES = 300

Failed = NDArray[np.bool_]
Limits = tuple[float, float]
Ranges = Mapping[str, Limits]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the uncertain space.

    Attributes:
        limits: low and high of each parameter that is bounded.
        quasi_p: of the lower and of the upper bound; NaN where the box goes to the end of the range.
        coverage: share of all failures that lie in it; density: share of its points that fail.
        points: in it.
    """

    limits: Mapping[str, Limits]
    quasi_p: Mapping[str, Limits]
    coverage: float
    density: float
    points: int


def leading(points: pd.DataFrame, values: NDArray[np.float64], count: int) -> list[str]:
    """Return so many parameters that the values depend on most (extra trees).

    Boxes are looked for among these: in hundreds of dimensions some box holds any few failures.
    """
    if points.shape[1] <= count:
        return list(points.columns)
    with quiet():
        from ema_workbench.analysis import feature_scoring
        from ema_workbench.analysis.scenario_discovery_util import RuleInductionType

        scores, _ = feature_scoring.get_ex_feature_scores(
            points, values, mode=RuleInductionType.REGRESSION, nr_trees=TREES, max_features=1.0 / 3.0, random_state=0
        )
    return [str(name) for name in scores.index[:count]]


def peeled(points: pd.DataFrame, ranges: Ranges, failed: Failed, density: float) -> tuple[list[Box], pd.DataFrame]:
    """Return boxes that PRIM finds one after the other, and the trajectory of the first (`coverage`, `density`, …).

    Of each trajectory the box is taken that covers most among those as dense as is wished; if none is, the one with
    most failures beyond what as many points would have by chance (weighted relative accuracy). Where most points fail
    anyway, a box is dense that goes half the way from their share to one. Bounds that chance would explain are dropped.
    A further box must still be denser than all points together.
    """
    with quiet():
        from ema_workbench.analysis import prim

        search = prim.Prim(
            points, failed.astype(np.float64), threshold=failed.mean(), peel_alpha=0.05, mass_min=SMALLEST
        )
        wished = max(density, (1.0 + failed.mean()) / 2.0)
        boxes: list[Box] = []
        trajectory = pd.DataFrame()
        for number in range(3):
            found = search.find_box()
            if found is None or len(found.peeling_trajectory) < 2:
                break
            if number == 0:
                trajectory = found.peeling_trajectory[["coverage", "density", "mass", "res_dim"]].copy()
            box = _best(found, ranges, wished)
            if box is None or (boxes and box.density <= failed.mean()):
                break
            boxes.append(box)
    return boxes, trajectory


def _best(found: Any, ranges: Ranges, density: float) -> Box | None:
    """Return the box of a trajectory that is taken; None where every bound may be chance."""
    table = found.peeling_trajectory
    dense = table[table.density >= density]
    gained = table.mass * (table.density - table.density.iloc[0])
    found.select(int((dense.coverage if len(dense) else gained).idxmax()))
    while True:
        chance = {
            (name, side): one
            for name, both in found.qp[found._cur_box].items()
            for side, one in enumerate(both)
            if one >= 0
        }
        if not chance:
            return None
        worst = max(chance, key=lambda bound: chance[bound])
        if chance[worst] <= QUASI_P:
            break
        _loosen(found, *worst)
    return _box(found, ranges)


def _loosen(found: Any, name: str, side: int) -> None:
    """Take one bound (0 lower, 1 upper) of the current box away."""
    from ema_workbench.analysis.scenario_discovery_util import _in_box

    limits, search = found.box_lim.copy(), found.prim
    limits.loc[side, name] = search.box_init.loc[side, name]
    inside = _in_box(search.x.loc[search.yi_remaining, :], limits)
    found.update(limits, search.yi_remaining[inside])


def _box(found: Any, ranges: Ranges) -> Box:
    quasi_p: dict[str, Limits] = {
        name: (lower if lower >= 0.0 else float("nan"), upper if upper >= 0.0 else float("nan"))
        for name, (lower, upper) in found.qp[found._cur_box].items()
    }
    ordered = dict(sorted(quasi_p.items(), key=lambda item: np.nanmin(item[1])))
    limits = {name: _within(found.box_lim, found.prim.box_init, ranges, name) for name in ordered}
    count = int(found.peeling_trajectory["n"][found._cur_box])
    return Box(limits, ordered, float(found.coverage), float(found.density), count)


def _within(limits: pd.DataFrame, whole: pd.DataFrame, ranges: Ranges, name: str) -> Limits:
    """Return the limits of a parameter; where they are those of the points, the box goes to the end of the range."""
    low, high = limits[name]
    least, most = whole[name]
    return float(ranges[name][0] if low == least else low), float(ranges[name][1] if high == most else high)


def leaves(points: pd.DataFrame, ranges: Ranges, failed: Failed) -> list[Box]:
    """Return the leaves of a CART tree in which most points fail, the one that covers most first."""
    with quiet():
        from ema_workbench.analysis import cart

        tree = cart.CART(points, failed.astype(np.int64), mass_min=SMALLEST)
        tree.build_tree()
        whole = pd.DataFrame({name: [column.min(), column.max()] for name, column in points.items()})
        boxes = []
        for limits, stats in zip(tree.boxes, tree.stats, strict=True):
            if stats["density"] > 0.5:
                bounded = {
                    name: _within(limits, whole, ranges, name)
                    for name in points.columns
                    if (limits[name].to_numpy() != whole[name].to_numpy()).any()
                }
                count = round(float(stats["mass"]) * len(points))
                boxes.append(Box(bounded, {}, float(stats["coverage"]), float(stats["density"]), count))
    return sorted(boxes, key=lambda box: -box.coverage)
