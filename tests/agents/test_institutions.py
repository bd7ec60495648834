"""Communities, compounds, buildings, volunteers and the bodies around them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.branch import passes_on
from sim.agents.building import BUILDING, hearsay, tells
from sim.agents.community import COMMUNITY, admin_share, publishes, shows
from sim.agents.compound import COMPOUND, wears
from sim.agents.department import DEPARTMENT, FIELDS, Field, answers_whistle, is_rated
from sim.agents.owners_committee import COMMITTEE, watches
from sim.agents.street import (
    POOL_OF_FIELD,
    POOLS,
    STREET,
    hours_for_cases,
    knows_whose,
    may_finish,
    one_team_handles,
    settles_in,
    skill_of_staff,
    whistles,
)
from sim.agents.volunteer import VOLUNTEER, can_do, is_recognised, loses_heart, turns_out

unit = st.floats(0, 1)
numbers = st.integers(0, 2**32 - 1)


def test_talk_fades_and_bad_news_weighs_more(make, rules_with):
    rules = rules_with(hearsay_days=30, talk_weight=0.2, bad_news=1.5)
    building = make(BUILDING, hearsay=0.5, hearsay_day=10)
    said = 0.5 * math.exp(-1)
    assert hearsay(building, rules, 40) == pytest.approx(said)
    tells(building, -1.0, rules, 40)
    assert building.hearsay == pytest.approx(said + 0.3 * (-1 - said))
    assert building.hearsay_day == 40
    before = building.hearsay
    tells(building, 1.0, rules, 40)
    assert building.hearsay == pytest.approx(before + 0.2 * (1 - before))


def test_the_board_shows_outcomes_for_a_while(make, rules_with):
    rules = rules_with(hearsay_days=30, board_weight=0.1)
    community = make(COMMUNITY, board_mood=-0.4, board_day=0)
    publishes(community, 1.0, rules, 15)
    shown = -0.4 * math.exp(-0.5)
    assert community.board_mood == pytest.approx(shown + 0.1 * (1 - shown))
    assert shows(community, rules, 45) == pytest.approx(community.board_mood * math.exp(-1))
    assert shows(make(COMMUNITY), rules, 45) == 0


@given(number=numbers, stories=st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 40)), max_size=20))
def test_talk_stays_between_bad_and_good(make, rules_at, number, stories):
    rules = rules_at(number)
    building, community = make(BUILDING), make(COMMUNITY)
    day = 0
    for told, passed in stories:
        day += passed
        tells(building, told, rules, day)
        publishes(community, told, rules, day)
    assert -1 <= building.hearsay <= 1
    assert -1 <= community.board_mood <= 1


def test_items_take_hours_but_fewer_items_free_less_than_their_share(untouched, rules_with):
    rules = rules_with(hours_per_item=0.2, items_2016=100, items_elasticity=0.5, working_hours=8, admin_share_max=0.9)
    assert admin_share(untouched(work_items=100), 5, rules) == pytest.approx(20 / 40)
    assert admin_share(untouched(work_items=25), 5, rules) == pytest.approx(10 / 40)
    assert admin_share(untouched(work_items=100), 10, rules) == pytest.approx(20 / 80)
    assert admin_share(untouched(work_items=100), 1, rules) == 0.9
    assert admin_share(untouched(work_items=100), 0, rules) == 0.9
    assert admin_share(untouched(), 5, rules) == 0


def test_repair_wears_and_service_makes_up_for_it(make, rules_with):
    rules = rules_with(wear_month=0.01, upkeep_gain=1.5)
    compound = make(COMPOUND, condition=0.8, service=0.2)
    wears(compound, rules)
    assert compound.condition == pytest.approx(0.8 + 0.01 * (0.3 - 1) * 0.8)
    compound.service = 1.0
    before = compound.condition
    wears(compound, rules)
    assert compound.condition > before


@given(number=numbers, condition=unit, service=unit)
def test_repair_stays_between_ruin_and_new(make, rules_at, number, condition, service):
    compound = make(COMPOUND, condition=condition, service=service)
    for _ in range(5):
        wears(compound, rules_at(number))
    assert 0.05 <= compound.condition <= 1


def test_a_committee_watches_as_well_as_it_works(make, rules_with):
    assert watches(make(COMMITTEE, quality=0.5), rules_with(committee_watch=0.8)) == pytest.approx(0.4)


def test_a_branch_hears_with_its_activity(make, rules_with):
    rules = rules_with(branch_hears=0.2)
    assert passes_on(make(COMPOUND), 0.5, rules, 0.099)
    assert not passes_on(make(COMPOUND), 0.5, rules, 0.101)


def test_each_tier_passes_on_a_part_of_what_groups_in_buildings_hear(make, rules_with):
    rules = rules_with(branch_hears=0.2, group_hears=0.3, tier_passes=0.5)
    in_tiers = make(COMPOUND, organised=1.0)
    heard = 0.1 + 0.9 * 0.3 * 0.25  # two hops, of which each loses half
    assert passes_on(in_tiers, 0.5, rules, heard - 1e-9)
    assert not passes_on(in_tiers, 0.5, rules, heard + 1e-9)
    assert passes_on(in_tiers, 0.0, rules_with(group_hears=0.3, tier_passes=1.0), 0.299)


def test_the_register_alone_does_nothing(make):
    volunteer = make(VOLUNTEER, activity=0.5)
    assert not turns_out(volunteer, 0.0, 0.0)
    volunteer.registered = 1
    assert turns_out(volunteer, 0.0, 0.499)
    assert not turns_out(volunteer, 0.0, 0.501)
    assert turns_out(volunteer, 0.2, 0.599)
    volunteer.activity = 0.0
    assert not turns_out(volunteer, 1.0, 0.0)


def test_activity_decays_to_its_floor_and_recognition_renews_it(make, rules_with):
    rules = rules_with(activity_days=70, activity_floor=0.1, recognition=0.2)
    volunteer = make(VOLUNTEER, activity=0.6)
    loses_heart(volunteer, 0.0, rules)
    assert volunteer.activity == pytest.approx(0.1 + 0.5 * math.exp(-0.1))
    volunteer.activity = 0.6
    is_recognised(volunteer, 0.0, rules)
    assert volunteer.activity == pytest.approx(0.68)


@given(number=numbers, activity=unit, hope=unit, claims=unit, events=st.lists(st.booleans(), max_size=20))
def test_activity_stays_between_0_and_1(make, rules_at, number, activity, hope, claims, events):
    rules = rules_at(number)
    volunteer = make(VOLUNTEER, activity=activity)
    for seen in events:
        if seen:
            is_recognised(volunteer, claims, rules)
        else:
            loses_heart(volunteer, hope, rules)
    assert 0 <= volunteer.activity <= 1


def test_a_volunteer_may_lack_the_skill(make, rules_with):
    volunteer, rules = make(VOLUNTEER, skill=0.7), rules_with(claim_fits=0.5)
    assert can_do(volunteer, 0.0, rules, 0.69)
    assert not can_do(volunteer, 0.0, rules, 0.71)
    assert can_do(volunteer, 1.0, rules, 0.849)  # who chooses chooses what fits
    assert not can_do(volunteer, 1.0, rules, 0.851)


def test_whistles_are_answered_where_those_below_rate_and_less_under_load(make, rules_with):
    rules = rules_with(whistle_ease=0.2, whistle_rated=2, whistle_load=0.1)
    department = make(DEPARTMENT, rated_below=0.5)
    chance = 1 / (1 + math.exp(-(0.2 + 1.0 - 0.4)))
    assert answers_whistle(department, 0, 4.0, 0.0, 0.0, rules, chance - 1e-9)
    assert not answers_whistle(department, 0, 4.0, 0.0, 0.0, rules, chance + 1e-9)
    assert not answers_whistle(department, 0, 5.0, 0.0, 0.0, rules, chance - 1e-9)
    department.rated_below = 1.0
    assert answers_whistle(department, 0, 4.0, 0.0, 0.0, rules, chance + 1e-9)


def _comes_with(make, rules, chance, **columns):
    """Say whether a department with these columns comes with just this chance when called."""
    department = make(DEPARTMENT, **columns)
    return [bool(answers_whistle(department, 0, 0.0, 0.0, 0.0, rules, chance + off)) for off in (-1e-9, 1e-9)] == [1, 0]


def test_who_stands_higher_comes_more_rarely(make, rules_with):
    rules = rules_with(whistle_ease=0.2, whistle_rank=0.5)
    for rank in (0.0, 1.0, 2.0):
        assert _comes_with(make, rules, 1 / (1 + math.exp(-(0.2 - 0.5 * rank))), rank=rank)


def test_a_bureau_short_of_its_aim_comes_sooner_and_one_that_is_there_rests_on_it(make, rules_with):
    rules = rules_with(whistle_ease=0.2, whistle_rated=2, standing_aim=0.8)
    for standing, gained in ((0.0, 1.0), (0.4, 0.5), (0.8, 0.0), (1.0, 0.0)):
        chance = 1 / (1 + math.exp(-(0.2 + gained)))
        assert _comes_with(make, rules, chance, rated_below=0.5, standing=standing)
        assert _comes_with(make, rules, 1 / (1 + math.exp(-0.2)), standing=standing)  # nobody counts the rating


def test_a_standing_is_what_was_done_of_late(make, rules_with):
    rules, department = rules_with(standing_occasions=20), make(DEPARTMENT, standing=0.5)
    is_rated(department, True, rules)
    assert department.standing == pytest.approx(0.525)
    is_rated(department, False, rules)
    assert department.standing == pytest.approx(0.525 * 0.95)
    for n in range(400):
        is_rated(department, n % 4 == 0, rules)
        assert 0.0 <= department.standing <= 1.0
    assert department.standing == pytest.approx(0.25, abs=0.03)


def test_acquaintance_helps_a_whistle_up_to_a_few_persons(make, rules_with):
    rules = rules_with(whistle_ease=0.2, whistle_load=0.0, whistle_tie=0.15, ties_count=5)
    department = make(DEPARTMENT)
    for ties, helps in ((2.0, 0.3), (5.0, 0.75), (9.0, 0.75)):
        chance = 1 / (1 + math.exp(-(0.2 + helps)))
        assert answers_whistle(department, 0, 4.0, ties, 0.0, rules, chance - 1e-9)
        assert not answers_whistle(department, 0, 4.0, ties, 0.0, rules, chance + 1e-9)


def test_those_who_were_sent_learn_and_more_newcomers_know_less(make, rules_with):
    rules = rules_with(street_skill=0.8, newcomer_gap=0.4, learning_days=90)
    street = make(STREET, staff=30.0)
    assert skill_of_staff(street, rules) == 0.8
    street.posted = 10.0
    settles_in(street, rules)
    assert street.experience == pytest.approx(1 - math.exp(-1 / 90))
    assert skill_of_staff(street, rules) == pytest.approx(0.8 * (1 - 0.4 * 0.25 * math.exp(-1 / 90)))
    for _ in range(89):
        settles_in(street, rules)
    assert street.experience == pytest.approx(1 - math.exp(-1))
    street.posted = 40.0  # thirty more come, who know nothing yet
    settles_in(street, rules)
    left = 1 - 0.25 * (1 - math.exp(-1))
    assert street.experience == pytest.approx(1 - left * math.exp(-1 / 90))
    street.posted = -5.0
    assert skill_of_staff(street, rules) == 0.8


def test_what_a_gate_turns_away_is_a_part_of_other_duties(make, rules_with):
    rules = rules_with(office_share=0.55, handed_down=0.3)
    assert hours_for_cases(make(STREET), rules) == 0.55
    assert hours_for_cases(make(STREET, gate=0.5), rules) == pytest.approx(0.55 + 0.45 * 0.15)


def test_authority_that_is_handed_down_brings_reports_but_for_those_that_the_gate_turns_away(make, rules_with):
    rules = rules_with(office_share=0.55, handed_down=0.3, authority_start=0.05, authority_reports=0.4)
    authority = [0.05] * FIELDS
    assert hours_for_cases(make(STREET, authority=authority), rules) == 0.55
    authority[Field.HOUSING] = authority[Field.HEALTH] = 0.55  # two fields of ten by a half: a tenth of all
    assert hours_for_cases(make(STREET, authority=authority), rules) == pytest.approx(0.55 - 0.4 * 0.1)
    gated = hours_for_cases(make(STREET, authority=authority, gate=0.5), rules)
    assert gated == pytest.approx(0.55 + 0.45 * 0.15 - 0.4 * 0.1 * 0.5)


def test_a_list_of_powers_clears_a_part_of_wrong_dispatches(make, rules_with):
    rules = rules_with(list_clears=0.6)
    assert knows_whose(make(STREET), rules) == 1.0
    assert knows_whose(make(STREET, listed=0.5), rules) == pytest.approx(0.7)


def test_one_team_stands_for_enforcers_and_not_for_the_police(make):
    street = make(STREET, integrated=0.7)
    assert one_team_handles(street, int(Field.URBAN_MANAGEMENT), 0.69)
    assert not one_team_handles(street, int(Field.URBAN_MANAGEMENT), 0.7)
    assert not one_team_handles(street, int(Field.POLICE), 0.1)


def test_who_calls_from_further_below_is_heeded_less(make, rules_with):
    rules = rules_with(whistle_ease=0.2, whistle_rank=0.5)
    for beneath in (0, 1):
        chance = 1 / (1 + math.exp(-(0.2 - 0.5 * beneath)))
        department = make(DEPARTMENT, standing=1.0)
        assert answers_whistle(department, beneath, 0.0, 0.0, 0.0, rules, chance - 1e-9)
        assert not answers_whistle(department, beneath, 0.0, 0.0, 0.0, rules, chance + 1e-9)


def test_a_street_may_finish_and_whistle_as_far_as_it_is_let(make, rules_with):
    authority = [0.0] * FIELDS
    authority[Field.HEALTH] = 0.3
    street = make(STREET, authority=authority, whistle=0.2)
    assert may_finish(street, int(Field.HEALTH), 0.29)
    assert not may_finish(street, int(Field.HEALTH), 0.31)
    assert not may_finish(street, int(Field.HOUSING), 0.0)
    rules, plain, led = rules_with(tenured_calls=0.5), make(COMMUNITY), make(COMMUNITY, led=1.0)
    assert whistles(street, plain, rules, 0.19)
    assert not whistles(street, plain, rules, 0.21)
    assert whistles(street, led, rules, 0.29)  # a tenured secretary asks for half as many more
    assert not whistles(street, led, rules, 0.31)
    assert not whistles(make(STREET), led, rules, 0.0)  # the right is the street's


def test_every_field_has_a_pool_of_the_street_and_no_pool_is_idle():
    assert len(POOL_OF_FIELD) == FIELDS
    assert set(POOL_OF_FIELD.tolist()) == set(range(POOLS))
