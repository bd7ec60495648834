"""How many live in each community of a city: by what a ticket known only to the street is given a community."""

import numpy as np
from numpy.typing import NDArray

from sim.city.allotment import allot
from sim.city.divisions import Divisions
from sim.city.errors import CityError
from sim.city.keys import keys_of
from sim.city.source import CitySource, read_source

_SEED = 2020
"""Of the city, as `build_city` makes it unless told otherwise."""


def residents_of(source: CitySource, divisions: Divisions) -> NDArray[np.float64] | None:
    """Return the residents of each community, as the files give them or else as the model allots them; None if unknown.

    What the model allots within a census unit is made up; it is what the model's own troubles go by too.
    """
    if (divisions.population > 0).all():
        return divisions.population.astype(np.float64)
    try:
        read, margins = read_source(source)
        return allot(read, margins, keys_of(read.community_codes), np.uint64(_SEED)).residents.astype(np.float64)
    except CityError:
        return None
