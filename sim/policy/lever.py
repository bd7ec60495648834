"""What a lever is: a declaration that tells its whole story, and if need be a function that writes columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.policy.institutions import Institutions
from sim.policy.marks import WHICH, marks

Section = Literal["street", "community", "sinking", "compound", "property", "workers", "area_wide"]
UnitTable = Literal["districts", "streets", "communities", "compounds", "firms", "units"]
Group = Literal["residents", "old", "families", "owners", "volunteers", "workers", "street", "firms", "units", "upper"]
Confidence = Literal["seed", "published", "assumed"]
Rows = NDArray[np.int64]
Write = Callable[[Institutions, Rows, float], None]
Quantity = Callable[[Institutions, Rows, float], float]


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of a lever costs at its default intensity.

    Other intensities cost in proportion to their distance from neutral.

    Attributes:
        once: yuan when it is introduced.
        a_year: yuan a year.
        hours_a_year: staff hours a year to keep it going. They are taken from whoever bears them: the community, the
            street, or the district's bureaus, by what the lever works on.
        per: what a unit is.
        paid_by: whose money it is: public, or that of the firms, whose books it goes into.
    """

    once: float
    a_year: float
    hours_a_year: float
    per: Literal[
        "districts", "streets", "communities", "compounds", "firms", "units", "posts", "persons", "households", "yuan"
    ]
    source: str
    confidence: Confidence = "assumed"
    paid_by: Literal["public", "firms"] = "public"


Bearer = Literal["community", "street", "bureaus"]


class Cost(NamedTuple):
    """What a policy cost in a span of time: yuan, and staff hours."""

    yuan: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A lever of policy.

    Attributes:
        id: name in scenarios and code; never the name of a column or a rule.
        mechanisms: rows of the mechanism table (M01-M98) that it stands for.
        partial: whether it is only a part of these mechanisms.
        table: whose rows coverage selects.
        unit: unit of intensity (catalogue key `unit.*`).
        low, high: range of intensity.
        neutral: the intensity at which nothing changes: how things stood about 2016.
        default: intensity where a scenario states none.
        seed_value: the figure that the Wuhan report gives, if it gives one.
        benefits: who is meant to gain by it.
        covers: whether intensity is the share of the units in which the columns become 1 (drawn by their marks). A ramp
            then brings it to ever more units, rather than to all of them ever more.
        date: when it came into force: the report's year where it names one, else our reading.
        needs: levers of which one must be in force beside it: its columns are read together with theirs, and alone it
            does nothing.
        needs_stays: whether what such a lever has brought about is enough, after its end too.
        needs_shock: whether it acts only where a shock raises the alarm.
        same_as: levers that stand for the same posts or the same money; beside one of them it would be counted twice.
        writes: columns `table.column` that it sets, and nothing else.
        read_by: rules through which these columns act.
        source, confidence: of the default intensity.
        write: sets the columns where that is more than giving the covered rows the intensity.
        quantity: priced units; by default the covered rows in proportion to the distance from neutral.
    """

    id: str
    zh: str
    en: str
    mechanisms: tuple[str, ...]
    partial: bool = False
    section: Section
    table: UnitTable
    benefits: tuple[Group, ...]
    unit: str = "share"
    low: float = 0.0
    high: float = 1.0
    neutral: float = 0.0
    default: float
    seed_value: float | None = None
    covers: bool = False
    date: str
    cost: Price
    expected_zh: str
    expected_en: str
    side_effect_zh: str
    side_effect_en: str
    writes: tuple[str, ...]
    read_by: tuple[str, ...]
    source: str
    confidence: Confidence
    needs: tuple[str, ...] = ()
    needs_stays: bool = False
    needs_shock: bool = False
    same_as: tuple[str, ...] = ()
    write: Write | None = None
    quantity: Quantity | None = None

    def apply(self, institutions: Institutions, rows: Rows, amount: float) -> None:
        """Write the columns at full intensity. Dates, ramps, coverage and taking back are the timeline's work."""
        if self.covers:
            rows, amount = self.at_work(institutions, rows, amount), 1.0
        if self.write is not None:
            self.write(institutions, rows, amount)
            return
        for name in self.writes:
            table, _, column = name.partition(".")
            getattr(institutions, table)[column][rows] = amount

    def at_work(self, institutions: Institutions, rows: Rows, amount: float) -> Rows:
        """Return the rows in which it is at work: of one that covers units those that are drawn, else all."""
        if not self.covers:
            return rows
        keys = getattr(institutions, self.table)["key"][rows]
        return rows[marks(keys, self.id, WHICH) < amount]

    @property
    def borne_by(self) -> Bearer:
        """Return whose hours it takes, by what it works on."""
        if self.table == "streets":
            return "street"
        return "bureaus" if self.table in {"districts", "firms"} else "community"

    def units_priced(self, institutions: Institutions, rows: Rows, amount: float) -> float:
        """Return how many units of price this intensity on these rows comes to."""
        if self.quantity is not None:
            return self.quantity(institutions, rows, amount)
        if self.covers:
            return len(rows) * amount
        return len(rows) * abs(amount - self.neutral) / abs(self.default - self.neutral)
