"""A community for tickets whose place is known only to the street or the district: drawn, and counted as drawn."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.own_data.places import Gazetteer

_GAMMA, _MIX_1, _MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return keys scrambled (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    keys = (keys ^ (keys >> np.uint64(30))) * _MIX_1
    keys = (keys ^ (keys >> np.uint64(27))) * _MIX_2
    return keys ^ (keys >> np.uint64(31))


def uniforms(keys: NDArray[np.uint64], seed: int) -> NDArray[np.float64]:
    """Return a number from [0, 1) for each row, from what the row says and how many like it came before.

    Neither the order of the rows nor what other rows say changes what the rows of a key get between them.
    """
    before = pd.Series(keys).groupby(keys).cumcount().to_numpy().astype(np.uint64)
    with np.errstate(over="ignore"):
        start = _mixed(np.array([seed], dtype=np.uint64) + _GAMMA)
        drawn = _mixed(_mixed(keys ^ start) + before * _GAMMA)
    return np.asarray((drawn >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def draw_communities(
    areas: NDArray[np.int32],
    draws: NDArray[np.float64],
    gazetteer: Gazetteer,
    weights: NDArray[np.float64],
    within: int,
) -> NDArray[np.int32]:
    """Return a community for each row, as a row of the gazetteer.

    Args:
        areas: of each row; a community stays what it is.
        draws: from [0, 1), of each row.
        weights: of each community of the city.
        within: the area of which only communities are drawn.
    """
    drawn = areas.copy()
    for area in np.unique(areas[areas < gazetteer.first_community]).tolist():
        here = np.flatnonzero(areas == area)
        inside = set(gazetteer.communities_of(within))
        among = np.array([one for one in gazetteer.communities_of(area) if one in inside], dtype=np.int32)
        ends = np.cumsum(weights[among])
        at = np.searchsorted(ends, draws[here] * ends[-1], side="right")
        drawn[here] = gazetteer.first_community + among[np.minimum(at, len(among) - 1)]
    return drawn
