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


def peeled(points: pd.DataFrame, ranges: Ranges, failed: Failed, density: float) -> tuple[list[Box], pd.DataFrame]:
    """Return boxes that PRIM finds one after the other, and the trajectory of the first (`coverage`, `density`, …).

    Of each trajectory the box is taken that covers most among those as dense as is wished; if none is, the one with the
    best balance of the two. Where most points fail anyway, a box is dense that goes half the way from their share to
    one. Bounds that chance would explain are dropped. A further box must still be denser than all points together.
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
    balance = 2.0 * table.coverage * table.density / (table.coverage + table.density).replace(0.0, np.nan)
    found.select(int((dense.coverage if len(dense) else balance).idxmax()))
    while True:
        chance = {
            name: max((one for one in both if one >= 0.0), default=1.0)
            for name, both in found.qp[found._cur_box].items()
        }
        if not chance:
            return None
        worst = max(chance, key=lambda name: chance[name])
        if chance[worst] <= QUASI_P:
            break
        found.drop_restriction(worst)
    return _box(found, ranges)


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
