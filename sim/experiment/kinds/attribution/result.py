"""What an attribution found: values of each part with intervals, whether they add up, which act on one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.experiment.intervals import difference, interval
from sim.experiment.kinds.attribution import figures as attribution_figures
from sim.experiment.kinds.attribution import words as attribution_words
from sim.experiment.kinds.attribution.coalitions import Method
from sim.experiment.kinds.attribution.players import player_name
from sim.experiment.kinds.attribution.shapley import Numbers
from sim.experiment.kinds.attribution.shares import Shares
from sim.experiment.result import Shown
from sim.report.differences import NOTHING, indicator_name, unit, with_interval
from sim.text import Language, text

PARTS = ("shapley", "alone", "added")
MOST_DRAWN = 20
"""Players whose pairs are drawn; of more they stand in the table only."""


@dataclass(frozen=True)
class AttributionResult:
    """What an attribution found.

    Attributes:
        runs: the tidy table of all its runs.
        players: names of the parts.
        method: whether all coalitions were run, orders of joining were sampled, or parts were only taken alone.
        shown_indicators: indicators that are shown.
        shares: what each part did in each replication.
    """

    runs: pd.DataFrame
    players: tuple[str, ...]
    method: Method
    shown_indicators: tuple[str, ...]
    shares: tuple[Shares, ...]

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """All indicators that were read off."""
        return tuple(dict.fromkeys(name for one in self.whole_shares for name in one.indicators))

    @property
    def main(self) -> str:
        """The part of the table that is shown first: Shapley values, or effects alone where there are none."""
        return "alone" if self.method == "alone" else "shapley"

    @property
    def incomplete(self) -> int:
        """How many replications lack runs that failed."""
        return sum(not one.complete for one in self.shares)

    @property
    def whole_shares(self) -> tuple[Shares, ...]:
        """The replications of which no run failed; nothing is told from any other."""
        return tuple(one for one in self.shares if one.complete)

    @cached_property
    def effects(self) -> pd.DataFrame:
        """A row for each player, indicator and part: `player`, `indicator`, `part`, `mean`, `low`, `high`, `runs`.

        Parts: `shapley`, `alone` (the player alone less none), `added` (all less all but this one).
        """
        rows = [
            (player, name, part, *interval(self.over_seeds(name, part, [number])))
            for part in (PARTS[1:] if self.method == "alone" else PARTS)
            for number, player in enumerate(self.players)
            for name in self.indicators
        ]
        return pd.DataFrame(rows, columns=["player", "indicator", "part", "mean", "low", "high", "runs"])

    @cached_property
    def additivity(self) -> pd.DataFrame:
        """A row for each indicator: `whole`, `sum` of the effects alone, `difference` of the two, with intervals.

        The difference is above or below zero where the parts do not add up (M02 of the mechanisms).
        """
        rows = []
        everyone = range(len(self.players))
        for name in self.indicators:
            whole = self.over_seeds(name, "whole")
            parts = self.over_seeds(name, "alone", everyone)
            gaps = [difference(a, b) for a, b in zip(whole, parts, strict=True)]
            rows.append((name, *interval(whole)[:3], *interval(parts)[:3], *interval(gaps)))
        of = ("whole", "sum", "difference")
        columns = [f"{one}{end}" for one in of for end in ("", "_low", "_high")]
        return pd.DataFrame(rows, columns=["indicator", *columns, "runs"])

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """A row for each pair and indicator: `player`, `other`, `indicator`, `mean`, `low`, `high`, `runs`."""
        rows = []
        if any(share.pairs is not None for share in self.whole_shares):
            for one, player in enumerate(self.players):
                for other in range(one):
                    for name in self.indicators:
                        values = [
                            float(share.pairs[one, other, share.indicators.index(name)])
                            for share in self.whole_shares
                            if share.pairs is not None and name in share.indicators
                        ]
                        rows.append((player, self.players[other], name, *interval(values)))
        return pd.DataFrame(rows, columns=["player", "other", "indicator", "mean", "low", "high", "runs"])

    def over_seeds(self, indicator: str, part: str, players: Sequence[int] = ()) -> list[float]:
        """Return what some players did together in each replication, by one of the parts or as the `whole`."""
        found = []
        for share in self.whole_shares:
            if indicator in share.indicators:
                column = _of(share, part)[..., share.indicators.index(indicator)]
                found.append(float(column if part == "whole" else column[list(players)].sum()))
        return found

    def plot(self, indicator: str | None = None, axes: Any = None, lang: Language = "en") -> Any:
        """Draw what the parts did to one indicator; returns the axes."""
        return attribution_figures.draw_one(self, indicator or self.shown_indicators[0], axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say of each shown indicator which parts did what, and whether they add up."""
        return attribution_words.words(self, lang)

    def findings(self) -> dict[str, Any]:
        """Return whole, parts and the test of adding up, of each shown indicator."""
        tested: dict[Any, Any] = self.additivity.set_index("indicator").to_dict("index")
        found: dict[str, Any] = {}
        for name in self.shown_indicators:
            rows = self.effects[(self.effects.indicator == name) & (self.effects.part == self.main)]
            parts: dict[Any, Any] = rows.set_index("player")[["mean", "low", "high"]].to_dict("index")
            found[name] = {"parts": parts, "additivity": tested.get(name, {})}
        return found

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return effects, the test of adding up, and interactions where they were worked out."""
        tables = {"effects": self.effects, "additivity": self.additivity}
        return tables | ({"interactions": self.pairs} if len(self.pairs) else {})

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return the shown indicators: a row a part, and the test of adding up."""
        names = self.shown_indicators
        header = [
            text("attribution.part", lang),
            *(f"{indicator_name(one, lang)} ({unit(one, lang)})" for one in names),
        ]
        found = []
        for part in PARTS[1:] if self.method == "alone" else PARTS:
            table = self.effects[self.effects.part == part].set_index(["player", "indicator"])
            rows = [
                [player_name(player, lang), *(_cell(table, (player, name), name) for name in names)]
                for player in self.players
            ]
            title, note = text(f"attribution.h_{part}", lang), text(f"attribution.{part}_note", lang)
            found.append(Shown(title, header, rows, note))
        return [*found, self._adding_up(lang)]

    def _adding_up(self, lang: Language) -> Shown:
        of = ("whole", "sum", "difference")
        header = [text(f"attribution.{one}", lang) for one in ("indicator", *of)]
        rows = []
        known: dict[str, dict[str, float]] = self.additivity.set_index("indicator").to_dict("index")  # type: ignore[assignment]
        for name in self.shown_indicators:
            if name in known:
                row = known[name]
                cells = [with_interval(name, row[one], row[f"{one}_low"], row[f"{one}_high"]) for one in of]
                rows.append([f"{indicator_name(name, lang)} ({unit(name, lang)})", *cells])
        title, note = text("attribution.h_additivity", lang), text("attribution.additivity_note", lang)
        return Shown(title, header, rows, note)

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return the shares, and the interactions of pairs where they can be read in a picture."""
        figures = {f"shares_{self.main}": attribution_figures.draw(self, lang)}
        if len(self.pairs) and len(self.players) <= MOST_DRAWN:
            figures["interactions"] = attribution_figures.draw_pairs(self, lang)
        return figures


def _of(share: Shares, part: str) -> Numbers:
    values: Numbers = getattr(share, part)
    return values


def _cell(table: pd.DataFrame, key: tuple[str, str], name: str) -> str:
    if key not in table.index:
        return NOTHING
    row = table.loc[[key]].iloc[0]
    return with_interval(name, float(row["mean"]), float(row["low"]), float(row["high"]))
