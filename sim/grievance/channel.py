"""Channels: the ways in which a trouble can be spoken of, as a table that a domain person can read and change."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import numpy as np

from sim.agents.resident import Receiver
from sim.agents.responses import Response
from sim.engine.clock import Hours
from sim.grievance.deadline import Deadline
from sim.grievance.table import CONFIDENCE, DATA, flag, names, share
from sim.table import Column, Mistake, TableError, Values, load_table
from sim.text.problem import Mark, Problem, phrase


class Entry(IntEnum):
    """Whose desk hears a channel first."""

    COMPOUND = 0
    COMMUNITY = 1
    DISPATCH = 2
    """A dispatcher sends it to the level that owns the matter."""


CHANNEL = np.dtype(
    [
        ("receiver", "i4"),  # whom one must trust to use it (resident.Receiver)
        ("entry", "i4"),
        ("official", "i4"),  # 1 if its cases run on the platform's clock
        ("cost", "f8"),  # to a resident, in units of utility
        ("digital", "f8"),  # how far it needs digital reach, 0-1
        ("effort", "f8"),  # how far it strains the old, 0-1
        ("leverage", "f8"),  # further utility per unit of severity
        ("asked", "f8"),  # further utility for enquiries
        ("visible", "f8"),  # share of neighbours that see it
        ("hours", "i4"),  # when it hears (clock.Hours)
        ("opens", "f8"),
        ("closes", "f8"),
        ("capture", "f8"),  # share of contacts that are recorded
        ("intake_hours", "f8"),  # median hours from contact to a desk
        ("misroute", "f8"),  # share sent to a wrong desk
        ("deadline", "i4"),  # deadline.Deadline if it has one of its own, else -1
    ],
    align=True,
)


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """The table, one record for each `Response` (the first three are no channels), and its names."""

    table: np.recarray
    ids: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]


COLUMNS = (
    Column("id", codes=names(Response)),
    Column("zh"),
    Column("en"),
    Column("receiver", codes=names(Receiver)),
    Column("entry", codes=names(Entry) | {"": -1}),
    flag("official"),
    Column("cost", 0, 50),
    share("digital"),
    share("effort"),
    Column("leverage", -20, 20),
    Column("asked", -20, 20),
    share("visible"),
    Column("hours", codes=names(Hours)),
    Column("opens", 0, 24),
    Column("closes", 0, 24),
    share("capture"),
    Column("intake_hours", 0, 240),
    share("misroute"),
    Column("deadline", codes=names(Deadline) | {"": -1}),
    Column("confidence", codes=CONFIDENCE),
    Column("source"),
)
"""What `channels.csv` may say; other columns than these are mistakes."""


def load_channels(path: Path | None = None) -> Channels:
    """Return a table of channels, its rows in the order of `Response`; the one that ships is read once in a process.

    Raises:
        TableError: with every mistake of the table, each with file, line and column.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Channels:
    return _read(DATA / "channels.csv")


def _read(path: Path) -> Channels:
    rows = load_table(path, COLUMNS, _mistakes_of_row)
    if [row["id"] for row in rows] != list(Response):
        allowed = phrase("allowed.one_of", names=", ".join(names(Response)))
        raise TableError([Problem(Mark(path.name), ("id",), phrase("channel.order"), allowed)])
    table = np.array([tuple(row[name] for name in CHANNEL.names or ()) for row in rows], dtype=CHANNEL)
    ids = tuple(names(Response))
    return Channels(table.view(np.recarray), ids, *(tuple(str(row[lang]) for row in rows) for lang in ("zh", "en")))


def _mistakes_of_row(row: Values) -> Iterator[Mistake]:
    if row["closes"] <= row["opens"]:
        yield "closes", phrase("channel.closes", opens=row["opens"]), None
