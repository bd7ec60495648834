"""Small works: what is chosen, who agrees, what it costs, what it leaves behind."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents import project
from sim.agents.compound import COMPOUND, CompoundKind
from sim.agents.project import (
    ENVIRONMENT,
    LIFT,
    NONE,
    SHED,
    chooses_works,
    consent_to_works,
    cost_of_works,
    gain_of_works,
    is_put_to_vote,
    works_of_month,
)
from sim.grievance.category import Project

share = st.floats(0, 1)
DAY = 100


def old(make, **columns):
    """Return an old compound of four buildings of 25 flats."""
    usual = {"kind": CompoundKind.OLD, "building_n": 4, "household_n": 100, "condition": 0.5}
    return make(COMPOUND, **(usual | columns))


def logistic(z):
    return 1 / (1 + math.exp(-z))


def test_works_have_the_numbers_of_the_categories():
    assert tuple(Project) == (NONE, ENVIRONMENT, SHED, LIFT)
    assert (project._OLD, project._RESETTLEMENT) == (CompoundKind.OLD, CompoundKind.RESETTLEMENT)


def test_cost_by_hand(make, rules_with):
    rules = rules_with(lift_cost=600_000, shed_cost=400, environment_cost=600)
    costs = [cost_of_works(kind, old(make), rules) for kind in (ENVIRONMENT, SHED, LIFT)]
    assert costs == [60_000, 40_000, 2_400_000]


def test_need_by_hand(make, rules_with):
    rules = rules_with()
    assert gain_of_works(ENVIRONMENT, old(make, condition=0.2), 6, rules) == pytest.approx(0.8)
    assert gain_of_works(SHED, old(make), 6, rules) > gain_of_works(SHED, old(make, kind=1), 6, rules) > 0
    assert [gain_of_works(LIFT, old(make), floors, rules) for floors in (4, 5, 9, 10)] == [0, 1, 1, 0]
    assert gain_of_works(LIFT, old(make, lifts=1), 6, rules) == 0
    done = old(make, projects=[0, 1, 1, 1])
    assert [gain_of_works(kind, done, 6, rules) for kind in (ENVIRONMENT, SHED, LIFT)] == [0, 0, 0]


def test_residents_choose_by_need_and_an_office_by_what_is_quick(make, rules_with):
    rules, purse = rules_with(lift_cost=600_000, shed_cost=400, environment_cost=600), 1e9
    compound = old(make, condition=0.5)
    assert chooses_works(compound, 6, purse, rules, 0.5) == SHED  # 0.7 * 0.6 against 0.5 * 0.5 and a lift of 1 / 41
    compound.vote = 1.0
    assert chooses_works(compound, 6, purse, rules, 0.5) == LIFT
    assert chooses_works(compound, 4, purse, rules, 0.5) == SHED
    compound.condition = 0.1
    assert chooses_works(compound, 4, purse, rules, 0.5) == ENVIRONMENT
    compound.projects[:] = 1.0
    assert chooses_works(compound, 6, purse, rules, 0.5) == NONE


def test_only_what_can_be_paid_and_was_not_refused_this_year_is_chosen(make, rules_with):
    rules = rules_with(lift_cost=600_000, shed_cost=400, environment_cost=600)
    compound = old(make, condition=0.1, vote=1)
    purses = (2_400_000, 2_399_999, 60_000, 59_999, 40_000, 39_999)
    chosen = [chooses_works(compound, 6, purse, rules, 0.5) for purse in purses]
    assert chosen == [LIFT, ENVIRONMENT, ENVIRONMENT, SHED, SHED, NONE]
    compound.refused, compound.refused_months = ENVIRONMENT, 1
    assert chooses_works(compound, 6, 60_000, rules, 0.5) == SHED
    compound.refused_months = 0
    assert chooses_works(compound, 6, 60_000, rules, 0.5) == ENVIRONMENT


@pytest.mark.parametrize(("floors", "gains"), [(3, (-1.0, 1.0, 4.0)), (5, (-1.0, 0.0, 2.0, 3.0, 4.0)), (1, (-1.0,))])
def test_consent_to_a_lift_floor_by_floor(make, rules_with, floors, gains):
    rules = rules_with(lift_gain=4, lift_harm=1, consent_social=0.5, consent_vote=0.4)
    agreed = sum(map(logistic, gains)) / floors
    assert consent_to_works(LIFT, old(make), floors, rules, 0.5) == pytest.approx(agreed)
    agreed = sum(logistic(gain + 0.65) for gain in gains) / floors
    assert consent_to_works(LIFT, old(make, social=0.5, vote=1), floors, rules, 0.5) == pytest.approx(agreed)


def test_of_other_works_everybody_gains_alike(make, rules_with):
    rules = rules_with(consent_ease=1.0, consent_social=0.5, consent_vote=0.4)
    for kind in (ENVIRONMENT, SHED):
        assert consent_to_works(kind, old(make), 6, rules, 0.5) == pytest.approx(logistic(1.0))
        assert consent_to_works(kind, old(make, social=1, vote=1), 30, rules, 0.5) == pytest.approx(logistic(1.9))


def test_places_differ_in_what_they_agree_to(make, rules_with):
    rules = rules_with(consent_ease=1.0, consent_swing=0.8)
    found = [consent_to_works(SHED, old(make), 6, rules, u) for u in (0.0, 0.25, 1.0)]
    assert found == pytest.approx([logistic(0.2), logistic(0.6), logistic(1.8)])


@pytest.mark.parametrize(("ease", "begun"), [(-0.01, False), (0.01, True)])
def test_more_than_half_must_agree_to_what_is_no_lift(make, rules_with, ease, begun):
    compound = old(make)
    assert is_put_to_vote(compound, SHED, 6, rules_with(consent_ease=ease, works_months=2), 0.5) == begun
    assert compound.works == (SHED if begun else NONE)


@pytest.fixture(scope="module")
def estate(paper_world):
    """Return a function that makes a community of old compounds with a purse, where places do not differ in consent."""

    def made(numbers=None, floors=6, purse=0.0, compounds=1, residents=1, **columns):
        world = paper_world({"consent_swing": 0.0} | (numbers or {}), compounds=compounds, residents=residents)
        world.buildings.floors, world.communities.purse = floors, purse
        world.communities.compound_n = compounds
        usual = {"kind": CompoundKind.OLD, "building_n": 4, "household_n": 100, "condition": 0.5}
        for name, value in (usual | columns).items():
            world.compounds[name] = value
        return world

    return made


def months(world, n, first=0):
    """Let months pass, and stop after each."""
    for month in range(first, first + n):
        works_of_month(world, 0, DAY, month)
        yield world.compounds[0]


def purse_of(world):
    return float(world.communities.purse[0])


def test_from_the_purse_to_a_root_cause_removed(estate):
    numbers = {"shed_cost": 400, "works_months": 2, "consent_ease": 1.5, "works_tell": 0.2, "environment_cost": 600}
    world = estate(numbers, fund=1_200, condition=0.9, lifts=4)
    seen = [(purse_of(world), int(one.works), float(one.projects[SHED])) for one in months(world, 6)]
    community = world.communities[0]
    assert (community.purse_granted, community.purse_spent, community.purse_lapsed) == (60_000, 40_000, 0)
    # ten thousand a month; 40,000 in the fourth, and two months of works
    assert seen == [(10_000, 0, 0), (20_000, 0, 0), (30_000, 0, 0), (0, SHED, 0), (10_000, SHED, 0), (20_000, 0, 1)]
    assert world.compounds.mood[0] == pytest.approx(0.2)
    assert world.compounds.strife[0] == 0.0


def test_surroundings_are_mended_and_who_chose_is_prouder(estate):
    numbers = {"works_months": 1, "works_mend": 0.4, "works_tell": 0.2, "vote_pride": 0.5, "consent_ease": 2.0}
    world = estate(numbers, vote=1, fund=12, condition=0.25, lifts=4, purse=60_000)
    *_, compound = months(world, 2)
    assert compound.projects[ENVIRONMENT] == 1
    assert compound.condition == pytest.approx(0.25 + 0.4 * 0.75)
    assert compound.mood == pytest.approx(0.2 * 1.5)


@pytest.mark.parametrize(("vote", "step"), [(0.0, 0.1), (1.0, 0.15)])
def test_whoever_lives_there_trusts_more_and_the_more_who_chose(estate, vote, step):
    """Two of three live in the compound; their trust is brought up to date first (half of 0.2 is left on day 100)."""
    numbers = {"works_trust": 0.1, "vote_pride": 0.5, "trust_community_usual": 0.4, "trust_days": 100 / math.log(2)}
    world = estate(numbers, residents=3, vote=vote, works=ENVIRONMENT, months_left=2, resident_lo=1, resident_n=2)
    world.residents.trust_community = 0.6
    first, second = (world.residents.trust_community.tolist() for _ in months(world, 2))
    assert first == [0.6] * 3
    assert second == pytest.approx([0.6] + [0.5 + step * 0.5] * 2)
    assert [float(one.works) for one in months(world, 3)] == [NONE] * 3
    assert world.residents.trust_community.tolist() == second  # once


def test_a_lift_refused_leaves_strife_and_is_not_asked_for_within_the_year(estate):
    numbers = {"lift_gain": 1, "lift_harm": 4, "refusal_strife": 0.25, "lift_cost": 600_000}
    world = estate(numbers | {"works_carried": 1.0}, vote=1, fund=12, purse=3e6, projects=[0, 1, 1, 0])
    assert consent_to_works(LIFT, world.compounds[0], 6, world.rules[0], 0.5) < 0.75
    strife = [float(one.strife) for one in months(world, 13)]
    assert strife == [0.25] * 12 + [0.5]
    assert (world.compounds.works[0], purse_of(world)) == (NONE, 3e6 + 13 * 100)


def test_after_a_refusal_other_works_are_asked_for(estate):
    world = estate({"lift_gain": 1, "lift_harm": 4}, vote=1, fund=12, purse=3e6)
    *_, compound = months(world, 60)
    assert compound.projects[SHED] == 1


def test_who_lost_the_vote_on_a_lift_remembers(estate):
    numbers = {"lift_gain": 6, "lift_harm": 0, "lift_strife": 0.6, "lift_months": 3, "lift_cost": 600_000}
    world = estate(numbers, vote=1, fund=12, purse=2_400_000 - 100)
    agreed = consent_to_works(LIFT, world.compounds[0], 6, world.rules[0], 0.5)
    assert 0.75 < agreed < 1
    (compound,) = months(world, 1)
    assert (compound.works, compound.months_left, purse_of(world)) == (LIFT, 3, 0)
    assert compound.strife == pytest.approx(0.6 * (1 - agreed))


def with_unit(world, **columns):
    """Let a unit be paired with the community."""
    world.unit_of[0] = 0
    for name, value in ({"readiness": 1.0} | columns).items():
        world.units[name] = value
    return world


def test_the_paired_unit_adds_what_the_purse_lacks_and_no_more(estate):
    numbers = {"shed_cost": 400, "works_months": 2, "consent_ease": 1.5}
    world = with_unit(estate(numbers, fund=12, purse=9_900, lifts=4, condition=1.0), purse=50_000, granted=50_000)
    (compound,) = months(world, 1)
    assert compound.works == SHED  # 40,000: ten from the purse, thirty from the unit
    assert (purse_of(world), world.units.purse[0], world.units.given[0]) == (0, 20_000, 30_000)


def test_who_is_not_ready_or_has_nothing_left_adds_nothing(estate):
    numbers = {"shed_cost": 400, "consent_ease": 1.5}
    for unit in ({"readiness": 0.0, "purse": 50_000}, {"purse": 29_000}):
        world = with_unit(estate(numbers, fund=12, purse=9_900, lifts=4, condition=1.0), **unit)
        (compound,) = months(world, 1)
        assert (compound.works, world.units.given[0]) == (NONE, 0)


@pytest.mark.parametrize("agreed", [0.0, 1.0])
def test_where_a_joint_committee_has_agreed_its_first_secretary_brings_the_units_money(estate, agreed):
    numbers = {"shed_cost": 400, "consent_ease": 1.5}
    world = with_unit(estate(numbers, agreed=agreed, purse=500, lifts=4, condition=1.0), purse=50_000)
    (compound,) = months(world, 1)
    assert compound.works == (SHED if agreed else NONE)
    assert world.units.purse[0] == (10_000 if agreed else 50_000)
    assert purse_of(world) == 500  # a fund that is not this compound's stays what it was


def test_works_under_way_end_though_the_money_has(estate):
    world = estate({"works_months": 2, "consent_ease": 2}, floors=4, fund=12, purse=60_000)
    list(months(world, 1))
    world.compounds.fund = 0.0
    *_, compound = months(world, 4, first=1)
    assert compound.projects.sum() == 1
    assert compound.works == NONE


def test_without_a_fund_nothing_happens(estate):
    world = estate(condition=0.1, purse=1e9)
    before = world.compounds.tobytes()
    list(months(world, 3))
    assert world.compounds.tobytes() == before
    assert purse_of(world) == 1e9


def test_a_small_budget_that_residents_decide_on_gets_something_done(estate):
    *_, compound = months(estate(vote=1, fund=160), 120)
    assert compound.projects.any()


@pytest.mark.parametrize(("carried", "begun"), [(0.0, [0, 0]), (0.5, [0, 1]), (1.0, [0, 1])])
def test_what_a_year_leaves_unspent_lapses_so_that_nobody_saves_up(estate, carried, begun):
    """A shed costs 15,000 and a year brings 11,000: without carrying over there is never as much."""
    numbers = {
        "shed_cost": 150,
        "environment_cost": 3_000,
        "consent_ease": 2,
        "works_months": 1,
        "works_carried": carried,
    }
    world = estate(numbers, fund=110, lifts=4)
    years = []
    for year in range(2):
        *_, compound = months(world, 12, first=12 * year)
        years.append(int(compound.projects[SHED]))
    assert years == begun
    left = 22_000 - 15_000 * begun[1]
    community = world.communities[0]
    assert (community.purse_granted, community.purse_spent) == (pytest.approx(22_000), 15_000 * begun[1])
    assert purse_of(world) + community.purse_lapsed == pytest.approx(left)
    assert carried < 1.0 or community.purse_lapsed == 0
    assert carried > 0.0 or purse_of(world) == 0


def test_a_purse_that_has_run_out_begins_nothing_until_there_is_as_much_again(estate):
    numbers = {"shed_cost": 150, "environment_cost": 3_000, "consent_ease": 2, "works_months": 1}
    world = estate(numbers, fund=180, lifts=4, compounds=2, household_n=[100, 60])  # 2,400 a month
    begun = {month: world.compounds.works.tolist() for month, _ in enumerate(months(world, 12))}
    assert {month: works for month, works in begun.items() if any(works)} == {3: [NONE, SHED], 10: [SHED, NONE]}
    assert (purse_of(world), world.communities.purse_lapsed[0]) == (0, pytest.approx(12 * 2_400 - 9_000 - 15_000))


def test_of_several_compounds_the_neediest_comes_first_and_one_a_month(estate):
    numbers = {"environment_cost": 600, "shed_cost": 400, "consent_ease": 2, "works_months": 12}
    world = estate(numbers, floors=3, compounds=3, fund=12, purse=1e6, vote=1, condition=[0.2, 0.05, 0.9])
    begun = [world.compounds.works.tolist() for _ in months(world, 3)]
    assert begun == [[0, 1, 0], [1, 1, 0], [1, 1, 2]]
    assert purse_of(world) == pytest.approx(1e6 + 3 * 300 - 2 * 60_000 - 40_000)


@given(
    number=st.integers(0, 1_000_000),
    kind=st.sampled_from(list(CompoundKind)),
    fund=st.floats(0, 30_000),
    columns=st.tuples(share, share, share),
    floors=st.integers(1, 30),
    compounds=st.integers(1, 3),
)
def test_money_is_kept_and_all_stays_in_range(estate, rules_at, number, kind, fund, columns, floors, compounds):
    condition, vote, social = columns
    world = estate(
        floors=floors, compounds=compounds, kind=kind, fund=fund, condition=condition, vote=vote, social=social
    )
    world.rules[0] = rules_at(number)
    spent, before = 0.0, [NONE] * compounds
    for _ in months(world, 30):
        for was, compound in zip(before, world.compounds, strict=True):
            if compound.works not in (NONE, was):
                spent += cost_of_works(compound.works, compound, world.rules[0])
            assert 0 <= compound.strife <= 1
            assert -1 <= compound.mood <= 1
            assert 0 <= compound.condition <= 1
            assert set(compound.projects.tolist()) <= {0.0, 1.0}
            assert compound.projects[NONE] == 0  # what no work can remove is not removed
        before = world.compounds.works.tolist()
        assert purse_of(world) >= 0
    community = world.communities[0]
    assert community.purse_granted == pytest.approx(fund * 100 * compounds / 12 * 30)
    assert community.purse_spent == pytest.approx(spent)
    left = community.purse_granted - community.purse_spent - community.purse_lapsed
    assert purse_of(world) == pytest.approx(left, abs=1e-6 * (1.0 + fund * 300))
