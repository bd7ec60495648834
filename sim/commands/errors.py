"""The user's mistakes, as opposed to ours."""

from sim.text import Language
from sim.text.problem import ProblemsError


class UserError(Exception):
    """Something that the user can put right.

    Attributes:
        messages: one line a mistake.
    """

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


USER_ERRORS = (UserError, ProblemsError)


def lines_of(error: Exception, lang: Language) -> list[str]:
    """Return what to tell the user."""
    if isinstance(error, ProblemsError):
        return error.lines(lang)
    return list(getattr(error, "messages", [str(error)]))
