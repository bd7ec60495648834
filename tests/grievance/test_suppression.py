"""A firm in a tournament keeps complaints out of its books, and what is not in the books does not count against it."""

import pytest

from sim.agents.responses import Response
from sim.grievance.ticket import State


@pytest.fixture
def complained(quiet):
    """Return the states of forty complaints at the firm's desk under a firm that is rated so far."""

    def said(rated):
        compound = quiet.compound(with_firm=True)
        quiet.rules.suppression = 0.8
        quiet.world.firms.rated = rated
        quiet.categories.owner = 0
        quiet.categories.work_hours = 500.0  # they are still there in the evening
        rows = [quiet.spoken(Response.FIRM_DESK, trouble=n + 1) for n in range(40)]
        quiet.days(1)
        return [State(quiet.case(row).state) for row in rows], int(quiet.world.compounds.complaints[compound])

    return said


def test_whoever_is_not_rated_writes_everything_down(complained):
    states, complaints = complained(0.0)
    assert State.LOST not in states
    assert complaints == 40


def test_whoever_is_rated_keeps_a_share_out_of_the_books(complained):
    states, _ = complained(0.5)
    assert states.count(State.LOST) / 40 == pytest.approx(0.4, abs=4 * (0.24 / 40) ** 0.5)


def test_what_is_kept_out_of_the_books_does_not_count_against_the_firm(complained):
    states, complaints = complained(0.5)
    assert complaints == 40 - states.count(State.LOST)
