"""Sweeps: the same troubles at many points of a space of levers, parameters, places and dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from pydantic import Field

from sim.experiment.calling import Ensemble, called
from sim.experiment.cluster import Workers
from sim.experiment.design import points_of
from sim.experiment.factor import Factor, FactorRange, canonical_name, factors_of, plain_level, worlds_of
from sim.experiment.file import MOST_RUNS, StudyFile
from sim.experiment.intervals import by_point, contrasted, widest
from sim.experiment.kinds.sweep import figures as sweep_figures
from sim.experiment.result import Shown
from sim.experiment.session import Session
from sim.experiment.tidy import tidy
from sim.experiment.world import Level, World
from sim.report.differences import indicator_name, level_unit, number, unit, with_half, with_interval
from sim.report.names import factor_name, level_shown
from sim.scenario import ScenarioError
from sim.text import Language, text
from sim.text.problem import Mark, Problem, nearest, phrase


class SweepFile(StudyFile):
    """A sweep."""

    kind: Literal["sweep"] = "sweep"
    factors: dict[str, FactorRange] = Field({}, description="因素：杠杆、参数、情景的键 / what varies, by name")
    design: Literal["grid", "list", "lhs", "sobol"] = Field("grid", description="设计 / which points are visited")
    contrast: str | None = Field(
        None,
        description="对照因素：显示与其第一档之差 / factor: differences to its first level are shown",
    )
    points: int | list[dict[str, Any]] = Field(
        64, description="点数；list 设计则逐点列出 / how many points; of a list, each of them"
    )


@dataclass(frozen=True)
class SweepResult:
    """What a sweep found.

    Attributes:
        runs: the tidy table of all its runs.
        factors: names of what varied, in order.
        shown_indicators: indicators that are shown.
        grid: whether the points are a full grid.
        contrast: the factor whose other levels are told as differences to its first, and that; None: values are told.
    """

    runs: pd.DataFrame
    factors: tuple[str, ...]
    shown_indicators: tuple[str, ...]
    grid: bool
    contrast: str | None = None
    first: Level = 0

    @cached_property
    def told(self) -> pd.DataFrame:
        """The runs, or what they differ by from those of the first level of the contrast, seed by seed."""
        return self.runs if self.contrast is None else contrasted(self.runs, self.factors, self.contrast, self.first)

    @property
    def axes(self) -> tuple[str, ...]:
        """The factors over which things are drawn: a contrast of two levels is none."""
        few = self.contrast is not None and self.told[self.contrast].nunique() < 2 and len(self.factors) > 1
        return tuple(one for one in self.factors if not (few and one == self.contrast))

    @cached_property
    def points(self) -> pd.DataFrame:
        """A row for each point and indicator: the factors, `indicator`, `mean`, `low`, `high` (95 %), `runs`."""
        return by_point(self.told, self.factors)

    def plot(self, indicator: str | None = None, axes: Any = None, lang: Language = "en") -> Any:
        """Draw one indicator over the factors; returns the axes."""
        return sweep_figures.draw_one(self, indicator or self.shown_indicators[0], axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say over what range each shown indicator moves, and where its ends lie."""
        said = []
        for name in self.shown_indicators:
            rows = self.points[self.points.indicator == name].dropna(subset=["mean"])
            if rows.empty or len(rows) < 2:
                continue
            ends = [rows.loc[rows["mean"].idxmin()], rows.loc[rows["mean"].idxmax()]]
            if ends[0]["mean"] == ends[1]["mean"]:
                said.append(text("study.sweep_same", lang, indicator=indicator_name(name, lang)))
                continue
            values = {
                f"{part}_{what}": shown
                for part, row in zip(("low", "high"), ends, strict=True)
                for what, shown in (
                    ("value", number(name, float(row["mean"]), signed=self.contrast is not None)),
                    ("where", self._where(row, lang)),
                )
            }
            values["difference"] = self._apart(name, lang)
            values |= {"indicator": indicator_name(name, lang), "unit": self.unit_of(name, lang)}
            said.append(text("study.sweep_range", lang, **values))
        return said

    def findings(self) -> dict[str, Any]:
        """Return the lowest and the highest point of each shown indicator."""
        found: dict[str, Any] = {}
        for name in self.shown_indicators:
            rows = self.points[self.points.indicator == name].dropna(subset=["mean"])
            if not rows.empty:
                ends = {"lowest": rows.loc[rows["mean"].idxmin()], "highest": rows.loc[rows["mean"].idxmax()]}
                found[name] = {
                    end: {"mean": float(row["mean"]), "at": {one: row[one] for one in self.factors}}
                    for end, row in ends.items()
                }
        return found

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return the points."""
        return {"points": self.points}

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return a row for each point, an indicator in each column."""
        wide = self.points[self.points.indicator.isin(self.shown_indicators)]
        header = [factor_name(one, lang) for one in self.axes]
        header += [f"{indicator_name(name, lang)} ({self.unit_of(name, lang)})" for name in self.shown_indicators]
        rows = []
        for key, group in wide.groupby(list(self.axes), sort=False, dropna=False):
            of = group.set_index("indicator")
            cells = [level_shown(one, level, lang) for one, level in zip(self.axes, key, strict=True)]
            cells += [self._cell(name, of.loc[name]) if name in of.index else "—" for name in self.shown_indicators]
            rows.append(cells)
        note = text("study.points_note", lang)
        if self.contrast is not None:
            against = f"{factor_name(self.contrast, lang)} = {level_shown(self.contrast, self.first, lang)}"
            note = text("study.contrast_note", lang, against=against) + note
        return [Shown(text("study.points", lang), header, rows, note)]

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return what suits the design."""
        return {"sweep": sweep_figures.draw(self, lang)}

    def unit_of(self, name: str, lang: Language) -> str:
        """Return the unit in which an indicator is told."""
        return level_unit(name, lang) if self.contrast is None else unit(name, lang)

    def _cell(self, name: str, row: Any) -> str:
        return with_half(name, row["mean"], (row["high"] - row["low"]) / 2.0, signed=self.contrast is not None)

    def _apart(self, name: str, lang: Language) -> str:
        """Say by how much the lowest and the highest of all points differ, and whether that is beyond chance."""
        rows = self.told[self.told.indicator == name]
        wide = rows.pivot_table("value", list(self.factors), "seed", dropna=False, observed=True)
        found = widest(wide.dropna(how="all").to_numpy(np.float64))
        shown = with_interval(name, found.mean, found.low, found.high)
        told = found.low > 0.0
        return text("study.apart" if told else "study.not_apart", lang, difference=shown, unit=unit(name, lang))

    def _where(self, row: Any, lang: Language) -> str:
        return text("study.joint", lang).join(
            f"{factor_name(one, lang)} = {level_shown(one, row[one], lang)}" for one in self.axes
        )


def carry_out(file: SweepFile, run: Session) -> SweepResult:
    """Do a sweep.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
    """
    factors = factors_of(file.factors, Mark(file.called))
    contrast = None if file.contrast is None else canonical_name(file.contrast)
    if contrast is not None and file.design != "grid":
        raise ScenarioError([Problem(Mark(file.called), ("contrast",), phrase("study.contrast_of_grid"))])
    if contrast is not None and contrast not in {one.name for one in factors}:
        near = nearest(contrast, [one.name for one in factors])
        raise ScenarioError([Problem(Mark(file.called), ("contrast",), phrase("study.no_contrast"), None, near)])
    first: Level = next((one.levels[0] for one in factors if one.name == contrast), 0)
    worlds = _worlds(file, factors)
    planned = file.replicate(worlds)
    run(planned)
    names = tuple(dict.fromkeys(name for world in worlds for name in world.factors))
    return SweepResult(tidy(run.finished()), names, tuple(file.indicators), file.design == "grid", contrast, first)


def _worlds(file: SweepFile, factors: Sequence[Factor]) -> list[World]:
    base = file.base()
    points: Sequence[Mapping[str, Level]]
    if file.design == "list" and isinstance(file.points, list):
        points = [{canonical_name(name): plain_level(one) for name, one in point.items()} for point in file.points]
    elif file.design != "list" and isinstance(file.points, int):
        count = 1
        for one in factors:
            count *= len(one.levels)
        count = count if file.design == "grid" else file.points
        if not 0 < count * file.replications <= MOST_RUNS:
            wrong = phrase("study.too_many", count=count * file.replications)
            allowed = phrase("allowed.whole", low=1, high=MOST_RUNS)
            raise ScenarioError([Problem(Mark(file.called), ("points",), wrong, allowed)])
        points = points_of(file.design, factors, file.points, 0)
    else:
        raise ScenarioError([Problem(Mark(file.called), ("points",), phrase("study.points_of", design=file.design))])
    if not points or not points[0]:
        raise ScenarioError([Problem(Mark(file.called), ("factors",), phrase("problem.missing"))])
    return worlds_of(base, points, f"{file.called}: factors", file.changes, file.source)


def sweep(
    scenario: str | Path = "baseline",
    factors: Mapping[str, Any] | None = None,
    *,
    design: Literal["grid", "list", "lhs", "sobol"] = "grid",
    contrast: str | None = None,
    points: int | Sequence[Mapping[str, Level]] | None = None,
    replications: int = 5,
    indicators: Sequence[str] | None = None,
    ensemble: Ensemble = None,
    workers: Workers = 0,
    out: str | Path | None = None,
    **settings: Any,
) -> SweepResult:
    """Run the same troubles at many points.

    Args:
        factors: by name of a lever, parameter or key of a scenario: a list of values, `{"low": .., "high": ..}`, or
            None for the whole range that it has.
        contrast: a factor of a grid whose other levels are told as differences to its first.
        points: how many, of `lhs` and `sobol`; each of them, of `list`.
        indicators: that are shown; all are kept.
        ensemble: sets of parameters that fit, as a calibration returns them, or their file: in turn, one a seed.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in.
        settings: what is changed in every world: `area`, `days`, a lever, a parameter.

    Raises:
        ScenarioError: everything that is wrong with it.

    Example:
        >>> found = sweep("baseline", {"case_rating": [0, 1]}, area="420106001001", days=3, warmup=0, replications=2)
        >>> found.points.query("indicator == 'troubles'")["mean"].nunique()
        1
    """
    said = {
        "scenario": scenario, "set": settings, "factors": factors, "design": design, "contrast": contrast,
        "points": points, "replications": replications, "indicators": indicators,
    }  # fmt: skip
    return called(SweepFile, carry_out, said, workers, out, ensemble)
