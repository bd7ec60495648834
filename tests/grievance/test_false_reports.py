"""What couriers report and is not there: it is taken down, somebody goes to see, and nobody is the wiser."""

import numpy as np
import pytest

from sim.grievance.needs import needs_of_day
from sim.grievance.ticket import NOTHING, Outcome, State

STATE = ("expectation", "fatigue", "memory_n", "contacts")


@pytest.fixture
def erring(quiet):
    """A community in which nothing happens, and couriers report two things a day that are not there."""
    quiet.rules.courier_errs, quiet.rules.inspection_hours = 365.0, 0.5
    quiet.world.communities.couriers = 2.0
    quiet.world.communities.logging = 1.0
    quiet.categories.seen[3] = 1
    quiet.categories.rate_per_1000[3] = 1e-9
    return quiet


def test_each_is_looked_at_for_nothing_and_closed(erring):
    before = {name: erring.world.residents[name].copy() for name in STATE}
    for _ in range(28):
        erring.days(1)
    erring.world.communities.couriers = 0.0
    erring.days(32)
    tickets, tally = erring.tickets, erring.world.tallies[0]
    assert len(tickets) == pytest.approx(56, abs=4 * 56**0.5)
    assert set(erring.outcomes()) == {Outcome.LAPSED}
    assert set(tickets.category.tolist()) == {3}
    assert len(np.unique(tickets.trouble)) == len(tickets)
    assert tally.hours_on_nothing == pytest.approx(0.5 * len(tickets))
    assert tally.worker_hours + tally.volunteer_hours == pytest.approx(tally.hours_on_nothing)
    assert (tally.troubles, tally.voiced, tally.burden, tally.judged) == (0, 0, 0, 0)
    assert tally.contacts == len(tickets)
    for name in STATE:
        assert erring.world.residents[name].tolist() == before[name].tolist()


def test_nobody_lives_with_it_and_it_does_not_come_back(erring):
    erring.rules.courier_errs = 3_650.0
    needs_of_day(erring.world, erring.block, 0, 67, 0)
    cases = [case for case in erring.block.cases if case.state == State.COMING]
    assert cases
    assert {case.affected for case in cases} == {NOTHING}
    erring.world.communities.couriers = 0.0
    erring.days(40)
    assert (erring.block.cases.state == State.FREE).all()


def test_where_nothing_can_be_seen_nothing_is_made_up(erring):
    erring.categories.seen[:] = 0
    erring.days(10)
    assert len(erring.tickets) == 0
    assert erring.world.tallies[0].contacts == 0
