"""The calendar of a run: when offices work, what day of the year it is, and what befalls the city from outside."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.clock import working_days
from sim.grievance.category import load_categories
from sim.scenario import Scenario


class Calendar(NamedTuple):
    """What is known of each day of a run.

    Attributes:
        working: whether offices work.
        yearday: 1 on 1 January.
        shocks: factor on what befalls people, shape (days, categories); 1 where nothing is.
        alarm: whether any shock is on.
    """

    working: NDArray[np.bool_]
    yearday: NDArray[np.int64]
    shocks: NDArray[np.float64]
    alarm: NDArray[np.bool_]

    @classmethod
    def of(cls, plan: Scenario, first_day: date, days: int) -> "Calendar":
        """Return the calendar of a scenario over so many days from `first_day`."""
        dates = [first_day + timedelta(days=day) for day in range(days)]
        ids = load_categories().ids
        shocks = np.ones((days, len(ids)))
        for shock in plan.shocks:
            first, last = (shock.start - first_day).days, (shock.end - first_day).days
            for category, factor in shock.needs.items():
                shocks[max(0, first) : max(0, last + 1), ids.index(category)] *= factor
        return cls(
            working_days(first_day, days),
            np.array([day.timetuple().tm_yday for day in dates], dtype=np.int64),
            shocks,
            np.asarray((shocks > 1.0).any(axis=1)),
        )
