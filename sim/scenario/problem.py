"""What is wrong with a scenario, all of it at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sim.text import Language, text

Key = tuple[str | int, ...]
"""Where a value stands: keys and list positions from the top."""


class Mark(NamedTuple):
    """A place in a file, counted from 1; `line` 0: not a file's (an override, a call from Python)."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Phrase(NamedTuple):
    """A text of the catalogue with what fills its placeholders."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def say(self, lang: Language) -> str:
        """Return the text."""
        said = {name: value.say(lang) if isinstance(value, Phrase) else value for name, value in self.values}
        return text(self.key, lang, **said)


def phrase(key: str, **values: object) -> Phrase:
    """Put a phrase together."""
    return Phrase(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where, in which key, what is wrong, what is allowed, the nearest valid names."""

    mark: Mark
    key: Key
    wrong: Phrase
    allowed: Phrase | None = None
    near: tuple[str, ...] = ()

    def line(self, lang: Language) -> str:
        """Return the line that the user reads."""
        steps = [str(step) if str(step).isprintable() else repr(step) for step in self.key]
        where = f"{self.mark}: {'.'.join(steps)}" if steps else str(self.mark)
        parts = [f"{where}: {self.wrong.say(lang)}"]
        if self.allowed is not None:
            parts.append(text("problem.allowed", lang, what=self.allowed.say(lang)))
        if self.near:
            parts.append(text("problem.nearest", lang, names=", ".join(self.near)))
        return text("problem.joint", lang).join(parts)


class ScenarioError(ValueError):
    """The user's mistakes in a scenario.

    Attributes:
        problems: all of them, in order of place.
        messages: their lines in English.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(dict.fromkeys(problems), key=lambda one: (one.mark, tuple(map(str, one.key))))
        self.messages = self.lines("en")
        super().__init__("\n".join(self.messages))

    def lines(self, lang: Language) -> list[str]:
        """Return a line for each mistake."""
        return [problem.line(lang) for problem in self.problems]


def nearest(name: str, valid: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Return the valid names most like this one, best first; none if nothing is like it.

    Example:
        >>> nearest("intensty", ["start", "intensity"])
        ('intensity',)
    """
    found = process.extract(name.lower(), list(dict.fromkeys(valid)), scorer=fuzz.ratio, limit=count, score_cutoff=55)
    return tuple(match for match, _, _ in found)


def shown(value: object, longest: int = 40) -> str:
    """Return a value as a message shows it: as written in YAML where that is short and plain.

    Example:
        >>> shown(True), shown(None), shown(0.5), shown("abc"), shown([1, 2])
        ('true', 'null', '0.5', "'abc'", '[…]')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    plain = repr(value) if isinstance(value, str) else str(value)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
