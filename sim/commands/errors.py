"""The user's mistakes, as opposed to ours."""

from sim.city import CityError
from sim.grievance.table import TableError
from sim.scenario import ScenarioError
from sim.text import Language


class UserError(Exception):
    """Something that the user can put right.

    Attributes:
        messages: one line a mistake.
    """

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


USER_ERRORS = (UserError, ScenarioError, CityError, TableError)


def lines_of(error: Exception, lang: Language) -> list[str]:
    """Return what to tell the user."""
    if isinstance(error, ScenarioError):
        return error.lines(lang)
    return list(getattr(error, "messages", [str(error)]))
