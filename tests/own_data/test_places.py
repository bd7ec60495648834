"""Places as people write them, in Wuhan and in the invented town."""

import numpy as np
import pytest

from sim.city import CitySource
from sim.city.source import WUHAN, read_hierarchy
from sim.own_data.drawing import draw_communities, uniforms
from sim.own_data.places import ANY, Gazetteer
from sim.own_data.reasons import Reason
from tests.own_data.conftest import TOWN


@pytest.fixture(scope="module")
def wuhan():
    return Gazetteer(read_hierarchy(WUHAN))


@pytest.fixture(scope="module")
def town():
    return Gazetteer(read_hierarchy(CitySource(TOWN)))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("420111001003", "420111001003"),
        ("街道口社区居民委员会", "420111001003"),
        ("洪山区 珞南街道 街道口", "420111001003"),
        ("武汉市/洪山区/珞南街道", "420111001"),
        ("湖北省，武汉市，洪山区", "420111"),
        ("湖北省武汉市洪山区珞南街道街道口社区珞喻路10号3栋501", "420111001003"),
        ("洪山区珞南街道某某花园3栋", "420111001"),
        ("珞南街道街道口社区", "420111001003"),
        ("洪山区某路８８号", "420111"),
        ("洪山区武昌区交界处", None),  # two districts
        ("武昌区 珞南街道", None),
        ("火星", None),
    ],
)
def test_one_cell(wuhan, written, code):
    found = wuhan.find((written,), (ANY,))
    assert (wuhan.areas[found.row].code if found.row >= 0 else None) == code


def test_every_area_of_wuhan_is_found_by_its_full_path(wuhan):
    for row, (area, path) in enumerate(wuhan.paths):
        found = wuhan.find((f"{path} {area.name}",), (ANY,))
        assert found.row == row or found.why == Reason.AMBIGUOUS_PLACE or area.name in path, area


def test_columns_by_level(town):
    levels = ("district", "street", "community")
    find = town.find

    def code(*cells, **more):
        found = find(cells, levels, **more)
        return town.areas[found.row].code if found.row >= 0 else found.why

    assert code("河西", "新桥", "新桥") == "WS211"  # street and community share a short name
    assert code("河西区", "新桥", "") == "WS21"
    assert code("", "", "新桥") == "WS211"
    assert code("河东区", "新桥", "") == Reason.CONTRADICTING_PLACE
    assert code("河西区", "新桥街道", "不存在社区") == Reason.UNKNOWN_PLACE
    assert code("河西区", "新桥街道", "不存在社区", upper_if_unknown=True) == "WS21"
    assert code("", "", "") == Reason.NO_PLACE
    assert code("河西区", "新桥街道", "河西区新桥街道云锦社区8号") == "WS212"


def test_a_name_of_street_and_community_means_the_street(town):
    assert town.areas[town.find(("新桥",), (ANY,)).row].code == "WS21"


def test_communities_are_drawn_by_weight_and_only_where_they_may_be(town):
    street = next(row for row, area in enumerate(town.areas) if area.code == "WS12")
    names = np.array([area.code for area in town.areas])
    weights = np.zeros(14)
    weights[3:6] = 1.0, 0.0, 3.0
    draws = uniforms(np.arange(1, 20_001).astype(np.uint64), 1)
    drawn = names[draw_communities(np.full(20_000, street, np.int32), draws, town, weights, 0)]
    assert set(drawn) == {"WS121", "WS123"}
    assert (drawn == "WS123").mean() == pytest.approx(0.75, abs=0.01)


def test_rows_alike_are_not_all_drawn_the_same():
    draws = uniforms(np.full(1000, 7, dtype=np.uint64), 1)
    assert draws.min() < 0.01
    assert draws.max() > 0.99
    assert (uniforms(np.full(1000, 7, dtype=np.uint64), 2) != draws).all()
