"""The same run gives the same bytes; threads, room in memory, the area around and the policy change no draw."""

import numpy as np
import pytest

import sim.grievance.block
import sim.model
from sim.city import CityError, build_city
from sim.grievance.level import Level
from sim.grievance.ticket import Outcome
from sim.model import GovernanceModel

COMMUNITY, STREET, DISTRICT = "420106001001", "420106001", "420106"
MOVED = ("household", "building", "community")
"""Columns of a resident that number rows: they differ with the area, the persons do not."""
SMALL = {"area": COMMUNITY, "days": 45, "warmup": 5}

PLENTY = 300_000
"""Rows that a block never runs out of here."""
SUMS = ("burden", "delay_hours", "satisfaction_sum", "worker_hours", "volunteer_hours")
"""Sums of broken numbers, whose last bit hangs on the order of the rows in memory."""


def same(first, second):
    """Say whether two runs left the same bytes in every table and log."""
    for name in first.world._fields:
        one, other = getattr(first.world, name), getattr(second.world, name)
        if getattr(one.dtype, "names", None):
            for column in one.dtype.names:
                np.testing.assert_array_equal(one[column], other[column], err_msg=f"{name}.{column}")
    for name in ("tickets", "handovers"):
        one, other = getattr(first, name), getattr(second, name)
        for column in one.dtype.names:
            np.testing.assert_array_equal(one[column], other[column], err_msg=f"{name}.{column}")


def test_the_same_seed_gives_the_same_run(run):
    first, second = run(**SMALL, seed=2**64 - 1), run(**SMALL, seed=2**64 - 1)
    assert len(first.tickets) > 50
    same(first, second)


def test_another_seed_gives_another_run_of_the_same_people(run):
    first, second = run(**SMALL, seed=1), run(**SMALL, seed=2)
    assert first.tickets.tobytes() != second.tickets.tobytes()
    for name in ("age", "household", "digital", "speaks"):
        assert (first.world.residents[name] == second.world.residents[name]).all()


def test_a_run_after_another_on_one_built_city_is_not_touched_by_it(run):
    city = build_city(COMMUNITY)
    first = run(city=city, **SMALL)
    second = run(city=city, **SMALL)
    same(first, second)


@pytest.mark.parametrize("bundle", ["pre_2017", "2021_full"])
def test_threads_change_nothing(run, bundle):
    """Two districts of an invented city, side by side or one after the other."""
    first, second = (run("own_town", days=60, warmup=30, threads=threads, **{bundle: {}}) for threads in (1, 2))
    assert len(first.world.districts) == 2
    assert len(first.tickets) > 100
    same(first, second)


def test_room_in_memory_changes_nothing(run, monkeypatch, street_city):
    plan = {"city": street_city, "area": STREET, "days": 30, "warmup": 0}
    monkeypatch.setattr(sim.grievance.block, "SPARE_CASES", PLENTY)
    plenty = run(**plan)
    monkeypatch.setattr(sim.grievance.block, "SPARE_CASES", 128)
    monkeypatch.setattr(sim.model, "ROOM", 65)
    short = run(**plan)
    same(plenty, short)


def test_meetings_at_which_nothing_is_given_change_nothing(run):
    """What waits outside comes up at each of them, and goes on waiting as if it had not."""
    often, never = (run(**SMALL, meeting_days_start=days) for days in (7.0, 365.0))
    assert len(often.tickets) > 50
    for name in ("tickets", "handovers"):
        one, other = getattr(often, name), getattr(never, name)
        for column in one.dtype.names:
            np.testing.assert_array_equal(one[column], other[column], err_msg=f"{name}.{column}")


def without_return(model):
    """Let no solved trouble come back: returns hang on what was solved, and so on policy."""
    model.world.categories.returns = 0.0


@pytest.mark.parametrize("bundle", ["2021_reforms", "2021_full"])
def test_a_policy_leaves_what_befalls_people_as_it_was(run, street_city, bundle):
    """In the first month, before service and repair differ: the same troubles day by day, of the same persons.

    What some levers of the full bundle spare people does not befall them; nothing befalls them instead.
    """
    plan = {
        "city": street_city,
        "area": STREET,
        "start": "2021-03-01",
        "days": 25,
        "warmup": 0,
        "before": without_return,
    }
    before, after = run("baseline", **plan), run("baseline", **plan, **{bundle: {}})
    spared = [
        before.world.tallies.troubles - after.world.tallies.troubles,
        before.model.record.daily().troubles - after.model.record.daily().troubles,
    ]
    for fewer in spared:
        assert fewer.min() >= 0
        assert (float(fewer.sum()) > 0.0) is (bundle == "2021_full")
    one, other = (
        {int(t.trouble): (int(t.category), float(t.severity), float(t.onset)) for t in run.tickets}
        for run in (before, after)
    )
    both = one.keys() & other.keys()
    assert len(both) > 200
    assert {key: one[key] for key in both} == {key: other[key] for key in both}
    assert before.world.tallies.voiced.sum() != after.world.tallies.voiced.sum()


def in_area(model, code):
    """Return the slice of residents of a street or community within a model's area."""
    level = "streets" if code in model.city.codes["streets"] else "communities"
    row = model.city.codes[level].index(code)
    communities = model.world.communities
    mine = np.flatnonzero(communities.street == row) if level == "streets" else np.array([row])
    lo = communities.resident_lo[mine[0]]
    return mine, slice(lo, lo + communities.resident_n[mine].sum())


@pytest.fixture(scope="module")
def district():
    return build_city(DISTRICT)


def test_a_resident_is_the_same_person_in_any_area(district, street_city):
    opened = [
        GovernanceModel("baseline", area=area, city=city, days=1, warmup=0)
        for area, city in ((COMMUNITY, build_city(COMMUNITY)), (STREET, street_city), (DISTRICT, district))
    ]
    people = [model.world.residents[in_area(model, COMMUNITY)[1]] for model in opened]
    for name in people[0].dtype.names:
        if name not in MOVED:
            np.testing.assert_array_equal(people[0][name], people[1][name], err_msg=name)
            np.testing.assert_array_equal(people[0][name], people[2][name], err_msg=name)


@pytest.fixture(scope="module")
def alone_and_within(run, district, street_city):
    """A street by itself and within its district, 25 days from the first of a month, with firms that have no past."""
    plan = {"days": 25, "warmup": 0, "before": without_return, "start": "2016-03-01", "years_before": 0}
    return run(area=STREET, city=street_city, **plan), run(area=DISTRICT, city=district, **plan)


def test_the_same_troubles_befall_a_street_alone_and_within_its_district(alone_and_within):
    alone, within = alone_and_within
    mine, _ = in_area(within.model, STREET)
    np.testing.assert_array_equal(alone.world.tallies.troubles, within.world.tallies.troubles[mine])


def nothing_leaves_the_street(model):
    """Let every case end at the street or below: what crosses its border is the work of bureaus, and a firm's money.

    Bureaus serve the whole area with staff for its people; a firm with contracts in several streets has one cash.
    So cases that need a bureau, several agencies or a petition are kept out, and the run ends within the month,
    before the firms' books are closed; nor have they been kept in years before.
    """
    without_return(model)
    world = model.world
    world.categories.owner = np.minimum(world.categories.owner, Level.STREET)
    world.categories.beyond_share = 0.0
    world.categories.joint_share = 0.0
    world.rules.climbs = world.rules.persistence = 0.0
    world.rules.again_ease = -1e3
    world.rules.petition_severity = 2.0


def test_a_street_is_the_same_alone_and_within_where_nothing_crosses_its_border(
    run, district, street_city, monkeypatch
):
    monkeypatch.setattr(sim.grievance.block, "SPARE_CASES", PLENTY)
    plan = {"days": 25, "warmup": 0, "before": nothing_leaves_the_street, "start": "2016-03-01", "years_before": 0}
    alone, within = run(area=STREET, city=street_city, **plan), run(area=DISTRICT, city=district, **plan)
    mine, people = in_area(within.model, STREET)
    for name in alone.world.tallies.dtype.names:
        one, other = alone.world.tallies[name], within.world.tallies[name][mine]
        if name in SUMS:
            np.testing.assert_allclose(one, other, rtol=1e-12, err_msg=name)
        else:
            np.testing.assert_array_equal(one, other, err_msg=name)
    for name in alone.world.residents.dtype.names:
        if name not in MOVED:
            np.testing.assert_array_equal(
                alone.world.residents[name], within.world.residents[name][people], err_msg=name
            )
    theirs = within.tickets[np.isin(within.tickets.community, mine)]
    one, other = np.sort(alone.tickets, order="ticket"), np.sort(theirs, order="ticket")
    assert len(one) > 300
    assert one.level[one.outcome != Outcome.MERGED].max() <= Level.STREET
    for name in one.dtype.names:
        if name in ("resident", "building", "compound", "community"):
            continue
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


def test_merged_contacts_have_the_level_at_which_the_ticket_stood(run, street_city):
    found = run(area=STREET, city=street_city, days=30, warmup=0)
    merged = found.tickets[found.tickets.outcome == Outcome.MERGED]
    assert len(merged) > 5
    assert set(merged.level.tolist()) <= set(map(int, Level))


def town_with(run, change, **plan):
    """Run the invented city as it is, and with a changed graph."""
    plain = run("own_town", **plan)
    city = build_city(source=plain.model.scenario.city_source())
    change(city.graph)
    return plain, run("own_town", city=city, **plan)


def handed_over(result, community, level):
    """Return the owners of the desks of a level to which a community's tickets went."""
    desks, tickets, events = result.world.desks, result.tickets, result.handovers
    row = result.model.city.codes["communities"].index(community)
    mine = np.isin(events.ticket, tickets.ticket[tickets.community == row]) & (events.to_level == level)
    return set(desks.owner[events.to_desk[mine]].tolist())


def test_a_moved_edge_of_the_graph_sends_tickets_elsewhere(run):
    """A community is given to the next street: its tickets go to that street's desks, those of others do not."""

    def moved(graph):
        graph.remove_edge("street:WS11", "community:WS111")
        graph.add_edge("street:WS12", "community:WS111", kind="parent")

    before, after = town_with(run, moved, days=40, warmup=0)
    old, new = (before.model.city.codes["streets"].index(code) for code in ("WS11", "WS12"))
    assert handed_over(before, "WS111", Level.STREET) == {old}
    assert handed_over(after, "WS111", Level.STREET) == {new}
    assert handed_over(after, "WS112", Level.STREET) == {old}


def test_two_bureaus_that_change_their_fields_change_their_tickets(run):
    def swapped(graph):
        for field, other in (("housing", "police"), ("police", "housing")):
            graph.nodes[f"department:WS1:{field}"]["field"] = other

    before, after = town_with(run, swapped, days=40, warmup=0)
    load = [
        [int((result.handovers.to_desk == result.world.departments.desk[row]).sum()) for row in (0, 2)]
        for result in (before, after)
    ]
    assert min(load[0]) > 0
    assert load[0][0] != load[0][1]
    assert np.argmax(load[0]) != np.argmax(load[1])


def test_a_bureau_of_another_district_is_refused(run):
    """Districts are worked on side by side, so a desk belongs to one of them."""

    def handed_over_to_the_second(graph):
        for source, _, edge in list(graph.in_edges("district:WS1", data=True)):
            if edge.get("kind") == "serves":
                graph.remove_edge(source, "district:WS1")
                graph.add_edge(source.replace("WS1", "WS2"), "district:WS1", kind="serves")

    with pytest.raises(CityError, match="the district that it belongs to"):
        town_with(run, handed_over_to_the_second, days=40, warmup=0)
