"""Policy: dated levers that write the records of institutions. No rule knows of them; none reads or writes an outcome.

A lever is a declaration in the file of its section (`street`, `community`, `workers`, …); `timeline` gives it dates,
ramps and coverage. A lever writes only columns that no rule writes.
"""

from sim.policy.bundles import BUNDLES, Bundle
from sim.policy.institutions import Institutions
from sim.policy.item import Dose, PolicyItem, Where
from sim.policy.lever import Cost, Lever, Price
from sim.policy.levers import LEVERS
from sim.policy.timeline import Timeline

__all__ = [
    "BUNDLES",
    "LEVERS",
    "Bundle",
    "Cost",
    "Dose",
    "Institutions",
    "Lever",
    "PolicyItem",
    "Price",
    "Timeline",
    "Where",
]
