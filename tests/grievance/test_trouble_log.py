"""A row of the log of troubles, each worked out by hand."""

import numpy as np
import pytest

from sim.agents.responses import Response
from sim.grievance.level import Level
from sim.grievance.needs import trouble_arises
from sim.grievance.trouble import TROUBLE, Solved, Voice
from sim.measure.troubles import TroubleLog, burden_of

DAYS = 60


@pytest.fixture
def logged(quiet):
    """A quiet community that logs its troubles."""
    quiet.model._blocks = [
        block._replace(troubles=np.zeros(256, TROUBLE).view(np.recarray)) for block in quiet.model._blocks
    ]
    quiet.model.record.sink = quiet.logs = TroubleLog()
    return quiet


def the_row(quiet, days=DAYS):
    quiet.days(days)
    (row,) = quiet.logs.table().view(np.recarray)
    assert burden_of(quiet.logs.table()).sum() == pytest.approx(quiet.world.tallies.burden.sum(), rel=1e-6)
    return row


def nobody_at(quiet, level):
    for desk in quiet.world.desks[quiet.world.desks.level == level]:
        quiet.world.servers.present[desk.server_lo : desk.server_lo + desk.server_n] = 0


def test_solved_by_an_office_and_said_so(logged):
    who = logged.resident_of(logged.compound(with_firm=True), 3)
    logged.spoken(Response.HOTLINE, resident=who, befell=who, affected=7.0, trouble=55)
    row = the_row(logged)
    assert (row.trouble, row.resident, row.affected, row.onset, row.spoken) == (55, who, 7.0, 8.0, 9.0)
    assert (row.compound, row.community) == (logged.compound(with_firm=True), 0)
    assert (row.voice, row.solved, row.reported_solved, row.open) == (Voice.OFFICIAL, Solved.OFFICE, 1, 0)
    assert 9.0 < row.ended == row.closed < 24.0 * 7


def test_closed_as_solved_though_it_is_not(logged):
    logged.rules.pseudo_ease = 100.0
    logged.spoken(Response.HOTLINE)
    row = the_row(logged)
    assert (row.solved, row.reported_solved, row.open) == (Solved.NO, 1, 1)
    assert row.ended == 24.0 * DAYS
    assert 9.0 < row.closed < 24.0 * 7


def test_closed_with_reasons_and_gone_by_itself(logged):
    logged.categories.solvable = 0.0
    logged.spoken(Response.HOTLINE, fades=24.0 * 50 + 1.5)
    row = the_row(logged)
    assert (row.solved, row.reported_solved, row.open, row.ended) == (Solved.NO, 0, 0, 24.0 * 50 + 1.5)


def test_open_with_the_platform_at_the_end(logged):
    nobody_at(logged, Level.STREET)
    logged.spoken(Response.BOARD)
    row = the_row(logged)
    assert (row.solved, row.reported_solved, row.open, row.closed) == (Solved.NO, 0, 1, -1.0)


def test_told_the_community_only_and_solved_there(logged):
    logged.categories.owner = Level.COMMUNITY
    logged.spoken(Response.WALK_IN)
    row = the_row(logged)
    assert (row.voice, row.solved, row.reported_solved, row.closed) == (Voice.INFORMAL, Solved.OFFICE, -1, -1.0)


def test_all_who_speak_of_one_trouble_are_one_row(logged):
    """The first word is the grid worker's, the loudest the hotline's."""
    first = logged.spoken(Response.GRID, hour=30.0, befell=1234)
    logged.spoken(Response.HOTLINE, hour=31.0, nth=1, lead=first)
    logged.spoken(Response.GRID, hour=29.0, nth=2, lead=first)
    row = the_row(logged)
    assert (row.voice, row.spoken, row.resident, row.solved) == (Voice.OFFICIAL, 29.0, 1234, Solved.OFFICE)


def test_who_has_not_spoken_yet_at_the_last_midnight(logged):
    logged.spoken(Response.HOTLINE, hour=24.0 * DAYS + 5.0, onset=24.0 * 59, loudest=Response.HOTLINE)
    row = the_row(logged)
    assert (row.voice, row.spoken, row.open, row.reported_solved) == (Voice.OFFICIAL, -1.0, 1, -1)


@pytest.mark.parametrize(("hour", "rows"), [(23.9, 0), (24.0, 1)])
def test_what_arose_in_the_warm_up_has_no_row(logged, hour, rows):
    logged.world.span[0] = 24.0
    logged.spoken(Response.HOTLINE, hour=30.0, onset=hour)
    logged.days(DAYS)
    assert len(logged.logs.table()) == rows


def test_an_enquiry_has_no_row(logged):
    logged.categories.enquiry[0] = 1
    logged.spoken(Response.WALK_IN)
    logged.days(DAYS)
    assert len(logged.logs.table()) == 0


@pytest.mark.parametrize(
    ("ease", "self_fix", "voice", "solved"),
    [
        (-50.0, 0.0, Voice.SILENT, Solved.NO),
        (50.0, 0.0, Voice.NEIGHBOURS, Solved.NO),
        (50.0, 1.0, Voice.NEIGHBOURS, Solved.NEIGHBOURS),
    ],
)
def test_silence_and_neighbours(logged, ease, self_fix, voice, solved):
    logged.channels.cost = 1e4
    logged.rules.together_cost = -ease
    logged.rules.tell_cost = 1e4
    logged.rules.together_days = 1.0
    logged.categories.self_fix, logged.categories.fades_days = self_fix, 3650.0
    who = logged.resident_of(logged.compound(with_firm=True), 4)
    trouble_arises(logged.world, logged.block, 77, 0, who, 10.0, 0, 1, False)
    row = the_row(logged)
    assert (row.trouble, row.resident, row.returned, row.voice, row.solved) == (77, who, 1, voice, solved)
    assert (row.spoken, row.closed, row.reported_solved) == (-1.0, -1.0, -1)
    if solved == Solved.NEIGHBOURS:
        assert row.ended - row.onset <= 24.0 * 10
