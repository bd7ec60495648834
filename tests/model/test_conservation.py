"""What must balance at the end of a run: troubles, tickets, rows, hours, money, people."""

import numpy as np
import pytest

from sim.engine.agenda import TODAY
from sim.engine.clock import open_hours
from sim.grievance.level import Level
from sim.grievance.needs import SPEAK, WORK
from sim.grievance.ticket import FRESH, OPEN_CASES, OPEN_TICKETS, OUTBOX, PROMISED, Outcome, Reason, State
from sim.model import GovernanceModel


def test_every_trouble_is_in_exactly_one_state(half_year):
    tallies = half_year.world.tallies
    assert tallies.troubles.sum() > 10_000
    assert (tallies.voiced + tallies.among_neighbours + tallies.silent == tallies.troubles).all()
    assert (tallies.informal <= tallies.voiced).all()


def test_daily_troubles_sum_to_those_of_the_communities(half_year):
    measured = half_year.model.record.daily()[half_year.model.scenario.warmup :]
    assert measured.troubles.sum() == pytest.approx(half_year.world.tallies.troubles.sum(), rel=0.001)
    assert measured.contacts.sum() == pytest.approx(half_year.world.tallies.contacts.sum(), rel=0.001)
    petitions = half_year.world.tallies.petitions.sum()
    # days also count those about what was first spoken of in the warm-up
    assert petitions <= measured.petitions.sum() <= 1.2 * petitions


def test_every_kind_of_end_occurs(half_year):
    """Else the balances below say little."""
    assert set(Outcome) - {Outcome.LOST} == set(map(Outcome, half_year.tickets.outcome.tolist()))
    assert len(np.unique(half_year.handovers.reason)) > 10


def test_every_ticket_is_logged_once(half_year):
    tickets = half_year.tickets
    assert len(np.unique(tickets.ticket)) == len(tickets)
    official = tickets[(tickets.official != 0) & (tickets.outcome != Outcome.MERGED)]
    tallies = half_year.world.tallies
    assert len(official) == tallies.tickets.sum()
    assert (np.bincount(official.community, minlength=len(tallies)) == tallies.tickets).all()
    assert (official.outcome == Outcome.OPEN).sum() == tallies.tickets.sum() - tallies.closed.sum()
    assert (tickets.outcome == Outcome.MERGED).sum() == tallies.merged.sum()


def test_merged_contacts_name_a_ticket_that_is_there(half_year):
    tickets = half_year.tickets
    merged = tickets[tickets.outcome == Outcome.MERGED]
    warm = half_year.world.span[0]
    missing = ~np.isin(merged.merged_into, tickets.ticket)
    # what was told in the warm-up is not measured, though later contacts were joined to it
    assert missing.sum() <= (merged.reported < warm + 24 * 60).sum() * 0.5
    assert (merged.merged_into >= 0).all()


def test_no_ticket_is_answered_before_it_is_reported(half_year):
    tickets = half_year.tickets
    answered = tickets.first_response >= 0
    assert (tickets.first_response[answered] >= tickets.reported[answered]).all()
    closed = tickets[(tickets.outcome != Outcome.OPEN) & (tickets.outcome != Outcome.MERGED)]
    assert (closed.closed >= closed.first_response).all()


def test_hours_of_a_ticket_are_in_order(half_year):
    tickets = half_year.tickets
    warm, end = half_year.world.span
    assert (tickets.onset <= tickets.reported).all()
    assert ((tickets.reported >= warm) & (tickets.reported < end)).all()
    closed = tickets[(tickets.outcome != Outcome.OPEN) & (tickets.outcome != Outcome.MERGED)]
    assert (closed.closed <= end).all()
    assert (tickets.closed[tickets.outcome == Outcome.OPEN] == -1).all()
    official = tickets.official != 0
    assert (tickets.deadline[official & (tickets.outcome != Outcome.MERGED)] > 0).all()


def test_handovers_belong_to_tickets_and_levels(half_year):
    handovers = half_year.handovers
    assert np.isin(handovers.from_level, list(Level)).all()
    assert np.isin(handovers.to_level, list(Level)).all()
    desks = half_year.world.desks
    assert (desks.level[handovers.to_desk] == handovers.to_level).all()


def test_every_handover_is_of_a_ticket_in_the_log(half_year):
    assert np.isin(half_year.handovers.ticket, half_year.tickets.ticket).all()


def rows_in_heap(cases, root):
    rows, stack = [], [int(root)]
    while stack:
        row = stack.pop()
        if row >= 0:
            rows.append(row)
            stack += [int(cases[row].left), int(cases[row].right)]
    return rows


def test_every_row_of_a_block_is_free_or_in_exactly_one_place(half_year):
    model = half_year.model
    queued = {State.QUEUED, State.GONE}
    for block in model._blocks:
        cases = block.cases[: block.pointers[FRESH]]
        where = {row: [] for row in range(len(cases))}
        for desk in block.desks:
            heap = [
                row for root in ("arriving", "waiting") for row in rows_in_heap(cases, model.world.desks[desk][root])
            ]
            waiting = [row for row in heap if cases[row].state != State.GONE]
            assert len(waiting) == model.world.desks[desk].length
            for row in heap:
                where[row].append("queue")
                assert cases[row].state in queued
                assert cases[row].desk == desk or cases[row].state == State.GONE
        for agenda in block.heads:
            assert agenda[TODAY, 0] == -1
            for row in agenda[model.day :, 0]:
                while row >= 0:
                    where[int(row)].append("agenda")
                    row = cases[row].left
        free, row = 0, block.pointers[0]
        while row >= 0:
            where[int(row)].append("free")
            free, row = free + 1, cases[row].next
        assert free + block.pointers[OPEN_CASES] == len(cases)
        for row, places in where.items():
            state = State(cases[row].state)
            if state in {State.JOINT, State.AWAY, State.SETTLED}:
                assert places == []
            elif state in queued:
                assert places == ["queue"]
            elif state == State.FREE:
                assert places == ["free"]
            else:  # beyond the last day nothing is on an agenda
                assert places == ["agenda"] or (places == [] and cases[row].due >= 24 * model.last_day)


def test_who_is_in_a_queue_knows_the_one_above(half_year):
    """Else one that moves up could not leave its place."""
    model = half_year.model
    known = 0
    for block in model._blocks:
        for desk in model.world.desks[block.desks]:
            for root in (desk.arriving, desk.waiting):
                for row in rows_in_heap(block.cases, root):
                    below = [side for side in (block.cases[row].left, block.cases[row].right) if side >= 0]
                    assert [block.cases[side].next for side in below] == [row] * len(below)
                    known += len(below)
    assert known > 100


def test_every_promise_of_a_forum_is_kept_broken_or_open(half_year):
    compounds = half_year.world.compounds
    still_open = np.zeros(len(compounds), dtype=int)
    for block in half_year.model._blocks:
        cases = block.cases[: block.pointers[FRESH]]
        here = ~np.isin(cases.state, [State.FREE, State.GONE]) & (cases.parent < 0) & (cases.home < 0)
        still_open += np.bincount(cases.compound[here & (cases.promised == PROMISED)], minlength=len(compounds))
    assert (compounds.promises_made == compounds.promises_kept + compounds.promises_broken + still_open).all()
    assert min(compounds.promises_kept.sum(), compounds.promises_broken.sum(), still_open.sum()) > 0


def test_agendas_of_the_past_are_empty(half_year):
    for block in half_year.model._blocks:
        assert (block.heads[:, : half_year.model.day] == -1).all()


def open_tickets(block):
    """Count the open tickets that residents of a block have: no parts of them, no copies at the city's level."""
    cases = block.cases[: block.pointers[FRESH]]
    in_hand = (cases.state >= State.QUEUED) & (cases.state <= State.AWAY)
    return int((in_hand & (cases.official != 0) & (cases.parent < 0) & (cases.home < 0)).sum())


@pytest.mark.parametrize("scenario", ["baseline", "wuhan_2021"])
def test_open_tickets_are_counted_right_every_day(scenario):
    model = GovernanceModel(scenario, area="420106001001", start="2021-01-01", days=100, warmup=20, voice_gain=14.0)
    most = 0
    while model.running:
        model.step()
        found = [open_tickets(block) for block in model._blocks]
        assert [int(block.pointers[OPEN_TICKETS]) for block in model._blocks] == found, model.day
        assert sum(block.days.open_tickets[model.day - 1] for block in model._blocks) == sum(found)
        most = max(most, sum(found))
    assert most > 20
    assert model.record.daily().reopened.sum() > 0


def calls_to_the_city(model):
    """Return the calls that are with the city's bureaus or in the post, there or back."""
    *districts, city = model._blocks
    there = city.cases[: city.pointers[FRESH]]
    there = there[(there.state != State.FREE) & (there.state != State.GONE)]
    posted = [block.outbox[: block.pointers[OUTBOX]] for block in (*districts, city)]
    every = np.concatenate([there, *posted]).view(np.recarray)
    return every[(every.parent >= 0) & (every.home >= 0)]


def test_those_who_wait_for_others_are_waited_for(half_year):
    called = calls_to_the_city(half_year.model)
    for block in half_year.model._blocks:
        cases = block.cases[: block.pointers[FRESH]]
        live = cases[(cases.state != State.FREE) & (cases.state != State.GONE)]
        followers = np.bincount(live.lead[live.lead >= 0], minlength=len(cases))
        alive = np.isin(
            np.arange(len(cases)), np.flatnonzero((cases.state != State.FREE) & (cases.state != State.GONE))
        )
        assert (followers[alive] == cases.followers[alive]).all()
        assert (followers[~alive] == 0).all()
        theirs = called.parent[called.home_block == block.number]
        here = live.parent[(live.parent >= 0) & (live.home < 0)]
        parts = np.bincount(np.concatenate([here, theirs]), minlength=len(cases))
        joint = cases.state == State.JOINT
        assert (parts[joint] == cases.parts_open[joint]).all()
        assert (parts[joint] > 0).all()
        assert parts[~joint].sum() == 0


def test_the_city_has_what_the_districts_have_sent(half_year):
    *districts, city = half_year.model._blocks
    away = sum(int((block.cases[: block.pointers[FRESH]].state == State.AWAY).sum()) for block in districts)
    there = city.cases[: city.pointers[FRESH]]
    in_hand = (there.state != State.FREE) & (there.state != State.GONE) & (there.parent < 0)
    in_post = sum(int((block.outbox[: block.pointers[OUTBOX]].parent < 0).sum()) for block in half_year.model._blocks)
    assert away == in_hand.sum() + in_post


def test_desks_work_no_longer_than_they_are_open(half_year):
    """Hours worked against all open hours of all servers; for what is urgent they work at night, at most a fifth."""
    world, days = half_year.world, half_year.model.last_day
    for desk in world.desks:
        spans = (open_hours(desk.hours, desk.opens, desk.closes, world.working, day) for day in range(days))
        available = sum(end - start for start, end in spans) * desk.server_n
        nights = 24.0 * days * desk.server_n - available
        assert desk.hours_worked <= available + 0.2 * nights + 24.0 * desk.server_n
    lasting = world.desks[world.desks.level == Level.STREET]  # where little is vital, only their share goes to cases
    open_days = 9.0 * world.working[:days].sum()
    assert lasting.hours_worked.sum() <= 1.02 * (lasting.server_n * lasting["share"]).sum() * open_days
    assert world.desks.hours_worked.sum() > 1_000


def test_workers_hours_are_their_desks_hours(half_year):
    world = half_year.world
    volunteers = world.desks.hours_worked[world.communities.volunteer_desk].sum()
    assert world.volunteers.hours.sum() == pytest.approx(volunteers)
    assert world.tallies.volunteer_hours.sum() <= volunteers
    assert world.tallies.worker_hours.sum() <= world.desks.hours_worked[world.communities.desk].sum()


def test_money_of_firms_balances(street_city, half_year, run):
    opened = run("wuhan_2021", city=street_city, area="420106001", start="2021-01-01", days=1, warmup=0, seed=7).world
    firms = half_year.world.firms
    assert firms.cash == pytest.approx(opened.firms.cash + firms.income - firms.costs)
    assert firms.income.sum() > 0
    assert firms.costs.sum() > 0
    compounds = half_year.world.compounds
    assert (compounds.paid <= compounds.billed + 1e-6).all()
    assert compounds.paid.sum() <= firms.income.sum() + firms.month_income.sum() + 1e-6


def test_money_of_paired_units_is_given_lapses_or_is_left(half_year):
    """The half year crosses a New Year."""
    units = half_year.world.units
    assert units.granted == pytest.approx(2 * units.budget)
    assert units.granted == pytest.approx(units.given + units.lapsed + units.purse)
    assert units.purse.min() >= 0
    assert units.given.sum() > 0


def test_calls_are_counted_as_they_are_logged(half_year):
    """The log has those about what was first spoken of in the measured time; the counts have all of that time."""
    tallies, logged = half_year.world.tallies, half_year.handovers
    answered, unanswered = ((logged.reason == reason).sum() for reason in (Reason.WHISTLED, Reason.WHISTLE_UNANSWERED))
    assert (tallies.whistles_answered <= tallies.whistles).all()
    assert 0.7 * tallies.whistles.sum() < answered + unanswered <= tallies.whistles.sum()
    assert 0.7 * tallies.whistles_answered.sum() < answered <= tallies.whistles_answered.sum()
    called = set(logged.to_level[logged.reason == Reason.WHISTLED].tolist())
    assert called == {Level.STREET, Level.DISTRICT, Level.CITY}


def test_contracts_are_of_compounds_that_have_the_firm(half_year):
    firms, compounds = half_year.world.firms, half_year.world.compounds
    held = np.bincount(compounds.firm[compounds.firm >= 0], minlength=len(firms))
    assert (held == firms.contracts).all()


def test_people_are_conserved(street_city, half_year):
    people = half_year.world.residents
    before = street_city.residents
    for name in (
        "household",
        "building",
        "community",
        "age",
        "years_here",
        "migrant",
        "party_member",
        "digital",
        "speaks",
    ):
        assert (people[name] == before[name]).all()
    assert half_year.world.communities.resident_n.sum() == len(people)
    assert half_year.world.households.persons.sum() == len(people)


def test_states_of_people_stay_in_their_bounds(half_year):
    world = half_year.world
    for name in ("trust_firm", "trust_community", "trust_platform", "fatigue", "expectation"):
        assert world.residents[name].min() >= 0
        assert world.residents[name].max() <= 1
    for table, name in (
        (world.workers, "burnout"), (world.workers, "skill"), (world.volunteers, "activity"), (world.firms, "effort"),
        (world.compounds, "service"), (world.compounds, "condition"), (world.compounds, "pay_share"),
    ):  # fmt: skip
        assert table[name].min() >= 0
        assert table[name].max() <= 1
    assert np.abs(world.buildings.hearsay).max() <= 1
    assert np.abs(world.communities.board_mood).max() <= 1


def test_as_many_workers_as_posts(half_year):
    world = half_year.world
    in_post = np.bincount(world.workers.community, weights=world.workers.present, minlength=len(world.communities))
    assert (in_post <= np.floor(world.communities.posts + 0.5)).all()
    assert in_post.sum() > 0.5 * world.communities.posts.sum()


def test_stages_leave_work_for_their_agenda_only(half_year):
    for block in half_year.model._blocks:
        cases = block.cases[: block.pointers[FRESH]]
        for agenda, states in ((SPEAK, {State.COMING, State.RETURNING}), (WORK, {State.WORKING, State.OUTSIDE})):
            for head in block.heads[agenda, half_year.model.day :, 0]:
                while head >= 0:
                    assert State(cases[head].state) in states
                    head = cases[head].left
