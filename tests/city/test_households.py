import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city.assumptions import SYNTHESIS
from sim.city.households import deal_sizes, make_households
from sim.city.people import digital_reach, head_age, member_age, owns_flat

SHARES = np.array([SYNTHESIS[0][f"size_{size}"] for size in range(1, 9)])


@given(st.integers(1, 60), st.integers(0, 300))
def test_sizes_add_up_and_nobody_lives_in_an_empty_household(households, more):
    persons = min(households + more, 8 * households)
    sizes = np.zeros(households, dtype=np.int64)
    deal_sizes(sizes, households, persons, SHARES)
    assert sizes.sum() == persons
    assert sizes.min() >= 1


def test_sizes_follow_the_shares_when_the_mean_is_theirs():
    mean = (SHARES * np.arange(1, 9)).sum() / SHARES.sum()
    sizes = np.zeros(10_000, dtype=np.int64)
    deal_sizes(sizes, 10_000, round(10_000 * mean), SHARES)
    assert np.bincount(sizes, minlength=9)[1:] / 10_000 == pytest.approx(SHARES / SHARES.sum(), abs=0.001)


@given(st.integers(0, 2**40 - 1), st.lists(st.integers(0, 30), min_size=16, max_size=16), st.floats(0.0, 1.0))
def test_everybody_is_dealt_out_once_and_heads_are_grown_up(key, counts, where):
    cells = np.array(counts, dtype=np.int64).reshape(4, 2, 2)
    cells[1, 0, 0] += 1
    grown, lodgers = int(cells[1:, :, 0].sum()), int(cells[..., 1].sum())
    families, dormitories = 1 + int(where * (grown - 1)), min(lodgers, 1 + lodgers // 4)
    lo, who = make_households(np.uint64(1), np.uint64(key), cells, families, dormitories, SHARES, SYNTHESIS[0])
    assert len(lo) == families + dormitories + 1
    assert (np.diff(lo) >= 1).all()
    at_home, lodged = who[: lo[families]], who[lo[families] :]
    assert np.bincount(at_home, minlength=8).tolist() == cells[..., 0].ravel().tolist()
    assert np.bincount(lodged, minlength=8).tolist() == cells[..., 1].ravel().tolist()
    assert (who[lo[:families]] // 2 >= 1).all()


def test_ages_by_hand():
    assert head_age(1, False, False, 0.0) == 20
    assert head_age(1, True, False, 0.999999) == 49  # a parent of a child under 15
    assert head_age(1, False, True, 0.0) == 18  # a student
    assert head_age(3, False, False, 0.0) == 65
    assert member_age(0, 1, 30, 1, 0.5) == 6  # 13 ages from 0 to 12: born when the head was 18 or older
    assert member_age(1, 1, 40, 1, 0.5) == 40  # couple
    assert member_age(1, 2, 45, 1, 0.0) == 15  # a big child
    assert member_age(1, 1, 70, 3, 0.5) == 39  # son or daughter of 70 - 24 - 7
    assert member_age(3, 1, 75, 3, 0.5) == 75  # old couple


def test_digital_reach_is_a_half_at_sixty_and_falls():
    assert digital_reach(60, 0.0, SYNTHESIS[0]) == pytest.approx(0.5)
    assert digital_reach(68, 0.0, SYNTHESIS[0]) == pytest.approx(1 / (1 + np.e))
    assert digital_reach(8, 3.0, SYNTHESIS[0]) == 0.0


def test_nobody_owns_public_rental_housing_or_a_bed_in_a_dormitory():
    from sim.city.assumptions import KINDS

    assert not owns_flat(4, 0, False, KINDS, SYNTHESIS[0], 0.0)
    assert not owns_flat(1, 0, True, KINDS, SYNTHESIS[0], 0.0)
    assert owns_flat(1, 0, False, KINDS, SYNTHESIS[0], 0.90)  # 0.80 x 1.15
    assert not owns_flat(1, 1, False, KINDS, SYNTHESIS[0], 0.30)  # 0.80 x 0.35


def test_households_are_plausible(dongxihu):
    residents, households = dongxihu.residents, dongxihu.households
    families = households[households.collective == 0]
    heads = residents.age[families.resident_lo]
    assert heads.min() >= 18
    grown = np.add.reduceat(residents.age >= 18, households.resident_lo)
    children = np.flatnonzero(residents.age < 15)
    at_home = households.collective[residents.household[children]] == 0
    assert (grown[residents.household[children[at_home]]] > 0).all()
    pairs = families[(families.persons == 2) & (heads >= 65)]
    partner = residents.age[pairs.resident_lo + 1]
    assert (partner >= 60).mean() > 0.6  # old couples
    origin = residents.migrant
    alike = origin[residents.household.searchsorted(residents.household)] == origin
    assert alike[households.collective[residents.household] == 0].mean() > 0.75


def test_the_old_live_in_older_housing_and_digital_habits_fall_with_age(dongxihu):
    built = dongxihu.compounds.year_built[dongxihu.buildings.compound[dongxihu.residents.building]]
    old = dongxihu.residents.age >= 65
    assert built[old].mean() < built[~old].mean() - 1.0
    ages = [(15, 30), (30, 45), (45, 60), (60, 75), (75, 101)]
    reach = [
        dongxihu.residents.digital[(dongxihu.residents.age >= lo) & (dongxihu.residents.age < hi)].mean()
        for lo, hi in ages
    ]
    assert (np.diff(reach) < 0).all()
    assert dongxihu.residents.speaks.mean() == pytest.approx(0.0, abs=0.01)
    assert dongxihu.residents.speaks.std() == pytest.approx(1.0, abs=0.01)
    assert (dongxihu.residents.years_here <= dongxihu.residents.age).all()


def test_volunteers_are_grown_up_party_members_of_their_community(dongxihu):
    volunteers, residents = dongxihu.volunteers, dongxihu.residents
    assert (residents.party_member[volunteers.resident] == 1).all()
    assert (residents.age[volunteers.resident] >= 18).all()
    assert (residents.community[volunteers.resident] == volunteers.community).all()
    assert (np.diff(volunteers.resident) > 0).all()
    assert (
        np.bincount(volunteers.community, minlength=len(dongxihu.communities)) == dongxihu.communities.volunteer_n
    ).all()
    assert residents.party_member.mean() > 2 * len(volunteers) / len(residents)
