"""What policies ask of those who carry them out: hours of communities, streets and bureaus, money of firms.

The hours are taken from what is left for residents' cases, so no policy comes for nothing.
"""

from collections.abc import Sequence

import numpy as np

from sim.engine.clock import WORKING_DAYS_A_YEAR
from sim.policy.institutions import Institutions
from sim.policy.lever import Lever, Rows

MONTHS = 12.0


def write_burdens(institutions: Institutions, in_force: Sequence[tuple[Lever, Rows, float]]) -> None:
    """Write anew what all levers in force ask for together.

    Args:
        in_force: levers, the rows that bear what each asks, and the units of price that it comes to.
    """
    for table in (institutions.communities, institutions.streets, institutions.departments):
        table["policy_hours"] = 0.0
    institutions.firms["policy_costs"] = 0.0
    for lever, rows, units in in_force:
        if len(rows) == 0 or units <= 0.0:
            continue
        if lever.cost.hours_a_year > 0.0:
            _ask_hours(institutions, lever, rows, units * lever.cost.hours_a_year / WORKING_DAYS_A_YEAR)
        if lever.cost.paid_by == "firms" and lever.table == "firms":
            institutions.firms["policy_costs"][rows] += units * lever.cost.a_year / MONTHS / len(rows)


def _ask_hours(institutions: Institutions, lever: Lever, rows: Rows, hours: float) -> None:
    """Spread hours a working day over those who bear them."""
    each = hours / len(rows)
    if lever.borne_by == "street":
        institutions.streets["policy_hours"][rows] += each
    elif lever.borne_by == "bureaus":
        districts = rows if lever.table == "districts" else institutions.firms.district[rows]
        departments = institutions.departments
        for district, count in zip(*np.unique(districts, return_counts=True), strict=True):
            bureaus = np.flatnonzero(departments.district == district)
            departments["policy_hours"][bureaus] += count * each / max(1, len(bureaus))
    elif lever.table == "communities":
        institutions.communities["policy_hours"][rows] += each
    else:
        community = getattr(institutions, lever.table).community[rows]
        np.add.at(institutions.communities["policy_hours"], community, each)
