"""Closing needs the complainant's word: what is not solved is opened again, though the resident would have given up."""

import pytest

from sim.agents.responses import Response
from sim.grievance.ticket import Outcome


def closed_unsolved(quiet, confirmation, channel=Response.HOTLINE):
    quiet.world.communities.confirmation = confirmation
    quiet.rules.pseudo_ease = 100.0  # all is closed as if it were solved, and nobody would complain again
    quiet.rules.callback_hours = 1.0
    quiet.spoken(channel)
    quiet.days(25)
    return quiet.tickets


@pytest.mark.parametrize(("confirmation", "again"), [(0.0, False), (1.0, True)])
def test_who_must_be_asked_says_no(quiet, confirmation, again):
    tickets = closed_unsolved(quiet, confirmation)
    assert (quiet.block.days.reopened.sum() > 0) == again
    if not again:
        assert tickets.outcome.tolist() == [Outcome.PSEUDO]


def test_what_was_only_said_is_not_confirmed(quiet):
    tickets = closed_unsolved(quiet, 1.0, Response.GRID)
    assert quiet.block.days.reopened.sum() == 0
    assert tickets.outcome.tolist() == [Outcome.PSEUDO]


def test_what_was_solved_is_not_opened_again(quiet):
    quiet.world.communities.confirmation = 1.0
    quiet.spoken(Response.HOTLINE)
    quiet.days(25)
    assert quiet.outcomes() == [Outcome.SOLVED]
    assert quiet.block.days.reopened.sum() == 0
