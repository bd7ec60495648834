"""What a lever may write: the records of institutions and the numbers of the rules. No resident, no ticket."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.world import World


class Institutions(NamedTuple):
    """Tables of one run, by kind of institution; `rules` has one record (parameters.RULES)."""

    communities: np.recarray
    streets: np.recarray
    districts: np.recarray
    departments: np.recarray
    compounds: np.recarray
    firms: np.recarray
    committees: np.recarray
    branches: np.recarray
    units: np.recarray
    rules: np.recarray

    @classmethod
    def of(cls, world: World) -> "Institutions":
        """Return the institutions' tables of a run: the tables themselves, not copies."""
        return cls(*(getattr(world, name) for name in cls._fields))


def condition_of_communities(institutions: Institutions) -> NDArray[np.float64]:
    """Return the mean state of repair of each community's compounds, weighted by residents (0 ruin .. 1 new)."""
    compounds, n = institutions.compounds, len(institutions.communities)
    people = np.bincount(compounds.community, compounds.resident_n, n)
    total = np.bincount(compounds.community, compounds.condition * compounds.resident_n, n)
    return np.asarray(total / np.maximum(people, 1.0))
