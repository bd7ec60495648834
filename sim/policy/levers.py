"""All levers by id, in the order of their sections; a new section's file is one more name here."""

from collections.abc import Mapping
from types import MappingProxyType

from sim.policy import community, street, workers
from sim.policy.lever import Lever

LEVERS: Mapping[str, Lever] = MappingProxyType(
    {lever.id: lever for section in (street, community, workers) for lever in section.LEVERS}
)
"""Every lever by id. The order is that in which levers that write one column do so."""
