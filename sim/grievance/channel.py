"""Channels: the ways in which a trouble can be spoken of, as a table that a domain person can read and change."""

import csv
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources

import numpy as np

from sim.agents.resident import Receiver, Response
from sim.engine.clock import Hours


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


def load_channels() -> Channels:
    """Read `data/channels.csv`; its rows stand in the order of `Response`."""
    text = resources.files(__package__).joinpath("data/channels.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    if [row["id"] for row in rows] != [response.name.lower() for response in Response]:
        raise ValueError("channels.csv must have one row for each Response, in their order")
    codes = {
        "receiver": lambda v: Receiver[v.upper()],
        "entry": lambda v: Entry[v.upper()] if v else -1,
        "hours": lambda v: Hours[v.upper()],
    }
    table = np.array(
        [tuple(codes.get(name, float)(row[name]) for name in CHANNEL.names or ()) for row in rows], dtype=CHANNEL
    ).view(np.recarray)
    return Channels(
        table,
        tuple(row["id"] for row in rows),
        tuple(row["zh"] for row in rows),
        tuple(row["en"] for row in rows),
    )
