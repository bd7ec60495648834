"""What is wrong with a scenario."""

from sim.text.problem import ProblemsError


class ScenarioError(ProblemsError):
    """The user's mistakes in a scenario."""
