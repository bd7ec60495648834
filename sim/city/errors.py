"""What is wrong with a city or an area."""

from sim.text.problem import ProblemsError


class CityError(ProblemsError):
    """The user's mistakes in a city's files, or in the name of an area."""
