"""A run before and after the dates of its policy: monthly series, estimates, years, reported beside true."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sim.measure.interrupted import Interrupted, interrupted, join_dates, month_of
from sim.measure.monthly import (
    SHARES,
    Pair,
    YearMeans,
    monthly_content,
    monthly_in_time,
    monthly_pairs,
    whole_months,
    year_means,
)
from sim.report.dates import Change, changes
from sim.report.folder import Run

ORDER = ("solved", "in_time", "content", "heard", "petitions")
ROSE, HARDLY = 0.01, 0.01
"""A share that moved by less than a point did not move; a burden that is lower by less than this part is not lower:
two runs of a street differ by as much."""


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """A run's months before and after the dates of its policy.

    Attributes:
        joined: the changes inside the measured time, those too near to each other as one.
        pairs, unchanged: monthly series of this world, and of the one whose policy stayed as on the first day.
    """

    run: Run
    joined: list[list[Change]]
    pairs: dict[str, Pair]
    unchanged: dict[str, Pair]

    @property
    def breaks(self) -> list[pd.Period]:
        """The months from which the changes show."""
        return [month_of(group[0].day) for group in self.joined]

    @cached_property
    def fits(self) -> dict[str, tuple[Interrupted, Interrupted | None]]:
        """The regressions by pair: reported, true."""
        return {
            name: (
                interrupted(pair.reported, self.breaks),
                None if pair.true is None else interrupted(pair.true, self.breaks),
            )
            for name, pair in self.pairs.items()
        }

    def years(self, name: str) -> list[YearMeans | None]:
        """Return for reported and true the year before the first date and the last year."""
        return [None if series is None else year_means(series, self.breaks[0]) for series in self.pairs[name]]

    def unchanged_last(self, name: str) -> list[float | None]:
        """Return for reported and true the last year in the world whose policy stayed as on the first day."""
        pair = self.unchanged.get(name, (None, None))
        return [None if series is None else float(series.iloc[-12:].mean()) for series in pair]


def before_after(run: Run) -> BeforeAfter | None:
    """Return a run's months about the dates of its policy; None where it has no date inside the measured time."""
    inside = [change for change in changes(run) if change.inside]
    months = whole_months(run.start, run.end)
    if not inside or run.daily.empty or not len(months):
        return None
    by_day = {change.day: change for change in inside}
    joined = [[by_day[day] for day in group] for group in join_dates(by_day)]
    residents = int(run.summary["residents"])
    pairs = monthly_pairs(run.daily, months, residents)
    if len(run.official):
        pairs["in_time"] = monthly_in_time(run.official, months)
        pairs["content"] = monthly_content(run.official, months)
    unchanged = monthly_pairs(run.unchanged, months, residents) if not run.unchanged.empty else {}
    return BeforeAfter(run, joined, {name: pairs[name] for name in ORDER if name in pairs}, unchanged)


@dataclass(frozen=True, slots=True)
class LooksBetter:
    """What was reported better while residents were no better off.

    Attributes:
        rose, fell: pairs whose reported share rose or fell, by a point and by more than chance.
        burden, unchanged: per resident, in this world and in that whose policy stayed.
    """

    rose: list[str]
    fell: list[str]
    burden: float
    unchanged: float


def looks_better(found: BeforeAfter) -> LooksBetter | None:
    """Say whether it was reported better while residents were no better off; None if not, or if it cannot be told.

    Reported better: from the year before the first date to the last year more shares rose than fell.
    No better off: the burden is not lower, to speak of, than in the same world without the changes. Years of the burden
    would not tell, for it is that of troubles which last for years, from a start without any.
    """
    burden, other = found.run.value("burden_per_resident"), found.run.unchanged_value("burden_per_resident")
    if burden is None or other is None or burden <= (1.0 - HARDLY) * other:
        return None
    years = {name: means for name in SHARES if name in found.pairs and (means := found.years(name)[0])}
    rose = [name for name, one in years.items() if one.last - one.before >= max(ROSE, one.chance)]
    fell = [name for name, one in years.items() if one.before - one.last >= max(ROSE, one.chance)]
    return LooksBetter(rose, fell, burden, other) if len(rose) > len(fell) else None
