"""An ear that comes after the trouble has gone by itself hears nothing; a courier may double what is spoken of."""

import pytest

from sim.agents.responses import Response
from sim.grievance.ears import COURIER_REPORTS
from sim.grievance.needs import trouble_arises
from sim.grievance.ticket import State

TROUBLE = 4_711


@pytest.fixture
def silent(quiet):
    """Return a function (median days until a trouble fades) that lets troubles arise of which nobody would speak."""

    def arise(fades_days, n=60, **numbers):
        for name, value in {"voice_gain": 5.0, "tell_cost": 0.0, "notice_hours": 1e-3, "visit_days": 1e-3}.items():
            quiet.rules[name] = value
        for name, value in numbers.items():
            quiet.rules[name] = value
        quiet.channels.cost = 60.0  # no channel is worth it
        quiet.channels.leverage = 0.0
        quiet.categories.scope, quiet.categories.reach = 0, 1.0
        quiet.categories.fades_days = fades_days
        quiet.categories.self_fix = 0.0
        quiet.rules.together_cost = 100.0
        who = quiet.resident_of(quiet.compound(with_firm=True))
        for k in range(n):
            trouble_arises(quiet.world, quiet.block, TROUBLE + k, 0, who, 10.0, 0, 0, False)
        return [case for case in quiet.block.cases if case.state == State.COMING]

    return arise


def told(quiet):
    tally = quiet.world.tallies[0]
    return tally.voiced, tally.among_neighbours, tally.silent


def test_nobody_comes(quiet, silent):
    assert silent(1_000.0) == []
    assert told(quiet)[0] == 0


def test_a_forum_hears_of_what_lasts_and_not_of_what_is_gone(quiet, silent):
    quiet.world.compounds.forum = 12.0
    long = silent(3_000.0, forum_ease=100.0)
    assert len(long) == 60
    assert {case.channel for case in long} == {Response.GRID}
    assert all(case.due < case.fades for case in long)


def test_a_neighbour_who_is_told_may_take_it_to_the_grid_worker(quiet, silent):
    cases = silent(3_000.0, tell_cost=-60.0, relay_share=1.0)
    assert len(cases) == 60
    assert {case.channel for case in cases} == {Response.GRID}
    quiet.block.cases.state[:] = State.FREE
    silent(0.1, tell_cost=-60.0, relay_share=1.0)
    assert all(case.due < case.fades for case in quiet.block.cases if case.state == State.COMING)
    quiet.block.cases.state[:] = State.FREE
    quiet.world.residents.party_member = 0
    heard = len(silent(3_000.0, n=400, tell_cost=-60.0, relay_share=0.15, relay_member=4.0))
    quiet.block.cases.state[:] = State.FREE
    quiet.world.residents.party_member = 1
    assert 400 * 0.15 - 30 < heard < 400 * 0.15 + 30
    assert 400 * 0.6 - 40 < len(silent(3_000.0, n=400, tell_cost=-60.0, relay_share=0.15)) < 400 * 0.6 + 40


def test_what_is_gone_is_not_heard(quiet, silent):
    quiet.world.compounds.forum = 12.0
    heard = silent(1.0, forum_ease=100.0)
    assert 0 < len(heard) < 30
    assert all(case.due < case.fades for case in heard)


def test_a_courier_reports_whether_or_not_somebody_speaks(quiet, silent):
    quiet.world.communities.couriers = 1_000.0
    quiet.categories.seen = 1
    quiet.world.compounds.forum = 12.0
    cases = silent(3_000.0, forum_ease=100.0, courier_tells=1.0)
    assert len(cases) == 60 * (1 + COURIER_REPORTS)
    leads = [case for case in cases if case.lead < 0]
    assert len(leads) == 60
    assert all(case.followers == COURIER_REPORTS for case in leads)
    assert len({case.trouble for case in cases}) == 60


def test_an_ear_that_comes_too_late_takes_nothing_away(quiet, silent):
    silent(1e-6)
    before = told(quiet)
    quiet.world.tallies[0] = 0
    quiet.world.compounds.forum = 12.0
    assert silent(1e-6, forum_ease=100.0) == []
    assert told(quiet) == before
