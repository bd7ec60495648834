"""The list of problems of a compound: what is found, who works it off with what hours, what hangs in public."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.compound import COMPOUND, LIST_MONTHS
from sim.agents.problem_list import (
    DAYS_A_MONTH,
    dates_come,
    defects_there,
    found_of_unknown,
    hours_for_list,
    hours_of_entry,
    is_shown,
    mends,
    not_put_right,
    past_date,
    sees_list,
    works_off,
)
from sim.agents.property_firm import FIRM, closes_books
from sim.agents.property_month import property_of_month
from sim.agents.resident import RESIDENT


def _listed(make, due=(0, 0, 0), overdue=(0, 0, 0), ordered=0.0, **columns):
    return make(COMPOUND, list_due=due, list_overdue=overdue, list_ordered=ordered, **columns)


def test_the_first_due_is_put_right_first_by_hand(make):
    compound = _listed(make, (5, 4, 0), (2, 3, 0), 1)
    assert works_off(compound, 8.0) == (2.0, 6.0)
    assert (compound.list_ordered, compound.list_overdue.tolist(), compound.list_due.tolist()) == (
        0, [0, 0, 0], [3, 4, 0],
    )  # fmt: skip
    compound = _listed(make, (5, 0, 0), (2, 3, 0), 1)
    assert works_off(compound, 3.0) == (0.0, 3.0)
    assert compound.list_overdue.tolist() == [2, 1, 0]  # what has waited longest goes first
    assert works_off(compound, 99.0) == (5.0, 3.0)
    assert not_put_right(compound) == 0.0


def test_dates_come_by_hand(make, rules_with):
    compound, rules = _listed(make, (5, 4, 0), (2, 3, 0)), rules_with(list_patience=2)
    assert dates_come(compound, rules) == (5, 3)
    assert compound.list_due.tolist() == [4, 0, 0]
    assert compound.list_overdue.tolist() == [5, 2 + 3, 0]
    hasty = _listed(make, (5, 4, 0), (2, 0, 0))
    assert dates_come(hasty, rules_with(list_patience=1)) == (5, 2)
    assert hasty.list_overdue.tolist() == [7, 0, 0]


entries = st.tuples(*[st.floats(0, 50)] * LIST_MONTHS)


@given(due=entries, overdue=entries, ordered=st.floats(0, 50), most=st.floats(0, 400), number=st.integers(0, 10**6))
def test_no_entry_is_lost_or_made_by_work_and_dates(make, rules_at, due, overdue, ordered, most, number):
    rules = rules_at(number)
    overdue = tuple(n if k < int(rules.list_patience) else 0.0 for k, n in enumerate(overdue))
    compound = _listed(make, due, overdue, ordered)
    before = not_put_right(compound)
    in_time, late = works_off(compound, most)
    assert in_time + late == pytest.approx(min(most, before))
    dates_come(compound, rules)
    assert not_put_right(compound) + in_time + late == pytest.approx(before)
    assert compound.list_due.min() >= 0.0
    assert compound.list_overdue.min() >= 0.0


def test_what_is_put_right_is_missing_by_hand(make, rules_with):
    """A hundred households, half in repair and three quarters serviced: 375 defects of a thousand."""
    rules = rules_with(defects_full=10_000)
    compound = make(COMPOUND, condition=0.5, service=0.75, household_n=100)
    assert defects_there(compound, rules) == pytest.approx(375)
    mends(compound, 37.5, rules)
    assert (compound.condition, compound.service) == (pytest.approx(0.55), pytest.approx(0.775))
    assert defects_there(compound, rules) == pytest.approx(375 - 37.5)
    perfect = make(COMPOUND, condition=1.0, service=1.0, household_n=100)
    mends(perfect, 3.0, rules)
    assert (perfect.condition, perfect.service) == (1.0, 1.0)


def test_who_finds_by_hand(make, rules_with):
    rules = rules_with(round_finds=0.01, talk_finds=0.02)
    assert found_of_unknown(make(COMPOUND, director=1.0), 0.0, rules) == pytest.approx(0.01)
    assert found_of_unknown(make(COMPOUND, deadlines=0.5), 0.6, rules) == pytest.approx(0.006)
    assert found_of_unknown(make(COMPOUND, deadlines=1.0), 0.0, rules) == 0.0  # nobody calls the talk
    both = make(COMPOUND, director=1.0, deadlines=0.5)
    assert found_of_unknown(both, 0.6, rules) == pytest.approx(0.01 + 0.99 * 0.006)


def test_hours_for_the_list_by_hand(make, rules_with):
    rules = rules_with(list_share=0.25, deadline_watches=0.25, defect_hours=3.0, slowest=0.4)
    firm = make(FIRM, effort=0.6, skill=0.5)
    assert hours_of_entry(firm, rules) == pytest.approx(3.0 / (0.4 + 0.6 * 0.5 * 0.8))
    unseen = _listed(make, (500, 0, 0))
    assert hours_for_list(unseen, firm, 0.5, 100.0, 3.0, rules) == pytest.approx(25 * (1 - 0.4 * 0.5))
    posted = _listed(make, (500, 0, 0), deadlines=0.8)
    assert hours_for_list(posted, firm, 0.5, 100.0, 3.0, rules) == pytest.approx(25 * (1 - 0.4 * 0.4))
    assert hours_for_list(_listed(make, (2, 0, 0)), firm, 0.5, 100.0, 3.0, rules) == 6.0  # no more than there is
    ordered = _listed(make, (500, 0, 0), ordered=4)
    assert hours_for_list(ordered, firm, 0.5, 100.0, 3.0, rules) == pytest.approx(20 + 12)
    assert hours_for_list(_listed(make, ordered=90), firm, 0.5, 100.0, 3.0, rules) == 50.0


def test_what_hangs_in_public_by_hand(make, rules_with):
    rules = rules_with(list_record=0.1)
    compound = _listed(make, (3, 0, 0), (4, 0, 0), 1, household_n=500, deadlines=0.5)
    firm = make(FIRM, contracts=2)
    is_shown(compound, firm, 6.0, 4.0, rules)
    assert (compound.firm_judged, compound.firm_pleased) == (pytest.approx(0.5), pytest.approx(0.3))
    assert firm.complaints == pytest.approx(0.5 * 4)
    assert firm.shamed == pytest.approx(0.5 * 5 / 8 / 2)


def test_a_list_that_keeps_its_dates_wins_trust_and_one_that_does_not_takes_it(make, rules_with):
    rules = rules_with(list_trust=0.02)
    resident = make(RESIDENT, trust_firm=0.5)
    sees_list(resident, 1.0, 0.5, rules)
    assert resident.trust_firm == pytest.approx(0.505)
    sees_list(resident, 0.0, 0.5, rules)
    assert resident.trust_firm == pytest.approx(0.505 * 0.99)


def test_who_is_shamed_tries_harder(make, rules_with):
    firms = [make(FIRM, star=3.0, effort=0.4, staff=1.0, shamed=shamed) for shamed in (0.0, 0.5)]
    for firm in firms:
        closes_books(firm, 100.0, 100.0, rules_with(effort_shamed=1.0))
    assert firms[1].effort > firms[0].effort


@pytest.fixture
def town(paper_world, block_of):
    """Return a function that makes a street with a firm at all compounds but the last, which a committee owns."""

    def made(compounds=2, **numbers):
        world = paper_world(
            numbers, compounds=compounds, households=1_000, desks=compounds + 1, servers=4 * compounds + 1
        )  # fmt: skip
        table, firm, desks = world.compounds, world.firms[0], world.desks
        table.household_n, table.billed_n, table.area = 1_000, 1_000, 80.0
        table.condition, table.service, table.own_service, table.stays = 0.6, 0.6, 0.3, 1.0
        world.households.collective = 1  # nobody is billed
        table.firm[:-1], table.desk[:-1] = 0, np.arange(compounds - 1)
        table.committee[-1] = 0
        table.fee[:-1], table.term_left[:-1] = 1.0, 1_000
        world.committees.quality = 0.5
        desks.server_lo, desks.server_room = 4 * np.arange(compounds + 1), 4
        desks.opens, desks.closes, desks.share = 8.5, 18.0, 0.6
        desks.server_n[-1] = 1
        world.streets.desk = compounds
        world.servers.present = 1
        firm.contracts, firm.cash, firm.star, firm.effort, firm.staff, firm.skill = compounds - 1, 1e9, 3, 0.7, 1, 0.7
        return world, block_of(world)

    return made


def _months(world, block, n, first=0):
    for month in range(first, first + n):
        property_of_month(world, block, 30 * (month + 1), month, 1)


def _balance(compounds):
    open_ = [not_put_right(compound) for compound in compounds]
    return compounds.list_in_time + compounds.list_late + open_


def test_what_is_entered_is_put_right_or_open(town):
    world, block = town(4, staff_least=0.0)
    world.compounds.director, world.compounds.deadlines = 1.0, 0.7
    for month in range(18):
        _months(world, block, 1, month)
        assert _balance(world.compounds) == pytest.approx(world.compounds.list_made)
    assert (world.compounds.list_in_time > 0.0).all()
    world.compounds.director = world.compounds.deadlines = 0.0
    made = world.compounds.list_made.copy()
    _months(world, block, 6, 18)
    assert world.compounds.list_made.tolist() == made.tolist()  # what is listed is worked off, and nothing is entered
    assert _balance(world.compounds) == pytest.approx(made)


def test_who_works_on_the_list_is_missed_at_the_desk(town):
    """Fifteen entries are found too late for this month; the next month's people are set to them, and to no more."""
    world, block = town()
    world.compounds.list_due[0, 0] = 15
    _months(world, block, 1)
    rules, firm, desks, compound = world.rules[0], world.firms[0], world.desks, world.compounds[0]
    assert (compound.list_overdue[0], compound.list_late) == (15, 0)
    assert compound.list_hours == pytest.approx(15 * hours_of_entry(firm, rules))
    people = rules.firm_staff * firm.staff
    hours = people * rules.firm_share * 9.5 * DAYS_A_MONTH
    left = desks.server_n[0] * desks.share[0] * 9.5 * DAYS_A_MONTH
    assert left == pytest.approx(hours - compound.list_hours)
    _months(world, block, 1, 1)
    assert compound.list_late == pytest.approx(15)
    assert desks.server_n[0] * desks.share[0] == pytest.approx(rules.firm_staff * firm.staff * rules.firm_share)


def test_a_director_brings_nothing_where_nobody_owns_the_list(town):
    world, block = town()
    world.compounds.director, world.compounds.committee = 1.0, -1
    _months(world, block, 3)
    assert world.compounds.list_made[0] > 0.0
    assert world.compounds.list_made[1] == 0.0


def test_without_staff_lists_fill_up(town):
    shares = []
    for staff in (1.0, 0.2):
        world, block = town(2, firm_hire_months=1e9)
        world.compounds.director = 1.0
        for month in range(18):
            world.firms.staff = staff
            _months(world, block, 1, month)
        shares.append(past_date(world.compounds[0]) / world.compounds.list_made[0])
    assert shares[1] > shares[0]
    assert shares[1] > 0.3


def test_what_is_long_overdue_goes_up_and_takes_hours_of_the_street(town):
    world, block = town(2, list_patience=1, order_hours=3.0, list_share=0.1)
    world.compounds.list_overdue[0, 0] = 200
    _months(world, block, 1)
    assert world.compounds.list_ordered[0] == 200
    assert world.desks.hours_worked[2] == 3.0
    assert world.servers.free[8] > 31 * 24
    world, block = town(2, list_patience=1)
    world.servers.present[8], world.compounds.list_overdue[0, 0] = 0, 200
    _months(world, block, 1)
    assert world.compounds.list_ordered[0] == 0.0  # nobody is in
    assert world.compounds.list_overdue[0, 0] == 200


def test_an_order_is_worked_off_sooner(town):
    done = []
    for ordered in (0, 100):
        world, block = town(2, list_share=0.1)
        world.compounds.list_ordered[0], world.compounds.list_overdue[0, 0] = ordered, 100 - ordered
        _months(world, block, 2)
        done.append(world.compounds.list_late[0])
    assert done[1] > done[0] > 0.0


def test_a_list_put_right_leaves_a_better_kept_compound(town):
    kept = []
    for director in (0.0, 1.0):
        world, block = town()
        world.compounds.director = director
        _months(world, block, 24)
        kept.append(world.compounds.condition[0])
    assert kept[1] > kept[0]
