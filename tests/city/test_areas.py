import pytest

from sim.city import Area, CityError, find_area, search_areas
from sim.city.areas import short_name


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("420100", "420100", "city"),
        ("武汉", "420100", "city"),
        ("武昌区", "420106", "district"),
        ("武昌", "420106", "district"),
        ("珞南", "420111001", "street"),
        ("420111001", "420111001", "street"),
        (" 珞南街道 ", "420111001", "street"),
        ("新洲区/幸福社区", "420117001007", "community"),
        ("江岸区 幸福社区", "420102016009", "community"),
    ],
)
def test_an_area_is_found_by_code_name_or_short_name(text, code, level):
    found = find_area(text)
    assert (found.code, found.level) == (code, level)


def test_namesakes_are_all_named():
    with pytest.raises(CityError) as error:
        find_area("幸福社区")
    assert "420102016009" in str(error.value)
    assert "420117001007" in str(error.value)


@pytest.mark.parametrize(
    ("text", "near"), [("珞男街道", "420111001"), ("武畅区", "420106"), ("积玉桥街倒", "420106001")]
)
def test_a_misspelt_area_is_refused_with_what_is_near(text, near):
    with pytest.raises(CityError, match=near):
        find_area(text)


@pytest.mark.parametrize("text", ["", "   ", "qqqq", "///"])
def test_nonsense_is_refused(text):
    with pytest.raises(CityError, match="there is no"):
        find_area(text)


def test_search_lists_exact_matches_first_with_the_names_above():
    found = search_areas("洪山")
    assert found[0].area == Area("420111", "洪山区", "district")
    assert any(one.path == "洪山区 洪山街街道" for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert search_areas("qqqq") == []


def test_areas_of_ones_own_city(town_source):
    assert find_area("钟楼街道", town_source).code == "WS11"
    with pytest.raises(CityError, match="there is no"):
        find_area("珞南", town_source)


@pytest.mark.parametrize(
    ("name", "short"),
    [("珞南街道", "珞南"), ("街道口社区居委会", "街道口"), ("百步亭花园", "百步亭花园"), ("东区", "东区")],
)
def test_short_names(name, short):
    assert short_name(name) == short
