"""What is wrong with a city or an area, all of it at once."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process


class CityError(ValueError):
    """The user's mistake in a city's files or in the name of an area.

    Attributes:
        messages: one a mistake: where, what is wrong, what is allowed, the nearest valid.
    """

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = list(messages)


def nearest(text: str, valid: Iterable[str], count: int = 1) -> list[str]:
    """Return the names most like `text`, best first; none if nothing is like it.

    Example:
        >>> nearest("populaton", ["population", "name"])
        ['population']
    """
    found = process.extract(text, list(valid), scorer=fuzz.WRatio, limit=count, score_cutoff=50)
    return [name for name, _, _ in found]


def complaint(where: str, column: str, wrong: str, allowed: str = "", near: Sequence[str] = ()) -> str:
    """Put a message together: `FILE:LINE: column: what is wrong; allowed: …; nearest: …`."""
    parts = [f"{where}: {column}: {wrong}"]
    if allowed:
        parts.append(f"allowed: {allowed}")
    if near:
        parts.append(f"nearest: {', '.join(near)}")
    return "; ".join(parts)
