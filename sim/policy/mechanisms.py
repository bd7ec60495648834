"""The 98 mechanisms read out of the Wuhan report (`mechanisms.csv`), and the levers and bundles that stand for each."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from sim.policy.bundles import BUNDLES, Bundle
from sim.policy.lever import Lever
from sim.policy.levers import LEVERS


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A row of the mechanism table.

    Attributes:
        quantity: what the report says of it in figures.
    """

    id: str
    zh: str
    en: str
    quantity: str


def _read() -> dict[str, Mechanism]:
    text = resources.files(__package__).joinpath("mechanisms.csv").read_text(encoding="utf-8")
    return {row["id"]: Mechanism(**row) for row in csv.DictReader(text.splitlines())}


MECHANISMS: Mapping[str, Mechanism] = MappingProxyType(_read())
"""Every mechanism by id, M01 to M98."""


def stand_for(mechanism: str) -> list[Lever | Bundle]:
    """Return the levers and bundles that stand for a mechanism, levers first.

    Example:
        >>> [one.id for one in stand_for("M20")]
        ['whistle_calls', 'community_whistles']
    """
    things: list[Lever | Bundle] = [*LEVERS.values(), *BUNDLES.values()]
    return [one for one in things if mechanism in one.mechanisms]
