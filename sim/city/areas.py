"""Areas by name or code: the city, a district, a street, a community."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sim.city.divisions import LEVELS, Divisions
from sim.city.errors import CityError
from sim.city.source import WUHAN, CitySource, read_hierarchy
from sim.text.problem import Mark, Problem, phrase, shown

_ENDINGS = re.compile(
    r"(市|区|街道办事处|街道|街|镇|乡|管理处|社区居民委员会|社区居委会|居委会|社区|村村委会|村委会|村|生活区)$"
)
_BETWEEN = re.compile(r"[\s/>›·,，]+")
_NEAR = 60.0  # least likeness, of 100, for "did you mean"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a city. `level`: city, district, street or community."""

    code: str
    name: str
    level: str


class Found(NamedTuple):
    """An area that a search found: the area, the names above it, how alike it is (0-100)."""

    area: Area
    path: str
    score: float


def short_name(name: str) -> str:
    """Return a name without the word for what it is the name of.

    Example:
        >>> short_name("珞南街道"), short_name("街道口社区居委会")
        ('珞南', '街道口')
    """
    short = _ENDINGS.sub("", name)
    return short if len(short) > 1 else name


def areas_of(divisions: Divisions) -> list[tuple[Area, str]]:
    """List all areas of a city, upper ones first, each with the names above it."""
    districts = [
        Area(*pair, "district") for pair in zip(divisions.district_codes, divisions.district_names, strict=True)
    ]
    streets = [Area(*pair, "street") for pair in zip(divisions.street_codes, divisions.street_names, strict=True)]
    above = [districts[row].name for row in divisions.street_district]
    names = zip(divisions.community_codes, divisions.community_names, strict=True)
    communities = [Area(*pair, "community") for pair in names]
    over = [f"{above[row]} {streets[row].name}" for row in divisions.community_street]
    return [
        (Area(divisions.code, divisions.name, "city"), ""),
        *((area, "") for area in districts),
        *zip(streets, above, strict=True),
        *zip(communities, over, strict=True),
    ]


@lru_cache(maxsize=4)
def _areas(source: CitySource, _content: bytes) -> list[tuple[Area, str]]:
    return areas_of(read_hierarchy(source))


def _all_areas(source: CitySource | None) -> list[tuple[Area, str]]:
    source = source or WUHAN
    return _areas(source, source.content())


def _line(area: Area, path: str) -> str:
    return f"{area.code} {path + ' ' if path else ''}{area.name} ({area.level})"


def _matches(text: str, areas: list[tuple[Area, str]]) -> list[tuple[Area, str]]:
    """Return areas of exactly this code, else of this name, else of this short name; above may be named before."""
    *above, last = [part for part in _BETWEEN.split(text.strip()) if part] or [""]
    inside = [(area, path) for area, path in areas if all(name in path for name in above)]
    by_code = [pair for pair in inside if pair[0].code == last]
    by_name = [pair for pair in inside if pair[0].name == last]
    return by_code or by_name or [pair for pair in inside if short_name(pair[0].name) == short_name(last)]


def search_areas(text: str, source: CitySource | None = None, limit: int = 20) -> list[Found]:
    """Find areas by code, name, part of a name or a name that is like it; the best first.

    Args:
        text: what is sought; names above may stand before, as in `洪山区 珞南`.
        source: files of another city than Wuhan.

    Example:
        >>> search_areas("珞南")[0].area.code
        '420111001'
    """
    areas = _all_areas(source)
    exact = _matches(text, areas)
    found = [Found(area, path, 100.0) for area, path in exact]
    last = short_name(([part for part in _BETWEEN.split(text) if part] or [""])[-1])
    part = [(area, path) for area, path in areas if last and last in area.name and (area, path) not in exact]
    found += [Found(area, path, 90.0) for area, path in part]
    taken = {one.area.code for one in found}
    full, short = [area.name for area, _ in areas], [short_name(area.name) for area, _ in areas]
    for wanted, names in ((text.strip(), full), (last, short)):
        for _, score, row in process.extract(wanted, names, scorer=fuzz.ratio, limit=limit, score_cutoff=_NEAR):
            if areas[row][0].code not in taken:
                found.append(Found(*areas[row], min(score, 89.0)))
                taken.add(areas[row][0].code)
    return sorted(found, key=lambda one: (-one.score, LEVELS.index(one.area.level), one.area.code))[:limit]


def find_area(text: str, source: CitySource | None = None) -> Area:
    """Return the one area that is meant.

    Args:
        text: code, name or short name; where several areas share it, put the name of one above before it.
        source: files of another city than Wuhan.

    Raises:
        CityError: no such area (names what is like it), or several (names them all).

    Example:
        >>> find_area("珞南")
        Area(code='420111001', name='珞南街道', level='street')
    """
    found = _matches(text, _all_areas(source))
    if len(found) == 1:
        return found[0][0]
    if found:
        names = "; ".join(_line(*pair) for pair in found)
        wrong = phrase("problem.several_areas", name=shown(text), count=len(found), which=names)
        raise CityError([Problem(Mark(""), ("area",), wrong, phrase("allowed.codes"))])
    near = tuple(_line(one.area, one.path) for one in search_areas(text, source, 5))
    wrong = phrase("problem.unknown_area", name=shown(text))
    raise CityError([Problem(Mark(""), ("area",), wrong, phrase("allowed.areas"), near)])
