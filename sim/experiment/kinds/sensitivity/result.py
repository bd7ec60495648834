"""What a sensitivity analysis found: the parameters that a conclusion hangs on, in words, tables and pictures."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.experiment.intervals import Interval
from sim.experiment.kinds.sensitivity import figures
from sim.experiment.kinds.sensitivity.screening import Screening
from sim.experiment.kinds.sensitivity.turning import Scan
from sim.experiment.kinds.sensitivity.variance import Indices
from sim.experiment.kinds.sensitivity.words import said
from sim.experiment.result import Shown
from sim.report.differences import level_unit, number, unit
from sim.report.names import factor_name
from sim.text import Language, text


@dataclass(frozen=True)
class SensitivityResult:
    """What a sensitivity analysis found.

    Attributes:
        runs: the tidy table of all its runs; `step` and `point` stand for a row of `points`.
        outcome: the indicator that the conclusion is about.
        scenarios: names of the scenario and of the one that is taken away (empty if none is).
        zero: value at which the conclusion turns round; None if it has none.
        at_start: the conclusion where every parameter has the value that it has.
        screening: of all parameters.
        indices: of those that were kept; None if none was.
        scans: of the same, one at a time.
        fixed: parameters that the scenario itself sets, which were not varied.
        points: the parameters of each step and point.
    """

    runs: pd.DataFrame
    outcome: str
    scenarios: tuple[str, str]
    zero: float | None
    at_start: Interval
    screening: Screening
    indices: Indices | None
    scans: tuple[Scan, ...]
    fixed: tuple[str, ...]
    points: pd.DataFrame

    @property
    def is_difference(self) -> bool:
        """Whether the conclusion is a difference of two scenarios."""
        return bool(self.scenarios[1])

    def value(self, value: float, signed: bool | None = None) -> str:
        """Return a value of the conclusion as it is printed, without its unit."""
        return number(self.outcome, value, signed=self.is_difference if signed is None else signed)

    def unit(self, lang: Language) -> str:
        """Return the unit of the conclusion."""
        return unit(self.outcome, lang) if self.is_difference else level_unit(self.outcome, lang)

    def plot(self, what: str = "indices", axes: Any = None, lang: Language = "en") -> Any:
        """Draw `screening`, `indices` or one parameter's scan (by its name); returns the axes."""
        return figures.draw_one(self, what, axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say what the conclusion hangs on, where it turns round, and what is chance."""
        return said(self, lang)

    def findings(self) -> dict[str, Any]:
        """Return the conclusion, what it hangs on and where it turns round."""
        table = self.screening.table
        return {
            "outcome": self.outcome,
            "scenarios": list(self.scenarios),
            "conclusion": self.at_start._asdict(),
            "turns_at": self.zero,
            "parameters": len(table),
            "told_from_chance": int(table.told.sum()) if self.screening.seeds > 1 else None,
            "inert": int(table.inert.sum()),
            "shares_of_variance": None if self.indices is None else self.indices.shares,
            "indices": [] if self.indices is None else self.indices.table.to_dict("records"),
            "turns": [
                {"parameter": scan.factor.name, "from": scan.start, "at": turn.at, "clear": turn.clear}
                for scan in self.scans
                for turn in scan.turns
                if self.zero is not None
            ],
        }

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return the screening, the indices, the scans, and the points that were visited."""
        scans = [
            (scan.factor.name, level, *one[:3], level == scan.start)
            for scan in self.scans
            for level, one in scan.levels.items()
        ]
        found = {
            "screening": self.screening.table,
            "scans": pd.DataFrame(scans, columns=["parameter", "value", "mean", "low", "high", "as_it_is"]),
            "points": self.points,
        }
        return found if self.indices is None else {**found, "indices": self.indices.table}

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return the screening, with indices and thresholds of what was kept."""
        kept: dict[str, Any] = {}
        if self.indices is not None:
            kept = {row["parameter"]: row for row in self.indices.table.to_dict("records")}
        turns = {scan.factor.name: self._turns(scan) for scan in self.scans}
        order = {name: place for place, name in enumerate(kept)}
        rows = []
        screening: list[Any] = list(self.screening.table.itertuples())
        for row in sorted(screening, key=lambda row: order.get(row.parameter, len(order))):
            of = kept.get(row.parameter)
            rows.append([
                f"{factor_name(row.parameter, lang)} · {row.parameter}",
                self.value(row.mu_star, False), self.value(row.sigma, False), self.value(row.noise, False),
                "—" if row.p != row.p else "< 0.01" if row.p < 0.01 else f"{row.p:.2f}",
                _share(of, "first"),
                _share(of, "total"),
                turns.get(row.parameter, ""),
            ])  # fmt: skip
        names = ("parameter", "mu_star", "sigma", "noise", "p", "first", "total", "turns")
        header = [text(f"sensitivity.c_{name}", lang, unit=self.unit(lang)) for name in names]
        return [Shown(text("sensitivity.table", lang), header, rows, text("sensitivity.table_note", lang))]

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return the screening, and the indices and scans of what was kept."""
        return figures.draw(self, lang)

    def _turns(self, scan: Scan) -> str:
        return "" if self.zero is None else ", ".join(f"{turn.at:.3g}" for turn in scan.turns) or "—"


def _share(row: Mapping[str, Any] | None, name: str) -> str:
    """Return an index with its interval; empty where there is none.

    Example:
        >>> _share({"first": 0.314, "first_low": -0.02, "first_high": 0.41}, "first"), _share(None, "first")
        ('0.31 [−0.02, 0.41]', '')
    """
    if row is None:
        return ""
    value, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    if not math.isfinite(value):
        return "—"
    shown = [f"{one:.2f}".replace("-", "" if abs(one) < 0.005 else "−") for one in (value, low, high)]
    return f"{shown[0]} [{shown[1]}, {shown[2]}]"
