"""The life of single tickets, followed from desk to desk."""

import numpy as np
import pytest

from sim.agents.department import Field
from sim.agents.responses import Response
from sim.agents.street import Pool
from sim.grievance.deadline import Deadline
from sim.grievance.level import Level
from sim.grievance.needs import trouble_arises
from sim.grievance.settling import offspring
from sim.grievance.ticket import FRESH, OPEN_CASES, Outcome, Reason, State

COMPOUND, COMMUNITY, STREET, DISTRICT, CITY = Level
DISPATCHED, NO_AUTHORITY, BELOW = Reason.DISPATCHED, Reason.NO_AUTHORITY, Reason.BELONGS_BELOW


def nobody_at(quiet, level):
    """Send the staff of a level's desks home."""
    for desk in quiet.world.desks[quiet.world.desks.level == level]:
        quiet.world.servers.present[desk.server_lo : desk.server_lo + desk.server_n] = 0


def other_resident(quiet):
    """Return a neighbour of the one who speaks if nobody is named."""
    return quiet.resident_of(quiet.compound(with_firm=True), 5)


@pytest.mark.parametrize(
    ("owner", "tiered", "way"),
    [
        # the old way: to the street for what is below the district, else to the bureau
        (COMMUNITY, 0.0, [(STREET, STREET, DISPATCHED), (STREET, COMMUNITY, BELOW)]),
        (COMPOUND, 0.0, [(STREET, STREET, DISPATCHED), (STREET, COMPOUND, BELOW)]),
        (STREET, 0.0, [(STREET, STREET, DISPATCHED)]),
        (DISTRICT, 0.0, [(DISTRICT, DISTRICT, DISPATCHED)]),
        (CITY, 0.0, [(DISTRICT, DISTRICT, DISPATCHED), (DISTRICT, CITY, NO_AUTHORITY)]),
        # the ladder starts below
        (COMPOUND, 1.0, [(COMMUNITY, COMMUNITY, DISPATCHED), (COMMUNITY, COMPOUND, BELOW)]),
        (COMMUNITY, 1.0, [(COMMUNITY, COMMUNITY, DISPATCHED)]),
        (STREET, 1.0, [(STREET, STREET, DISPATCHED)]),
        (DISTRICT, 1.0, [(STREET, STREET, DISPATCHED), (STREET, DISTRICT, NO_AUTHORITY)]),
    ],
)
def test_a_call_to_the_hotline_finds_its_level(quiet, owner, tiered, way):
    quiet.categories.owner = owner
    quiet.world.communities.tiered = tiered
    quiet.spoken(Response.HOTLINE)
    quiet.days(30)
    assert quiet.handovers == way
    (ticket,) = quiet.tickets
    assert (ticket.outcome, ticket.level, ticket.official) == (Outcome.SOLVED, owner, 1)
    assert ticket.escalated == (NO_AUTHORITY in [reason for _, _, reason in way])
    assert ticket.misrouted == 0
    assert ticket.onset < ticket.reported == 9.0 <= ticket.first_response < ticket.closed
    assert ticket.deadline == 9.0 + 7 * 24


@pytest.mark.parametrize(
    ("channel", "firm", "official", "way"),
    [
        (Response.FIRM_DESK, True, 0, [(COMPOUND, COMPOUND, DISPATCHED)]),
        (Response.FIRM_DESK, False, 0, [(COMMUNITY, COMMUNITY, DISPATCHED)]),
        (Response.GRID, True, 0, [(COMMUNITY, COMMUNITY, DISPATCHED), (COMMUNITY, COMPOUND, BELOW)]),
        (Response.WALK_IN, False, 0, [(COMMUNITY, COMMUNITY, DISPATCHED)]),
    ],
)
def test_what_is_told_nearby_starts_nearby(quiet, channel, firm, official, way):
    quiet.categories.owner = COMPOUND
    quiet.spoken(channel, resident=quiet.resident_of(quiet.compound(firm)))
    quiet.days(30)
    assert quiet.handovers == way
    (ticket,) = quiet.tickets
    assert (ticket.outcome, ticket.official) == (Outcome.SOLVED, official)


@pytest.mark.parametrize(("owner", "level"), [(STREET, STREET), (DISTRICT, DISTRICT)])
def test_a_misrouted_case_is_refused_and_sent_on(quiet, owner, level):
    quiet.categories.owner = owner
    quiet.categories["field"] = Field.HOUSING
    quiet.channels.misroute = 1.0
    quiet.spoken()
    quiet.days(20)
    assert quiet.handovers == [(level, level, DISPATCHED), (level, level, Reason.MISROUTED)]
    right = quiet.world.streets[0].desk[Pool.MANAGEMENT] if level == STREET else quiet.world.departments[0].desk
    first, second = (event.to_desk for day in quiet.logs.handovers for event in day)
    assert first != right == second
    assert quiet.tickets.misrouted.tolist() == [1]
    assert quiet.outcomes() == [Outcome.SOLVED]


def test_a_second_call_about_the_same_is_merged(quiet):
    quiet.rules.seen_in_channel = 1.0
    nobody_at(quiet, STREET)  # the first is still open
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    quiet.spoken(Response.BOARD, hour=24.0 + 10.0, nth=1, lead=first)
    quiet.days(2)
    assert quiet.outcomes() == [Outcome.MERGED]
    assert quiet.tickets.merged_into[0] == quiet.case(first).ticket
    assert quiet.case(first).followers == 0
    assert quiet.world.tallies.merged.sum() == 1
    assert quiet.world.tallies.tickets.sum() == 0


def test_a_second_call_on_the_same_day_is_merged(quiet):
    quiet.rules.seen_in_channel = 1.0
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    quiet.spoken(Response.HOTLINE, hour=10.0, nth=1, lead=first)
    quiet.days(1)
    assert quiet.outcomes() == [Outcome.MERGED]


@pytest.mark.parametrize(("store", "merged"), [(0.0, 0), (1.0, 1)])
def test_only_a_shared_store_sees_what_another_channel_knows(quiet, store, merged):
    quiet.world.communities.shared_store = store
    quiet.rules.store_logging = 0.0
    nobody_at(quiet, STREET)
    first = quiet.spoken(Response.GRID, hour=9.0)
    quiet.spoken(Response.HOTLINE, hour=24.0 + 10.0, nth=1, lead=first)
    quiet.days(2)
    assert quiet.world.tallies.merged.sum() == merged
    assert quiet.block.pointers[OPEN_CASES] == 2 - merged


@pytest.mark.parametrize(
    ("second", "first", "store", "seen"),
    [
        (Response.HOTLINE, Response.BOARD, 0.0, 1.0),  # one list keeps both
        (Response.GRID, Response.HOTLINE, 1.0, 0.0),  # all lists are one
    ],
)
def test_whoever_of_two_neighbours_speaks_first_keeps_the_ticket(quiet, second, first, store, seen):
    """One lift: the neighbour who noticed it later is on the phone already when the other one speaks."""
    quiet.rules.seen_in_channel = seen
    quiet.rules.store_logging = 0.0
    quiet.world.communities.shared_store = store
    nobody_at(quiet, STREET)
    noticed_first = quiet.spoken(first, hour=24.0 + 10.0, severity=0.4, affected=20.0)
    spoke_first = quiet.spoken(second, hour=9.0, nth=1, lead=noticed_first, resident=other_resident(quiet))
    quiet.days(2)
    (merged,) = quiet.tickets
    assert (merged.outcome, merged.channel, merged.official, merged.deadline) == (Outcome.MERGED, first, 1, -1)
    assert merged.merged_into == quiet.case(spoke_first).ticket
    assert (quiet.case(noticed_first).state, quiet.case(noticed_first).followers) == (State.SETTLED, 1)
    assert quiet.world.tallies.merged.sum() == 1
    assert quiet.world.tallies.burden.sum() == 0
    quiet.world.servers.present[:] = 1
    quiet.days(20)
    assert quiet.outcomes() == [Outcome.MERGED, Outcome.SOLVED]
    hours = quiet.tickets.closed[1] - (24.0 + 9.0)
    assert quiet.world.tallies.burden.sum() == pytest.approx(0.4 * 20 * hours / 24)
    assert quiet.block.pointers[OPEN_CASES] == 0


def test_a_ticket_that_is_closed_is_no_longer_joined(quiet):
    quiet.rules.seen_in_channel = 1.0
    quiet.categories.solvable = 0.0
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    quiet.spoken(Response.HOTLINE, hour=9.0 + 24 * 10, nth=1, lead=first, resident=other_resident(quiet))
    quiet.days(30)
    assert quiet.outcomes() == [Outcome.UNRESOLVED, Outcome.UNRESOLVED]


def test_a_ticket_that_is_opened_again_is_joined_again(quiet):
    quiet.rules.seen_in_channel = 1.0
    quiet.rules.again_ease = 100.0
    quiet.rules.again_days = 1.0
    quiet.categories.solvable = 0.0
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    second = quiet.spoken(Response.HOTLINE, hour=24 * 30.0, nth=1, lead=first, resident=other_resident(quiet))
    while quiet.case(first).rounds == 0:
        quiet.days(1)
    nobody_at(quiet, STREET)
    quiet.days(31 - quiet.model.day)
    assert quiet.case(second).state == State.FREE
    assert quiet.outcomes() == [Outcome.MERGED]
    assert quiet.tickets.merged_into[0] == quiet.case(first).ticket


def test_work_on_the_first_ticket_ends_the_second_as_well(quiet):
    """Two tickets about one broken lift: when one is solved, the other is found to be over."""
    quiet.rules.seen_in_channel = 0.0
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    quiet.spoken(Response.HOTLINE, hour=16.0, nth=1, lead=first, resident=quiet.resident_of(quiet.compound(True), 5))
    quiet.days(30)
    assert quiet.outcomes() == [Outcome.SOLVED, Outcome.SOLVED]
    assert quiet.block.pointers[OPEN_CASES] == 0


def test_who_would_have_spoken_does_not_when_it_is_over(quiet):
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    quiet.spoken(Response.HOTLINE, hour=9.0 + 24 * 10, nth=1, lead=first)
    quiet.days(30)
    assert quiet.outcomes() == [Outcome.SOLVED]
    assert quiet.block.pointers[OPEN_CASES] == 0


def test_a_contact_that_nobody_records_is_lost(quiet):
    quiet.channels.capture = 0.0
    quiet.rules.patience_days = 5.0
    resident = quiet.resident_of(quiet.compound(True))
    row = quiet.spoken(Response.GRID, resident=resident)
    quiet.days(1)
    assert quiet.case(row).state == State.LOST
    assert quiet.world.tallies.lost.sum() == 1
    quiet.days(6)
    assert quiet.case(row).state == State.FREE
    assert len(quiet.tickets) == 0
    person = quiet.world.residents[resident]
    assert (person.memory, person.memory_n) == (0, 1)


@pytest.mark.parametrize(
    ("channel", "held"),
    [(Response.HOTLINE, "platform"), (Response.GRID, "community"), (Response.FIRM_DESK, "firm")],
)
def test_a_lost_contact_is_held_against_those_who_were_told(quiet, channel, held):
    quiet.channels.capture = 0.0
    quiet.rules.patience_days = 3.0
    resident = quiet.resident_of(quiet.compound(True))
    person = quiet.world.residents[resident]
    usual = {whom: float(quiet.rules[f"trust_{whom}_usual"][0]) for whom in ("firm", "community", "platform")}
    for whom, level in usual.items():
        person[f"trust_{whom}"] = level
    quiet.spoken(channel, resident=resident)
    quiet.days(6)
    assert quiet.world.tallies.lost.sum() == 1
    assert person.memory_n == 1
    for whom, level in usual.items():
        assert (person[f"trust_{whom}"] < level - 0.01) == (whom == held), whom
        assert person[f"trust_{whom}"] == pytest.approx(level) or whom == held


def test_a_shared_store_records_what_would_be_lost(quiet):
    quiet.channels.capture = 0.0
    quiet.rules.store_capture = 1.0
    quiet.rules.store_logging = 1.0
    quiet.world.communities.shared_store = 1.0
    quiet.spoken(Response.GRID)
    quiet.days(20)
    assert quiet.tickets.official.tolist() == [1]


def test_an_enquiry_on_the_phone_is_answered_and_no_ticket(quiet):
    quiet.categories.enquiry = 1
    quiet.spoken(Response.HOTLINE)
    quiet.spoken(Response.GRID, hour=10.0)
    quiet.days(20)
    tallies = quiet.world.tallies
    assert (tallies.contacts.sum(), tallies.enquiries.sum(), len(quiet.tickets)) == (2, 2, 0)
    assert quiet.block.pointers[OPEN_CASES] == 0


def test_joint_handling_waits_for_every_agency(quiet):
    """Three parties: the street and two bureaus, which come on duty one after the other."""
    quiet.categories.joint_share = 1.0
    quiet.categories.parties = 3
    nobody_at(quiet, DISTRICT)
    row = quiet.spoken()
    quiet.days(1)
    cases = quiet.block.cases[: quiet.block.pointers[FRESH]]
    desks = cases.desk[cases.parent == row]
    assert (quiet.case(row).state, quiet.case(row).parts_open) == (State.JOINT, 2)
    assert len(desks) == 2
    for still_open, desk in ((1, desks[0]), (0, desks[1])):
        quiet.world.servers.present[quiet.world.desks[desk].server_lo] = 1
        quiet.days(20)
        assert quiet.case(row).parts_open == still_open
    assert [reason for _, _, reason in quiet.handovers] == [DISPATCHED, Reason.JOINT, Reason.JOINT, Reason.JOINT_DONE]
    assert quiet.outcomes() == [Outcome.SOLVED]
    assert quiet.block.pointers[OPEN_CASES] == 0


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_the_agencies_that_are_called_are_others_and_no_two_the_same(quiet, parties):
    """Which they are depends on the trouble; over many troubles it may be any."""
    quiet.categories.joint_share = 1.0
    quiet.categories.parties = parties
    quiet.categories["field"] = Field.POLICE
    quiet.rules.coordination_hours = 0.01
    quiet.rules.sort_hours = 0.01
    nobody_at(quiet, DISTRICT)
    rows = [quiet.spoken(trouble=trouble) for trouble in range(60)]
    quiet.days(3)
    cases = quiet.block.cases[: quiet.block.pointers[FRESH]]
    owners = quiet.world.desks.owner[cases.desk]
    called = [quiet.world.departments["field"][owners[cases.parent == row]].tolist() for row in rows]
    assert all(len(set(fields)) == len(fields) == parties - 1 for fields in called)
    assert {field for fields in called for field in fields} == set(map(int, Field)) - {Field.POLICE}


def test_a_whistle_brings_the_department_to_the_street(quiet):
    quiet.categories.owner = DISTRICT
    quiet.world.communities.tiered = 1.0
    quiet.world.streets.whistle = 1.0
    quiet.rules.whistle_ease = 100.0
    quiet.spoken()
    quiet.days(30)
    assert quiet.handovers == [
        (STREET, STREET, DISPATCHED), (STREET, DISTRICT, Reason.WHISTLED), (STREET, STREET, Reason.JOINT_DONE),
    ]  # fmt: skip
    assert quiet.tickets.level.tolist() == [STREET]
    assert quiet.tickets.escalated.tolist() == [0]


def test_a_whistle_may_go_unheard(quiet):
    quiet.categories.owner = DISTRICT
    quiet.world.communities.tiered = 1.0
    quiet.world.streets.whistle = 1.0
    quiet.rules.whistle_ease = -100.0
    quiet.spoken()
    quiet.days(30)
    assert [reason for _, _, reason in quiet.handovers] == [DISPATCHED, Reason.WHISTLE_UNANSWERED]
    assert quiet.tickets.level.tolist() == [DISTRICT]


@pytest.mark.parametrize(("ease", "solvable"), [(100.0, 1.0), (-100.0, 1.0), (-100.0, 0.0)])
def test_the_street_rates_whether_a_bureau_came_and_whether_it_solved_what_it_took_over(quiet, ease, solvable):
    quiet.categories.owner = DISTRICT
    quiet.categories.solvable = solvable
    quiet.world.streets.whistle = 1.0
    quiet.rules.whistle_ease = ease
    quiet.rules.standing_occasions = 10.0
    quiet.spoken(Response.GRID)  # and so by the community to the street
    quiet.days(30)
    bureau = quiet.world.serves[0, quiet.categories["field"][0]]
    occasions = [1.0] if ease > 0 else [0.0, solvable]  # who comes leaves the case with the street
    standing = quiet.rules.standing_start[0]
    for well in occasions:
        standing += (well - standing) / 10.0
    assert quiet.world.departments.standing[bureau] == pytest.approx(standing)
    others = np.delete(quiet.world.departments.standing, bureau)
    assert (others == quiet.rules.standing_start[0]).all()


@pytest.mark.parametrize("owner", [STREET, DISTRICT, CITY])
def test_a_community_calls_whoever_may_finish_it(quiet, owner):
    quiet.categories.owner = owner
    quiet.world.communities.whistle = 1.0
    quiet.rules.whistle_ease = 100.0
    quiet.spoken(Response.GRID)
    quiet.days(30)
    assert quiet.handovers[-2:] == [(COMMUNITY, owner, Reason.WHISTLED), (COMMUNITY, COMMUNITY, Reason.JOINT_DONE)]
    assert quiet.tickets.level.tolist() == [COMMUNITY]
    tally = quiet.world.tallies[0]
    assert (tally.whistles, tally.whistles_answered) == (1, 1)


@pytest.mark.parametrize("owner", [STREET, DISTRICT, CITY])
def test_a_call_of_a_community_that_nobody_answers_goes_to_the_street(quiet, owner):
    quiet.categories.owner = owner
    quiet.world.communities.whistle = 1.0
    quiet.rules.whistle_ease = -100.0
    quiet.spoken(Response.GRID)
    quiet.days(30)
    assert (COMMUNITY, STREET, Reason.WHISTLE_UNANSWERED) in quiet.handovers
    assert quiet.tickets.level.tolist() == [owner]
    tally = quiet.world.tallies[0]
    assert (tally.whistles, tally.whistles_answered) == (1, 0)


def test_for_what_no_district_may_finish_the_street_calls_the_city(quiet):
    quiet.categories.owner = CITY
    quiet.world.communities.tiered = 1.0
    quiet.world.streets.whistle = 1.0
    quiet.rules.whistle_ease = 100.0
    quiet.spoken()
    quiet.days(30)
    assert quiet.handovers == [
        (STREET, STREET, DISPATCHED), (STREET, CITY, Reason.WHISTLED), (STREET, STREET, Reason.JOINT_DONE),
    ]  # fmt: skip
    field = quiet.categories["field"][0]
    city = quiet.world.departments[quiet.world.bureaus[field]]
    assert city.standing > quiet.rules.standing_start[0]  # who called remembers who came
    assert quiet.world.departments.standing[quiet.world.serves[0, field]] == quiet.rules.standing_start[0]
    assert quiet.model._blocks[-1].pointers[OPEN_CASES] == 0
    assert quiet.world.desks.hours_worked[city.desk] > quiet.rules.whistle_visit_hours[0]


def test_the_city_answers_a_call_by_post_the_next_morning(quiet):
    quiet.categories.owner = CITY
    quiet.world.communities.tiered = 1.0
    quiet.world.streets.whistle = 1.0
    quiet.rules.whistle_ease = -100.0
    quiet.spoken()
    quiet.days(1)
    assert quiet.handovers == [(STREET, STREET, DISPATCHED)]
    quiet.days(1)
    assert quiet.handovers[1] == (STREET, DISTRICT, Reason.WHISTLE_UNANSWERED)
    quiet.days(30)
    assert quiet.tickets.level.tolist() == [CITY]


def test_what_came_to_the_bureau_at_once_nobody_below_rates(quiet):
    quiet.categories.owner = DISTRICT
    quiet.spoken(Response.HOTLINE)
    quiet.days(30)
    assert quiet.tickets.level.tolist() == [DISTRICT]
    assert (quiet.world.departments.standing == quiet.rules.standing_start[0]).all()


def test_bodies_of_the_city_and_those_under_vertical_management_stand_higher(quiet):
    departments = quiet.world.departments
    rank = {(int(d.level), int(d["field"])): d.rank for d in departments}
    assert rank[DISTRICT, Field.HOUSING] == 0
    assert rank[DISTRICT, Field.POLICE] == 1
    assert rank[CITY, Field.HOUSING] == 1
    assert rank[CITY, Field.POLICE] == 2


@pytest.mark.parametrize(("tiered", "climbs"), [(1.0, True), (0.0, False)])
def test_what_is_overdue_climbs_the_ladder(quiet, tiered, climbs):
    quiet.world.communities.tiered = tiered
    nobody_at(quiet, STREET)
    quiet.spoken()
    quiet.days(8)  # the deadline is nine in the morning of the eighth
    way = [(STREET, STREET, DISPATCHED), (STREET, DISTRICT, Reason.OVERDUE)]
    assert quiet.handovers == way[:1]
    quiet.days(1)
    assert quiet.handovers == (way if climbs else way[:1])
    quiet.days(18)
    assert quiet.tickets.level.tolist() == ([DISTRICT] if climbs else [])
    if climbs:
        assert quiet.tickets.closed[0] > quiet.tickets.deadline[0] == 9.0 + 7 * 24
        assert quiet.tickets.escalated.tolist() == [1]


def test_what_climbs_takes_those_along_who_spoke_later(quiet):
    quiet.rules.seen_in_channel = 0.0
    quiet.world.communities.tiered = 1.0
    nobody_at(quiet, STREET)
    first = quiet.spoken(Response.HOTLINE, hour=9.0)
    second = quiet.spoken(Response.HOTLINE, hour=9.0 + 24 * 6, nth=1, lead=first)
    quiet.days(9)
    moved = quiet.case(second).lead
    assert moved != first
    assert (quiet.case(moved).trouble, quiet.case(moved).followers) == (1, 1)
    assert quiet.case(first).state == State.GONE
    quiet.days(30)
    assert quiet.outcomes() == [Outcome.SOLVED, Outcome.SOLVED]


def test_what_was_overdue_below_its_level_is_worked_on_at_its_level(quiet):
    """A district's case that nobody at the street has passed on in time belongs to the district, not to the city."""
    quiet.categories.owner = DISTRICT
    quiet.world.communities.tiered = 1.0
    nobody_at(quiet, STREET)
    quiet.spoken()
    quiet.days(30)
    assert quiet.handovers == [(STREET, STREET, DISPATCHED), (STREET, DISTRICT, Reason.OVERDUE)]


def test_nothing_climbs_after_failing_where_nothing_ever_climbs(quiet):
    quiet.categories.solvable = 0.0
    quiet.rules.climbs = 0.0
    quiet.rules.persistence = 0.9
    quiet.rules.retry_hours = 1.0
    for trouble in range(20):
        quiet.spoken(trouble=trouble)
    quiet.days(40)
    assert quiet.tickets.escalated.sum() == 0


def test_outside_waiting_takes_time_and_no_hours(quiet):
    quiet.categories.outside_share = 1.0
    quiet.categories.outside_days = 10.0
    quiet.categories.outside_sd = 0.0
    quiet.world.unit_of[:] = -1
    quiet.spoken()
    quiet.days(30)
    assert [reason for _, _, reason in quiet.handovers] == [DISPATCHED, Reason.FROM_OUTSIDE]
    (ticket,) = quiet.tickets
    assert 240 < ticket.closed - ticket.reported < 24 * 15
    desk = quiet.world.desks[quiet.world.desks.level == STREET]
    assert 0.1 <= desk.hours_worked.sum() < 1.0


def test_all_who_speak_of_a_trouble_wait_outside_for_it_as_long(quiet):
    quiet.categories.outside_share = 0.5
    quiet.categories.outside_days = 10.0
    quiet.categories.outside_sd = 1.0
    quiet.categories.solvable = 0.0
    quiet.rules.seen_in_channel = 0.0
    quiet.rules.sort_hours = 0.01
    quiet.world.unit_of[:] = -1
    pairs = []
    for trouble in range(30):
        first = quiet.spoken(trouble=trouble, hour=9.0)
        second = quiet.spoken(trouble=trouble, hour=9.0, nth=1, lead=first, resident=other_resident(quiet))
        pairs.append((first, second))
    quiet.days(1)
    waits = []
    for pair in pairs:
        cases = [quiet.case(row) for row in pair]
        outside = [case.state == State.OUTSIDE for case in cases]
        assert outside[0] == outside[1]
        if outside[0]:
            # both begin on the first day; what is left of their hours is worked on after the wait
            one, other = (case.due - case.first_response for case in cases)
            assert one == pytest.approx(other, abs=1e-6)
            waits.append(one)
    assert 8 <= len(waits) <= 22
    assert max(waits) > 2 * min(waits)


def test_what_ends_by_itself_has_lapsed(quiet):
    nobody_at(quiet, STREET)
    quiet.spoken(fades=24.0 * 3)
    quiet.days(5)
    quiet.world.servers.present[:] = 1
    quiet.days(10)
    assert quiet.outcomes() == [Outcome.LAPSED]
    assert (quiet.tickets.solved_true[0], quiet.tickets.solved_reported[0]) == (0, 1)
    person = quiet.world.residents[quiet.tickets.resident[0]]
    assert (person.memory, person.memory_n) == (0, 1)  # nobody had done anything


def test_nobody_speaks_of_what_has_gone_by_itself(quiet):
    quiet.spoken(hour=24.0 * 5 + 9.0, onset=1.0, fades=24.0 * 3)
    quiet.days(10)
    assert quiet.world.tallies.contacts.sum() == 0
    assert quiet.block.pointers[OPEN_CASES] == 0
    assert quiet.world.tallies.burden.sum() == pytest.approx(0.3 * (24.0 * 3 - 1.0) / 24)


def test_nobody_presses_again_what_others_work_has_ended(quiet):
    quiet.categories.solvable = 0.0
    quiet.rules.seen_in_channel = 0.0
    quiet.rules.again_ease = 100.0
    first = quiet.spoken(Response.HOTLINE, hour=24.0 * 30)
    second = quiet.spoken(Response.HOTLINE, hour=9.0, nth=1, lead=first, resident=other_resident(quiet))
    while quiet.case(second).state != State.CLOSED:
        quiet.days(1)
    quiet.case(first).ended = quiet.case(second).closed + 0.1  # by whoever else had a ticket about it
    quiet.days(20)
    (ticket,) = quiet.tickets
    assert (ticket.outcome, ticket.reopened) == (Outcome.UNRESOLVED, 0)


def test_an_answer_that_did_not_help_is_opened_again(quiet):
    quiet.categories.solvable = 0.0
    quiet.rules.again_ease = 100.0
    quiet.rules.again_days = 1.0
    row = quiet.spoken()
    while quiet.case(row).rounds == 0:
        quiet.days(1)
    assert (quiet.case(row).reopened, quiet.case(row).state) == (1, State.QUEUED)
    number = quiet.case(row).ticket
    quiet.categories.solvable = 1.0
    quiet.days(30)
    assert [reason for _, _, reason in quiet.handovers] == [DISPATCHED, Reason.REOPENED]
    (ticket,) = quiet.tickets
    assert (ticket.ticket, ticket.reopened, ticket.outcome) == (number, 1, Outcome.SOLVED)


def test_a_ticket_that_was_opened_again_is_open(quiet):
    quiet.categories.solvable = 0.0
    quiet.rules.again_ease = 100.0
    row = quiet.spoken()
    while quiet.case(row).rounds == 0:
        quiet.days(1)
    nobody_at(quiet, STREET)
    quiet.days(60 - quiet.model.day)
    (ticket,) = quiet.tickets
    assert (ticket.outcome, ticket.closed, ticket.reopened) == (Outcome.OPEN, -1, 1)
    assert quiet.world.tallies.closed.sum() == 0


def test_a_petition_is_a_new_ticket_about_the_old_trouble(quiet):
    quiet.categories.solvable = 0.0
    quiet.rules.again_ease = 100.0
    quiet.rules.petition_ease = 300.0
    quiet.rules.petition_severity = 0.2
    quiet.spoken()
    quiet.days(60)
    tickets = quiet.tickets
    first, petition = tickets[0], tickets[1]
    assert (first.channel, petition.channel) == (Response.HOTLINE, Response.PETITION)
    assert first.trouble == petition.trouble
    assert first.ticket != petition.ticket
    assert (first.repeated, petition.repeated) == (0, 1)
    assert quiet.world.tallies.petitions.sum() >= 1


@pytest.mark.parametrize(("chance", "times"), [(0.0, 0), (1.0, 1)])
def test_a_solved_trouble_comes_back_as_one_of_its_own(quiet, chance, times):
    quiet.categories.returns = chance
    quiet.categories.returns_days = 0.01
    quiet.spoken(trouble=77)
    day = 0
    while not len(quiet.tickets):
        quiet.days(1)
        day += 1
    quiet.categories.returns = 0.0
    coming = quiet.block.cases[quiet.block.cases.state == State.RETURNING]
    assert coming.trouble.tolist() == [offspring(77)] * times
    before = quiet.world.tallies.troubles.sum()
    quiet.days(2)
    assert quiet.world.tallies.troubles.sum() - before == times


def test_a_volunteer_takes_a_simple_task_or_passes_it_on(quiet):
    quiet.categories.owner = COMMUNITY
    quiet.categories.low_skill = 1
    quiet.rules.volunteer_share = 1.0
    world = quiet.world
    world.volunteers.skill = 0.0
    desk = world.desks[world.communities[0].volunteer_desk]
    desk.present = len(world.volunteers)
    quiet.spoken(Response.GRID)
    quiet.days(6)
    assert quiet.handovers == [
        (COMMUNITY, COMMUNITY, DISPATCHED), (COMMUNITY, COMMUNITY, Reason.BEYOND_VOLUNTEER),
    ]  # fmt: skip
    assert world.volunteers.hours.sum() == pytest.approx(quiet.rules.sort_hours[0])


def test_an_urgent_call_is_answered_on_a_saturday_night(quiet):
    quiet.categories.deadline = Deadline.URGENT
    saturday_night = 24.0 * 5 + 22.0
    quiet.spoken(Response.HOTLINE, hour=saturday_night)
    quiet.days(20)
    (ticket,) = quiet.tickets
    assert ticket.first_response < saturday_night + 1.0
    assert ticket.closed < ticket.deadline == saturday_night + 24.0


def test_an_urgent_call_that_nobody_answers_in_two_hours_is_late(quiet):
    quiet.categories.deadline = Deadline.URGENT
    nobody_at(quiet, STREET)
    quiet.spoken(Response.HOTLINE, hour=9.0)
    quiet.days(1)
    quiet.world.servers.present[:] = 1
    quiet.days(10)
    (ticket,) = quiet.tickets
    assert ticket.deadline == 9.0 + 2.0 < ticket.closed


@pytest.mark.parametrize("matter", [Deadline.URGENT, Deadline.GENERAL])
def test_a_petition_has_sixty_days_whatever_it_is_about(quiet, matter):
    quiet.categories.deadline = matter
    quiet.spoken(Response.PETITION)
    quiet.days(3)
    (ticket,) = quiet.tickets
    assert ticket.closed > ticket.reported
    assert ticket.deadline == ticket.reported + 60 * 24.0


def test_a_firm_that_leaves_hands_its_queue_to_the_community(quiet):
    quiet.categories.owner = COMPOUND
    world = quiet.world
    compound = quiet.compound(with_firm=True)
    nobody_at(quiet, COMPOUND)
    firm = world.firms[world.compounds[compound].firm]
    quiet.spoken(Response.FIRM_DESK, resident=quiet.resident_of(compound))
    quiet.days(1)
    firm.months_of_loss, firm.cash = 100.0, -1e6
    quiet.rules.exit_chance = 1e9
    quiet.rules.fee_ease = -100.0
    exits, contracts = int(firm.exits), int(firm.contracts)
    quiet.days(40)
    assert world.compounds[compound].firm == -1
    assert (firm.contracts, firm.exits) == (0, exits + contracts)
    assert quiet.handovers == [(COMPOUND, COMPOUND, DISPATCHED), (COMPOUND, COMMUNITY, NO_AUTHORITY)]
    assert quiet.outcomes() == [Outcome.SOLVED]


def test_closing_without_solving_is_reported_as_solved(quiet):
    quiet.rules.pseudo_ease = 100.0
    quiet.spoken()
    quiet.days(20)
    (ticket,) = quiet.tickets
    assert (ticket.outcome, ticket.solved_true, ticket.solved_reported) == (Outcome.PSEUDO, 0, 1)


def test_burden_is_severity_times_the_days_until_it_is_over(quiet):
    quiet.spoken(severity=0.4, affected=5.0, onset=1.0)
    quiet.days(20)
    (ticket,) = quiet.tickets
    assert quiet.world.tallies.burden.sum() == pytest.approx(0.4 * 5 * (ticket.closed - 1.0) / 24)


def given_up_by_the_first_and_pursued_by_the_second(quiet):
    """Let the first of two be told that it cannot be done, and let it be; the other has yet to speak."""
    quiet.rules.seen_in_channel = 0.0
    quiet.categories.solvable = 0.0
    first = quiet.spoken(hour=9.0, onset=1.0, severity=0.4, affected=20.0)
    second = quiet.spoken(
        hour=24.0 * 20 + 9.0, onset=1.0, severity=0.4, affected=20.0, nth=1, lead=first, resident=other_resident(quiet)
    )
    quiet.days(15)
    assert quiet.outcomes() == [Outcome.UNRESOLVED]
    assert quiet.case(first).state == State.SETTLED
    assert quiet.world.tallies.burden.sum() == 0
    return first, second


def test_the_burden_of_many_ends_with_whosever_ticket_ends_it_and_counts_once(quiet):
    given_up_by_the_first_and_pursued_by_the_second(quiet)
    quiet.categories.solvable = 1.0
    quiet.days(30)
    assert quiet.outcomes() == [Outcome.UNRESOLVED, Outcome.SOLVED]
    solved = quiet.tickets.closed[1]
    assert solved > 24.0 * 20
    assert quiet.world.tallies.burden.sum() == pytest.approx(0.4 * 20 * (solved - 1.0) / 24)
    assert quiet.block.pointers[OPEN_CASES] == 0
    quiet.days(60 - quiet.model.day)
    assert quiet.world.tallies.burden.sum() == pytest.approx(0.4 * 20 * (solved - 1.0) / 24)


def test_the_burden_of_what_one_gave_up_and_another_still_pursues_counts_to_the_last_midnight(quiet):
    first, second = given_up_by_the_first_and_pursued_by_the_second(quiet)
    nobody_at(quiet, STREET)
    quiet.days(45)
    assert (quiet.case(first).state, quiet.case(second).state) == (State.SETTLED, State.QUEUED)
    assert sorted(quiet.outcomes()) == [Outcome.OPEN, Outcome.UNRESOLVED]
    assert quiet.world.tallies.burden.sum() == pytest.approx(0.4 * 20 * (60 * 24.0 - 1.0) / 24)


def test_a_trouble_that_another_has_ended_comes_back_once(quiet):
    quiet.categories.returns = 1.0
    quiet.categories.returns_days = 1000.0
    given_up_by_the_first_and_pursued_by_the_second(quiet)
    quiet.categories.solvable = 1.0
    before = quiet.world.tallies.troubles.sum()
    quiet.categories.returns_days = 0.01
    while len(quiet.tickets) < 2:
        quiet.days(1)
    quiet.categories.returns = 0.0
    quiet.days(3)
    assert quiet.world.tallies.troubles.sum() - before == 1


def test_trust_drifts_before_the_fee_is_thought_of(quiet):
    """Long ago all distrusted their firm; time has healed it by the end of the month."""
    people, rules = quiet.world.residents, quiet.rules
    people.trust_firm, people.touched = 0.0, -1e6
    rules.trust_firm_usual = 1.0
    rules.fee_ease, rules.fee_trust, rules.fee_service = 0.0, 100.0, 0.0
    quiet.days(25)
    assert quiet.model.today.isoformat() == "2016-04-01"
    compounds = quiet.world.compounds
    assert compounds.paid.sum() == pytest.approx(compounds.billed.sum())
    assert compounds.billed.sum() > 0


def test_who_leaves_at_a_months_end_is_missed_the_next_morning(quiet):
    """Books and posts of the month come before the roster of the next day."""
    quiet.rules.quit_year = 1e9
    quiet.rules.hire_days = 5
    desk = quiet.world.desks[quiet.world.communities[0].desk]
    quiet.days(24)
    assert desk.present > 3
    quiet.days(1)
    assert (desk.present, quiet.world.workers.present.sum()) == (0, 0)
    servers = slice(desk.server_lo, desk.server_lo + desk.server_n)
    assert quiet.world.servers.present[servers].sum() == 0


SATURDAY = 5


def befalls(quiet, channel, hour, fades_days=1e6):
    """Let a trouble arise of which whoever notices wants to speak at once, through one channel; returns its cases."""
    quiet.channels.cost = 100.0
    quiet.channels.cost[channel] = -100.0
    quiet.rules.notice_hours = 0.0
    quiet.rules.postpone_off_day = 1.0
    quiet.categories.fades_days = fades_days
    quiet.model.day = int(hour // 24)
    who = quiet.resident_of(quiet.compound(with_firm=True))
    trouble_arises(quiet.world, quiet.block, 5, 0, who, hour, quiet.model.day, 0, False)
    cases = quiet.block.cases[: quiet.block.pointers[FRESH]]
    return cases[cases.state == State.COMING]


@pytest.mark.parametrize(
    ("channel", "heard"),
    [
        (Response.FIRM_DESK, 24.0 * SATURDAY + 10.0),  # next door, and open
        (Response.GRID, 24.0 * (SATURDAY + 2) + 8.0 + 10.0 / 2.4),
        (Response.WALK_IN, 24.0 * (SATURDAY + 2) + 8.0 + 10.0 / 2.4),
        (Response.HOTLINE, 24.0 * (SATURDAY + 2) + 8.0 + 10.0 / 2.4),
    ],
)
def test_all_but_the_firms_desk_can_wait_for_monday(quiet, channel, heard):
    (case,) = befalls(quiet, channel, 24.0 * SATURDAY + 10.0)
    assert (case.channel, case.due) == (channel, pytest.approx(heard))


def test_who_wants_to_speak_at_night_is_heard_in_the_morning(quiet):
    (case,) = befalls(quiet, Response.FIRM_DESK, 24.0 * SATURDAY + 20.0)
    assert case.due == 24.0 * (SATURDAY + 1) + 8.5


@pytest.mark.parametrize(
    ("channel", "hour", "voiced"),
    [
        (Response.HOTLINE, 24.0 * SATURDAY + 10.0, 0),  # would be told on Monday
        (Response.HOTLINE, 10.0, 1),
        (Response.FIRM_DESK, 24.0 * SATURDAY + 20.0, 0),  # the desk is closed until the morning
        (Response.FIRM_DESK, 24.0 * SATURDAY + 10.0, 1),
    ],
)
def test_what_is_over_before_it_would_be_heard_is_not_spoken_of(quiet, channel, hour, voiced):
    """A trouble of some hours; what counts is not when the resident would speak but when somebody would hear it."""
    cases = befalls(quiet, channel, hour, fades_days=0.1)
    assert (len(cases), quiet.world.tallies.voiced.sum()) == (voiced, voiced)
    assert quiet.block.pointers[OPEN_CASES] == voiced
    assert (quiet.world.tallies.burden.sum() > 0) == (not voiced)  # of what nobody speaks of it counts at once
