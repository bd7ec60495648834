"""Who hears of what nobody speaks of, and when."""

import math

import numpy as np
import pytest

from sim.agents.community import COMMUNITY
from sim.agents.responses import Response
from sim.agents.visits import Visited
from sim.grievance.ears import COURIER_REPORTS, NEVER, couriers_who_report, false_reports, hears_of_silent
from sim.grievance.level import Level
from sim.grievance.ticket import AT_FORUM

N = 2_000
ODDS = {"forum_owner": 0.0, "forum_trust": 0.0}
"""Nothing but ease and stake brings somebody to a forum."""
THREE_IN_TEN = ODDS | {"forum_ease": math.log(3 / 7)}


@pytest.fixture
def place(paper_world):
    """Return a function (numbers, **columns by table) that makes a place of one household, where nobody comes."""

    def made(numbers=None, **tables):
        world = paper_world(numbers)
        world.households.persons, world.residents.age = 3, 40
        for table, columns in tables.items():
            for name, value in columns.items():
                world[world._fields.index(table)][name] = value
        return world

    return made


def heard(world, x=1.0, y=1.0, n=N, nth=0, where=False, severity=0.0):
    """Return (response, days) of many silent troubles; with `where`, whether each is voiced at a forum too."""
    one = world.categories[0], severity, world.residents[0], world.compounds[0], world.communities[0]
    found = [hears_of_silent(world, trouble, nth, *one, 0, x, y) for trouble in range(n)]
    response, days, at_forum = map(np.array, zip(*found, strict=True))
    return (response, days, at_forum) if where else (response, days)


def near(chance, n=N):
    return pytest.approx(chance, abs=4 * max(1e-9, chance * (1 - chance) / n) ** 0.5)


def test_where_nobody_comes_nobody_hears(place):
    response, days = heard(place(), n=20)
    assert (response == -1).all()
    assert (days == 0).all()


def test_volunteers_and_the_organisation_hear_as_before(place):
    numbers = {"visit_days": 3.0, "branch_hears": 0.4}
    world = place(numbers, communities={"visits": 0.2}, branches={"activity": 0.5}, compounds={"branch": 0})
    assert heard(world, x=0.19, n=1) == (Response.GRID, 3.0)
    assert heard(world, x=0.21, y=0.19, n=1) == (Response.GRID, 3.0)
    assert heard(world, x=0.21, y=0.21, n=1)[0] == -1
    world.compounds.accountable = 1.0  # 0.5 + 0.5 * 0.2 of activity
    world.rules.accountable_adds = 0.2
    assert heard(world, x=0.21, y=0.23, n=1)[0] == Response.GRID
    world.compounds.branch = -1
    assert heard(world, x=0.21, y=0.09, n=1)[0] == -1


def test_members_in_charge_hear_within_the_week_if_they_turn_out(place):
    numbers = {"member_hears": 0.5, "member_rounds": 2.0}
    response, days = heard(place(numbers, compounds={"members": 0.8}, communities={"turnout": 0.3}))
    came = response == Response.GRID
    assert came.mean() == near(0.8 * 0.5 * 0.6)
    assert days[came].max() < 7
    assert days[came].mean() == pytest.approx(3.5, abs=4 * 2.02 / came.sum() ** 0.5)
    assert (heard(place(numbers, compounds={"members": 0.8}), n=50)[0] == -1).all()  # names on a wall


def test_a_round_of_visits_waits_exponentially(place):
    response, days = heard(place({"visit_discloses": 0.4}, compounds={"branch_visits": 2.0}))
    came = response == Response.GRID
    assert came.mean() == near(0.4)
    assert days[came].mean() == pytest.approx(182.5, rel=4 / came.sum() ** 0.5)


@pytest.mark.parametrize(("age", "rate"), [(60, 30 / 7 / 140), (40, 0.0)])
def test_those_who_must_be_visited_come_by_the_turn_of_their_class(place, age, rate):
    """Thirty visits a week for the 140 homes of the class."""
    world = place({"visit_discloses": 0.8}, communities={"must_visits": 3.0}, residents={"age": age, "years_here": 9})
    world.households.persons = 1
    world.communities.visit_rate[0, Visited.ALONE] = 30 / 7 / 140
    response, days = heard(world)
    came = response == Response.GRID
    assert came.mean() == (near(0.8) if rate else 0.0)
    if rate:
        assert days[came].mean() == pytest.approx(1 / rate, rel=4 / came.sum() ** 0.5)
        assert (days[came] < 20).mean() == near(1 - math.exp(-20 * rate), came.sum())


@pytest.mark.parametrize(("severity", "goes"), [(0.0, 0.1), (0.5, 1 / 3)])
def test_at_a_forum_those_speak_who_come(place, severity, goes):
    """Odds of one to nine; a trouble of severity 0.5 raises them by 4.5."""
    numbers = ODDS | {"forum_ease": math.log(1 / 9), "forum_stake": 2 * math.log(4.5)}
    response, days = heard(place(numbers, compounds={"forum": 12.0}), severity=severity)
    came = response == Response.GRID
    assert came.mean() == near(goes)
    assert days[came].max() < 365 / 12


def test_what_is_voiced_at_a_forum_is_told_from_what_others_hear_first(place):
    numbers = {"member_hears": 0.9, "member_rounds": 1.0, "visit_days": 3.0} | THREE_IN_TEN
    forum = heard(place(numbers, compounds={"forum": 24.0}), where=True)
    assert forum[2].tolist() == [AT_FORUM if response != -1 else 0 for response in forum[0]]
    member = {"compounds": {"members": 1.0}, "communities": {"turnout": 1.0}}
    alone = heard(place(numbers, **member), where=True)
    assert not alone[2].any()
    world = place(numbers, compounds={"members": 1.0, "forum": 24.0}, communities={"turnout": 1.0, "visits": 0.5})
    both = heard(world, where=True)
    wait = [np.where(response == -1, NEVER, days) for response, days, _ in (alone, forum)]
    assert (both[2] == AT_FORUM).tolist() == (wait[1] < wait[0]).tolist()
    assert 0 < both[2].sum() < forum[2].sum()
    assert heard(world, x=0.4, n=1, where=True)[2].tolist() == [0]  # volunteers came by before


def test_a_patrol_sees_what_can_be_seen(place):
    numbers = {"patrol_sees": 0.5, "patrol_days": 7.0}
    response, days = heard(place(numbers, streets={"one_net": 0.8}, categories={"seen": 1}))
    came = response == Response.GRID
    assert came.mean() == near(0.4)
    assert days[came].max() < 7
    assert (heard(place(numbers, streets={"one_net": 0.8}), n=50)[0] == -1).all()


@pytest.mark.parametrize(
    ("owner", "firm", "finds"),
    [(Level.COMPOUND, 0, 0.5 * 0.7), (Level.COMMUNITY, 0, 0.0), (Level.COMPOUND, -1, 0.0)],
)
def test_a_quality_director_finds_what_is_the_firms_to_mend(place, owner, firm, finds):
    defect = {"owner": owner, "condition_weight": 0.4, "service_weight": 0.3}
    world = place({"director_finds": 0.5}, compounds={"director": 1.0, "firm": firm}, categories=defect)
    response, days = heard(world)
    assert (response == Response.FIRM_DESK).mean() == near(finds)
    assert set(response.tolist()) <= {-1, int(Response.FIRM_DESK)}
    assert (days < 30).all()


def test_the_first_ear_counts(place):
    """With a member and a forum at once more is heard, and what both would hear is heard by whoever is sooner."""
    numbers = {"member_hears": 0.9, "member_rounds": 1.0} | THREE_IN_TEN
    member = {"compounds": {"members": 1.0}, "communities": {"turnout": 1.0}}
    alone = heard(place(numbers, **member))
    forum = heard(place(numbers, compounds={"forum": 24.0}))
    both = heard(place(numbers, compounds={"members": 1.0, "forum": 24.0}, communities={"turnout": 1.0}))
    assert ((both[0] != -1) == ((alone[0] != -1) | (forum[0] != -1))).all()
    wait = [np.where(response == -1, NEVER, days) for response, days in (alone, forum)]
    some = both[0] != -1
    assert both[1][some].tolist() == np.minimum(*wait)[some].tolist()
    assert (wait[1][some] < wait[0][some]).any()


def test_couriers_see_more_the_more_they_are_with_less_and_less_to_add(make, rules_with):
    """Seven of whom each sees a tenth and tells half of it: a Poisson number of mean 0.35."""
    rules = rules_with(courier_sees=0.1, courier_tells=0.5, courier_pull=0.2)
    community = make(COMMUNITY, couriers=7.0)
    upto = np.cumsum([math.exp(-0.35) * 0.35**n / math.factorial(n) for n in range(COURIER_REPORTS)])
    for n, edge in enumerate(upto):
        assert couriers_who_report(community, rules, edge - 1e-9) == n
        assert couriers_who_report(community, rules, edge + 1e-9) == n + 1
    assert couriers_who_report(community, rules, 1.0 - 1e-12) == COURIER_REPORTS
    community.couriers = 0.0
    assert couriers_who_report(community, rules, 1.0 - 1e-12) == 0


def test_a_reward_by_the_piece_brings_more_of_what_there_is_and_of_what_there_is_not(place):
    """Five yuan make a courier twice as keen: who would tell half tells three quarters, and errs twice as often."""
    numbers = {"courier_sees": 0.1, "courier_tells": 0.5, "courier_pull": 0.2, "courier_errs": 36.5}
    for reward, mean, errs in ((0.0, 0.35, 0.7), (5.0, 0.525, 1.4)):
        world = place(numbers, communities={"couriers": 7.0, "courier_reward": reward, "key": 1})
        community = world.communities[0]
        assert couriers_who_report(community, world.rules[0], math.exp(-mean) - 1e-9) == 0
        assert couriers_who_report(community, world.rules[0], math.exp(-mean) + 1e-9) == 1
        days = [false_reports(world, community, day) for day in range(3_000)]
        assert np.mean(days) == pytest.approx(errs, abs=4 * (errs / 3_000) ** 0.5)
    world.communities.couriers = 0.0
    assert false_reports(world, world.communities[0], 3) == 0


def test_an_ear_has_a_chance_of_its_own(place):
    numbers = {"patrol_sees": 0.5, "director_finds": 0.5}
    defect = {"seen": 1, "owner": Level.COMPOUND, "condition_weight": 1.0}
    world = place(numbers, streets={"one_net": 1.0}, compounds={"director": 1.0, "firm": 0}, categories=defect)
    assert (heard(world)[0] != -1).mean() == near(0.75)


def test_a_defect_of_a_compound_is_inspected_once(place):
    defect = {"owner": Level.COMPOUND, "condition_weight": 1.0}
    world = place({"director_finds": 0.3}, compounds={"director": 1.0, "firm": 0}, categories=defect)
    found = [heard(world, n=500, nth=nth)[0] != -1 for nth in range(8)]
    assert np.any(found, axis=0).mean() == near(0.3, 500)
