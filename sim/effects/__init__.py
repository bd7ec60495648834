"""The effect of each lever alone and when left out of a bundle: which worlds to run, their runs, table, figure, page.

Everything here uses the model as a user would: scenarios in, indicators out.
"""

from sim.effects.plan import DEFAULT_BUNDLE, Plan, World, plan_effects
from sim.effects.running import run_missing
from sim.effects.table import MAIN, Effects, effects_of, read_effects, write_effects

__all__ = [
    "DEFAULT_BUNDLE",
    "MAIN",
    "Effects",
    "Plan",
    "World",
    "effects_of",
    "plan_effects",
    "read_effects",
    "run_missing",
    "write_effects",
]
