"""Two logs joined by hand: transitions, what was gained, and that everything adds up."""

import numpy as np
import pytest

from sim.city import build_city
from sim.experiment.kinds.comparison.borne import borne, worst_share
from sim.experiment.kinds.comparison.pair import compared, most_of
from sim.experiment.kinds.comparison.pair_tables import ends, equity, gains, summed, transitions
from sim.experiment.kinds.comparison.trouble_pairs import End, differing_most, joined
from sim.grievance.category import Scope, load_categories
from sim.grievance.trouble import TROUBLE, Solved
from sim.scenario import load_scenario

CATEGORIES = load_categories()
ALONE = int(np.flatnonzero(CATEGORIES.table.scope == Scope.PERSON)[0])
SHARED = {scope: int(np.flatnonzero(CATEGORIES.table.scope == scope)[0]) for scope in (Scope.BUILDING, Scope.COMPOUND)}
BIG = 2**62 + 12_345_678_901


def log(*rows):
    """Rows of (trouble, days, how it ended) and more by name; each is of severity 0.5 and befalls one person."""
    table = np.zeros(len(rows), TROUBLE)
    table["severity"], table["affected"], table["reported_solved"], table["category"] = 0.5, 1.0, -1, ALONE
    for row, (number, days, end, more) in zip(table, rows, strict=True):
        row["trouble"], row["ended"] = number, 24.0 * days
        row["solved"] = {"office": Solved.OFFICE, "neighbours": Solved.NEIGHBOURS}.get(end, Solved.NO)
        row["open"] = end == "open"
        for name, value in more.items():
            row[name] = value
    return table


A = log(
    (1, 4, "office", {"reported_solved": 1}), (2, 4, "office", {}), (3, 8, "faded", {"reported_solved": 1}),
    (4, 9, "open", {}), (5, 2, "neighbours", {}), (BIG, 30, "open", {}),
)  # fmt: skip
B = log(
    (1, 3, "office", {"reported_solved": 1}), (2, 10, "open", {}), (3, 2, "neighbours", {}), (4, 9, "open", {}),
    (7, 2, "office", {"returned": 1}), (8, 6, "faded", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def town():
    return build_city(source=load_scenario("tiny").city_source())


def test_each_trouble_stands_once_with_what_became_of_it():
    found = joined(A, B)
    assert found.trouble.tolist() == [1, 2, 3, 4, 5, 7, 8, BIG]
    names = [(End(a).name, End(b).name) for a, b in zip(found.end_a, found.end_b, strict=True)]
    assert names == [
        ("OFFICE", "OFFICE"), ("OFFICE", "OPEN"), ("FADED", "NEIGHBOURS"), ("OPEN", "OPEN"), ("NEIGHBOURS", "ABSENT"),
        ("ABSENT", "OFFICE"), ("ABSENT", "FADED"), ("OPEN", "ABSENT"),
    ]  # fmt: skip
    assert found.hours.tolist() == [24.0, 0, 0, 0, 0, 0, 0, 0]
    assert found.burden_a.tolist() == [2.0, 2.0, 4.0, 4.5, 1.0, 0.0, 0.0, 15.0]
    assert found.burden_b.tolist() == [1.5, 5.0, 1.0, 4.5, 0.0, 1.0, 3.0, 0.0]
    assert [found.trouble[row] for row in differing_most(found, 3)] == [BIG, 2, 3]
    assert len(differing_most(joined(A, A), 3)) == 0


def test_the_order_of_the_rows_does_not_matter():
    one, other = joined(A[::-1], B[::-1]), joined(A, B)
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("trouble", "end_a", "burden_b"))


def test_the_transition_table_by_hand(town):
    values = compared(A, B, town)
    row = transitions(summed([values, values])).set_index(["division", "group"]).loc[("all", "all")]
    cells = {
        "solved>solved": 1, "solved>unsolved": 1, "solved>absent": 1, "unsolved>solved": 1, "unsolved>unsolved": 1,
        "unsolved>absent": 1, "absent>solved": 1, "absent>unsolved": 1, "prevented_returns": 0, "caused_returns": 1,
        "claimed_a": 2, "claimed_falsely_a": 1, "claimed_b": 1, "claimed_falsely_b": 0, "hours_each": 24.0,
    }  # fmt: skip
    assert {name: row[name] for name in cells} == cells  # means of two runs that are the same
    assert ends(summed([values]))["faded", "neighbours"] == 1.0
    assert most_of(values, 2) == [(BIG, 0), (2, 0)]  # a number of 63 bits comes through


def test_a_shared_trouble_is_borne_by_all_who_live_there(town):
    who = int(town.compounds.resident_lo[1]) + 3
    home = int(town.residents.building[who])
    rows = log(
        (1, 2, "open", {"resident": who}),
        (2, 2, "open", {"resident": who, "category": SHARED[Scope.BUILDING], "affected": 30.0}),
        (3, 2, "open", {"resident": who, "compound": 1, "category": SHARED[Scope.COMPOUND], "affected": 50.0}),
    )
    found = borne(rows, town)
    in_building, in_compound = town.buildings.resident_n[home], town.compounds.resident_n[1]
    assert found.sum() == pytest.approx(0.5 * 2 * (1 + 30 + 50))
    assert found[who] == pytest.approx(1.0 + 30.0 / in_building + 50.0 / in_compound)
    lo = int(town.compounds.resident_lo[1])
    elsewhere = next(r for r in range(lo, lo + int(in_compound)) if town.residents.building[r] != home)
    assert found[elsewhere] == pytest.approx(50.0 / in_compound)
    assert not found[:lo].any()


def test_who_gains_and_loses_by_hand_and_that_it_adds_up(town):
    a = log((1, 20, "open", {"resident": 0}), (2, 2, "office", {"resident": 1}), (3, 4, "open", {"resident": 2}))
    b = log((1, 10, "office", {"resident": 0}), (2, 8, "open", {"resident": 1}), (3, 4, "open", {"resident": 2}))
    years, n = 0.5, len(town.residents)
    table = gains([compared(a, b, town)] * 3, years)
    whole = table.set_index("division").loc["all"]
    assert (whole.residents, whole.better * n, whole.worse * n) == pytest.approx((n, 1, 1))
    assert (whole.gained, whole.lost, whole.difference) == pytest.approx((5 / n / years, 3 / n / years, -2 / n / years))
    assert (whole.burden_a, whole.burden_b) == pytest.approx((13 / n / years, 11 / n / years))
    for division, rows in table.groupby("division"):
        weights = rows.residents if division != "category" else n
        for name in ("difference", "burden_a", "gained" if division == "age" else "burden_b"):
            assert (rows[name] * weights).sum() == pytest.approx(whole[name] * n), (division, name)
    age = table[table.division == "age"]
    assert age.residents.sum() == n
    uneven = equity([compared(a, b, town)]).set_index(["unit", "measure"])
    assert uneven.loc[("residents", "worst"), "a"] == pytest.approx(10 / 13)  # three bear anything: the worst one


def test_the_worst_tenth():
    assert worst_share(np.arange(1.0, 21.0)) == pytest.approx(39 / 210)
    assert np.isnan(worst_share(np.zeros(4)))


def test_nothing_to_compare_makes_empty_tables():
    assert transitions(summed([])).empty
    assert gains([], 1.0).empty
    assert equity([]).empty
    assert ends(summed([])) == {}
