"""Who is covered: by area, at random by marks of their own, weakest or strongest first."""

import numpy as np
import pytest

from sim.agents.compound import CompoundKind
from sim.agents.property_firm import FIRM
from sim.city.keys import firm_key
from sim.policy import Where
from sim.policy.coverage import PolicyError, covered
from sim.policy.institutions import Institutions


def rows(institutions, table="communities", seed=1, lever="closure_audit", **where):
    return covered(Where(**where), table, institutions, seed, lever).tolist()


@pytest.mark.parametrize(
    ("areas", "expected"),
    [((), [0, 1, 2, 3, 4, 5]), (("1",), [0, 1, 2, 3]), (("12", "211"), [2, 3, 4]), (("112",), [1]), (("99",), [])],
)
def test_areas_of_any_level(institutions, areas, expected):
    assert rows(institutions, areas=areas) == expected
    assert rows(institutions, table="compounds", areas=areas) == expected


def test_streets_are_covered_by_street_and_district(institutions):
    assert rows(institutions, table="streets", areas=("1",)) == [0, 1]
    assert rows(institutions, table="streets", areas=("21",)) == [2]


def test_weakest_and_strongest_are_by_the_column_that_is_named(institutions):
    assert rows(institutions, rule="weakest", share=0.5) == [1, 3, 5]
    assert rows(institutions, rule="strongest", share=0.5) == [0, 2, 4]
    assert rows(institutions, rule="weakest", by="civic", share=0.3) == [1, 4]
    assert rows(institutions, rule="strongest", by="size", share=0.2) == [4, 5]
    assert rows(institutions, rule="weakest", share=0.5, areas=("2",)) == [5]


def test_condition_of_a_street_is_its_residents_mean(institutions):
    # street 0: (0.9 * 1000 + 0.2 * 2000) / 3000 = 0.43; 1: (0.5 * 3000 + 0.3 * 4000) / 7000 = 0.39; 2: 0.58
    assert rows(institutions, table="streets", rule="weakest", share=0.3) == [1]
    assert rows(institutions, table="streets", rule="strongest", share=0.3) == [2]


def test_random_coverage_grows_with_its_share_and_keeps_who_was_in(institutions):
    before: set[int] = set()
    for share in np.linspace(0.0, 1.0, 21):
        now = set(rows(institutions, share=float(share)))
        assert before <= now
        before = now
    assert len(before) == 6


def test_random_coverage_is_a_mark_of_the_unit_itself(institutions):
    everywhere = rows(institutions, share=0.5)
    part = institutions._replace(communities=institutions.communities[2:4].copy())
    alone = covered(Where(share=0.5), "communities", Institutions(*part), 1, "closure_audit")
    assert [row + 2 for row in alone.tolist()] == [row for row in everywhere if row in {2, 3}]


def test_random_coverage_differs_by_lever_and_seed_and_has_the_right_size(institutions):
    institutions = institutions._replace(communities=np.repeat(institutions.communities, 500).view(np.recarray))
    institutions.communities["key"] = np.arange(3000)
    one = rows(institutions, share=0.3)
    assert len(one) == pytest.approx(900, abs=4 * (3000 * 0.3 * 0.7) ** 0.5)
    other = rows(institutions, share=0.3, lever="whistle_calls")
    both = len(set(one) & set(other))
    assert both == pytest.approx(270, abs=4 * (3000 * 0.09 * 0.91) ** 0.5)
    assert one != rows(institutions, share=0.3, seed=2)


def test_any_64_bit_seed_will_do(institutions):
    for seed in (-(2**63), -1, 0, 2**64 - 1):
        rows(institutions, share=0.5, seed=seed)


@pytest.fixture
def housed(institutions):
    """Six compounds, one in each community: old, commercial, village in turn; two firms of district 1 serve three."""
    kinds = [CompoundKind.OLD, CompoundKind.COMMERCIAL, CompoundKind.VILLAGE] * 2
    compounds = institutions.compounds[:6].copy()
    compounds.kind, compounds.firm = kinds, [-1, 0, -1, -1, 1, 1]
    firms = np.zeros(2, FIRM).view(np.recarray)
    firms.key, firms.contracts = [firm_key("1-0000"), firm_key("1-0001")], [1, 2]
    return institutions._replace(compounds=compounds, firms=firms)


def test_types_of_compounds_and_the_firms_that_serve_them(housed):
    assert rows(housed, table="compounds", kinds=("old",)) == [0, 3]
    assert rows(housed, table="compounds", kinds=("old", "village"), areas=("1",)) == [0, 2, 3]
    assert rows(housed, table="compounds", kinds=("rental",)) == []
    assert rows(housed, table="firms", kinds=("village",)) == [1]
    assert len(rows(housed, table="compounds", kinds=("commercial",), rule="weakest", share=0.5)) == 1


def test_firms_and_the_compounds_that_they_serve(housed):
    assert rows(housed, table="firms", firms=("1-0001",)) == [1]
    assert rows(housed, table="compounds", firms=("1-0001",)) == [4, 5]
    assert rows(housed, table="compounds", firms=("1-0001", "1-0000"), kinds=("commercial",)) == [1, 4]


def test_firms_that_are_not_there_are_all_named(housed):
    with pytest.raises(PolicyError) as found:
        rows(housed, table="firms", firms=("1-0001", "1-0002", "2-0000"))
    assert [("1-0002" in line, "2-0000" in line) for line in found.value.messages] == [(True, False), (False, True)]


def test_pilots_are_exactly_the_areas_listed(institutions):
    assert rows(institutions, rule="pilots", areas=("111", "212")) == [0, 5]
