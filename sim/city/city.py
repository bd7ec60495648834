"""A city: the institutions as a graph, and everybody who lives in it as tables."""

import hashlib
from dataclasses import dataclass
from functools import cache as cache_result
from functools import lru_cache
from pathlib import Path

import networkx as nx
import numpy as np

from sim.agents.building import BUILDING
from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.agents.department import Field
from sim.agents.district import DISTRICT
from sim.agents.household import HOUSEHOLD
from sim.agents.property_firm import FIRM
from sim.agents.resident import RESIDENT
from sim.agents.street import STREET
from sim.agents.volunteer import VOLUNTEER
from sim.city.areas import Area, find_area, short_name
from sim.city.errors import CityError
from sim.city.graph import FIELD_NAMES, institution_graph
from sim.city.plan import Plan, make_plan
from sim.city.source import WUHAN, CitySource, read_source
from sim.city.store import load_plan, plan_path, save_plan
from sim.city.tables import Cut, Tables, cut, make_tables
from sim.engine import random
from sim.text.problem import Mark, Problem, phrase


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """An area with its people and institutions.

    Rows stand in order of district, street, community, compound, building, household; the rows of a parent are
    contiguous. An area smaller than the city has only its own rows, and one district, its departments and the
    city's bureaus above them; a firm's record counts the contracts within the area.

    Streets, communities and districts of Wuhan are real. What stands below the community is synthetic.

    Attributes:
        area: what was built.
        names: display names by table; synthetic ones say so.
        codes: statistical codes of `districts`, `streets`, `communities`.
        graph: the institutions (see `sim.city.graph`).
        content_hash: hash of everything that this city was made from.
    """

    area: Area
    names: dict[str, list[str]]
    codes: dict[str, list[str]]
    graph: nx.DiGraph
    districts: np.recarray
    streets: np.recarray
    communities: np.recarray
    compounds: np.recarray
    buildings: np.recarray
    households: np.recarray
    residents: np.recarray
    firms: np.recarray
    committees: np.recarray
    branches: np.recarray
    units: np.recarray
    departments: np.recarray
    volunteers: np.recarray
    content_hash: str

    @property
    def tables(self) -> Tables:
        """All tables of agents and institutions."""
        return Tables(*(getattr(self, name) for name in Tables._fields))


def _names(plan: Plan, part: Cut, tables: Tables) -> dict[str, list[str]]:
    d = plan.divisions
    districts, communities = d.district_names[part.districts], d.community_names[part.communities]
    near = [short_name(name) for name in communities]
    around = [short_name(name) for name in districts]
    compounds = [
        f"{near[row]} 合成小区{(number & 0xFFF) + 1:02d}"
        for row, number in zip(tables.compounds.community.tolist(), tables.compounds.key.tolist(), strict=True)
    ]
    departments = zip(tables.departments.district.tolist(), tables.departments["field"].tolist(), strict=True)
    return {
        "districts": districts,
        "streets": d.street_names[part.streets],
        "communities": communities,
        "compounds": compounds,
        "firms": [
            f"{around[row]} 合成物业{(number & 0xFFFFF) + 1:04d}"
            for row, number in zip(tables.firms.district.tolist(), tables.firms.key.tolist(), strict=True)
        ],
        "committees": [f"{compounds[row]} 业委会" for row in tables.committees.compound.tolist()],
        "branches": [f"{compounds[row]} 党组织" for row in tables.branches.compound.tolist()],
        "units": [f"{near[row]} 合成结对单位" for row in tables.units.community.tolist()],
        "departments": [
            f"{districts[row] if row >= 0 else d.name}{FIELD_NAMES[Field(field)]}" for row, field in departments
        ],
    }


@cache_result
def _recipe() -> bytes:
    """Return a digest of the code and tables that make a city: what else a plan depends on beside its source."""
    digest = hashlib.blake2b(digest_size=16)
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("data/*.csv"), Path(random.__file__)]):
        digest.update(path.name.encode() + path.read_bytes())
    for dtype in (BUILDING, COMMUNITY, COMPOUND, DISTRICT, FIRM, HOUSEHOLD, RESIDENT, STREET, VOLUNTEER):
        digest.update(repr(dtype).encode())
    return digest.digest()


def _hash(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode() + _recipe(), digest_size=16).hexdigest()


@lru_cache(maxsize=2)
def _plan(source: CitySource, seed: int, content: bytes, cached: bool) -> Plan:
    divisions, margins = read_source(source)
    path = plan_path(_hash(content, seed))
    plan = load_plan(path, divisions, margins) if cached else None
    if plan is None:
        plan = make_plan(divisions, margins, seed)
        if cached:
            save_plan(plan, path)
    return plan


def build_city(area: str | None = None, source: CitySource | None = None, seed: int = 2020, cache: bool = True) -> City:
    """Build an area of a city with everybody in it.

    Args:
        area: code or name of the city, a district, a street or a community; the whole city if left out.
        source: files of a city of one's own; Wuhan if left out.
        seed: any 64-bit number. The same seed makes the same people, whatever the area.
        cache: whether to read and write the cache on disk (`sim.city.store`).

    Raises:
        CityError: everything that is wrong with the files, or with the area.

    Example:
        >>> city = build_city("420106001001")
        >>> city.area.name, len(city.communities), int(city.communities.resident_n[0]) == len(city.residents)
        ('...', 1, True)
    """
    source = source or WUHAN
    content = source.content()
    plan = _plan(source, seed, content, cache)
    d = plan.divisions
    whole = Area(d.code, d.name, "city")
    chosen = whole if area is None else find_area(area, source)
    part = cut(plan, chosen)
    if part.communities.start == part.communities.stop:
        wrong = phrase("city.empty_area", name=chosen.name, code=chosen.code)
        raise CityError([Problem(Mark(""), ("area",), wrong, phrase("city.one_community"))])
    tables = make_tables(plan, chosen, seed)
    codes = {
        "districts": d.district_codes[part.districts],
        "streets": d.street_codes[part.streets],
        "communities": d.community_codes[part.communities],
    }
    names = _names(plan, part, tables)
    urban = plan.allotted.urban[part.communities].tolist()
    places: list[dict[str, str | bool]] = [
        {"functional_zone": "" if zone in d.district_names else zone, "urban": census}
        for zone, census in zip(d.zone[part.communities], urban, strict=True)
    ]
    graph = institution_graph(whole, tables, names, codes, places)
    return City(chosen, names, codes, graph, *tables, content_hash=_hash(content, seed, chosen.code))
