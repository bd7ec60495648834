"""What a calibration found: the sets of parameters that fit, or why none does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.experiment.ensemble import NUMBER
from sim.experiment.factor import Factor
from sim.experiment.kinds.calibration import figures as calibration_figures
from sim.experiment.kinds.calibration import fitted, misfit
from sim.experiment.kinds.calibration import shown as calibration_shown
from sim.experiment.kinds.calibration import words as calibration_words
from sim.experiment.kinds.calibration.implausibility import (
    CUT,
    Scale,
    implausibilities,
    mean_over_seeds,
    misses,
    total_miss,
    worst,
)
from sim.experiment.kinds.calibration.target import Target
from sim.experiment.kinds.calibration.waves import Matched, Tried, profile
from sim.experiment.result import Shown
from sim.parameters import PARAMETERS
from sim.text import Language

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CalibrationResult:
    """What a calibration found.

    Attributes:
        parameters: that were free.
        targets: that sets had to fit; held: foretold only; not_told: what no run of the first wave could tell.
        names: of the numbers read off each run.
        scale: what distances from the targets are measured in.
        tried: all points, with what their runs showed.
        matched: how the waves went.
        as_it_is: numbers of the scenario as it stands, shape (seeds, numbers).
        aims: positions of the targets of each aim, where they were searched as several.
    """

    parameters: tuple[Factor, ...]
    targets: tuple[Target, ...]
    held: tuple[Target, ...]
    not_told: tuple[Target, ...]
    names: tuple[str, ...]
    scale: Scale
    tried: Tried
    matched: Matched
    as_it_is: Floats
    aims: Mapping[str, Sequence[int]]

    @cached_property
    def used(self) -> NDArray[np.int64]:
        """Which of the numbers the targets are."""
        return np.array([self.names.index(one.name) for one in self.targets], dtype=np.int64)

    @property
    def seeds(self) -> int:
        """Runs of each set."""
        return int(self.tried.numbers.shape[1])

    @cached_property
    def each(self) -> Floats:
        """Implausibility of each point and target."""
        return implausibilities(self.targets, self._means, self.scale, self.seeds)

    @cached_property
    def fits(self) -> NDArray[np.bool_]:
        """Which points fit every target."""
        return (worst(self.each) <= CUT) if self.targets else np.zeros(len(self.tried.points), dtype=bool)

    @cached_property
    def even(self) -> bool:
        """Whether the ensemble is strewn evenly over the region that fits: made of points of waves only."""
        return bool((self.fits & self.tried.even).sum() >= min(fitted.FEW, max(1, self.fits.sum())))

    @cached_property
    def chosen(self) -> NDArray[np.int64]:
        """Positions of the members, in an order drawn by lot: any first few of them stand for all."""
        which = np.flatnonzero(self.fits & self.tried.even if self.even else self.fits)
        return np.random.default_rng(0).permutation(which)

    @cached_property
    def members(self) -> pd.DataFrame:
        """The sets that fit: a column `set`, one for each parameter or lever that was free."""
        table = self.values_at(self.chosen)
        table.insert(0, NUMBER, np.arange(len(table)))
        return table

    @property
    def ensemble(self) -> list[dict[str, float]]:
        """The sets as `write_ensemble` and other studies take them: parameters only, no levers."""
        rows: list[dict[str, float]] = self.members[self._in_registry].to_dict("records")  # type: ignore[assignment]
        return rows if self._in_registry else []

    @cached_property
    def _means(self) -> Floats:
        return mean_over_seeds(self.tried.numbers[:, :, self.used])

    @property
    def _in_registry(self) -> list[str]:
        return [one.name for one in self.parameters if one.name in PARAMETERS]

    @cached_property
    def points(self) -> pd.DataFrame:
        """All points: parameters, `wave` (0: search), `even`, `fits`, `member`, `miss`, `implausibility`, numbers."""
        means = mean_over_seeds(self.tried.numbers)
        table = self.values_at(np.arange(len(self.tried.points)))
        table["wave"], table["even"], table["fits"] = self.tried.wave, self.tried.even, self.fits
        table["member"] = np.isin(np.arange(len(table)), self.chosen)
        table["miss"] = self.miss if self.targets else np.nan
        table["implausibility"] = worst(self.each) if self.targets else np.nan
        for number, name in enumerate(self.names):
            table[name] = means[:, number]
        return table

    @cached_property
    def profile(self) -> Floats:
        """Least implausibility along each parameter, shape (parameters, steps); without rows where nothing is known."""
        emulator, inside = self.matched.emulator, self.matched.inside
        if emulator is None or inside is None:
            return np.empty((0, 0))
        run = (self.tried.points, worst(self.each))
        return profile(emulator, self.targets, self.scale, self.seeds, inside, run)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """How much of each parameter's range is left: see `fitted.kept`."""
        return fitted.kept(self.parameters, self.tried.points[self.chosen], self.profile)

    @cached_property
    def correlations(self) -> pd.DataFrame:
        """What two parameters may be only together: see `fitted.correlations`."""
        return fitted.correlations(self.parameters, self.tried.points[self.chosen])

    @cached_property
    def readings(self) -> pd.DataFrame:
        """What the sets that fit say of each target: see `fitted.readings`."""
        numbers = self.tried.numbers
        roles = {"target": self.targets, "held_out": self.held, "not_told": self.not_told}
        first, last = numbers[self.tried.wave == 1], numbers[self.chosen]
        return fitted.readings(roles, self.names, self.as_it_is, first, last, self.scale)

    @cached_property
    def miss(self) -> Floats:
        """Weighted miss of each point: see `implausibility.total_miss`."""
        return total_miss(self.targets, misses(self.targets, self._means, self.scale))

    def values_at(self, positions: NDArray[np.int64]) -> pd.DataFrame:
        """Return what the parameters are at points."""
        chosen = self.tried.points[positions]
        return pd.DataFrame(
            {one.name: [float(one.at(u)) for u in chosen[:, n]] for n, one in enumerate(self.parameters)}
        )

    def plot(self, axes: Any = None, lang: Language = "en") -> Any:
        """Draw the first pair of parameters into axes, without axes all pairs into a figure; returns the axes."""
        return calibration_figures.plot(self, axes, lang)

    def words(self, lang: Language) -> list[str]:
        """Say what fits, what that pins down, what it foretells, and what cannot be told."""
        return calibration_words.words(self, lang)

    def findings(self) -> dict[str, Any]:
        """Return the main numbers."""
        out_of_reach, pairs = misfit.conflicts([one.name for one in self.targets], self.each)
        held = self.readings[self.readings.role == "held_out"]
        return {
            "sets_that_fit": int(self.fits.sum()), "members": len(self.chosen),
            "inside_every_band": misfit.inside_bands(self)[0], "evenly_strewn": self.even,
            "sets_tried": len(self.tried.points), "cut": CUT, "share_left": self.matched.left[-1:],
            "missed_as_it_is": misfit.missed_as_it_is(self), "out_of_reach": out_of_reach,
            "never_together": [list(pair) for pair in pairs],
            "kept": self.kept.set_index("parameter")[["share_kept", "profile_kept", "verdict"]].to_dict("index"),
            "held_out": held.set_index("name")[["middle", "low", "high", "verdict"]].to_dict("index"),
            "not_told": [one.name for one in self.not_told],
        }  # fmt: skip

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return the ensemble as other studies read it, and what stands behind it."""
        found = {"points": self.points, "targets": self.readings, "kept": self.kept, "members": self.members}
        found["correlations"] = self.correlations
        if len(self.profile):
            found["profile"] = fitted.profile_table(self.parameters, self.profile)
        if self.aims:
            found["tradeoffs"] = misfit.tradeoffs(self)
        names = self._in_registry
        return {"ensemble": self.members[[NUMBER, *names]], **found} if names else found

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return the targets, the parameters, and the nearest misses where nothing fits."""
        return calibration_shown.shown(self, lang)

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return the pairs with profiles, and the targets."""
        return calibration_figures.draw(self, lang)
