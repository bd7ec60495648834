"""The regularities as they were found, where they come from, and the bands that are read out of them.

`data/stylised_facts.csv` and `data/sources.csv` hold them in words; `data/measures.csv` the bands as numbers.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sim.parameters import PARAMETERS
from sim.text import Language


@dataclass(frozen=True, slots=True)
class Measure:
    """One number by which a fact is known.

    Attributes:
        low, high: the band, both ends in it; None where it is open. Without either, the number is only shown.
        basis: `table` where the band stands in the table of facts, `reading` where it is our reading of its words.
    """

    fact: str
    name: str
    unit: str
    low: float | None
    high: float | None
    basis: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str

    @property
    def judged(self) -> bool:
        """Whether the number decides about the fact."""
        return self.low is not None or self.high is not None

    def holds(self, value: float) -> bool:
        """Say whether a value lies in the band; NaN does not."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high) and value == value

    def title(self, lang: Language) -> str:
        """Return its name."""
        return self.zh if lang == "zh" else self.en

    def definition(self, lang: Language) -> str:
        """Return how it is computed."""
        return self.definition_zh if lang == "zh" else self.definition_en


@dataclass(frozen=True, slots=True)
class Source:
    """A figure that a fact rests on."""

    id: str
    quantity: str
    value: str
    unit: str
    year: str
    place: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A regularity.

    Attributes:
        statement, band, how, cited, strength: the row of the table, in its words.
        measures: numbers by which it is known.
        sources: the figures cited.
    """

    id: str
    statement: str
    band: str
    how: str
    cited: str
    strength: str
    measures: tuple[Measure, ...]
    sources: tuple[Source, ...]

    def in_view(self) -> tuple[str, ...]:
        """Return the parameters whose source says that they were set with this fact in view."""
        return tuple(name for name, one in PARAMETERS.items() if re.search(rf"\b{self.id}\b", one.source))


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _bound(text: str) -> float | None:
    return float(text) if text else None


def _measure(*, fact: str, measure: str, unit: str, low: str, high: str, **words: str) -> Measure:
    return Measure(fact, measure, unit, _bound(low), _bound(high), **words)


def _ids(cited: str) -> Iterator[str]:
    """Yield the ids of a list such as `US13, VX01-VX02`."""
    for first, last in re.findall(r"\b([A-Z]{2}\d\d)(?:-([A-Z]{2}\d\d))?", cited):
        yield from (f"{first[:2]}{n:02d}" for n in range(int(first[2:]), int((last or first)[2:]) + 1))


@cache
def load_facts() -> tuple[Fact, ...]:
    """Return every fact, in the order of the table.

    Example:
        >>> fact = load_facts()[0]
        >>> fact.id, fact.measures[0].name, fact.measures[0].low, fact.sources[0].id
        ('SF01', 'mean_to_median', 2.0, 'BA01')
    """
    sources = {row["id"]: Source(**row) for row in _rows("sources.csv")}
    measures = [_measure(**row) for row in _rows("measures.csv")]
    return tuple(
        Fact(
            row["id"], row["stylised_fact"], row["band_or_target"], row["how_to_compute_in_model"], row["sources"],
            row["strength"], tuple(one for one in measures if one.fact == row["id"]),
            tuple(sources[one] for one in _ids(row["sources"])),
        )
        for row in _rows("stylised_facts.csv")
    )  # fmt: skip
