"""The hierarchy: city, districts, streets, communities, as columns read from a table of divisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.agents.community import CommunityKind
from sim.agents.compound import CompoundKind
from sim.city.errors import CityError
from sim.table import Column, Row
from sim.text.problem import Mark, Problem, nearest, phrase, shown

LEVELS = ("city", "district", "street", "community")

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
COLUMNS = (
    Column("code"),
    Column("name"),
    Column("level", codes={level: level for level in LEVELS} | {"village": "community"}),  # as statistics call them
    Column("parent_code", blank=True),
    Column("is_virtual", codes={"": False, "0": False, "1": True}, optional=True),
    *(Column(name, blank=True, optional=True) for name in ("unit_type", "functional_zone", "population", "compounds")),
)
"""What a table of divisions may say."""
_OF_COMMUNITIES = (
    Column("unit_type", codes=KINDS),
    Column("population", 1, 2**31 - 1, whole=True, blank=True),
    Column("compounds", 1, COMPOUNDS_MAX, whole=True, blank=True),
)
"""What some columns say of a community; of other units they may say anything."""


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
    where: list[Mark]


def _rows_by_code(rows: Sequence[Row], problems: list[Problem]) -> dict[str, Row]:
    """Return the rows that can stand by themselves."""
    good: dict[str, Row] = {}
    for row in rows:
        if row.values.get("level") == "community":
            _read_community(row, problems)
        code = row.values.get("code", "")
        if code and not _CODE.fullmatch(code):
            wrong = phrase("problem.bad_value", value=shown(code))
            problems.append(Problem(row.where, ("code",), wrong, phrase("city.form_of_code")))
        elif {"code", "name", "level"} <= row.values.keys():
            good[code] = row
    return good


def _check_parents(file: str, good: dict[str, Row], problems: list[Problem]) -> None:
    codes_by_level: dict[str, list[str]] = {level: [] for level in LEVELS}
    for code, row in good.items():
        codes_by_level[row.values["level"]].append(code)
    if len(codes_by_level["city"]) != 1 and (good or not problems):
        places = ", ".join(str(good[code].where) for code in codes_by_level["city"])
        wrong = phrase("city.cities", count=len(codes_by_level["city"]), places=places or "–")
        problems.append(Problem(Mark(file), ("level",), wrong, phrase("city.exactly_one")))
    for row in good.values():
        level, parent = row.values["level"], row.values.get("parent_code") or ""
        if level == "city":
            continue
        above = LEVELS[LEVELS.index(level) - 1]
        found = good.get(parent)
        near: tuple[str, ...] = ()
        if found is None:
            wrong, near = phrase("city.no_parent", code=shown(parent)), nearest(parent, codes_by_level[above])
        elif found.values["level"] != above:
            levels = {"level": phrase(f"level.{found.values['level']}"), "above": phrase(f"level.{above}")}
            wrong = phrase("city.parent_level", code=parent, place=found.where, **levels)
        else:
            continue
        allowed = phrase("city.code_of", level=phrase(f"level.{above}"))
        problems.append(Problem(row.where, ("parent_code",), wrong, allowed, near))


def _read_community(row: Row, problems: list[Problem]) -> None:
    """Put values in place of what the file says of a community in words; `compounds` may name their kinds."""
    cells = {column.name: row.values.get(column.name) or "" for column in _OF_COMMUNITIES}
    words, kinds = cells["compounds"].lower().split(), {kind.name.lower(): kind for kind in CompoundKind}
    row.values["housing"] = []
    if words and words[0].isalpha():
        row.values["housing"] = [Column("compounds", codes=kinds).read(word, row.where, problems) for word in words]
        cells["compounds"] = str(len(words))
    for column in _OF_COMMUNITIES:
        row.values[column.name] = column.read(cells[column.name], row.where, problems)


def read_divisions(rows: Sequence[Row], problems: list[Problem]) -> Divisions:
    """Turn rows into columns. Virtual communities (statistical placeholders without people) are left out.

    Args:
        problems: of the rows, known so far.

    Raises:
        CityError: these and everything else that is wrong with the rows.
    """
    good = _rows_by_code(rows, problems)
    file = rows[0].where.file if rows else ""
    _check_parents(file, good, problems)
    ordered: dict[str, list[Row]] = {level: [] for level in LEVELS}
    for row in good.values():
        if not row.values.get("is_virtual"):
            ordered[row.values["level"]].append(row)

    def by_parents(row: Row) -> tuple[str, ...]:
        parent = row.values.get("parent_code") or ""
        grandparent = good[parent].values.get("parent_code") or "" if parent in good else ""
        return grandparent, parent, row.values["code"]

    districts = sorted(ordered["district"], key=lambda row: row.values["code"])
    streets = sorted(ordered["street"], key=by_parents)
    communities = sorted(ordered["community"], key=by_parents)
    if not communities and not problems:
        problems.append(Problem(Mark(file), ("level",), phrase("city.nobody"), phrase("city.one_community")))
    if problems:
        raise CityError(problems)
    district_row = {row.values["code"]: number for number, row in enumerate(districts)}
    street_row = {row.values["code"]: number for number, row in enumerate(streets)}
    street_district = [district_row[row.values["parent_code"]] for row in streets]
    community_street = [street_row[row.values["parent_code"]] for row in communities]
    return Divisions(
        code=ordered["city"][0].values["code"],
        name=ordered["city"][0].values["name"],
        district_codes=list(district_row),
        district_names=[row.values["name"] for row in districts],
        street_codes=list(street_row),
        street_names=[row.values["name"] for row in streets],
        street_district=np.array(street_district, dtype=np.int32),
        community_codes=[row.values["code"] for row in communities],
        community_names=[row.values["name"] for row in communities],
        community_street=np.array(community_street, dtype=np.int32),
        kind=np.array([row.values["unit_type"] for row in communities], dtype=np.int32),
        zone=[
            row.values.get("functional_zone") or districts[street_district[street]].values["name"]
            for row, street in zip(communities, community_street, strict=True)
        ],
        population=np.array([row.values["population"] or -1 for row in communities], dtype=np.int64),
        compounds=np.array([row.values["compounds"] or -1 for row in communities], dtype=np.int64),
        housing=[row.values["housing"] for row in communities],
        where=[row.where for row in communities],
    )
