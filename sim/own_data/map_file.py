"""`map.yaml`: which column is what, and what the words of an export mean. Every mistake in it is told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.city import CitySource
from sim.own_data.encoding import ENCODINGS
from sim.own_data.map_keys import checked, choice, is_heading, note_unknown_keys, texts
from sim.own_data.map_words import read_categories, read_channels, read_places, read_ratings
from sim.own_data.places import ANY, Gazetteer
from sim.own_data.times import FORMATS, is_format, parse_time
from sim.scenario.document import Document
from sim.scenario.reading import read_document
from sim.text.problem import Key, Problem, nearest, phrase, shown

SINGLE = ("ticket", "reported", "closed", "deadline", "channel", "rating")
COLUMNS = (*SINGLE[:4], "category", "place", *SINGLE[4:])
PLACE_LEVELS = ("district", "street", "community")
DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}
KEYS = (
    "columns", "encoding", "delimiter", "formats", "exported", "empty", "categories", "channels", "places", "ratings",
    "unknown_place", "draw", "seed",
)  # fmt: skip
EMPTY = ("", "-", "--", "—", "无", "n/a", "na", "null", "none", "nan")
"""Words that stand for an empty cell in every export."""


@dataclass(frozen=True, slots=True)
class TicketMap:
    """What a map says, checked.

    Attributes:
        columns: heading of each part that has one column.
        category: headings, coarse to fine.
        place: headings, from above down.
        levels: of each column of the place; `ANY` where it may name any.
        exported: when the export was made; None where the map does not say.
        empty: words that stand for an empty cell, in plain form.
        categories, channels, places, ratings: ours for each word of theirs, in plain form; None leaves a row out,
            or means no rating. Places are rows of the gazetteer.
        upper_if_unknown: a place whose lowest cell is unknown goes by the cells above it.
        evenly: communities are drawn evenly, not by residents.
        keys: where each heading stands in the document.
    """

    columns: Mapping[str, str]
    category: tuple[str, ...]
    place: tuple[str, ...]
    levels: tuple[str, ...]
    encoding: str
    delimiter: str
    formats: tuple[str, ...]
    exported: np.datetime64 | None
    empty: frozenset[str]
    categories: Mapping[str, int | None]
    channels: Mapping[str, str | None]
    places: Mapping[str, int | None]
    ratings: Mapping[str, int | None]
    upper_if_unknown: bool
    evenly: bool
    seed: int
    keys: Mapping[str, Key]

    def heading(self, part: str) -> str:
        """Return the heading or headings of a part, as one text."""
        several = {"category": self.category, "place": self.place}.get(part)
        return " / ".join(several) if several else self.columns.get(part, "")


def read_map(path: Path, gazetteer: Gazetteer, source: CitySource) -> tuple[TicketMap, Document]:
    """Read a map as far as it can be read; what is wrong with it is in the document's problems.

    Raises:
        ScenarioError: it cannot be read as YAML at all.
    """
    document = read_document(path, path.name, as_written=None)
    note_unknown_keys(document, (), document.data, KEYS)
    keys: dict[str, Key] = {}
    columns, category, place, levels = _columns(document, keys)
    formats = _formats(document)
    channels = read_channels(document)
    return (
        TicketMap(
            columns=columns,
            category=category,
            place=place,
            levels=levels,
            encoding=choice(document, "encoding", ("auto", *ENCODINGS), "auto"),
            delimiter=DELIMITERS[choice(document, "delimiter", tuple(DELIMITERS), ",")],
            formats=formats,
            exported=_exported(document, formats),
            empty=frozenset(word.strip().casefold() for word in (*EMPTY, *texts(document, "empty"))),
            categories=read_categories(document),
            channels=channels if "channel" in columns else {"*": "hotline"} | channels,
            places=read_places(document, gazetteer, source),
            ratings=read_ratings(document),
            upper_if_unknown=choice(document, "unknown_place", ("refuse", "upper"), "refuse") == "upper",
            evenly=choice(document, "draw", ("residents", "evenly"), "residents") == "evenly",
            seed=_seed(document),
            keys=keys,
        ),
        document,
    )


def check_headings(map_: TicketMap, document: Document, headings: Sequence[str], file: str) -> None:
    """Note every column of a map that a file does not have, or has twice."""
    told = [one for one in headings if one and sum(map(str.isdigit, one)) < 5]  # a first row of data is no heading
    for heading, key in map_.keys.items():
        count = headings.count(heading)
        if count == 0:
            allowed = phrase("allowed.one_of", names=", ".join(told[:40]) or "–")
            wrong = phrase("own_data.no_column", name=shown(heading), file=file)
            document.problems.append(Problem(document.mark(key), key, wrong, allowed, nearest(heading, told)))
        elif count > 1:
            document.note(key, "own_data.column_twice", name=shown(heading), file=file)


def _columns(
    document: Document, keys: dict[str, Key]
) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    given = document.data.get("columns")
    if not isinstance(given, dict):
        wrong = phrase("problem.missing" if given is None else "problem.bad_value", value=shown(given))
        allowed = phrase("allowed.mapping", names=", ".join(COLUMNS))
        document.problems.append(Problem(document.mark(("columns",)), ("columns",), wrong, allowed))
        return {}, (), (), ()
    note_unknown_keys(document, ("columns",), given, COLUMNS)
    columns = {
        part: given[part].strip() for part in SINGLE if is_heading(document, ("columns", part), given.get(part), keys)
    }
    category = given.get("category")
    several = category if isinstance(category, list) else [category]
    categories = tuple(
        str(one).strip()
        for number, one in enumerate(several)
        if is_heading(document, ("columns", "category", *([number] if several is category else [])), one, keys)
    )
    place, levels = _place(document, given.get("place"), keys)
    for part, found in (("reported", columns.get("reported")), ("category", categories), ("place", place)):
        if not found and not any(problem.key[:2] == ("columns", part) for problem in document.problems):
            document.note(("columns", part), "problem.missing")
    return columns, categories, place, levels


def _place(document: Document, place: object, keys: dict[str, Key]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the headings of the place and the level of each."""
    if not isinstance(place, dict):
        known = is_heading(document, ("columns", "place"), place, keys)
        return ((str(place).strip(),), (ANY,)) if known else ((), ())
    note_unknown_keys(document, ("columns", "place"), place, PLACE_LEVELS)
    levels = tuple(
        level for level in PLACE_LEVELS if is_heading(document, ("columns", "place", level), place.get(level), keys)
    )
    return tuple(place[level].strip() for level in levels), levels


def _formats(document: Document) -> tuple[str, ...]:
    given = texts(document, "formats")
    for number, pattern in enumerate(given):
        if not is_format(pattern):
            key = ("formats", number)
            wrong = phrase("problem.bad_value", value=shown(pattern))
            document.problems.append(Problem(document.mark(key), key, wrong, phrase("own_data.a_format")))
    return tuple(pattern for pattern in given if is_format(pattern)) or FORMATS


def _exported(document: Document, formats: Sequence[str]) -> np.datetime64 | None:
    def fine(value: Any) -> bool:
        return isinstance(value, str) and parse_time(value, formats) is not None

    value = checked(document, "exported", phrase("own_data.a_time"), fine)
    return None if value is None else parse_time(value, formats)


def _seed(document: Document) -> int:
    def fine(value: Any) -> bool:
        return isinstance(value, str) and value.isdecimal() and int(value) < 2**63

    value = checked(document, "seed", phrase("allowed.whole", low=0, high=2**63 - 1), fine)
    return 1 if value is None else int(value)
