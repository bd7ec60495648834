"""What the distinct values of an export stand for: places, categories, channels, ratings."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.own_data.map_file import TicketMap
from sim.own_data.map_words import ANY_OTHER, OFFICIAL, category_row, channel_id
from sim.own_data.places import Gazetteer, plain
from sim.own_data.reasons import Blank, Reason
from sim.own_data.rows import Cells

T = TypeVar("T")
CHANNEL_IDS = tuple(OFFICIAL)
NONE = -1


class Matched(NamedTuple):
    """What each distinct value stands for.

    Attributes:
        ours: row of the area or category, number of the channel, rating 1-5; `NONE` where there is none.
        why: `Reason`, or for ratings `Blank`, why there is none.
        unknown: the text that is not known, by distinct value; "" where all is known.
    """

    ours: NDArray[np.int32]
    why: NDArray[np.int8]
    unknown: list[str]


def _cleaned(values: list[Cells], map_: TicketMap) -> list[Cells]:
    """Return values without blanks around, and "" for words that stand for nothing."""

    def clean(cell: str) -> str:
        cell = cell.strip()
        return "" if cell.casefold() in map_.empty else cell

    return [tuple(clean(cell) for cell in cells) for cells in values]


def _matched(found: list[tuple[int, int, str]]) -> Matched:
    ours, why, unknown = zip(*found, strict=True) if found else ((), (), ())
    return Matched(np.array(ours, dtype=np.int32), np.array(why, dtype=np.int8), list(unknown))


def match_places(values: list[Cells], map_: TicketMap, gazetteer: Gazetteer) -> Matched:
    """Return the areas that places name; the map's own words come first."""
    seen: dict[Cells, tuple[int, int, str]] = {}

    def one(cells: Cells) -> tuple[int, int, str]:
        written = [cell for cell in cells if cell] if map_.places else []
        for word in (" ".join(written), written[-1]) if written else ():
            if plain(word) in map_.places:
                row = map_.places[plain(word)]
                return (NONE, Reason.PLACE_LEFT_OUT, "") if row is None else (row, 0, "")
        upper = tuple(map(gazetteer.without_house, cells))
        if upper not in seen:
            seen[upper] = found(upper)
        return seen[upper]

    def found(cells: Cells) -> tuple[int, int, str]:
        match = gazetteer.find(cells, map_.levels, map_.upper_if_unknown)
        lost = match.why in (Reason.UNKNOWN_PLACE, Reason.AMBIGUOUS_PLACE, Reason.CONTRADICTING_PLACE)
        if lost and ANY_OTHER in map_.places:
            row = map_.places[ANY_OTHER]
            return (NONE, Reason.PLACE_LEFT_OUT, "") if row is None else (row, 0, "")
        return match.row, match.why, cells[match.cell] if lost else ""

    return _matched([one(cells) for cells in _cleaned(values, map_)])


def match_categories(values: list[Cells], map_: TicketMap) -> Matched:
    """Return the categories that cells name: all of them together, else the finest that is known."""

    def one(cells: Cells) -> tuple[int, int, str]:
        written = [cell for cell in cells if cell]
        if not written:
            return NONE, Reason.NO_CATEGORY, ""
        tried = [" / ".join(written), *reversed(written)]
        for word in tried:
            known, row = _look_up(map_.categories, word, category_row(word))
            if known:
                return (NONE, Reason.CATEGORY_LEFT_OUT, "") if row is None else (row, 0, "")
        known, row = _look_up(map_.categories, ANY_OTHER, None)
        if known:
            return (NONE, Reason.CATEGORY_LEFT_OUT, "") if row is None else (row, 0, "")
        return NONE, Reason.UNKNOWN_CATEGORY, tried[0]

    return _matched([one(cells) for cells in _cleaned(values, map_)])


def match_channels(values: list[Cells], map_: TicketMap) -> Matched:
    """Return the official channels that cells name."""

    def one(cells: Cells) -> tuple[int, int, str]:
        word = cells[0]
        known, name = _look_up(map_.channels, word, channel_id(word)) if word else (False, None)
        if not known:
            known, name = _look_up(map_.channels, ANY_OTHER, None)
        if not known:
            return (NONE, Reason.UNKNOWN_CHANNEL, word) if word else (NONE, Reason.NO_CHANNEL, "")
        return (NONE, Reason.CHANNEL_LEFT_OUT, "") if name is None else (CHANNEL_IDS.index(name), 0, "")

    return _matched([one(cells) for cells in _cleaned(values, map_)])


def match_ratings(values: list[Cells], map_: TicketMap) -> Matched:
    """Return the ratings, 1-5, that cells give; nothing written, or a word that means none, is no rating."""

    def one(cells: Cells) -> tuple[int, int, str]:
        word = cells[0]
        if not word:
            return NONE, 0, ""
        known, rating = _look_up(map_.ratings, word, None)
        if known:
            return (NONE if rating is None else rating), 0, ""
        try:
            number = float(plain(word))
        except ValueError:
            return NONE, Blank.RATING_UNKNOWN, word
        if number in (1, 2, 3, 4, 5):
            return int(number), 0, ""
        return NONE, Blank.RATING_OUT_OF_RANGE, ""

    return _matched([one(cells) for cells in _cleaned(values, map_)])


def _look_up(words: Mapping[str, T | None], word: str, else_found: T | None) -> tuple[bool, T | None]:
    """Return whether a word is known, and what it stands for: by the map, else as found among our own names."""
    form = plain(word)
    if form in words:
        return True, words[form]
    return else_found is not None, else_found
