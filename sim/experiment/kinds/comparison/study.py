"""Comparisons: the same troubles of the same people under two policies or more, each against the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.city.source import WUHAN, read_hierarchy
from sim.experiment.calling import Ensemble, called
from sim.experiment.cluster import Workers
from sim.experiment.factor import SCENARIO
from sim.experiment.kinds.comparison import figures as comparison_figures
from sim.experiment.kinds.comparison import tables as comparison_tables
from sim.experiment.kinds.comparison import words as comparison_words
from sim.experiment.kinds.comparison.against import Against, against_of
from sim.experiment.kinds.comparison.differences import differences_of, judged
from sim.experiment.kinds.comparison.file import ComparisonFile, pairs_of, worlds_to_compare
from sim.experiment.kinds.comparison.pair import most_of, pair
from sim.experiment.kinds.comparison.stopping import FIRST_BATCH, carry_on, stated
from sim.experiment.kinds.comparison.two_lives import lives_of
from sim.experiment.result import Shown
from sim.experiment.session import Session
from sim.experiment.tidy import tidy
from sim.experiment.world import Values, World
from sim.measure.definitions import definitions
from sim.results.interruption import between_days
from sim.scenario import Scenario
from sim.text import Language


@dataclass(frozen=True)
class ComparisonResult:
    """What a comparison found.

    Attributes:
        runs: the tidy table of all its runs.
        base: name of the world that the others are compared with.
        others: what is known of each other world.
        shown_indicators: indicators that are shown first.
        differences: `differences_of` for each `scenario`, p values adjusted for all of them together.
        seeds: replications that were asked for.
        places: names of districts, streets and communities by code.
    """

    runs: pd.DataFrame
    base: str
    others: tuple[Against, ...]
    shown_indicators: tuple[str, ...]
    differences: pd.DataFrame
    seeds: int
    scenario: Scenario
    places: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> pd.DataFrame:
        """Return the differences of one world, by indicator."""
        return self.differences[self.differences.scenario == name].set_index("indicator")

    def plot(self, axes: Any = None, lang: Language = "en") -> Any:
        """Draw the differences of the first other world as a forest plot; returns the axes."""
        return comparison_figures.draw_forest(self, self.others[0].name, axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say what differs beyond chance, what does not, what became of troubles, who gains and who loses."""
        return comparison_words.words(self, lang)

    def findings(self) -> dict[str, Any]:
        """Return the differences, wishes of precision and troubles that differ most, by world."""
        return comparison_words.findings(self)

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return differences, transitions, who gains and loses, and equity; a row a world and more."""
        return {"differences": self.differences} | {
            name: pd.concat([getattr(one, name).assign(scenario=one.name) for one in self.others], ignore_index=True)
            for name in ("moved", "transitions", "gains", "equity")
        }

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return what of the tables a page shows."""
        return comparison_tables.shown(self, lang)

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return the differences, the fates of troubles, who gains and loses, and where."""
        return comparison_figures.figures(self, lang)


def carry_out(file: ComparisonFile, run: Session) -> ComparisonResult:
    """Do a comparison.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
    """
    worlds = worlds_to_compare(file)
    first, names = str(worlds[0].factors[SCENARIO]), [str(one.factors[SCENARIO]) for one in worlds]
    of_worlds: list[list[Values | None]] = []

    def apart(count: int) -> dict[Any, list[float]]:
        """Live so many seeds of all worlds; return the differences of each wish."""
        found = run(file.replicate(worlds, count))
        of_worlds[:] = [found[number :: len(worlds)] for number in range(len(worlds))]
        return {(n, name): _apart(of_worlds[0], of_worlds[n], name) for n in range(1, len(worlds)) for name in wished}

    wished = file.precision
    reached: dict[Any, Any] = {}
    seeds = file.replications
    if wished:
        wishes = {(n, name): half for n in range(1, len(worlds)) for name, half in wished.items()}
        seeds, reached = carry_on(apart, wishes, max(FIRST_BATCH, file.replications), file.most)
    else:
        apart(seeds)
    pairs = pairs_of(worlds)
    planned = file.replicate(pairs, min(seeds, file.pairs))
    beside = run(planned, pair) if planned else []
    others = []
    for n, name in enumerate(names[1:], 1):
        mine = beside[n - 1 :: len(pairs)]
        lived = next(((w, one) for w, one in zip(planned[n - 1 :: len(pairs)], mine, strict=True) if one), None)
        lives = [] if lived is None else _lives(*lived, file.lives)
        kept = [one for one in mine if one is not None]
        of_this = {indicator: one for (number, indicator), one in reached.items() if number == n}
        others.append(
            against_of(name, _wide(of_worlds[0]), _wide(of_worlds[n]), kept, worlds[0].scenario.days, lives, of_this)
        )
    everything = [stated(differences_of(one.base, one.other), one.reached).assign(scenario=one.name) for one in others]
    table = judged(pd.concat(everything, ignore_index=True)) if everything else pd.DataFrame()
    return ComparisonResult(
        tidy(run.finished()), first, tuple(others), tuple(file.indicators), table, seeds, worlds[0].scenario,
        _places(worlds[0].scenario),
    )  # fmt: skip


def _apart(base: Sequence[Values | None], other: Sequence[Values | None], name: str) -> list[float]:
    """Return the differences of an indicator, of the seeds with which both worlds could tell it."""
    both = [(a[name], b[name]) for a, b in zip(base, other, strict=True) if a is not None and b is not None]
    return [b - a for a, b in both if np.isfinite(a) and np.isfinite(b)]


def _wide(found: Sequence[Values | None]) -> pd.DataFrame:
    """Return a row a seed, a column an indicator; nothing but NaN where the run failed."""
    rows = [{} if one is None else one for one in found]
    return pd.DataFrame(rows, columns=list(definitions()), dtype=float)


def _lives(world: World, values: Values, count: int) -> list[Any]:
    if count == 0:
        return []
    with between_days() as stop_if_asked:
        return lives_of(world, most_of(values, count), stop_if_asked)


def _places(scenario: Scenario) -> dict[str, str]:
    known = read_hierarchy(scenario.city_source() or WUHAN)
    codes = [*known.district_codes, *known.street_codes, *known.community_codes]
    return dict(zip(codes, [*known.district_names, *known.street_names, *known.community_names], strict=True))


def compare(
    *scenarios: str | Path,
    replications: int = 10,
    precision: Mapping[str, float] | None = None,
    most: int = 200,
    pairs: int = 10,
    lives: int = 0,
    ensemble: Ensemble = None,
    workers: Workers = 0,
    out: str | Path | None = None,
    **settings: Any,
) -> ComparisonResult:
    """Live the same troubles under several policies, and compare each with the first.

    Args:
        scenarios: names or paths of scenarios; bundles or levers, which are added to the first, or to the baseline.
        precision: wished half-width of the paired difference by indicator: runs are added until it is reached, or
            there are `most`.
        pairs: seeds that are compared trouble by trouble.
        lives: how many of the troubles that differ most are followed through both worlds.
        ensemble: sets of parameters that fit, as a calibration returns them, or their file: in turn, one a seed.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in.
        settings: what is changed in every world: `area`, `days`, a lever, a parameter.

    Raises:
        ScenarioError: everything that is wrong with it.

    Example:
        >>> found = compare("baseline", "whistle_calls", area="420106001001", days=3, warmup=0, replications=2)
        >>> float(found.of("whistle_calls").difference["troubles"])
        0.0
    """
    said = {
        "scenarios": scenarios, "set": settings, "replications": replications,
        "precision": None if precision is None else {name: float(half) for name, half in precision.items()},
        "most": most, "pairs": pairs, "lives": lives,
    }  # fmt: skip
    return called(ComparisonFile, carry_out, said, workers, out, ensemble)
