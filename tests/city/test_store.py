from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.city import build_city
from sim.city.city import _plan
from sim.city.plan import make_plan
from sim.city.source import read_source
from sim.city.store import load_plan, save_plan


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HUYING_CACHE_DIR", str(tmp_path))
    _plan.cache_clear()
    yield tmp_path / "cities"
    _plan.cache_clear()


def test_a_city_from_the_cache_is_the_same_city(cache, tiny_source):
    first = build_city(source=tiny_source)
    (path,) = cache.iterdir()
    assert load_plan(path, *read_source(tiny_source)) is not None
    _plan.cache_clear()
    second = build_city(source=tiny_source)
    assert [*cache.iterdir()] == [path]
    assert first.content_hash == second.content_hash
    for one, other in zip(first.tables, second.tables, strict=True):
        for column in one.dtype.names:
            assert one[column].tobytes() == other[column].tobytes()


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b"", lambda b: b[:500] + b"\x00\x01" + b[502:], lambda b: b[:40]]
)
def test_a_damaged_cache_is_made_again(cache, tiny_source, damage):
    build_city(source=tiny_source)
    (path,) = cache.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert load_plan(path, *read_source(tiny_source)) is None
    _plan.cache_clear()
    assert len(build_city(source=tiny_source).residents) == 620
    assert load_plan(path, *read_source(tiny_source)) is not None


def test_other_sources_and_seeds_have_other_places(cache, tiny_source, town_source):
    hashes = {
        build_city(source=tiny_source).content_hash,
        build_city(source=tiny_source, seed=1).content_hash,
        build_city(source=town_source).content_hash,
        build_city("WS11", source=town_source).content_hash,
    }
    assert len(hashes) == 4
    assert len([*cache.iterdir()]) == 3  # areas of one city share its plan


def test_without_cache_nothing_is_written(cache, tiny_source):
    build_city(source=tiny_source, cache=False)
    assert not cache.exists()


def test_a_folder_that_cannot_be_written_is_no_error(cache, tiny_source):
    cache.write_text("a file where the folder should be")
    assert len(build_city(source=tiny_source).residents) == 620


def test_many_may_write_at_once(tmp_path, tiny_source):
    divisions, margins = read_source(tiny_source)
    plan = make_plan(divisions, margins, 1)
    path = tmp_path / "cities" / "plan"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: save_plan(plan, path), range(40)))
    assert [*path.parent.iterdir()] == [path]
    loaded = load_plan(path, divisions, margins)
    assert loaded is not None
    for column in plan.compounds.dtype.names:
        assert loaded.compounds[column].tobytes() == plan.compounds[column].tobytes()
