"""What a scenario discovery found: in how many worlds a policy fails, and what these have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from statsmodels.stats.proportion import proportion_confint

from sim.experiment.factor import Factor
from sim.experiment.kinds.discovery import figures
from sim.experiment.kinds.discovery.boxes import Box
from sim.experiment.result import Shown
from sim.report.differences import indicator_name, level_unit, number, unit
from sim.report.names import factor_name
from sim.text import Language, text


@dataclass(frozen=True, slots=True)
class Fresh:
    """Fresh points strewn over a box, and how many of them fail."""

    points: int
    failed: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the density (Wilson)."""
        return _wilson(self.failed, self.points)


def _wilson(count: int, whole: int) -> tuple[float, float]:
    if whole == 0:
        return 0.0, 1.0
    low, high = proportion_confint(count, whole, method="wilson")
    return float(low), float(high)


@dataclass(frozen=True)
class DiscoveryResult:
    """What a scenario discovery found.

    Attributes:
        runs: the tidy table of all its runs.
        indicator, above, below: when it is said to fail (one of the two is None).
        scenarios: names of the scenario and of the one that is taken away (empty if none is).
        points: a row a point that was searched: the parameters, `value`, `fails`; no value where a run failed.
        factors: the parameters with their ranges.
        boxes: of PRIM, with what fresh points in each say (`checks`).
        leaves: of CART.
        trajectory: of PRIM's first box, as it is peeled and pasted: `coverage`, `density`, `mass`, `res_dim`.
    """

    runs: pd.DataFrame
    indicator: str
    above: float | None
    below: float | None
    scenarios: tuple[str, str]
    points: pd.DataFrame
    factors: tuple[Factor, ...]
    boxes: tuple[Box, ...]
    checks: tuple[Fresh, ...]
    leaves: tuple[Box, ...]
    trajectory: pd.DataFrame

    @cached_property
    def known(self) -> pd.DataFrame:
        """The points whose runs were done."""
        return self.points.dropna(subset=["value"])

    @property
    def failed(self) -> int:
        """Number of points at which it fails."""
        return int(self.known.fails.sum())

    @property
    def bound(self) -> float:
        """Value above or below which it fails."""
        return float((self.above if self.above is not None else self.below) or 0.0)

    def unit(self, lang: Language) -> str:
        """Return the unit of the indicator, or of its difference."""
        return unit(self.indicator, lang) if self.scenarios[1] else level_unit(self.indicator, lang)

    def plot(self, what: str = "worlds", axes: Any = None, lang: Language = "en") -> Any:
        """Draw `worlds`, or `trajectory` and `box` of the box that covers most; returns the axes."""
        return figures.draw_one(self, what, axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say how often it fails, and what the worlds in which it does have in common."""
        whole, left_out = len(self.known), len(self.points) - len(self.known)
        low, high = (f"{100.0 * one:.0f}" for one in _wilson(self.failed, whole))
        count = {"failed": self.failed, "whole": whole, "low": low, "high": high, "when": self.condition(lang)}
        if whole == 0:
            return [text("discovery.nothing", lang)]
        how = "never" if self.failed == 0 else "always" if self.failed == whole else "often"
        said = [text(f"discovery.{how}", lang, **count)]
        if left_out:
            said.append(text("discovery.left_out", lang, count=left_out))
        if how == "often" and not self.boxes:
            said.append(text("discovery.no_box", lang))
        for number_of, (box, fresh) in enumerate(zip(self.boxes, self.checks, strict=True)):
            said += self._box(box, fresh, number_of, lang)
        return said

    def _box(self, box: Box, fresh: Fresh, number_of: int, lang: Language) -> list[str]:
        values = {"coverage": f"{100.0 * box.coverage:.0f}", "density": f"{100.0 * box.density:.0f}",
                  "limits": self.limits(box, lang), "points": box.points}  # fmt: skip
        said = [text("discovery.further_box" if number_of else "discovery.box", lang, **values)]
        if fresh.points == 0:
            return [*said, text("discovery.unchecked", lang)]
        low, high = fresh.interval
        base = self.failed / len(self.known)
        how = "holds" if low > base else "fails"
        shares = {"share": fresh.failed / fresh.points, "low": low, "high": high, "base": base}
        shown = {name: f"{100.0 * share:.0f}" for name, share in shares.items()}
        return [*said, text(f"discovery.check_{how}", lang, failed=fresh.failed, points=fresh.points, **shown)]

    def condition(self, lang: Language) -> str:
        """Return in words when it is said to fail."""
        one, other = self.scenarios
        shown = number(self.indicator, self.bound, signed=bool(other))
        return text(
            f"discovery.{'difference' if other else 'level'}_{'above' if self.above is not None else 'below'}", lang,
            indicator=indicator_name(self.indicator, lang), one=one, other=other, bound=shown,
            unit=self.unit(lang),
        )  # fmt: skip

    def limits(self, box: Box, lang: Language) -> str:
        """Return the bounds of a box in words; those at the end of a range are none."""
        ranges = {one.name: one for one in self.factors}
        said = []
        for name, (low, high) in box.limits.items():
            bounds = {"low": f"{low:.3g}", "high": f"{high:.3g}", "name": factor_name(name, lang)}
            above = low > ranges[name].low
            below = high < ranges[name].high
            kind = "between" if above and below else "over" if above else "under"
            said.append(text(f"discovery.{kind}", lang, **bounds))
        return text("discovery.and", lang).join(said)

    def findings(self) -> dict[str, Any]:
        """Return how often it fails, and the boxes."""
        return {
            "indicator": self.indicator, "above": self.above, "below": self.below, "scenarios": list(self.scenarios),
            "points": len(self.known), "failed": self.failed,
            "boxes": [
                {**asdict(box), "fresh": asdict(fresh), "fresh_density": list(fresh.interval)}
                for box, fresh in zip(self.boxes, self.checks, strict=True)
            ],
            "leaves": [asdict(box) for box in self.leaves],
        }  # fmt: skip

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return the points, the bounds of the boxes, and the trajectory."""
        rows = [
            (
                method,
                n,
                name,
                *limits,
                *box.quasi_p.get(name, (float("nan"),) * 2),
                box.coverage,
                box.density,
                box.points,
            )
            for method, boxes in (("prim", self.boxes), ("cart", self.leaves))
            for n, box in enumerate(boxes)
            for name, limits in box.limits.items()
        ]
        header = ["method", "box", "parameter", "low", "high", "p_low", "p_high", "coverage", "density", "points"]
        boxes = pd.DataFrame(rows, columns=header)
        return {"points": self.points, "boxes": boxes, "trajectory": self.trajectory}

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return the bounds of each box, and the leaves of the tree."""
        return figures.tables(self, lang)

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return the worlds, and the first box with its trajectory where there is one."""
        return figures.draw(self, lang)
