from pathlib import Path

import pytest

from sim.city import City, CitySource, build_city
from sim.city.plan import Plan, make_plan
from sim.city.source import WUHAN, read_source

TOWNS = Path(__file__).parents[2] / "scenarios" / "towns"
SEED = 2020


@pytest.fixture(scope="session")
def wuhan() -> Plan:
    """The plan of the whole city: every count, nobody made."""
    return make_plan(*read_source(WUHAN), SEED)


@pytest.fixture(scope="session")
def dongxihu() -> City:
    """The one district with ages and households of its own in the census."""
    return build_city("420112", cache=False)


@pytest.fixture
def street() -> City:
    """One street, made anew for each test, as some change it."""
    return build_city("420106001", cache=False)


@pytest.fixture(scope="session")
def town_source() -> CitySource:
    return CitySource(TOWNS / "wangshu_divisions.csv", TOWNS / "wangshu_margins.csv")


@pytest.fixture
def town(town_source) -> City:
    return build_city(source=town_source, cache=False)


@pytest.fixture(scope="session")
def tiny_source() -> CitySource:
    return CitySource(TOWNS / "two_compounds.csv")
