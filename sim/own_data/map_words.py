"""The words of an export's categories, channels, places and ratings, and what they are called here."""

from collections.abc import Callable
from typing import TypeVar

from sim.city import CityError, CitySource, find_area
from sim.grievance.channel import load_channels
from sim.own_data.places import Gazetteer, plain
from sim.scenario.document import Document
from sim.scenario.names import category_id, names_of_categories
from sim.scenario.types import CATEGORIES
from sim.text.problem import Key, Phrase, Problem, nearest, phrase, shown

T = TypeVar("T")
ANY_OTHER = "*"
"""In place of a word: whatever else is written."""
CHANNELS = load_channels()
OFFICIAL = {name: row for row, name in enumerate(CHANNELS.ids) if CHANNELS.table.official[row]}
"""Channels on the platform's clock, by id."""
_CATEGORY_ROW = {name: row for row, name in enumerate(CATEGORIES.ids)}
_CHANNEL_NAMES = {
    plain(name): one for one, row in OFFICIAL.items() for name in (one, CHANNELS.zh[row], CHANNELS.en[row])
}
Wrong = tuple[Phrase, Phrase, tuple[str, ...]]
"""What is wrong with a value, what is allowed, what is nearest."""


def category_row(name: str) -> int | None:
    """Return the row of a category by its id, Chinese or English name."""
    return _CATEGORY_ROW.get(category_id(name))


def channel_id(name: str) -> str | None:
    """Return the id of an official channel by its id, Chinese or English name."""
    return _CHANNEL_NAMES.get(plain(name))


def read_categories(document: Document) -> dict[str, int | None]:
    """Return the row of our category for each word."""

    def wrong(value: str) -> Wrong:
        near = nearest(value, names_of_categories())
        return phrase("problem.unknown_category"), phrase("allowed.categories"), near

    return _read(document, "categories", category_row, wrong)


def read_channels(document: Document) -> dict[str, str | None]:
    """Return the id of our official channel for each word; `*` stands for any other."""

    def wrong(value: str) -> Wrong:
        allowed = phrase("allowed.one_of", names=", ".join(OFFICIAL))
        return phrase("own_data.unknown_channel", value=shown(value)), allowed, nearest(value, OFFICIAL)

    return _read(document, "channels", channel_id, wrong)


def read_ratings(document: Document) -> dict[str, int | None]:
    """Return 1-5 for each word."""

    def rating(value: str) -> int | None:
        return int(value) if value in {"1", "2", "3", "4", "5"} else None

    def wrong(value: str) -> Wrong:
        return phrase("problem.bad_value", value=shown(value)), phrase("allowed.whole", low=1, high=5), ()

    return _read(document, "ratings", rating, wrong)


def read_places(document: Document, gazetteer: Gazetteer, source: CitySource) -> dict[str, int | None]:
    """Return the row of an area for each word."""

    def row(value: str) -> int | None:
        found = gazetteer.find((value,), ("",)).row
        return None if found < 0 else found

    def wrong(value: str) -> Wrong:
        try:
            find_area(value, source)
        except CityError as error:
            one = error.problems[0]
            return one.wrong, one.allowed or phrase("allowed.areas"), one.near
        return phrase("problem.unknown_area", name=shown(value)), phrase("allowed.areas"), ()

    return _read(document, "places", row, wrong)


def _read(
    document: Document, section: str, find: Callable[[str], T | None], wrong: Callable[[str], Wrong]
) -> dict[str, T | None]:
    """Return what each word of a section stands for; None where it stands for nothing."""
    given = document.data.get(section)
    if given is None:
        return {}
    if not isinstance(given, dict):
        _note(document, (section,), (phrase("problem.bad_value", value=shown(given)), phrase("own_data.words"), ()))
        return {}
    words: dict[str, T | None] = {}
    first: dict[str, str] = {}
    for word, value in given.items():
        key, form = (section, word), plain(word)
        if value is not None and not isinstance(value, str):
            _note(document, key, (phrase("problem.bad_value", value=shown(value)), phrase("own_data.one_name"), ()))
            continue
        found = None if value is None else find(value)
        if value is not None and found is None:
            _note(document, key, wrong(value))
        elif form in words and words[form] != found:
            document.note(key, "own_data.same_word", other=shown(first[form]))
        else:
            words[form] = found
            first[form] = word
    return words


def _note(document: Document, key: Key, told: Wrong) -> None:
    wrong, allowed, near = told
    document.problems.append(Problem(document.mark(key), key, wrong, allowed, near))
