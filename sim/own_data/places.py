"""Places as people write them: a code, a name, a short name, with or without the names above, or an address."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.city.areas import Area, areas_of, short_name
from sim.city.divisions import LEVELS, Divisions
from sim.own_data.reasons import Reason

Cells = tuple[str, ...]
ANY = ""
"""Level of a column that may name a place of any level."""
_BETWEEN = re.compile(r"\s*[/>›·,，;；|、]+\s*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LAST_WORDS = (
    "社区居民委员会", "社区居委会", "居民委员会", "居委会", "村民委员会", "村委会", "社区", "街道办事处", "街道",
    "街", "镇", "乡", "村", "区", "县", "市", "场", "处", "园", "湖",
)  # fmt: skip
_ENDING = re.compile("(?=(" + "|".join(_LAST_WORDS) + "))")
_TO_LAST_AREA = re.compile(f".*(?:{'|'.join(_LAST_WORDS)})", re.DOTALL)
_HOUSE = re.compile(r"[\u3400-\u9fff]\d")
_COMMITTEE = re.compile(r"(社区)(居民委员会|居委会)$")
_LONGEST_NAME = 18


def plain(word: str) -> str:
    """Return a word as it is compared: full-width letters as plain ones, no case, single blanks.

    Example:
        >>> plain(" Ｎoise  - Residential ")
        'noise - residential'
    """
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def _parts(text: str) -> list[str]:
    """Return the names of a text, from above down; blanks part Chinese ones, where other names have blanks inside."""
    parts = _BETWEEN.split(text.strip())
    return [name for part in parts for name in (part.split() if _HAN.search(part) else [part]) if name]


class Match(NamedTuple):
    """What a row's place was found to be.

    Attributes:
        row: of `Gazetteer.areas`; -1 where there is none.
        why: why there is none.
        cell: the cell at fault.
    """

    row: int
    why: Reason = Reason.KEPT
    cell: int = 0


class Gazetteer:
    """The areas of a city and the names that they go by.

    Attributes:
        areas: upper levels first; the city itself is row 0.
        paths: of each area, with the names above it.
        parents: row of the area right above each, -1 for the city.
    """

    def __init__(self, divisions: Divisions) -> None:
        self.paths = areas_of(divisions)
        self.areas: list[Area] = [area for area, _ in self.paths]
        districts = 1 + len(divisions.district_codes)
        streets = districts + len(divisions.street_codes)
        self.parents = [
            -1,
            *(0 for _ in divisions.district_codes),
            *(1 + row for row in divisions.street_district.tolist()),
            *(districts + row for row in divisions.community_street.tolist()),
        ]
        self.first_community = streets
        self._codes = {plain(area.code): row for row, area in enumerate(self.areas)}
        self._names: dict[str, list[int]] = {}
        self._shorts: dict[str, list[int]] = {}
        self._inside: dict[str, list[int]] = {}
        for row, area in enumerate(self.areas):
            name, short = plain(area.name), plain(short_name(area.name))
            self._names.setdefault(name, []).append(row)
            self._shorts.setdefault(short, []).append(row)
            for form in {name, _COMMITTEE.sub(r"\1", name)}:
                self._inside.setdefault(form, []).append(row)
        self._lineages = [frozenset(self._upwards(row)) for row in range(len(self.areas))]

    def _upwards(self, row: int) -> Iterable[int]:
        while row >= 0:
            yield row
            row = self.parents[row]

    def lineage(self, row: int) -> frozenset[int]:
        """Return an area and all above it."""
        return self._lineages[row]

    def communities_of(self, row: int) -> list[int]:
        """Return the communities of an area, counted from the first of the city."""
        first = self.first_community
        return [one - first for one in range(first, len(self.areas)) if row in self._lineages[one]]

    def without_house(self, cell: str) -> str:
        """Return a Chinese address up to the last word for an area in it; anything else as it is.

        Houses of a community then are one text; only the text before a house number can name an area.
        """
        if not _HOUSE.search(cell) or plain(cell) in self._names:
            return cell
        upper = _TO_LAST_AREA.match(cell)
        return upper[0] if upper else cell

    def called(self, word: str, level: str = ANY) -> list[int]:
        """Return the areas of this code, else of this name, else of this short name."""
        word = plain(word)
        code = self._codes.get(word)
        short = plain(short_name(word))
        for found in ([] if code is None else [code], self._names.get(word, []), self._shorts.get(short, [])):
            here = [row for row in found if level in (ANY, self.areas[row].level)]
            if here:
                return here
        return []

    def find(self, cells: Cells, levels: Sequence[str], upper_if_unknown: bool = False) -> Match:
        """Return the place that the cells of a row name together.

        Args:
            cells: as the columns stand in the map, cleaned; "" where nothing is written.
            levels: of each column; `ANY` for one that may hold any.
            upper_if_unknown: go by the cells above where the lowest names nothing known.
        """
        if not any(cells):
            return Match(-1, Reason.NO_PLACE)
        candidates: list[int] | None = None
        lowest = 0
        for number, (cell, level) in enumerate(zip(cells, levels, strict=True)):
            if not cell:
                continue
            found = self._read(cell, level)
            if found is None:
                return Match(-1, Reason.CONTRADICTING_PLACE, number)
            if not found and upper_if_unknown and candidates:
                break
            if not found:
                return Match(-1, Reason.UNKNOWN_PLACE, number)
            above = candidates
            candidates = found if above is None else [one for one in found if self._fits(one, above)]
            if not candidates:
                return Match(-1, Reason.CONTRADICTING_PLACE, number)
            lowest = number
        return self._one_of(candidates or [], lowest)

    def _fits(self, row: int, above: Sequence[int]) -> bool:
        return any(one in self._lineages[row] for one in above)

    def _one_of(self, rows: Sequence[int], cell: int) -> Match:
        """Return the only one, or the one in which all others lie."""
        for row in rows:
            if all(row in self._lineages[other] for other in rows):
                return Match(row)
        return Match(-1, Reason.AMBIGUOUS_PLACE, cell)

    def _read(self, cell: str, level: str) -> list[int] | None:
        """Return what a cell may mean: one name, names from above down, or an address; None if they contradict."""
        whole = self.called(cell, level)
        if whole:
            return whole
        *above, last = _parts(cell) or [""]
        found = named = self.called(last, level)
        for part in above:
            known = self.called(part)
            if known:
                found = [row for row in found if self._fits(row, known)]
        if named:
            return found or None
        return self._within(cell, level)

    def _within(self, cell: str, level: str) -> list[int]:
        """Return the lowest areas that an address names in full, in agreement with the upper ones that it names."""
        text = plain(cell)
        named = {row for part in _parts(text) for row in self._names.get(part, ())}
        for ending in _ENDING.finditer(text):
            stop = ending.start() + len(ending[1])
            for start in range(max(0, stop - _LONGEST_NAME), ending.start()):
                named.update(self._inside.get(text[start:stop], ()))
        named.discard(0)
        if level != ANY:
            depth = LEVELS.index(level)
            named = {row for row in named if LEVELS.index(self.areas[row].level) <= depth}
        for upper in ("district", "street"):
            here = {row for row in named if self.areas[row].level == upper}
            below = {row for row in named if LEVELS.index(self.areas[row].level) > LEVELS.index(upper)}
            if here:
                named = named - below | {row for row in below if here & self._lineages[row]}
        return self._lowest(named, level)

    def _lowest(self, named: set[int], level: str) -> list[int]:
        """Return the lowest level's areas; where several are named there, what they have in common if it is named."""
        for depth in reversed(LEVELS):
            here = sorted(row for row in named if self.areas[row].level == depth)
            if len(here) > 1:
                common = [row for row in named if all(row in self._lineages[one] for one in here)]
                deepest = sorted(common, key=lambda row: LEVELS.index(self.areas[row].level))[-1:]
                return deepest if deepest and level == ANY else here
            if here:
                return here if level in (ANY, depth) else []
        return []
