"""A YAML text as plain data, with the place of every key."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario.error import ScenarioError
from sim.text.problem import Key, Mark, Problem, phrase


@dataclass(slots=True)
class Document:
    """A YAML text as plain data.

    Attributes:
        called: how messages call the file.
        folder: where relative paths in it start.
        marks: place of each key and list entry.
        origins: key that the user wrote for one that was made from it.
        problems: what was wrong so far; the rest could still be read.
    """

    called: str
    folder: Path
    data: dict[str, Any]
    marks: dict[Key, Mark] = field(default_factory=dict)
    origins: dict[Key, Key] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, key: Key) -> Mark:
        """Return the place of a key, else of what it stands in."""
        while key:
            if key in self.marks:
                return self.marks[key]
            key = key[:-1]
        return Mark(self.called, 1 if self.marks else 0, 1)

    def note(self, key: Key, wrong: str, **values: object) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.mark(key), key, phrase(wrong, **values)))

    def written(self, key: Key) -> Key:
        """Return the key that the user wrote for this one: the bundle for its lever, no list for a lone dose."""
        for depth in (3, 2):
            if key[:depth] in self.origins:
                key = self.origins[key[:depth]] + key[3:]
                break
        lone = len(key) > 2 and key[0] == "policy" and key[2] == 0 and key[:3] not in self.marks
        key = key[:2] + key[3:] if lone else key
        bare = len(key) == 3 and key[2] == "intensity" and key not in self.marks
        return key[:2] if bare and key[0] == "policy" else key

    def move(self, old: Key, new: Key) -> None:
        """Let a key and all below it go by a new name."""
        depth = len(old)
        for key in [key for key in self.marks if key[:depth] == old]:
            self.marks[new + key[depth:]] = self.marks[key]

    def take_part(self, name: str) -> None:
        """Narrow the document down to what stands under one key.

        Raises:
            ScenarioError: there is no such key, or no mapping under it.
        """
        data = self.data.get(name)
        if not isinstance(data, dict):
            self.note((name,), "problem.missing")
            raise ScenarioError(self.problems)
        self.data = data
        self.marks = {key[1:]: mark for key, mark in self.marks.items() if key[:1] == (name,) and len(key) > 1}
        self.problems = [one for one in self.problems if one.key[:1] == (name,)]
