"""Experiments: many worlds in which the same troubles happen, compared, swept, explained, calibrated, chosen from.

Everything here uses the model as a user would: scenarios in, indicators out. Each kind of study is a file for
`huying study` (docs/studies.md) and a function here; a kind's libraries are loaded when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment.attribution import attribution
    from sim.experiment.calibration import calibrate
    from sim.experiment.comparison import compare
    from sim.experiment.optimisation import optimise
    from sim.experiment.sweep import sweep

__all__ = ["attribution", "calibrate", "compare", "optimise", "sweep"]
_WHERE = {
    "attribution": "attribution",
    "calibrate": "calibration",
    "compare": "comparison",
    "optimise": "optimisation",
    "sweep": "sweep",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"sim.experiment.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
