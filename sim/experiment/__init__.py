"""Experiments: many worlds in which the same troubles happen, compared, swept, explained, calibrated, chosen from.

Everything here uses the model as a user would: scenarios in, indicators out. Each kind of study is a file for
`huying study` (docs/studies.md) and a function here; a kind's libraries are loaded when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment.kinds.attribution.study import attribution
    from sim.experiment.kinds.calibration.study import calibrate
    from sim.experiment.kinds.comparison.study import compare
    from sim.experiment.kinds.optimisation.study import optimise
    from sim.experiment.kinds.sweep.study import sweep

__all__ = ["attribution", "calibrate", "compare", "optimise", "sweep"]
_KINDS = {
    "attribution": "attribution",
    "calibrate": "calibration",
    "compare": "comparison",
    "optimise": "optimisation",
    "sweep": "sweep",
}
"""The kind of study that each function carries out."""


def __getattr__(name: str) -> Any:
    if name in _KINDS:
        return getattr(import_module(f"sim.experiment.kinds.{_KINDS[name]}.study"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
