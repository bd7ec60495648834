"""Every published margin of the census against the population made."""

import csv

import numpy as np
import pytest

from sim.city.source import DATA

WITHIN = 0.001


def is_near(made: float, published: float) -> bool:
    return abs(made - published) <= WITHIN * published


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_margins_say_what_the_census_tables_say():
    margins = {row["unit"].removesuffix("区"): row for row in rows_of("wuhan_margins.csv")}
    census = {row["unit"]: row for row in rows_of("wuhan_census2020_districts.csv")}
    for row in rows_of("wuhan_units15.csv"):
        assert margins[row["unit"]]["population"] == row["pop_2020"] == census[row["unit"]]["pop_2020"]
    for margin, unit in (("*", "全市"), ("东西湖", "东西湖")):
        for column in ("urban_pct", "age0_14_pct", "age15_59_pct", "age60p_pct", "age65p_pct", "family_households"):
            assert float(margins[margin][column]) == float(census[unit][column])
        mean = int(margins[margin]["family_persons"]) / int(margins[margin]["family_households"])
        assert mean == pytest.approx(float(census[unit]["mean_household_size"]), abs=0.005)


def test_hierarchy_has_the_published_numbers_of_units(wuhan):
    d = wuhan.divisions
    rows = rows_of("wuhan_divisions.csv")
    kinds = [row["unit_type"] for row in rows if row["is_virtual"] != "1"]
    assert len(d.district_codes) == 13
    assert [kinds.count(kind) for kind in ("街道", "镇", "乡", "居委会", "村委会")] == [
        158,
        1,
        3,
        1531,
        1887,
    ]  # WH13-15
    assert len(d.street_codes) == 193
    assert len(d.community_codes) == 3495 - 12
    counts = {
        row["unit"]: (int(row["residents_committees"]), int(row["villagers_committees"]))
        for row in rows_of("wuhan_units15.csv")
    }
    for unit, name in enumerate(wuhan.margins.units):
        here = np.flatnonzero(wuhan.allotted.unit == unit)
        assert tuple(np.bincount(d.kind[here], minlength=2).tolist()) == counts[name.removesuffix("区")]


def test_residents_of_every_census_unit_are_exact(wuhan):
    by_unit = np.bincount(wuhan.allotted.unit, wuhan.allotted.residents)
    assert by_unit.tolist() == wuhan.margins.population.tolist()
    assert by_unit.sum() == 12_326_518  # WH01
    assert (wuhan.allotted.cells.sum(axis=(1, 2, 3)) == wuhan.allotted.residents).all()
    assert wuhan.allotted.residents.min() > 0


def test_the_city_meets_its_published_margins(wuhan):
    a = wuhan.allotted
    cells, total = a.cells.sum(axis=0), 12_326_518
    ages = cells.sum(axis=(1, 2))
    for made, share in zip((ages[0], ages[1], ages[2] + ages[3], ages[3]), (13.05, 69.72, 17.23, 11.81), strict=True):
        assert is_near(made, share / 100 * total)  # WH06-08
    assert a.families.sum() == 4_082_533  # WH02
    assert a.dormitories.sum() == 558_402  # WH03
    assert is_near(cells[..., 0].sum(), 10_089_527)  # WH04
    assert is_near(cells[..., 0].sum() / a.families.sum(), 10_089_527 / 4_082_533)  # WH05
    assert is_near(a.residents[a.urban].sum(), 0.8431 * total)  # WH09
    assert is_near(cells[:, 1].sum(), 3_945_400)  # WH10
    assert a.volunteers.sum() == 149_000


def test_dongxihu_as_built_meets_its_own_margins(dongxihu, wuhan):
    residents, households = dongxihu.residents, dongxihu.households
    total = 845_782
    assert len(residents) == total
    for made, share in (
        ((residents.age < 15).sum(), 14.33),
        (((residents.age >= 15) & (residents.age < 60)).sum(), 71.44),
        ((residents.age >= 60).sum(), 14.23),
        ((residents.age >= 65).sum(), 9.49),
    ):
        assert is_near(made, share / 100 * total)  # WH31
    families = households[households.collective == 0]
    assert len(families) == 271_329
    assert is_near(families.persons.mean(), 2.67)  # WH32
    here = wuhan.allotted.unit == wuhan.margins.units.index("东西湖区")
    assert is_near(wuhan.allotted.residents[here & wuhan.allotted.urban].sum(), 0.7761 * total)


def test_a_street_as_built_has_the_people_that_were_allotted(street, wuhan):
    rows = [wuhan.divisions.community_codes.index(code) for code in street.codes["communities"]]
    group = np.digitize(street.residents.age, [15, 60, 65])
    collective = street.households.collective[street.residents.household]
    for row, plan_row in enumerate(rows):
        here = street.residents.community == row
        made = np.zeros((4, 2, 2), dtype=np.int64)
        np.add.at(made, (group[here], street.residents.migrant[here], collective[here]), 1)
        assert (made == wuhan.allotted.cells[plan_row]).all()
