"""A hotline's own export: what each row means, what is refused, and what becomes of the rest.

A trace of tickets and targets for calibration come out of it; running and calibrating are no business of this package.
"""

from sim.own_data.errors import OwnDataError
from sim.own_data.importing import Imported, import_tickets
from sim.own_data.targets import Target, targets_of
from sim.own_data.writing import write_imported

__all__ = ["Imported", "OwnDataError", "Target", "import_tickets", "targets_of", "write_imported"]
