"""Which values of an export were not understood, and what they may have meant."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.own_data.map_file import TicketMap
from sim.own_data.map_words import ANY_OTHER, CHANNELS, OFFICIAL
from sim.own_data.matching import Matched
from sim.own_data.places import Gazetteer, plain
from sim.own_data.showing import NearMiss, Unshown, near_misses
from sim.scenario.names import names_of_categories

SAME_NAME = 3
"""Places of one name that are listed."""


def unknown_values(
    matched: Mapping[str, Matched], codes: Mapping[str, NDArray[np.int32]], map_: TicketMap, gazetteer: Gazetteer
) -> tuple[tuple[NearMiss, ...], tuple[Unshown, ...]]:
    """Return the values that are not known, as far as they may be shown, and counts of the others.

    Args:
        matched: by part, what its distinct values stand for.
        codes: by part, the distinct value of each row.
    """
    words = {"place": map_.places, "category": map_.categories, "channel": map_.channels, "rating": map_.ratings}
    near: list[NearMiss] = []
    unshown: list[Unshown] = []
    for part, values in matched.items():
        if part not in codes or not any(values.unknown):
            continue
        known = {plain(word): (word,) for word in words[part] if word != ANY_OTHER} | _known(part, gazetteer)
        rows = np.bincount(codes[part], minlength=len(values.unknown))
        shown, hidden = near_misses(part, values.unknown, rows, known)
        near += shown
        unshown += [hidden] if hidden.values else []
    return tuple(near), tuple(unshown)


def _known(part: str, gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Return our own names of a part in plain form, and how each is told: places with the names above them."""
    names: dict[str, tuple[str, ...]] = {}
    if part == "place":
        for area, path in gazetteer.paths:
            before = names.get(plain(area.name), ())
            names[plain(area.name)] = (*before, f"{path} {area.name}".strip())[:SAME_NAME]
    elif part == "category":
        names = {plain(name): (name,) for name in names_of_categories()}
    elif part == "channel":
        official = [name for one, row in OFFICIAL.items() for name in (one, CHANNELS.zh[row], CHANNELS.en[row])]
        names = {plain(name): (name,) for name in official}
    return names
