"""A month in the compounds: seats of an incubator, committees founded, accounts and appraisals in their months."""

import numpy as np
import pytest

from sim.agents import compound_month
from sim.agents.compound_month import compounds_of_month
from sim.grievance.category import Relief

JANUARY = 12 * 2020
DAY = 0
CERTAIN = {"founding_ease": 1.0, "founding_speed": 0.5, "founding_pull": 5.0, "incubator_eases": 3.0}


@pytest.fixture
def town(paper_world, block_of):
    def made(compounds, numbers=None, **columns):
        world = paper_world(numbers, compounds=compounds, committees=compounds)
        world.buildings.floors = 6
        world.compounds.kept_committee = np.arange(compounds)
        for name, value in columns.items():
            world.compounds[name] = value
        return world, block_of(world)

    return made


def test_childcare_has_the_number_of_the_categories():
    assert compound_month._CHILDCARE == Relief.CHILDCARE


def test_an_incubator_helps_as_many_founders_as_it_has_seats(town):
    world, block = town(5, CERTAIN, incubated=1.0, willing=0.1)
    world.districts.incubator_seats = 2
    compounds_of_month(world, block, DAY, JANUARY)
    assert (world.compounds.willing > 0.1).tolist() == [True, True, False, False, False]
    for month in range(1, 12):
        compounds_of_month(world, block, DAY, JANUARY + month)
    assert (world.compounds.committee >= 0).all()  # whoever has founded makes room


def test_a_committee_that_is_founded_is_new_for_a_while(town):
    world, block = town(1, CERTAIN | {"founded_fades": 0.9}, committee_drive=1.0, willing=0.66)
    compounds_of_month(world, block, DAY, JANUARY)
    compound = world.compounds[0]
    assert (compound.committee, compound.kept_committee, compound.founded) == (0, -1, 1.0)
    assert 0 <= world.committees.quality[0] <= 1
    compounds_of_month(world, block, DAY, JANUARY + 1)
    assert compound.founded == pytest.approx(0.9)


def test_without_urging_none_is_founded(town):
    world, block = town(3, CERTAIN, willing=0.6)
    for month in range(24):
        compounds_of_month(world, block, DAY, JANUARY + month)
    assert (world.compounds.committee == -1).all()
    assert (world.compounds.willing == 0.6).all()


def test_accounts_by_quarter_and_an_appraisal_in_december(town):
    world, block = town(1, {"appraisal_teaches": 0.4}, disclosed=1.0, appraised=1.0, suspicion=0.5, service=1.0)
    world.compounds.committee, world.compounds.kept_committee, world.committees.quality = 0, -1, 0.9
    accounted, answered = [], []
    for month in range(12):
        before = float(world.compounds.suspicion[0]), float(world.committees.quality[0])
        compounds_of_month(world, block, DAY, JANUARY + month)
        if world.compounds.suspicion[0] != before[0]:
            accounted.append(month + 1)
        if world.committees.quality[0] != before[1]:
            answered.append(month + 1)
    assert accounted == [3, 6, 9, 12]
    assert answered == [12]


def test_without_disclosure_suspicion_stays_what_it_is(town):
    world, block = town(1, suspicion=0.2)
    world.compounds.committee, world.compounds.kept_committee, world.committees.quality = 0, -1, 0.9
    for month in range(12):
        compounds_of_month(world, block, DAY, JANUARY + month)
    assert world.compounds.suspicion[0] == 0.2


def test_each_compound_has_draws_of_its_own(town):
    """Half of them vote on a covenant in a year, whatever stands before them in the table."""
    world, block = town(300, {"covenant_ease": 2.0}, covenant_drive=0.6)
    for month in range(12):
        compounds_of_month(world, block, DAY, JANUARY + month)
    voted = world.compounds.covenant > 0
    assert voted.mean() == pytest.approx(1 - 0.95**12, abs=4 * (0.25 / 300) ** 0.5)
    alone, own = town(1, {"covenant_ease": 2.0}, covenant_drive=0.6)
    alone.compounds.key = world.compounds.key[7]
    for month in range(12):
        compounds_of_month(alone, own, DAY, JANUARY + month)
    assert alone.compounds.covenant[0] == world.compounds.covenant[7]


@pytest.mark.parametrize(
    "compounds",
    [
        3,
        7,
    ],
)
def test_seats_are_not_kept_by_those_who_never_succeed(town, compounds):
    able = np.arange(compounds) == compounds - 1
    columns = {"negative_list": np.where(able, 0.0, 1.0), "service": np.where(able, 0.3, 1.0)}
    world, block = town(compounds, CERTAIN, incubated=1.0, willing=0.1, **columns)
    world.rules.founding_ease, world.rules.screening_narrows = -4.0, 2.0
    world.rules.founding_service, world.rules.founding_pull = 5.0, 5.0
    world.districts.incubator_seats = 1
    for month in range(240):
        compounds_of_month(world, block, DAY, JANUARY + month)
    assert world.compounds.committee[-1] >= 0
