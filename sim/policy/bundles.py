"""Bundles: levers that go together under one name (`bundles.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from sim.policy.levers import LEVERS

Dose = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A named set of levers with their doses.

    Attributes:
        mechanisms: rows of the mechanism table that it stands for.
        doses: by lever, as a scenario writes them: `intensity`, and `where` if it is not everywhere.
    """

    id: str
    zh: str
    en: str
    mechanisms: tuple[str, ...]
    doses: Mapping[str, Dose]

    @property
    def intensities(self) -> dict[str, float]:
        """Return the intensity of each of its levers."""
        return {lever: float(dose["intensity"]) for lever, dose in self.doses.items()}


def _dose(lever: str, written: Any) -> Dose:
    """Return a dose from what stands beside a lever: nothing, an intensity, or a mapping."""
    if written is None:
        return {"intensity": LEVERS[lever].default}
    if isinstance(written, Mapping):
        return {"intensity": LEVERS[lever].default, **written}
    return {"intensity": float(written)}


def _bundle(name: str, row: Mapping[str, Any]) -> Bundle:
    """Return a bundle from its row; with `all_but` it holds every lever that is not named there."""
    levers: dict[str, Any] = dict(row["levers"])
    if "all_but" in row:
        levers = {lever: levers.get(lever) for lever in LEVERS if lever not in row["all_but"]}
    doses = {lever: _dose(lever, written) for lever, written in levers.items()}
    return Bundle(name, row["zh"], row["en"], tuple(row["mechanisms"]), MappingProxyType(doses))


def _read() -> dict[str, Bundle]:
    rows = YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath("bundles.yaml").read_text("utf-8"))
    return {str(name): _bundle(str(name), row) for name, row in rows.items()}


BUNDLES: Mapping[str, Bundle] = MappingProxyType(_read())
"""Every bundle by id."""
