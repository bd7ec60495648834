"""The plan of a whole city: everything down to compounds and contracts, people counted but not yet made.

It is small and quick (a fraction of a second for Wuhan) and always made for the whole city; an area is cut out of it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.city.allotment import Allotment, allot
from sim.city.divisions import Divisions
from sim.city.firms import Contracts, make_contracts
from sim.city.housing import make_compounds
from sim.city.keys import keys_of
from sim.city.margins import Margins


class Plan(NamedTuple):
    """The whole city in small. `floors`: of each compound's buildings. Keys are by row of the hierarchy."""

    divisions: Divisions
    margins: Margins
    district_keys: NDArray[np.uint64]
    street_keys: NDArray[np.uint64]
    allotted: Allotment
    compounds: np.recarray
    floors: NDArray[np.int64]
    contracts: Contracts


def make_plan(divisions: Divisions, margins: Margins, seed: int) -> Plan:
    """Make the plan of a city.

    Args:
        seed: any 64-bit number, the same for all areas that are to agree.

    Raises:
        CityError: the published totals contradict each other.
    """
    key = np.uint64(seed % 2**64)
    allotted = allot(divisions, margins, keys_of(divisions.community_codes), key)
    compounds, floors = make_compounds(allotted, divisions, margins.outer[allotted.unit], key)
    district_keys = keys_of(divisions.district_codes)
    district_of = divisions.street_district[divisions.community_street[compounds.community]]
    contracts = make_contracts(compounds, district_of, district_keys, key)
    return Plan(
        divisions, margins, district_keys, keys_of(divisions.street_codes), allotted, compounds, floors, contracts
    )
