"""What is wrong with what somebody wrote, all of it at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sim.text import Language, text

Key = tuple[str | int, ...]
"""Where a value stands: keys and list positions from the top."""


class Mark(NamedTuple):
    """A place, counted from 1. Without a line: a whole file, or what is no file's (an override, a call from Python)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)


class Phrase(NamedTuple):
    """A text of the catalogue with what fills its placeholders."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def say(self, lang: Language) -> str:
        """Return the text."""
        said = {name: value.say(lang) if isinstance(value, Phrase | Problem) else value for name, value in self.values}
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

    def say(self, lang: Language) -> str:
        """Return the line that the user reads."""
        steps = [str(step) if str(step).isprintable() else repr(step) for step in self.key]
        where = ": ".join(filter(None, (str(self.mark), ".".join(steps))))
        parts = [f"{where}: {self.wrong.say(lang)}"]
        if self.allowed is not None:
            parts.append(text("problem.allowed", lang, what=self.allowed.say(lang)))
        if len(self.near) == 1:
            parts.append(text("problem.did_you_mean", lang, name=repr(self.near[0])))
        elif self.near:
            parts.append(text("problem.nearest", lang, names=", ".join(self.near)))
        return text("problem.joint", lang).join(parts)


class ProblemsError(ValueError):
    """The user's mistakes in something written.

    Attributes:
        problems: all of them, in order of place.
        messages: their lines in English.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(dict.fromkeys(problems), key=lambda one: one.mark)
        self.messages = self.lines("en")
        super().__init__("\n".join(self.messages))

    def lines(self, lang: Language) -> list[str]:
        """Return a line for each mistake."""
        return [problem.say(lang) for problem in self.problems]


def unreadable(path: Path, error: OSError) -> Problem:
    """Return what the disk says of a file that it will not give."""
    return Problem(Mark(path.name), (), phrase("problem.unreadable", reason=error.strerror))


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
