"""A run's folder: what is in it, how it is made complete or not at all, and how to read it again.

What a run is measured by belongs to `sim.measure`, what it looks like to `sim.report`.
"""

from sim.results.errors import ResultsError
from sim.results.run import run_scenario

__all__ = ["ResultsError", "run_scenario"]
