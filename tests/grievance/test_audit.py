"""A check that finds a closing without solving: opened again, taken out of what is reported, remembered."""

import pytest

from sim.agents.community import fears_discovery
from sim.agents.responses import Response
from sim.grievance.ticket import Outcome, State


def seemingly_done(quiet, audit, **spoken):
    """All is closed as if it were solved, by an office that nothing deters, and nobody would complain again."""
    quiet.world.communities.audit = audit
    quiet.rules.pseudo_ease = 100.0
    quiet.rules.callback_hours = 24.0
    return quiet.spoken(**spoken)


def until_opened_again(quiet, row):
    while quiet.case(row).rounds == 0:
        quiet.days(1)
    return quiet.case(row)


@pytest.mark.parametrize("audit", [0.0, 1.0])
def test_what_is_checked_is_opened_again_the_next_morning(quiet, audit):
    row = seemingly_done(quiet, audit)
    quiet.days(5)
    today, community = quiet.block.days[: quiet.model.day], quiet.world.communities[0]
    if audit == 0.0:
        assert (today.reopened.sum(), today.solved_reported.sum()) == (0, 1)
        assert (community.caught, community.slipped) == (0, 1)
        assert [Outcome(outcome) for outcome in quiet.tickets.outcome] == [Outcome.PSEUDO]
        return
    assert quiet.case(row).rounds >= 1
    assert today.reopened.sum() == community.caught >= 1
    assert community.slipped == 0
    assert len(quiet.tickets) == 0  # the same ticket goes on


def test_nothing_of_it_is_reported_as_solved(quiet):
    row = seemingly_done(quiet, 1.0)
    case = until_opened_again(quiet, row)
    quiet.rules.pseudo_ease = -100.0  # from now on it is done
    days = quiet.block.days
    assert (days.closed.sum(), days.solved_reported.sum(), days.solved_true.sum()) == (1, 0, 0)
    assert days.solved_reported.min() == 0  # corrected on the day on which it had been counted
    assert (case.said, case.said_at, case.state, case.outcome) == (0, -1.0, State.QUEUED, Outcome.OPEN)
    quiet.days(30)
    (ticket,) = quiet.tickets
    assert (ticket.outcome, ticket.reopened, ticket.solved_reported) == (Outcome.SOLVED, 1, 1)
    assert (days.closed.sum(), days.solved_reported.sum(), days.solved_true.sum()) == (2, 1, 1)


def test_whoever_has_it_again_has_less_time(quiet):
    quiet.rules.reopened_time = 0.25
    row = seemingly_done(quiet, 1.0)
    case = until_opened_again(quiet, row)
    assert case.deadline == pytest.approx(24.0 * quiet.model.day + 0.25 * 7 * 24)


def test_a_petition_that_is_found_out_stays_the_same_ticket(quiet):
    row = seemingly_done(quiet, 1.0, channel=Response.PETITION, to_petition=1)
    case = until_opened_again(quiet, row)
    assert (case.reopened, case.state) == (1, State.QUEUED)
    assert len(quiet.tickets) == 0


def test_what_is_over_by_then_is_not_found(quiet):
    row = seemingly_done(quiet, 1.0, fades=24.0 + 20.0)
    quiet.rules.callback_hours = 48.0
    quiet.days(20)
    assert quiet.case(row).state == State.FREE
    assert (quiet.world.communities[0].caught, quiet.world.communities[0].slipped) == (0, 1)
    assert quiet.tickets.solved_reported.tolist() == [1]


def test_only_what_is_on_the_platform_is_checked(quiet):
    seemingly_done(quiet, 1.0, channel=Response.GRID)
    quiet.days(20)
    assert quiet.outcomes() == [Outcome.PSEUDO]
    assert quiet.block.days.reopened.sum() == 0
    assert quiet.world.communities[0].slipped == 0


def test_what_was_solved_or_closed_with_reasons_is_not_counted(quiet):
    quiet.world.communities.audit = 1.0
    quiet.spoken(trouble=1)
    quiet.days(5)
    quiet.categories.solvable = 0.0
    quiet.spoken(trouble=2, hour=5 * 24.0 + 9.0)
    quiet.days(15)
    assert quiet.outcomes() == [Outcome.SOLVED, Outcome.UNRESOLVED]
    assert (quiet.world.communities[0].caught, quiet.world.communities[0].slipped) == (0, 0)


def test_a_complainant_who_comes_again_counts_for_less(quiet):
    quiet.rules.reopen_counts, quiet.rules.again_ease = 0.3, 100.0
    row = seemingly_done(quiet, 0.0)
    until_opened_again(quiet, row)
    community = quiet.world.communities[0]
    assert (community.caught, community.slipped) == pytest.approx((0.3, 0.7))
    assert fears_discovery(community, quiet.rules[0]) == pytest.approx(0.3 / (quiet.rules[0].risk_prior + 1))
