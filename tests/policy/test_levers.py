"""Each lever's declaration holds together, writes what it says, and no rule knows of it."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.agents.department import Field
from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.policy.facts import lever_facts
from sim.policy.marks import lever_number
from sim.policy.mechanisms import MECHANISMS, stand_for

SIM = Path(__file__).resolve().parents[2] / "sim"
RULES = [path for part in ("agents", "grievance", "engine") for path in (SIM / part).rglob("*.py")]
ALL_ROWS = {
    "districts": np.arange(2),
    "streets": np.arange(3),
    "communities": np.arange(6),
    "compounds": np.arange(6),
    "firms": np.arange(3),
    "units": np.arange(4),
}
each_lever = pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS)


def _copy(institutions):
    return {
        (name, column): getattr(institutions, name)[column].copy()
        for name in institutions._fields
        for column in getattr(institutions, name).dtype.names
    }


@each_lever
def test_it_writes_the_columns_that_it_names_and_no_other(lever, institutions):
    before = _copy(institutions)
    rows = ALL_ROWS[lever.table][:-1][:2]
    lever.apply(institutions, rows, 1.0 if lever.covers else lever.default)
    after = _copy(institutions)
    changed = {".".join(key) for key in before if not np.array_equal(before[key], after[key])}
    assert changed == set(lever.writes)
    for name in lever.writes:
        if name.startswith(lever.table):
            column = after[lever.table, name.partition(".")[2]]
            beyond = slice(len(rows), None)
            assert np.array_equal(column[beyond], before[lever.table, name.partition(".")[2]][beyond]), "wrote too much"


@each_lever
def test_at_its_neutral_value_nothing_changes_to_the_last_bit(lever, institutions):
    institutions.streets["authority"] = PARAMETERS["authority_start"].value
    before = _copy(institutions)
    lever.apply(institutions, ALL_ROWS[lever.table], lever.neutral)
    after = _copy(institutions)
    assert all(np.array_equal(before[key], after[key]) for key in before)


@each_lever
@pytest.mark.parametrize("end", ["low", "high"])
def test_at_the_ends_of_its_range_columns_stay_sensible(lever, end, institutions):
    lever.apply(institutions, ALL_ROWS[lever.table], getattr(lever, end))
    for name in lever.writes:
        table, _, column = name.partition(".")
        values = getattr(institutions, table)[column]
        assert np.isfinite(values).all()
        assert name.startswith("departments.posted") or (values >= 0).all()
        if lever.unit == "share" and not name.startswith("departments"):
            assert (values <= 1).all()
    assert (institutions.communities.posts <= institutions.communities.worker_n).all()
    assert (institutions.departments.staff + institutions.departments.posted >= 0).all()


@each_lever
def test_its_declaration_holds_together(lever):
    assert lever.low <= lever.neutral <= lever.high
    assert lever.low <= lever.default <= lever.high
    assert lever.default != lever.neutral
    assert lever.confidence != "seed" or lever.seed_value == lever.default
    assert all(re.fullmatch(r"M\d\d", name) for name in lever.mechanisms)
    for reader in lever.read_by:
        *folders, last = reader.split(".")
        module = SIM.parent.joinpath(*folders).with_suffix(".py")
        source = module.read_text(encoding="utf-8") if module.is_file() else ""
        whole = SIM.parent.joinpath(*reader.split(".")).with_suffix(".py")
        assert f"def {last}(" in source or whole.is_file(), f"{reader} is not there"


@each_lever
def test_what_it_writes_is_read_by_the_rules_that_it_names(lever):
    read = "".join(path.read_text(encoding="utf-8") for path in RULES)
    for name in lever.writes:
        column = name.partition(".")[2]
        if column == "posted_elsewhere":
            continue  # persons whose work was not residents' cases: counted, so that nobody comes from nowhere
        assert re.search(rf"\.{column}\b", read), f"no rule reads {name}"


def test_no_rule_writes_a_column_that_a_lever_writes():
    columns = {name.partition(".")[2] for lever in LEVERS.values() for name in lever.writes}
    for path in RULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets if isinstance(node, ast.Assign | ast.AugAssign) else ():
                assert getattr(target, "attr", "") not in columns, f"{path}:{node.lineno}"


def test_no_rule_mentions_a_lever():
    for path in RULES:
        source = path.read_text(encoding="utf-8")
        assert "sim.policy" not in source, path
        assert "sim.scenario" not in source, path
        for lever in LEVERS:
            assert not re.search(rf"\b{lever}\b", source), f"{path} mentions {lever}"


def test_every_mechanism_of_the_table_has_a_lever_or_a_bundle():
    assert list(MECHANISMS) == [f"M{number:02d}" for number in range(1, 99)]
    assert [one for one in MECHANISMS if not stand_for(one)] == []


def test_what_covers_a_share_is_nested_and_counts_what_it_covers(institutions):
    lever, rows = LEVERS["cross_posting"], ALL_ROWS["compounds"]
    covered = []
    for share in (0.0, 0.3, 0.6, 1.0):
        institutions.compounds["cross_posts"] = 0.0
        lever.apply(institutions, rows, share)
        covered.append(set(np.flatnonzero(institutions.compounds["cross_posts"])))
    assert all(fewer <= more for fewer, more in pairwise(covered))
    assert (len(covered[0]), len(covered[-1])) == (0, 6)
    assert lever.units_priced(institutions, rows, 0.5) == 3.0


def test_coverage_numbers_of_levers_differ():
    assert len({lever_number(lever) for lever in LEVERS}) == len(LEVERS)


def test_names_of_levers_bundles_and_parameters_do_not_collide():
    names = [name for one in (*LEVERS.values(), *BUNDLES.values()) for name in (one.id, one.zh, one.en)]
    names += list(PARAMETERS)
    assert len(names) == len(set(names))


def test_devolution_is_of_the_fields_that_the_report_names(institutions):
    LEVERS["devolved_authority"].apply(institutions, np.array([1]), 0.7)
    authority = institutions.streets["authority"]
    assert authority[1, Field.HOUSING] == authority[1, Field.HEALTH] == 0.7
    assert authority[1, Field.POLICE] == authority[0, Field.HOUSING] == 0.05


def test_departments_are_rated_by_the_share_of_communities_below_that_rate(institutions):
    LEVERS["case_rating"].apply(institutions, np.array([0, 1]), 0.55)  # two of four communities of district 1
    below = institutions.departments["rated_below"]
    weight = (0.55 - 0.1) / (1.0 - 0.1)
    assert below[institutions.departments.district == 0] == pytest.approx(0.5 * weight)
    assert below[institutions.departments.district == 1] == pytest.approx(0.0)
    assert below[institutions.departments.district == -1] == pytest.approx(weight / 3)


def test_posts_grow_in_proportion_and_cost_a_years_pay_each(institutions):
    lever = LEVERS["community_posts"]
    added = lever.units_priced(institutions, np.array([0, 4]), 18.0)  # twice the nine of 2016
    assert added == pytest.approx(5 + 9)
    lever.apply(institutions, np.array([0, 4]), 18.0)
    assert institutions.communities.posts.tolist() == [10, 6, 7, 8, 18, 10]
    assert lever.units_priced(institutions, np.array([1]), 4.5) == pytest.approx(-3.0)


def test_bundles_hold_levers_that_exist():
    street = BUNDLES["street_reform"].intensities
    assert dict(street) == {lever: LEVERS[lever].default for lever in street}
    assert {"devolved_authority", "posts_shifted_down", "whistle_calls"} <= set(street)


def test_facts_have_what_is_promised():
    promised = (
        "id name_zh name_en section mechanisms unit range neutral seed_value date cost expected side_effect writes "
        "read_by source confidence"
    )
    assert set(promised.split()) <= set(lever_facts(LEVERS["task_admission"]))


def test_stations_open_where_there_are_firms_and_their_staff_come_from_the_bureaus(institutions):
    lever, rows = LEVERS["business_exchange"], ALL_ROWS["communities"]
    lever.apply(institutions, rows, 100.0)
    staff, departments = institutions.communities.station_staff, institutions.departments
    each = PARAMETERS["business_staff"].value
    assert staff.tolist() == pytest.approx([each, each, 0.0, each, 0.0, each])
    assert institutions.communities.menu.tolist() == pytest.approx([100.0, 100.0, 0.0, 100.0, 0.0, 100.0])
    assert staff.sum() == pytest.approx(-(departments.posted + departments.posted_elsewhere).sum())
    assert lever.units_priced(institutions, rows, lever.default) == pytest.approx(4.0)
    assert lever.units_priced(institutions, np.array([2, 4]), lever.default) == 0.0
