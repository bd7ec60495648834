"""A lever goes over from one dose to the next: on the last day of the ramp it is as if the second had been alone."""

from datetime import date, timedelta

import numpy as np
import pytest

from sim.agents.property_firm import FIRM
from sim.agents.unit import UNIT
from sim.policy import LEVERS, PolicyItem, Timeline, Where

FIRST = date(2016, 1, 1)
RAMP = 10


@pytest.fixture
def town(make_institutions):
    def made():
        firms, units = np.zeros(20, FIRM).view(np.recarray), np.zeros(6, UNIT).view(np.recarray)
        firms.key, units.key, units.community = np.arange(1, 21), np.arange(1, 7), np.arange(6)
        return make_institutions()._replace(firms=firms, units=units)

    return made


def written(institutions, lever):
    return {name: getattr(institutions, name.partition(".")[0])[name.partition(".")[2]].copy() for name in lever.writes}


def doses(lever):
    """Return two intensities, of which the second is further from neutral."""
    return lever.neutral + 0.5 * (lever.default - lever.neutral), lever.default


@pytest.mark.parametrize("name", sorted(LEVERS))
def test_at_the_end_of_the_ramp_it_is_the_second_dose(town, name):
    lever = LEVERS[name]
    first, second = doses(lever)
    end = FIRST + timedelta(days=RAMP)
    earlier = PolicyItem(lever=name, intensity=first, end=end)
    later = PolicyItem(lever=name, intensity=second, start=FIRST + timedelta(days=1), ramp_days=RAMP)
    both, alone = town(), town()
    line = Timeline([earlier, later], both, FIRST, 1)
    Timeline([PolicyItem(lever=name, intensity=second)], alone, FIRST, 1).on(0)
    for day in range(RAMP + 1):
        line.on(day)
    for column, value in written(alone, lever).items():
        assert written(both, lever)[column] == pytest.approx(value), column


def test_where_it_goes_over_in_a_part_nobody_comes_from_nowhere(town):
    institutions, begins = town(), FIRST + timedelta(days=1)
    everywhere = PolicyItem(lever="staff_transferred", intensity=5.0, end=FIRST + timedelta(days=RAMP))
    more = {"intensity": 10.0, "start": begins, "ramp_days": 5, "where": Where(areas=("11",))}
    line = Timeline([everywhere, PolicyItem(lever="staff_transferred", **more)], institutions, FIRST, 1)
    for day in range(RAMP):
        line.on(day)
        gone = institutions.departments.posted + institutions.departments.posted_elsewhere
        assert institutions.streets.posted.sum() == pytest.approx(-gone.sum()), day
