"""The same person whatever area is built, and rows that fit together."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.city import City, CityError, build_city

PARTS = ("compound", "building", "household", "resident", "volunteer")
REFERENCES = {
    "resident": ("household", "building", "community"),
    "household": ("building", "resident_lo"),
    "building": ("compound", "household_lo", "resident_lo"),
    "volunteer": ("resident", "community"),
    "compound": ("community", "firm", "committee", "branch", "building_lo", "household_lo", "resident_lo"),
}


def rows_of(city: City, community: str, kind: str) -> np.ndarray:
    record = city.communities[city.codes["communities"].index(community)]
    lo, n = record[f"{kind}_lo"], record[f"{kind}_n"]
    return getattr(city, f"{kind}s")[lo : lo + n]


def without_references(table: np.ndarray, kind: str) -> dict[str, bytes]:
    return {name: table[name].tobytes() for name in table.dtype.names if name not in REFERENCES[kind]}


@pytest.mark.parametrize("smaller", ["420112001", "420112001001"])
def test_everything_of_a_community_is_the_same_in_its_street_and_district(dongxihu, smaller):
    part = build_city(smaller, cache=False)
    for community in part.codes["communities"]:
        for kind in PARTS:
            here, there = rows_of(part, community, kind), rows_of(dongxihu, community, kind)
            assert without_references(here, kind) == without_references(there, kind)
            for column in REFERENCES[kind]:
                if column in {"firm", "committee", "branch"}:
                    assert ((here[column] >= 0) == (there[column] >= 0)).all()
                elif len(here):
                    assert (here[column] - here[column][0] == there[column] - there[column][0]).all()


def test_a_compound_has_the_same_firm_and_bodies_in_street_and_district(dongxihu):
    part = build_city("420112001", cache=False)
    row_in_district = {key: row for row, key in enumerate(dongxihu.compounds.key.tolist())}
    for compound in part.compounds:
        other = dongxihu.compounds[row_in_district[int(compound.key)]]
        if compound.firm >= 0:
            here, there = part.firms[compound.firm], dongxihu.firms[other.firm]
            assert (here.key, here.skill, here.star) == (there.key, there.skill, there.star)
            assert here.contracts <= there.contracts
        if compound.committee >= 0:
            assert part.committees[compound.committee].quality == dongxihu.committees[other.committee].quality
        assert (compound.branch >= 0) == (other.branch >= 0)
    assert (np.bincount(part.compounds.firm[part.compounds.firm >= 0]) == part.firms.contracts).all()


def test_rows_of_a_parent_are_contiguous_and_point_back(dongxihu):
    c = dongxihu
    for kind in PARTS:
        lo, n = c.communities[f"{kind}_lo"], c.communities[f"{kind}_n"]
        assert (lo == np.concatenate([[0], np.cumsum(n)[:-1]])).all()
        assert lo[-1] + n[-1] == len(getattr(c, f"{kind}s"))
    assert (np.repeat(np.arange(len(c.households)), c.households.persons) == c.residents.household).all()
    assert (np.repeat(np.arange(len(c.buildings)), c.buildings.resident_n) == c.residents.building).all()
    assert (np.repeat(np.arange(len(c.compounds)), c.compounds.building_n) == c.buildings.compound).all()
    assert (c.households.building[c.residents.household] == c.residents.building).all()
    assert (c.compounds.community[c.buildings.compound[c.residents.building]] == c.residents.community).all()
    assert (np.bincount(c.communities.street, c.communities.resident_n, len(c.streets)) == c.streets.resident_n).all()
    assert c.districts.resident_n[0] == len(c.residents)


def test_a_community_alone_has_its_district_departments_and_bureaus():
    city = build_city("420106001001", cache=False)
    assert (len(city.districts), len(city.streets), len(city.communities)) == (1, 1, 1)
    assert (city.departments.district >= 0).sum() == (city.departments.district < 0).sum() == 10
    assert city.departments.level.tolist() == [3] * 10 + [4] * 10
    assert city.departments["field"].tolist() == [*range(10), *range(10)]
    assert city.names["districts"] == ["武昌区"]


def test_dynamic_columns_are_left_to_the_model(street):
    assert not street.residents.trust_community.any()
    assert not street.residents.memory.any()
    assert not street.households.pays.any()
    assert not street.communities.posts.any()
    assert (street.communities.desk == -1).all()
    assert (street.compounds.desk == -1).all()
    assert (street.streets.desk == -1).all()
    assert (street.volunteers.server == -1).all()


def test_another_seed_makes_other_people_of_the_same_number():
    one, other = (build_city("420106001001", seed=seed, cache=False) for seed in (1, -1))
    assert one.content_hash != other.content_hash
    assert one.communities.key == other.communities.key
    assert len(one.residents) != len(other.residents) or (one.residents.age != other.residents.age).any()


def test_names_say_what_is_synthetic(street):
    assert all("合成" in name for table in ("compounds", "firms", "units") for name in street.names[table])
    for table in ("compounds", "firms", "committees", "branches", "units", "departments", "communities"):
        assert len(street.names[table]) == len(getattr(street, table))


def test_interpreted_rules_make_the_same_town(tiny_source, tmp_path):
    compiled = build_city(source=tiny_source, cache=False)
    script = (
        "import sys, numpy as np; from pathlib import Path; from sim.city import CitySource, build_city\n"
        "city = build_city(source=CitySource(Path(sys.argv[1])), cache=False)\n"
        "np.savez(sys.argv[2], **{name: np.asarray(table) for name, table in city.tables._asdict().items()})\n"
    )
    out = tmp_path / "tables.npz"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tiny_source.divisions), str(out)],
        check=True,
        cwd=Path(__file__).parents[2],
        env={"NUMBA_DISABLE_JIT": "1", "PATH": "", "HOME": str(tmp_path)},
    )
    with np.load(out) as interpreted:
        for name, table in compiled.tables._asdict().items():
            for column in table.dtype.names:
                np.testing.assert_allclose(
                    interpreted[name][column], table[column], rtol=1e-12, err_msg=f"{name}.{column}"
                )


def test_a_street_without_communities_is_refused():
    with pytest.raises(CityError, match="nobody lives in 江汉经济开发区"):
        build_city("420103400", cache=False)
