"""How sure we are of the numbers that the model is made of."""

import csv
from collections import Counter
from dataclasses import dataclass
from importlib import resources

from sim.parameters import PARAMETERS
from sim.report.quantities import parameter_unit
from sim.text import Language, text

CONFIDENCES = ("seed", "published", "assumed")
TABLES = (
    ("rules", "sim.parameters", "registry.csv", "confidence"),
    ("rates", "sim.grievance", "data/categories.csv", "rate_confidence"),
    ("handling", "sim.grievance", "data/categories.csv", "handling_confidence"),
    ("channels", "sim.grievance", "data/channels.csv", "confidence"),
    ("people", "sim.city", "data/synthesis.csv", "confidence"),
    ("housing", "sim.city", "data/compounds.csv", "confidence"),
)
"""What is told, package, table, and the column that says how sure we are."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many numbers of a table come from where."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assumed:
    """A parameter whose value is assumed, with the range that it may as well have."""

    name: str
    meaning: str
    value: str
    range: str
    unit: str
    source: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Weighty:
    """An assumed parameter that a conclusion was found to hang on, and how much of its variance is due to it."""

    assumed: Assumed
    share: str


def counts(lang: Language) -> list[Count]:
    """Return how many numbers come from the Wuhan report, from publications, and from assumption."""
    made = []
    for key, package, table, column in TABLES:
        lines = resources.files(package).joinpath(table).read_text(encoding="utf-8").splitlines()
        found = Counter(row[column] for row in csv.DictReader(lines))
        made.append(Count(text(f"report.numbers_of_{key}", lang), tuple(found[one] for one in CONFIDENCES)))
    return made


def assumed(overrides: dict[str, float], lang: Language) -> list[Assumed]:
    """Return the assumed parameters in the order of the registry, with the values that the run used."""
    return [
        Assumed(
            one.name,
            one.zh if lang == "zh" else one.en,
            f"{overrides.get(one.name, one.value):g}",
            f"{one.low:g} – {one.high:g}",
            parameter_unit(one.unit, lang),
            one.source,
            one.name in overrides,
        )
        for one in PARAMETERS.values()
        if one.confidence == "assumed"
    ]


def weighty(assumptions: list[Assumed]) -> list[Weighty]:
    """Return those that mattered most to the main conclusion, heaviest first.

    That the reforms of 2021 lighten the burden per resident was studied over the ranges of all assumed parameters
    (`experiments/sensitivity_main.yaml`); `tests/renew_ready_studies.py` writes down what it found.
    """
    by_name = {one.name: one for one in assumptions}
    lines = resources.files(__package__).joinpath("weighty.csv").read_text(encoding="utf-8").splitlines()
    return [Weighty(by_name[row["parameter"]], _share(row)) for row in csv.DictReader(lines)]


def _share(row: dict[str, str]) -> str:
    total, low, high = (f"{float(row[name]):.0%}" for name in ("total", "low", "high"))
    return f"{total} ({low} – {high})"
