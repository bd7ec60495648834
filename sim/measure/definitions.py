"""The one table of definitions that the summary, the report and the reference print from."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is.

    Attributes:
        kind: `reported` (what an office sees), `true` (what the model knows) or `input` (set, not produced).
    """

    name: str
    unit: str
    kind: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str


@cache
def definitions() -> dict[str, Definition]:
    """Return every indicator's definition by name, in the order of reports."""
    text = resources.files(__package__).joinpath("definitions.csv").read_text(encoding="utf-8")
    return {row["name"]: Definition(**row) for row in csv.DictReader(text.splitlines())}
