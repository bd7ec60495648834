"""The kinds of study: what each one's file may say, and what carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.experiment import attribution, calibration, comparison, optimisation, sweep
from sim.experiment.calibration_file import CalibrationFile
from sim.experiment.comparison_file import ComparisonFile
from sim.experiment.file import StudyFile
from sim.experiment.result import Result
from sim.experiment.session import Session


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of study.

    Attributes:
        file: the type of its file.
        carry_out: does it; called with the file and a session.
    """

    file: type[StudyFile]
    carry_out: Callable[[Any, Session], Result]


KINDS: dict[str, Kind] = {
    "attribution": Kind(attribution.AttributionFile, attribution.carry_out),
    "optimisation": Kind(optimisation.OptimisationFile, optimisation.carry_out),
    "comparison": Kind(ComparisonFile, comparison.carry_out),
    "calibration": Kind(CalibrationFile, calibration.carry_out),
    "sweep": Kind(sweep.SweepFile, sweep.carry_out),
}
"""Every kind of study by the name that its files give."""
