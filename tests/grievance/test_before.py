"""A run begins among troubles that have been there for long."""

import math

import pytest

from sim.grievance.block import BEFORE, BEFORE_PARTS
from sim.grievance.needs import needs_of_day
from sim.model import GovernanceModel

COMMUNITY = "420106001001"
DAYS = 60


@pytest.fixture
def bearing(quiet):
    """A community with one kind of trouble, the same all year, which goes by itself and of which nobody speaks."""
    quiet.categories.rate_per_1000[0] = 3_000.0
    for name, value in {"season": 0.0, "weekend": 1.0, "weather": 0.0, "severity_sd": 0.0, "scope": 0}.items():
        quiet.categories[name] = value
    quiet.categories.fades_days = 100.0
    quiet.categories.self_fix = 0.0
    quiet.channels.cost = 60.0  # no channel is worth it
    quiet.channels.leverage = 0.0
    quiet.rules.voice_gain = 5.0
    return quiet


def there_before(quiet):
    for part in range(BEFORE_PARTS):
        needs_of_day(quiet.world, quiet.block, BEFORE + part, 0, 0)
    return quiet.world.tallies.burden.sum()


def test_what_was_there_before_makes_the_first_days_like_any_others(bearing):
    """At rate times mean time troubles are there at a time (Little), so many days each is lived with."""
    there_before(bearing)
    bearing.days(DAYS)
    a_day = bearing.world.tallies.troubles.sum() / DAYS
    assert a_day > 30
    wanted = a_day * 100.0 / math.log(2.0) * 0.3 * DAYS
    assert bearing.world.tallies.burden.sum() == pytest.approx(wanted, rel=0.06)


def test_without_it_the_first_days_know_only_what_is_new(bearing):
    bearing.days(DAYS)
    a_day = bearing.world.tallies.troubles.sum() / DAYS
    assert bearing.world.tallies.burden.sum() < 0.3 * a_day * 100.0 / math.log(2.0) * 0.3 * DAYS


def test_what_was_spoken_of_or_put_right_is_there_no_more(bearing):
    left = there_before(bearing)
    bearing.world.tallies.burden[:] = 0.0
    bearing.categories.self_fix, bearing.rules.together_cost = 0.4, -60.0
    assert there_before(bearing) == pytest.approx(0.6 * left, rel=0.05)
    bearing.world.tallies.burden[:] = 0.0
    bearing.channels.cost, bearing.rules.together_cost = -60.0, 100.0
    assert there_before(bearing) == 0.0


def test_a_run_without_warm_up_begins_empty_and_one_with_it_does_not():
    begun = [GovernanceModel("baseline", area=COMMUNITY, days=1, warmup=warmup) for warmup in (0, 1)]
    assert begun[0].world.tallies.burden.sum() == 0.0
    assert begun[1].world.tallies.burden.sum() > 0.0
    assert begun[1].world.tallies.troubles.sum() == 0.0
