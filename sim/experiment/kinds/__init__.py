"""The kinds of study, a package each: what its file may say, what carries it out, and what it finds.

Every package has a `study.py` with the type of its file, `carry_out`, and a function for those who call it from Python;
`result.py` or `study.py` hold what it finds, `figures.py`, `tables.py` and `words.py` how that is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.experiment.file import StudyFile, read_study
from sim.experiment.result import Result
from sim.experiment.session import Session

KINDS = {
    "sweep": "SweepFile",
    "comparison": "ComparisonFile",
    "sensitivity": "SensitivityFile",
    "attribution": "AttributionFile",
    "calibration": "CalibrationFile",
    "optimisation": "OptimisationFile",
    "discovery": "DiscoveryFile",
}
"""Every kind of study by the name that files give, and the type of its file."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of study.

    Attributes:
        file: the type of its file.
        carry_out: does it; called with the file and a session.
    """

    file: type[StudyFile]
    carry_out: Callable[[Any, Session], Result]


def kind_of(name: str) -> Kind:
    """Return a kind; its libraries are loaded now.

    Raises:
        ModuleNotFoundError: one of them is not installed.
    """
    study = import_module(f"{__name__}.{name}.study")
    return Kind(getattr(study, KINDS[name]), study.carry_out)


def open_study(path: Path) -> StudyFile:
    """Return the study of a file.

    Raises:
        ScenarioError: everything that is wrong with it.
    """
    return read_study(path, KINDS, lambda name: kind_of(name).file)
