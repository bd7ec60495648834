"""The years before a run: firms are met at any time of their life, by the same rules, and books begin with the run."""

import numpy as np
import pytest

from sim.agents.property_past import years_before


@pytest.fixture
def town(paper_world):
    def made(compounds=100, fee=1.0, **numbers):
        world = paper_world(numbers, firms=compounds, compounds=compounds, desks=compounds, servers=compounds)
        table, firms = world.compounds, world.firms
        table.area, table.fee, table.pay_share, table.household_n, table.billed_n = 80.0, fee, 0.8, 300, 300
        table.firm = table.desk = np.arange(compounds)
        table.suspicion = world.rules.suspicion_usual
        firms.contracts, firms.star, firms.skill, firms.staff, firms.effort = 1, 3.0, 0.6, 1.0, 0.8
        firms.cash = world.rules.cash_months * world.rules.firm_cost * fee * 80.0 * 300
        world.desks.server_lo, world.desks.server_n, world.desks.server_room = np.arange(compounds), 1, 1
        return world

    return made


def months(world):
    return world.firms.cash / (world.rules.firm_cost * world.compounds.fee * 80.0 * 300)


def test_no_years_before_leave_the_reserve_as_it_was(town):
    world = town(years_before=0, cash_months=2)
    years_before(world)
    assert months(world).tolist() == pytest.approx([2.0] * 100)
    assert world.compounds.term_left.min() >= 1
    assert world.compounds.term_left.max() <= world.rules.contract_months
    assert np.unique(world.compounds.term_left).size > 15


def test_firms_that_earn_too_little_are_met_at_any_stage(town):
    """Not all with a full reserve, not all failing: who failed has been followed by one who has not yet."""
    world = town(years_before=10, fee_ease=0.5)
    years_before(world)
    reserve = months(world)
    assert (reserve < 0.0).mean() > 0.1
    assert (reserve > 0.5).mean() > 0.1
    assert (world.firms.months_of_loss >= world.rules.exit_months).any()
    assert (world.firms.staff < 1.0).any()


def test_firms_that_earn_enough_do_not_fail(town):
    world = town(years_before=10, fee_ease=2.5)
    years_before(world)
    assert (months(world) > 0.5).all()


def test_books_begin_with_the_run_and_nothing_is_left_over(town):
    world = town(years_before=3)
    years_before(world)
    for name in ("income", "costs", "wages", "month_income", "month_costs", "month_wages", "exits", "dismissals"):
        assert (world.firms[name] == 0).all()


def test_more_years_change_little(town):
    """Long enough, the state no longer tells how long: a renewal process near its stationary state."""
    shares = []
    for years in (8, 10, 12):
        world = town(years_before=years, fee_ease=0.5)
        years_before(world)
        shares.append(float((months(world) < 0.0).mean()))
    assert np.ptp(shares) < 4 * (0.5 / 100**0.5)


def test_desks_open_with_the_staff_there_is(town):
    world = town(years_before=6, fee_ease=0.5)
    years_before(world)
    posts = world.rules.firm_staff * 0.3
    assert world.desks.share.tolist() == pytest.approx((world.rules.firm_share * posts * world.firms.staff).tolist())
