"""The hierarchy: city, districts, streets, communities, as columns read from a table of divisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.agents.community import CommunityKind
from sim.agents.compound import CompoundKind
from sim.city.errors import CityError, complaint, nearest
from sim.city.rows import Row, whole_number

REQUIRED = ("code", "name", "level", "parent_code")
OPTIONAL = ("unit_type", "functional_zone", "is_virtual", "population", "compounds")
LEVELS = ("city", "district", "street", "community")
_ALSO_COMMUNITY = "village"  # so called in the statistical division codes

KINDS = {
    "": CommunityKind.URBAN,
    "urban": CommunityKind.URBAN,
    "居委会": CommunityKind.URBAN,
    "类似居委会": CommunityKind.URBAN,
    "village": CommunityKind.VILLAGE,
    "村委会": CommunityKind.VILLAGE,
    "类似村委会": CommunityKind.VILLAGE,
}
COMPOUNDS_MAX = 4095
"""Compounds of a community: their number takes 12 bits of a compound's key."""
_CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")


@dataclass(frozen=True, slots=True, eq=False)
class Divisions:
    """Columns of the hierarchy, in order of district code, street code, community code.

    Attributes:
        street_district, community_street: row of the parent.
        kind: CommunityKind of each community.
        zone: functional zone of each community, else the name of its district.
        population, compounds: counts given by the file for each community, -1 where not given.
        housing: kinds of each community's compounds where the file gives them, else empty.
        where: place of each community in the file.
    """

    code: str
    name: str
    district_codes: list[str]
    district_names: list[str]
    street_codes: list[str]
    street_names: list[str]
    street_district: NDArray[np.int32]
    community_codes: list[str]
    community_names: list[str]
    community_street: NDArray[np.int32]
    kind: NDArray[np.int32]
    zone: list[str]
    population: NDArray[np.int64]
    compounds: NDArray[np.int64]
    housing: list[list[CompoundKind]]
    where: list[str]


def _check_rows(rows: Sequence[Row], messages: list[str]) -> dict[str, tuple[str, Row]]:
    """Return (level, row) by code for rows that can stand by themselves."""
    good: dict[str, tuple[str, Row]] = {}
    first: dict[str, str] = {}
    for row in rows:
        code, level = row.cells["code"], row.cells["level"]
        level = "community" if level == _ALSO_COMMUNITY else level
        before = len(messages)
        if not _CODE.fullmatch(code):
            messages.append(complaint(row.where, "code", f"{code!r}", "1 to 32 letters, digits, - or _"))
        elif code in first:
            messages.append(complaint(row.where, "code", f"{code} stands already in {first[code]}"))
        first.setdefault(code, row.where)
        if not row.cells["name"]:
            messages.append(complaint(row.where, "name", "is empty"))
        if level not in LEVELS:
            messages.append(complaint(row.where, "level", f"{level!r}", ", ".join(LEVELS), nearest(level, LEVELS)))
        kind = row.cells.get("unit_type", "")
        if level == "community" and kind not in KINDS:
            allowed = ", ".join(name for name in KINDS if name)
            messages.append(complaint(row.where, "unit_type", f"{kind!r}", allowed, nearest(kind, filter(None, KINDS))))
        if row.cells.get("is_virtual", "") not in {"", "0", "1"}:
            messages.append(complaint(row.where, "is_virtual", repr(row.cells["is_virtual"]), "0, 1 or nothing"))
        if len(messages) == before:
            good[code] = (level, row)
    return good


def _check_parents(file: str, good: dict[str, tuple[str, Row]], messages: list[str]) -> None:
    codes_by_level: dict[str, list[str]] = {level: [] for level in LEVELS}
    for code, (level, _) in good.items():
        codes_by_level[level].append(code)
    if len(codes_by_level["city"]) != 1:
        places = ", ".join(good[code][1].where for code in codes_by_level["city"])
        count = len(codes_by_level["city"])
        wrong = f"{count} rows of level city ({places or 'none'})"
        messages.append(complaint(file, "level", wrong, "exactly one"))
    for level, row in good.values():
        parent = row.cells["parent_code"]
        if level == "city":
            continue
        above = LEVELS[LEVELS.index(level) - 1]
        if parent not in good:
            wrong, near = f"no row has the code {parent!r}", nearest(parent, codes_by_level[above])
            messages.append(complaint(row.where, "parent_code", wrong, f"code of a {above}", near))
        elif good[parent][0] != above:
            wrong = f"{parent} is a {good[parent][0]}, not a {above} ({good[parent][1].where})"
            messages.append(complaint(row.where, "parent_code", wrong, f"code of a {above}"))


def _housing(row: Row, messages: list[str]) -> tuple[int, list[CompoundKind]]:
    """Read the cell `compounds`: a number, or kinds of housing with blanks between, or nothing (-1)."""
    words = row.cells.get("compounds", "").lower().split()
    known = {kind.name.lower(): kind for kind in CompoundKind}
    if words and words[0].isalpha():
        messages += [
            complaint(row.where, "compounds", repr(word), ", ".join(known), nearest(word, known))
            for word in words
            if word not in known
        ]
        kinds = [known[word] for word in words if word in known]
        return len(kinds), kinds
    number = whole_number(row, "compounds", messages, low=1)
    if number > COMPOUNDS_MAX:
        messages.append(complaint(row.where, "compounds", f"{number}", f"1 to {COMPOUNDS_MAX}, kinds, or nothing"))
    return number, []


def read_divisions(rows: Sequence[Row]) -> Divisions:
    """Turn checked rows into columns. Virtual communities (statistical placeholders without people) are left out.

    Raises:
        CityError: everything that is wrong with the rows.
    """
    messages: list[str] = []
    good = _check_rows(rows, messages)
    file = rows[0].where.split(":")[0] if rows else "divisions"
    _check_parents(file, good, messages)
    ordered: dict[str, list[Row]] = {level: [] for level in LEVELS}
    for level, row in good.values():
        if row.cells.get("is_virtual", "") != "1":
            ordered[level].append(row)

    def by_parents(row: Row) -> tuple[str, ...]:
        parent = row.cells["parent_code"]
        grandparent = good[parent][1].cells["parent_code"] if parent in good else ""
        return grandparent, parent, row.cells["code"]

    districts = sorted(ordered["district"], key=lambda row: row.cells["code"])
    streets = sorted(ordered["street"], key=by_parents)
    communities = sorted(ordered["community"], key=by_parents)
    population = [whole_number(row, "population", messages, low=1) for row in communities]
    compounds = [_housing(row, messages) for row in communities]
    if not communities and not messages:
        messages.append(complaint(file, "level", "no community with people", "at least one row of level community"))
    if messages:
        raise CityError(messages)
    district_row = {row.cells["code"]: number for number, row in enumerate(districts)}
    street_row = {row.cells["code"]: number for number, row in enumerate(streets)}
    street_district = [district_row[row.cells["parent_code"]] for row in streets]
    community_street = [street_row[row.cells["parent_code"]] for row in communities]
    return Divisions(
        code=ordered["city"][0].cells["code"],
        name=ordered["city"][0].cells["name"],
        district_codes=list(district_row),
        district_names=[row.cells["name"] for row in districts],
        street_codes=list(street_row),
        street_names=[row.cells["name"] for row in streets],
        street_district=np.array(street_district, dtype=np.int32),
        community_codes=[row.cells["code"] for row in communities],
        community_names=[row.cells["name"] for row in communities],
        community_street=np.array(community_street, dtype=np.int32),
        kind=np.array([KINDS[row.cells.get("unit_type", "")] for row in communities], dtype=np.int32),
        zone=[
            row.cells.get("functional_zone", "") or districts[street_district[street]].cells["name"]
            for row, street in zip(communities, community_street, strict=True)
        ],
        population=np.array(population, dtype=np.int64),
        compounds=np.array([number for number, _ in compounds], dtype=np.int64),
        housing=[kinds for _, kinds in compounds],
        where=[row.where for row in communities],
    )
