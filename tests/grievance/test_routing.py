"""Where a case belongs and which desk it gets, by hand."""

import numpy as np
import pytest

from sim.agents.department import FIELDS
from sim.agents.street import POOL_OF_FIELD
from sim.engine.queue import URGENT
from sim.grievance.deadline import Deadline
from sim.grievance.handover import head_start
from sim.grievance.level import Level
from sim.grievance.routing import desk_of, level_needed, needs_others, wrong_desk

COMPOUND, COMMUNITY, STREET, DISTRICT, CITY = Level


@pytest.mark.parametrize(
    ("owner", "changes", "needed"),
    [
        (COMPOUND, {}, COMPOUND),
        (COMPOUND, {"firm": False}, COMMUNITY),
        (COMPOUND, {"beyond_share": 1.0}, COMMUNITY),
        (COMPOUND, {"beyond_share": 1.0, "firm": False}, STREET),
        (COMPOUND, {"joint_share": 1.0}, STREET),  # only a street can call agencies together
        (COMMUNITY, {}, COMMUNITY),
        (COMMUNITY, {"joint_share": 1.0}, STREET),
        (STREET, {"joint_share": 1.0}, STREET),
        (STREET, {"beyond_share": 1.0}, DISTRICT),
        (STREET, {"beyond_share": 1.0, "authority": 1.0}, STREET),  # the district's by law, handed down to the street
        (DISTRICT, {}, DISTRICT),
        (DISTRICT, {"authority": 1.0}, STREET),
        (DISTRICT, {"beyond_share": 1.0}, CITY),
        (DISTRICT, {"beyond_share": 1.0, "authority": 1.0}, CITY),
        (CITY, {"beyond_share": 1.0}, CITY),
    ],
)
def test_the_level_needed(quiet, owner, changes, needed):
    quiet.categories.owner = owner
    for name in ("beyond_share", "joint_share"):
        quiet.categories[name] = changes.get(name, 0.0)
    quiet.world.streets.authority = changes.get("authority", 0.0)
    row = quiet.spoken(resident=quiet.resident_of(quiet.compound(changes.get("firm", True))))
    assert level_needed(quiet.world, quiet.case(row)) == needed


def test_a_share_of_the_cases_needs_more(quiet):
    quiet.categories.beyond_share = 0.3
    needed = [level_needed(quiet.world, quiet.case(quiet.spoken(trouble=n))) for n in range(500)]
    assert np.mean(np.array(needed) == DISTRICT) == pytest.approx(0.3, abs=0.08)
    assert set(needed) == {STREET, DISTRICT}


def test_what_a_trouble_needs_is_the_same_for_all_who_speak_of_it(quiet):
    quiet.categories.beyond_share = 0.5
    quiet.categories.joint_share = 0.5
    quiet.world.streets.authority = 0.5
    found = set()
    for trouble in range(100):
        rows = [quiet.spoken(trouble=trouble, nth=nth) for nth in range(4)]
        needs = {
            (level_needed(quiet.world, quiet.case(row)), needs_others(quiet.world, quiet.case(row))) for row in rows
        }
        assert len(needs) == 1
        found |= needs
    assert found == {(level, joint) for level in (STREET, DISTRICT) for joint in (True, False)}


def test_each_level_has_its_desk_for_the_place_and_the_field(quiet):
    world = quiet.world
    with_firm, without = (
        quiet.case(quiet.spoken(resident=quiet.resident_of(quiet.compound(f)))) for f in (True, False)
    )
    assert desk_of(world, with_firm, COMPOUND) == world.compounds.desk[with_firm.compound] >= 0
    assert desk_of(world, without, COMPOUND) == -1
    assert desk_of(world, with_firm, COMMUNITY) == world.communities.desk[0]
    for field in range(FIELDS):
        quiet.categories["field"] = field
        street = world.desks[desk_of(world, with_firm, STREET)]
        assert (street.level, street.pool) == (STREET, POOL_OF_FIELD[field])
        district = world.departments[world.desks[desk_of(world, with_firm, DISTRICT)].owner]
        assert (district.level, district["field"], district.district) == (DISTRICT, field, 0)
        city = world.departments[world.desks[desk_of(world, with_firm, CITY)].owner]
        assert (city.level, city["field"], city.district) == (CITY, field, -1)


@pytest.mark.parametrize("level", [STREET, DISTRICT])
def test_a_wrong_desk_is_of_the_same_level_and_never_the_right_one(quiet, level):
    wrong = set()
    for field in range(FIELDS):
        quiet.categories["field"] = field
        for trouble in range(20):
            case = quiet.case(quiet.spoken(trouble=trouble))
            desk = wrong_desk(quiet.world, case, level)
            assert desk != desk_of(quiet.world, case, level)
            assert quiet.world.desks[desk].level == level
            wrong.add(int(desk))
    assert len(wrong) == (4 if level == STREET else FIELDS)


def test_head_starts_by_hand(quiet):
    numbers = {
        "severity_head_start": 50, "official_head_start": 10, "class_head_start": 20, "pressed_head_start": 30,
        "resumed_head_start": 40,
    }  # fmt: skip
    for name, value in numbers.items():
        quiet.rules[name] = value
    case = quiet.case(quiet.spoken(severity=0.5))
    quiet.categories.deadline = Deadline.GENERAL
    assert head_start(quiet.world, case) == pytest.approx(-25)
    case.official = 1
    assert head_start(quiet.world, case) == pytest.approx(-(25 + 10 + 20))
    case.rounds, case.expedited, case.step = 2, 1, 1
    assert head_start(quiet.world, case) == pytest.approx(-(25 + 10 + 20 + 90 + 40))
    quiet.categories.deadline = Deadline.URGENT
    assert head_start(quiet.world, case) == URGENT
