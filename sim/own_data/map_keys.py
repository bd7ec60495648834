"""Reading a key of `map.yaml`: what it says, or a note of what it cannot say."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.scenario.document import Document
from sim.text.problem import Key, Problem, nearest, phrase, shown


def note_unknown_keys(document: Document, key: Key, given: Mapping[str, Any], known: Sequence[str]) -> None:
    """Note every key that there is not."""
    for name in given:
        if name not in known:
            wrong, allowed = phrase("problem.unknown_key"), phrase("allowed.keys", names=", ".join(known))
            inner = (*key, name)
            document.problems.append(Problem(document.mark(inner), inner, wrong, allowed, nearest(name, known)))


def is_heading(document: Document, key: Key, value: object, keys: dict[str, Key]) -> bool:
    """Say whether a value is a heading, and note it if it is none; nothing at all is neither."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return False
    if not isinstance(value, str):
        allowed = phrase("own_data.a_heading")
        document.problems.append(
            Problem(document.mark(key), key, phrase("problem.bad_value", value=shown(value)), allowed)
        )
        return False
    keys.setdefault(value.strip(), key)
    return True


def checked(document: Document, key: str, allowed: Any, fine: Callable[[Any], bool]) -> Any:
    """Return what a key says, None if it says nothing or what it cannot."""
    value = document.data.get(key)
    if value is None or fine(value):
        return value
    wrong = phrase("problem.bad_value", value=shown(value))
    document.problems.append(Problem(document.mark((key,)), (key,), wrong, allowed))
    return None


def choice(document: Document, key: str, choices: Sequence[str], default: str) -> str:
    """Return which of some words a key says."""
    value = document.data.get(key)
    if value is None or value in choices:
        return str(value if value is not None else default)
    wrong, allowed = phrase("problem.bad_value", value=shown(value)), phrase("allowed.one_of", names="  ".join(choices))
    near = nearest(value, choices) if isinstance(value, str) else ()
    document.problems.append(Problem(document.mark((key,)), (key,), wrong, allowed, near))
    return default


def texts(document: Document, key: str) -> list[str]:
    """Return the texts that a key lists."""

    def fine(value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)

    found = checked(document, key, phrase("allowed.list"), fine)
    return list(found or [])
