"""The life of single tickets, followed from desk to desk."""

import pytest

from sim.agents.department import Field
from sim.agents.resident import Response
from sim.agents.street import Pool
from sim.grievance.deadline import Deadline
from sim.grievance.level import Level
from sim.grievance.settling import offspring
from sim.grievance.ticket import FRESH, OPEN_CASES, Outcome, Reason, State

COMPOUND, COMMUNITY, STREET, DISTRICT, CITY = Level
DISPATCHED, NO_AUTHORITY, BELOW = Reason.DISPATCHED, Reason.NO_AUTHORITY, Reason.BELONGS_BELOW


def nobody_at(quiet, level):
    """Send the staff of a level's desks home."""
    for desk in quiet.world.desks[quiet.world.desks.level == level]:
        quiet.world.servers.present[desk.server_lo : desk.server_lo + desk.server_n] = 0


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


@pytest.mark.parametrize(("tiered", "climbs"), [(1.0, True), (0.0, False)])
def test_what_is_overdue_climbs_the_ladder(quiet, tiered, climbs):
    quiet.world.communities.tiered = tiered
    nobody_at(quiet, STREET)
    quiet.spoken()
    quiet.days(7)
    assert quiet.handovers == [(STREET, STREET, DISPATCHED)]
    quiet.days(20)
    way = [(STREET, STREET, DISPATCHED), (STREET, DISTRICT, Reason.OVERDUE)]
    assert quiet.handovers == (way if climbs else way[:1])
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


def test_what_ends_by_itself_has_lapsed(quiet):
    nobody_at(quiet, STREET)
    quiet.spoken(fades=24.0 * 3)
    quiet.days(5)
    quiet.world.servers.present[:] = 1
    quiet.days(10)
    assert quiet.outcomes() == [Outcome.LAPSED]
    assert (quiet.tickets.solved_true[0], quiet.tickets.solved_reported[0]) == (0, 1)


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


def test_a_firm_that_leaves_hands_its_queue_to_the_community(quiet):
    quiet.categories.owner = COMPOUND
    world = quiet.world
    compound = quiet.compound(with_firm=True)
    nobody_at(quiet, COMPOUND)
    firm = world.firms[world.compounds[compound].firm]
    quiet.spoken(Response.FIRM_DESK, resident=quiet.resident_of(compound))
    quiet.days(1)
    firm.months_of_loss, firm.cash = 100.0, -1e9
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
