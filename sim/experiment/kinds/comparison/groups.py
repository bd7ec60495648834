"""Groups of residents, and of the troubles that befall them: by age, tenure, housing, place."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.agents.compound import CompoundKind
from sim.city import City
from sim.city.graph import node_names

AGES = ("0-17", "18-34", "35-59", "60-74", "75+")
_FROM = np.array([18, 35, 60, 75])
TENURES = ("renter", "owner")
KINDS = tuple(kind.name.lower() for kind in CompoundKind)
PLACES = ("district", "street", "community", "compound")
MOST_COMPOUNDS = 800
"""More are not told one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """One way of dividing things into groups.

    Attributes:
        of: number of the group of each.
        names: of the groups.
    """

    of: NDArray[np.int64]
    names: tuple[str, ...]


def groupings(city: City, residents: NDArray[np.int32] | slice = slice(None)) -> Mapping[str, Grouping]:
    """Return how residents divide, by name of the division; a place is left out where there is only one of its kind.

    Args:
        residents: rows; all of them if left out.
    """
    people = city.residents
    compound = city.buildings.compound[people.building[residents]]
    community = people.community[residents]
    street = city.communities.street[community]
    found = {
        "age": Grouping(np.searchsorted(_FROM, people.age[residents], side="right"), AGES),
        "tenure": Grouping((city.households.owner[people.household[residents]] != 0).astype(np.int64), TENURES),
        "compound_kind": Grouping(city.compounds.kind[compound].astype(np.int64), KINDS),
    }
    places = {
        "district": (city.streets.district[street], city.codes["districts"]),
        "street": (street, city.codes["streets"]),
        "community": (community, city.codes["communities"]),
    }
    if len(city.compounds) <= MOST_COMPOUNDS:
        codes = node_names(city.tables, city.codes)["compounds"]
        places["compound"] = (compound, [code.removeprefix("compound:") for code in codes])
    for name, (rows, names) in places.items():
        if len(names) > 1:
            found[name] = Grouping(np.asarray(rows, dtype=np.int64), tuple(names))
    return found
