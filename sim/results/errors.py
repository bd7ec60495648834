"""What can be wrong with a folder of results, in words."""

from sim.text import Language, text


class ResultsError(Exception):
    """A mistake that the user can put right: a folder that cannot be written, or that holds no run.

    Attributes:
        messages: one line a mistake, in English.
    """

    def __init__(self, key: str, **values: object) -> None:
        self._key, self._values = key, values
        self.messages = self.lines("en")
        super().__init__("\n".join(self.messages))

    def lines(self, lang: Language) -> list[str]:
        """Return a line for each mistake."""
        return text(self._key, lang, **self._values).split("\n")
