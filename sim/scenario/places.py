"""Finding what a scenario names: shipped scenarios, files in its reach, areas of its city."""

from functools import lru_cache
from pathlib import Path

from sim.city import Area, CityError, CitySource, find_area, search_areas
from sim.city.areas import Found
from sim.city.source import WUHAN, read_hierarchy

_INSTALLED = Path(__file__).resolve().parent.parent / "shipped"
SUFFIXES = (".yaml", ".yml", ".json")
EXACT = 100.0  # likeness of an area that was named exactly
LEVELS = ("city", "district", "street", "community")
FINEST = {
    "communities": "community",
    "compounds": "community",
    "units": "community",
    "streets": "street",
    "districts": "district",
    "firms": "district",
}
"""The smallest level at which a lever of a table can be aimed."""


def shipped_folder() -> Path:
    """Return the folder of the shipped scenarios: in the package, or `scenarios` of a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parent.parent / "scenarios"


def shipped_names() -> list[str]:
    """List the shipped scenarios by name, those of single levers as `levers/NAME`."""
    folder = shipped_folder()
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml"))


def shipped_file(name: str) -> Path | None:
    """Return the file of a shipped scenario, or None."""
    return shipped_folder() / f"{name}.yaml" if name in shipped_names() else None


def is_within(path: Path, folder: Path) -> bool:
    """Say whether a scenario in `folder` may read a file: it lies below that folder, or is shipped."""
    try:
        real = path.resolve()
    except (OSError, ValueError):
        return True  # there is no such file, which is a clearer thing to say
    return any(real.is_relative_to(root.resolve()) for root in (folder, shipped_folder()))


@lru_cache(maxsize=4)
def _parents(source: CitySource, _content: bytes) -> dict[str, str]:
    divisions = read_hierarchy(source)
    up = dict.fromkeys(divisions.district_codes, divisions.code)
    for code, row in zip(divisions.street_codes, divisions.street_district, strict=True):
        up[code] = divisions.district_codes[row]
    for code, row in zip(divisions.community_codes, divisions.community_street, strict=True):
        up[code] = divisions.street_codes[row]
    return up


def overlaps(area: str, other: str, source: CitySource | None) -> bool:
    """Say whether one of two areas, by code, lies in the other."""
    source = source or WUHAN
    up = _parents(source, source.content())

    def lineage(code: str) -> list[str]:
        return [code, *(lineage(up[code]) if code in up else [])]

    return area in lineage(other) or other in lineage(area)


def communities_in(area: str | None, source: CitySource | None) -> list[str]:
    """Return the codes of all communities of an area, by its code; of the whole city if that is None."""
    source = source or WUHAN
    up = _parents(source, source.content())
    codes = read_hierarchy(source).community_codes
    if area is None:
        return list(codes)
    return [code for code in codes if area in (code, up[code], up[up[code]], up[up[up[code]]])]


def the_area(name: str, source: CitySource | None) -> Area | list[Found]:
    """Return the one area of this name or code; else all of exactly this name, or up to three that are like it."""
    try:
        return find_area(name, source)
    except CityError:
        found = search_areas(name, source, 20)
        return [one for one in found if one.score == EXACT] or found[:3]


def is_file(path: Path) -> bool:
    """Say whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
