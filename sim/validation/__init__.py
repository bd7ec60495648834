"""Does it behave like a city? Known regularities (stylised facts), and whether runs of the model show them.

A fact is compared with, never put in. What computes it uses the model as any user would.
"""

from sim.validation.facts import Fact, Measure, load_facts
from sim.validation.run import validate
from sim.validation.verdict import Finding, Reading, Validation
from sim.validation.writing import write_validation

__all__ = ["Fact", "Finding", "Measure", "Reading", "Validation", "load_facts", "validate", "write_validation"]
