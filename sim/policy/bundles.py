"""Bundles: levers that go together under one name (`bundles.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from ruamel.yaml import YAML

from sim.policy.levers import LEVERS


@dataclass(frozen=True, slots=True)
class Bundle:
    """A named set of levers with their intensities.

    Attributes:
        mechanisms: rows of the mechanism table that it stands for, as far as its levers do.
        intensities: by lever.
    """

    id: str
    zh: str
    en: str
    mechanisms: tuple[str, ...]
    intensities: Mapping[str, float]


def _read() -> dict[str, Bundle]:
    rows = YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath("bundles.yaml").read_text("utf-8"))
    return {
        name: Bundle(
            name,
            row["zh"],
            row["en"],
            tuple(row["mechanisms"]),
            MappingProxyType({lever: LEVERS[lever].default for lever in row["levers"]}),
        )
        for name, row in rows.items()
    }


BUNDLES: Mapping[str, Bundle] = MappingProxyType(_read())
"""Every bundle by id."""
