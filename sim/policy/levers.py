"""All levers by id, in the order of their sections; a new section's file is one more name here."""

from collections.abc import Mapping
from types import MappingProxyType

from sim.policy import area_wide, community, compound, sinking, street, workers
from sim.policy import property as property_levers
from sim.policy.lever import Lever

SECTIONS = (street, community, sinking, compound, property_levers, workers, area_wide)
LEVERS: Mapping[str, Lever] = MappingProxyType({lever.id: lever for section in SECTIONS for lever in section.LEVERS})
"""Every lever by id. The order is that in which levers that write one column do so."""
