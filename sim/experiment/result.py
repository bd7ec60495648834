"""What every kind of study finds: words, tables and figures, and the same as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd
from matplotlib.figure import Figure

from sim.text import Language


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as a page shows it.

    Attributes:
        title: heading; empty for none.
        header, rows: words and numbers as they are printed.
        note: what one must know to read it.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


class Result(Protocol):
    """What a study found.

    A kind that writes more files has a method `files()` that returns their texts by name within the study's folder.
    """

    def words(self, lang: Language) -> list[str]:
        """Return what it found in sentences, the most important first."""

    def findings(self) -> dict[str, Any]:
        """Return the same as plain data that JSON can hold."""

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return its tables, tidy, by name."""

    def shown(self, lang: Language) -> Sequence[Shown]:
        """Return what of the tables a page shows."""

    def figures(self, lang: Language) -> Mapping[str, Figure]:
        """Return its figures by name; the caption of each is the text `study.figure_NAME`."""
