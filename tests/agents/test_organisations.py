"""Social organisations: registered is not active, and reach saturates."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY, reach_of_organisations
from sim.agents.upkeep import workers_of_month


def test_reach_by_hand(make, rules_with):
    rules = rules_with(organisations_active=0.25, grant_wakes=0.5, organisations_dense=3)
    community = make(COMMUNITY, resident_n=4_000, organisations=16, grants=5_000)
    dense = 16 * (0.25 + 0.25) / 4
    assert reach_of_organisations(community, rules) == pytest.approx(1 - math.exp(-dense / 3))


def test_without_organisations_money_reaches_nobody(make, rules_with):
    assert reach_of_organisations(make(COMMUNITY, resident_n=4_000, grants=50_000), rules_with()) == 0.0


def test_when_the_money_ends_so_do_they(make, rules_with):
    rules = rules_with()
    community = make(COMMUNITY, resident_n=4_000, organisations=16, grants=20_000)
    paid = reach_of_organisations(community, rules)
    community.grants = 0.0
    assert reach_of_organisations(community, rules) < paid


def test_it_takes_half_a_year_to_come_about(paper_world, block_of):
    world = paper_world()
    world.communities.resident_n, world.communities.organisations = 4_000, 16
    reach = reach_of_organisations(world.communities[0], world.rules[0])
    found = []
    for month in range(3):
        workers_of_month(world, block_of(world), 30 * month, True)
        found.append(float(world.communities.care[0]))
    assert found == pytest.approx([reach * (1 - (5 / 6) ** n) for n in (1, 2, 3)])


@given(
    number=st.integers(0, 1_000_000),
    residents=st.integers(0, 40_000),
    organisations=st.floats(0, 60),
    grants=st.floats(0, 50_000),
)
def test_reach_is_a_share(make, rules_at, number, residents, organisations, grants):
    community = make(COMMUNITY, resident_n=residents, organisations=organisations, grants=grants)
    assert 0 <= reach_of_organisations(community, rules_at(number)) <= 1
