"""The table of what troubles people: its totals, its rules by hand, and what it says to those who mistype it."""

import csv
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND, CompoundKind
from sim.agents.department import Field
from sim.grievance.category import (
    AGES,
    KINDS,
    Project,
    Relief,
    Scope,
    hazard_factor,
    load_categories,
    policy_factor,
    season_factor,
)
from sim.grievance.deadline import DEADLINE_HOURS, Deadline
from sim.grievance.level import Level
from sim.grievance.needs import in_weather
from sim.parameters import rules_table
from sim.table import TableError

CATEGORIES = load_categories()
TABLE = CATEGORIES.table
TEXT = resources.files("sim.grievance").joinpath("data/categories.csv").read_text(encoding="utf-8")
ROWS = {row["id"]: row for row in csv.DictReader(TEXT.splitlines())}
CENSUS_AGES = np.array([13.05, 69.72, 17.23]) / 100.0
"""Shares of 0-14, 15-59, 60+ in Wuhan (census of 2020)."""
NOTICED = 8
"""Residents who count as troubled by one collective trouble, for comparing it with contacts."""
BEIJING = {
    "market": (44.8, "consumer_dispute prepaid_refund food_safety ask_consumer"),
    "public services": (29.6, "bus_service home_utility ask_utilities water_outage power_outage heating"),
    "housing": (28.0, "rental_dispute home_defect title_deed compound_facilities common_lighting ask_housing"),
    "health": (27.3, "medical_service ask_medical"),
    "construction": (25.0, "construction_noise illegal_building road_damage"),
    "traffic": (21.6, "street_parking traffic_order"),
    "order": (21.2, "public_order neighbour_dispute dogs"),
    "labour": (16.3, "wage_arrears social_insurance ask_labour"),
    "education": (16.0, "school_trouble ask_school"),
}
"""The top categories of Beijing 2020 but the epidemic: contacts per 1,000 residents (北京日报 2021-01-08), our rows."""


def of(name: str) -> np.record:
    return TABLE[CATEGORIES.ids.index(name)]


def person_troubles() -> np.ndarray:
    return (TABLE.scope == Scope.PERSON) & (TABLE.enquiry == 0)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a table of copies of `neighbour_noise`, each with some cells changed."""

    def write(*changes: dict[str, str]) -> Path:
        path = tmp_path / "mine.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(ROWS["neighbour_noise"]))
            writer.writeheader()
            for number, change in enumerate(changes):
                writer.writerow(ROWS["neighbour_noise"] | {"id": f"row_{number}"} | change)
        return path

    return write


def messages_of(path: Path) -> list[str]:
    with pytest.raises(TableError) as caught:
        load_categories(path)
    return [message.replace(str(path), "mine.csv") for message in caught.value.messages]


# --- what the table holds


def test_there_are_enough_troubles_and_enquiries() -> None:
    assert (TABLE.enquiry == 0).sum() >= 26
    assert (TABLE.enquiry == 1).sum() >= 4


def test_troubles_and_enquiries_of_a_resident_and_year_add_up() -> None:
    assert 1100 <= TABLE.rate_per_1000[person_troubles()].sum() <= 1200
    assert 20 <= TABLE.rate_per_1000[TABLE.scope != Scope.PERSON].sum() <= 40
    assert 550 <= TABLE.rate_per_1000[TABLE.enquiry == 1].sum() <= 650


def test_rates_are_means_over_the_ages_of_the_census() -> None:
    assert TABLE.m_age[TABLE.scope == Scope.PERSON] @ CENSUS_AGES == pytest.approx(1.0, abs=0.02)


def test_the_mix_of_the_top_categories_is_that_of_beijing() -> None:
    felt = {}
    for name, (contacts, ids) in BEIJING.items():
        rows = [of(i) for i in ids.split()]
        felt[name] = sum(r.rate_per_1000 * (1 if r.scope == Scope.PERSON else NOTICED) for r in rows) / contacts
    for name, per_contact in felt.items():
        assert per_contact == pytest.approx(4.2, rel=0.05), name


def test_rows_that_call_a_rate_published_are_those_of_the_published_list() -> None:
    published = {name for name, row in ROWS.items() if row["rate_confidence"] == "published"}
    assert published == {i for _, ids in BEIJING.values() for i in ids.split()}
    assert all("北京日报 2021-01-08" in ROWS[name]["rate_source"] for name in published)


def test_most_troubles_take_hours_and_a_tail_waits_for_long() -> None:
    felt = TABLE[TABLE.enquiry == 0]
    weight = felt.rate_per_1000 / felt.rate_per_1000.sum()
    assert weight[felt.work_hours <= 1.0].sum() > 0.5
    assert 0.1 < (weight * felt.outside_share).sum() < 0.3
    assert weight[(felt.outside_share > 0.3) & (felt.outside_days >= 30)].sum() > 0.05


def test_multipliers_stand_in_the_order_of_the_kinds_of_compound() -> None:
    assert [f"m_{kind.name.lower()}" for kind in CompoundKind] == list(KINDS)
    assert of("hardship").m_kind[CompoundKind.OLD] == float(ROWS["hardship"]["m_old"])
    assert of("hardship").m_age[2] == float(ROWS["hardship"]["m_elder"])


def test_owners_become_levels() -> None:
    names = {"firm": 0, "community": 1, "street": 2, "department": 3, "city": 4}
    assert [names[row["owner"]] for row in ROWS.values()] == TABLE.owner.tolist()
    assert Level.COMPOUND == 0
    assert Level.DISTRICT == 3


def test_deadlines_are_two_hours_a_day_a_week_a_fortnight_and_sixty_days() -> None:
    assert [DEADLINE_HOURS[d] for d in Deadline] == [2, 24, 168, 360, 1440]
    assert of("flooding").deadline == Deadline.URGENT


# --- rules by hand


def test_hazard_by_hand(edited: Callable[..., Path]) -> None:
    change = {"m_old": "1.5", "m_elder": "1.2", "condition_weight": "0.5", "service_weight": "0.25", "strife": "0.5"}
    leak = load_categories(edited(change)).table[0]
    # 1.5 * 1.2 * (1 + 0.5 * 2 * (0.6 - 0.2)) * (1 + 0.25 * 2 * (0.6 - 0.4)) = 1.8 * 1.4 * 1.1
    assert hazard_factor(leak, CompoundKind.OLD, 70, 0.2, 0.4) == pytest.approx(2.772)
    assert leak.max_multiplier == pytest.approx(1.5 * 1.2)
    assert leak.ceiling == pytest.approx((1 + 0.5 * 1.2) * (1 + 0.25 * 1.2) * 1.5)


def test_hazard_is_the_multipliers_where_all_is_as_usual() -> None:
    noise = of("neighbour_noise")
    assert hazard_factor(noise, CompoundKind.VILLAGE, 30, 0.6, 0.6) == pytest.approx(noise.m_kind[3] * noise.m_age[1])


@pytest.mark.parametrize(("age", "band"), [(0, 0), (14, 0), (15, 1), (59, 1), (60, 2), (99, 2)])
def test_ages_are_those_of_the_census(age: int, band: int) -> None:
    assert hazard_factor(of("hardship"), CompoundKind.COMMERCIAL, age, 0.6, 0.6) == pytest.approx(
        of("hardship").m_kind[1] * of("hardship").m_age[band]
    )


def test_no_lift_fails_and_no_heating_in_a_village_however_run_down() -> None:
    assert hazard_factor(of("lift_failure"), CompoundKind.VILLAGE, 40, 0.0, 0.0) == 0.0
    assert hazard_factor(of("heating"), CompoundKind.VILLAGE, 40, 0.0, 0.0) == 0.0


def test_the_best_care_leaves_some_hazard(edited: Callable[..., Path]) -> None:
    plain = dict.fromkeys((*KINDS, *AGES), "1") | {"condition_weight": "1", "service_weight": "1"}
    row = load_categories(edited(plain)).table[0]
    assert hazard_factor(row, 0, 30, 1.0, 1.0) == pytest.approx(0.05)  # 0.2 * 0.2 would be less


@given(
    row=st.integers(0, len(TABLE) - 1),
    kind=st.sampled_from(CompoundKind),
    age=st.integers(0, 110),
    condition=st.floats(0, 1),
    service=st.floats(0, 1),
)
def test_no_hazard_is_above_that_of_the_candidates(
    row: int, kind: CompoundKind, age: int, condition: float, service: float
) -> None:
    category = TABLE[row]
    highest = category.max_multiplier * category.ceiling
    assert 0.0 <= hazard_factor(category, int(kind), age, condition, service) <= highest * (1 + 1e-12)


def place(dtype: np.dtype, **columns: object) -> np.record:
    """Return a record that no policy has touched but for these columns."""
    table = np.zeros(1, dtype).view(np.recarray)
    for name, value in columns.items():
        table[name] = value
    return table[0]


def test_without_policy_and_strife_nothing_changes() -> None:
    (rules,) = rules_table()
    community, compound = place(COMMUNITY), place(COMPOUND, suspicion=rules.suspicion_usual)
    assert [policy_factor(category, community, compound, rules) for category in TABLE] == [1.0] * len(TABLE)


def test_prevention_and_strife_by_hand(edited: Callable[..., Path]) -> None:
    numbers = {"care_spares": 0.5, "covenant_keeps": 0.4, "works_spare": 0.6, "suspicion_stirs": 0.5}
    (rules,) = rules_table(numbers | {"suspicion_usual": 0.35})
    quarrel, other = load_categories(
        edited({"relief": "care", "norm": "1", "project": "shed", "strife": "0.5"}, {"norm": "0", "strife": "0"})
    ).table
    community = place(COMMUNITY, care=0.4, relieved=[0.0, 0.9, 0.9, 0.9, 0.1])
    compound = place(COMPOUND, covenant=0.5, projects=[0, 0, 1, 0], strife=0.3, suspicion=0.55)
    # a tenth spared, 0.5 * 0.4 by care, 0.4 * 0.5 by rules that are half kept, 0.6 by the shed; strife 0.3 + 0.5 * 0.2
    left = 0.9 * 0.8 * 0.8 * 0.4 * (1 + 0.5 * 0.4)
    assert policy_factor(quarrel, community, compound, rules) == pytest.approx(left)
    assert policy_factor(other, community, compound, rules) == 1.0
    assert (int(Relief.CARE), int(Project.SHED)) == (quarrel.relief, quarrel.project)


@given(
    row=st.integers(0, len(TABLE) - 1),
    shares=st.lists(st.floats(0, 1), min_size=6, max_size=6),
    works=st.lists(st.integers(0, 1), min_size=3, max_size=3),
)
def test_policy_leaves_no_hazard_above_that_of_the_candidates(row: int, shares: list[float], works: list[int]) -> None:
    (rules,) = rules_table()
    relieved, care, covenant, strife, suspicion, more = shares
    community = place(COMMUNITY, care=care, relieved=[0.0, *[relieved, more] * 2])
    compound = place(COMPOUND, covenant=covenant, strife=strife, suspicion=suspicion, projects=[0, *works])
    category = TABLE[row]
    assert 0.0 <= policy_factor(category, community, compound, rules) <= (1.0 + category.strife) * (1 + 1e-12)


@pytest.mark.parametrize("name", ["flooding", "neighbour_noise", "ask_school", "wage_arrears"])
def test_the_mean_of_a_year_is_one(name: str) -> None:
    days = np.arange(1, 366)
    working = np.mean([season_factor(of(name), day, False) for day in days])
    off = np.mean([season_factor(of(name), day, True) for day in days])
    assert (250 * working + 115 * off) / 365 == pytest.approx(1.0, abs=1e-6)


def test_season_by_hand(edited: Callable[..., Path]) -> None:
    row = load_categories(edited({"peak_month": "7", "season": "0.5", "weekend": "2"})).table[0]
    in_july = season_factor(row, 198, False)  # 6.5 months are 197.7 days
    assert in_july == pytest.approx(1.5 * 365 / (250 + 2 * 115), rel=1e-3)
    assert season_factor(row, 198, True) == pytest.approx(2 * in_july)
    assert season_factor(row, 15, False) == pytest.approx(in_july / 3, rel=1e-3)


def test_spells_of_weather_by_hand(edited: Callable[..., Path]) -> None:
    """Only what hangs on the weather comes in spells, whatever its season; the mean over spells is 1."""
    (rules,) = rules_table({"weather_sd": 1.5})
    dry, wet = load_categories(
        edited({"weather": "0", "season": "0.8"}, {"weather": "0.4", "season": "0", "rate_per_1000": "1"})
    ).table
    assert in_weather(dry, 2.0, rules) == 1.0
    assert in_weather(wet, 2.0, rules) == pytest.approx(np.exp(0.6 * 2.0 - 0.5 * 0.36))
    spells = np.random.default_rng(1).standard_normal(4000)
    assert np.mean([in_weather(wet, spell, rules) for spell in spells]) == pytest.approx(1.0, abs=0.05)


# --- what it says to those who mistype it


def test_every_mistake_is_told_at_once(edited: Callable[..., Path]) -> None:
    path = edited(
        {"field": "houseing", "reach": "1.5", "work_hours": "-2"},
        {"id": "row_0", "rate_per_1000": "many", "peak_month": "6.5"},
        {"deadline": "", "rate_confidence": "certain", "solvable": "nan"},
    )
    fields = ", ".join(field.name.lower() for field in Field)
    assert messages_of(path) == [
        f"mine.csv:2: field: unknown 'houseing'; allowed: {fields}; did you mean 'housing'?",
        "mine.csv:2: reach: 1.5 is out of range; allowed: a number above 0 to 1",
        "mine.csv:2: work_hours: -2 is out of range; allowed: a number above 0 to 200",
        "mine.csv:3: rate_per_1000: 'many' is not a number; allowed: a number above 0 to 1000",
        "mine.csv:3: peak_month: 6.5 is out of range; allowed: a whole number from 1 to 12",
        "mine.csv:3: id: 'row_0' stands in line 2 already",
        "mine.csv:4: deadline: is empty; allowed: urgent, utilities, general, complex",
        "mine.csv:4: solvable: nan is out of range; allowed: a number from 0 to 1",
        "mine.csv:4: rate_confidence: unknown 'certain'; allowed: published, assumed",
    ]


def test_cells_of_a_row_must_agree(edited: Callable[..., Path]) -> None:
    path = edited(
        {"m_village": "3", "m_elder": "1.5"},
        {"reach": "0.5"},
        {"scope": "building"},
        {"enquiry": "1", "scope": "building", "m_child": "1", "m_adult": "1", "m_elder": "1"},
    )
    assert messages_of(path) == [
        "mine.csv:2: m_old .. m_elder: the highest by kind times the highest by age is 4.50; allowed: up to 3",
        "mine.csv:3: reach: 0.5 for one person; allowed: 1",
        "mine.csv:4: m_child .. m_elder: a building or compound has no age; allowed: 1",
        "mine.csv:5: scope: an enquiry is one person's; allowed: person",
    ]


def test_columns_are_named_when_missing_unknown_or_doubled(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(TEXT.replace("severity,", "severty,", 1).replace(",note\n", ",zh\n", 1), encoding="utf-8")
    assert [message for message in messages_of(path) if message.startswith("mine.csv:1:")] == [
        "mine.csv:1: severity: column is missing",
        "mine.csv:1: note: column is missing",
        "mine.csv:1: severty: unknown column; did you mean 'severity'?",
        "mine.csv:1: zh: column stands twice",
    ]


def test_a_short_row_and_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    header = TEXT.splitlines()[0]
    path.write_text(f"{header}\nnoise,噪声,Noise\n", encoding="utf-8")
    assert messages_of(path) == [f"mine.csv:2: has 3 cells; allowed: {len(header.split(','))}, one for each column"]
    path.write_text(f"{header}\n", encoding="utf-8")
    assert messages_of(path) == ["mine.csv:2: has no rows; at least one is needed"]


def test_files_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    assert messages_of(tmp_path / "none.csv")[0].endswith("cannot be read: No such file or directory")
    path = tmp_path / "mine.csv"
    path.write_bytes(TEXT.encode("gb18030"))
    assert "is not UTF-8; save the table as UTF-8" in messages_of(path)[0]
    path.write_text(TEXT.replace("邻里噪声", "邻" * (csv.field_size_limit() + 1)), encoding="utf-8")
    assert messages_of(path)[0].startswith("mine.csv:2: is not CSV: field larger than")


def test_a_spreadsheets_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(TEXT, encoding="utf-8-sig")
    assert load_categories(path).ids == CATEGORIES.ids
