"""What levers are priced by, where that is not the number of units that they cover."""

from sim.policy.institutions import Institutions
from sim.policy.lever import Rows


def per_household(institutions: Institutions, rows: Rows, amount: float) -> float:
    """Return an intensity by household over all households of the covered compounds."""
    return amount * float(institutions.compounds.household_n[rows].sum())


def per_row(institutions: Institutions, rows: Rows, amount: float) -> float:
    """Return an intensity over all covered rows, as of persons sent to each."""
    return amount * len(rows)
