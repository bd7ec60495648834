"""What is wrong with an export or with the map that explains it."""

from sim.text.problem import ProblemsError


class OwnDataError(ProblemsError):
    """The user's mistakes in `map.yaml`, or a file that cannot be read at all."""
