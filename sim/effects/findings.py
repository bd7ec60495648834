"""What a table of effects shows: which effects are told from chance, which change sign, which are not there at all."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from sim.effects.table import MAIN
from sim.measure.definitions import definitions
from sim.results.summary import CONFIDENCE

OUTCOMES = tuple(name for name in MAIN if definitions()[name].kind != "input")
"""Main indicators that the model produces; what a policy costs is set."""

SIZABLE = 0.01
"""Of the value compared with: a smaller effect may be beyond chance, and is still small."""


class Chance(NamedTuple):
    """How many of the intervals of outcomes exclude zero, and how many would if no lever did anything.

    Attributes:
        told: effects that are told from chance when all are looked at together.
    """

    intervals: int
    exclude_zero: int
    by_chance: float
    told: int


class Turn(NamedTuple):
    """A lever whose effect in the bundle has the opposite sign of that alone."""

    alone: pd.Series
    left_out: pd.Series

    @property
    def sizable(self) -> bool:
        """Whether neither effect is small."""
        return bool(self.alone.sizable and self.left_out.sizable)


def marked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with four more columns.

    `clear`: the interval excludes zero. `told`: the effect also stands when all outcomes and levers are looked at
    together, with at most one in twenty of such effects expected to be false (Benjamini and Hochberg 1995); effects
    without any spread over seeds are no matter of chance. `same`: nothing differed in any run. `sizable`: the effect
    is a hundredth or more of what it is compared with.
    """
    marks = table.copy()
    marks["clear"] = (table.low > 0.0) | (table.high < 0.0)
    marks["same"] = (table.effect == 0.0) & (table.low == 0.0) & (table.high == 0.0)
    marks["sizable"] = marks.effect.abs() >= SIZABLE * marks.base.abs()
    marks["told"] = marks.clear
    tested = (table.high > table.low).to_numpy()
    if tested.any():
        p = _p_values(table[tested])
        marks.loc[tested, "told"] = stats.false_discovery_control(p) <= 1.0 - CONFIDENCE
    return marks


def _p_values(table: pd.DataFrame) -> np.ndarray:
    """Return two-sided p-values of Student's t, read back from the intervals."""
    freedom = table.seeds.to_numpy() - 1
    error = (table.high - table.low).to_numpy() / 2.0 / stats.t.ppf(0.5 + CONFIDENCE / 2.0, freedom)
    return np.asarray(2.0 * stats.t.sf(np.abs(table.effect.to_numpy()) / error, freedom))


def chance_in(marks: pd.DataFrame) -> Chance:
    """Return how much of what is seen chance alone would show."""
    tested = marks[(marks.high > marks.low) & marks.indicator.isin(OUTCOMES)]
    return Chance(len(tested), int(tested.clear.sum()), (1.0 - CONFIDENCE) * len(tested), int(tested.told.sum()))


def largest(marks: pd.DataFrame, indicator: str, setting: str, most: int = 3) -> list[pd.Series]:
    """Return the largest effects on an indicator that are told from chance, the largest first."""
    rows = marks[(marks.indicator == indicator) & (marks.setting == setting) & marks.told]
    order = rows.effect.abs().sort_values(ascending=False, kind="stable").index
    return [rows.loc[at] for at in order[:most]]


def turns(marks: pd.DataFrame) -> Iterator[Turn]:
    """Yield the effects that change sign in company: both are told from chance.

    What a lever adds to the bundle is the opposite of what is lost without it, so that an effect keeps its sign
    where the two differences have opposite signs.
    """
    told = marks[marks.told & marks.indicator.isin(OUTCOMES)].set_index(["lever", "indicator"], drop=False)
    alone, left_out = (told[told.setting == setting] for setting in ("alone", "left_out"))
    for at in alone.index:
        if at in left_out.index and alone.loc[at].effect * left_out.loc[at].effect > 0.0:
            yield Turn(alone.loc[at], left_out.loc[at])


def unseen(marks: pd.DataFrame, setting: str) -> list[str]:
    """Return the levers of which no outcome shows an effect that is told from chance."""
    of = marks[(marks.setting == setting) & marks.indicator.isin(OUTCOMES)]
    shown = of.groupby("lever", sort=False).told.any()
    return [str(lever) for lever in shown.index[~shown]]


def small(marks: pd.DataFrame, setting: str) -> list[str]:
    """Return the levers with effects that are told from chance, all of them small."""
    of = marks[(marks.setting == setting) & marks.indicator.isin(OUTCOMES) & marks.told]
    shown = of.groupby("lever", sort=False).sizable.any()
    return [str(lever) for lever in shown.index[~shown]]


def unchanged(marks: pd.DataFrame, setting: str) -> list[str]:
    """Return the levers that changed no outcome in any run."""
    of = marks[(marks.setting == setting) & marks.indicator.isin(OUTCOMES)]
    same = of.groupby("lever", sort=False).same.all()
    return [str(lever) for lever in same.index[same]]


def together(marks: pd.DataFrame, indicator: str) -> tuple[pd.Series | None, float, float]:
    """Return the effect of the whole bundle, the sum of its levers' effects alone, and of what each adds to it."""
    rows = marks[marks.indicator == indicator]
    whole = rows[rows.setting == "bundle"]
    left_out = rows[rows.setting == "left_out"]
    alone = rows[(rows.setting == "alone") & rows.lever.isin(left_out.lever)]
    return (whole.iloc[0] if len(whole) else None), float(alone.effect.sum()), float(-left_out.effect.sum())
