"""Which unknown values a report may show. An export holds people; a list of what was not understood must not.

A value is shown if it is short, holds no number that could be a telephone's or a house's, and is either shared by some
rows or much like a name that is known; a place with a short number in it (a ward's) only if it is shared by so many
rows that it can be no house. All others are only counted; their lines are in `refused.csv`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from sim.own_data.places import plain

SHARED = 3
"""Rows that must share a value that is like nothing known."""
MANY, MANY_SHARE = 100, 0.01
"""Rows, and share of all rows, that must share a place with a number in it."""
LIKE = 60.0
"""Least likeness to a known name, of 100."""
LONGEST = 40
LOOKED_AT = 500
"""Most frequent unknown values that are compared with what is known."""
LISTED = 50
NEAREST = 3
_NUMBER = re.compile(r"\d|[零〇一二三四五六七八九十百]+(?:号|栋|幢|楼|单元|室|门|组|层|弄)")
_LONG_NUMBER = re.compile(r"\d{4,}|@")
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}")
_PLACE_WORD = re.compile(r"(市|区|县|街道|街|镇|乡|村|社区|居委会|委员会|园区|管理处|路)$")


class NearMiss(NamedTuple):
    """An unknown value that may be shown: the part of the map, the value, its rows, the nearest known names."""

    part: str
    value: str
    rows: int
    near: tuple[str, ...]


class Unshown(NamedTuple):
    """Unknown values of a part that are only counted, and their rows."""

    part: str
    values: int
    rows: int


def near_misses(
    part: str, unknown: Sequence[str], rows: NDArray[np.int64], known: Mapping[str, tuple[str, ...]]
) -> tuple[list[NearMiss], Unshown]:
    """Return the unknown values that may be shown, the most frequent first, and a count of the others.

    Args:
        part: of the map; a place is looked at more strictly.
        unknown: distinct texts, several of which may be the same.
        rows: in which each stands.
        known: names that would have been understood, in plain form, and how each is told.
    """
    counts: dict[str, int] = {}
    for text, count in zip(unknown, rows.tolist(), strict=True):
        if text and count:
            counts[text] = counts.get(text, 0) + count
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    forms = list(known)
    shown: list[NearMiss] = []
    for text, count in ordered[:LOOKED_AT]:
        found = process.extract(plain(text), forms, scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)
        near = tuple(dict.fromkeys(told for form, _, _ in found for told in known[form]))[:NEAREST]
        if len(shown) < LISTED and may_be_shown(part, text, count, int(rows.sum()), bool(near)):
            shown.append(NearMiss(part, "".join(filter(str.isprintable, text)), count, near))
    hidden_rows = sum(counts.values()) - sum(one.rows for one in shown)
    return shown, Unshown(part, len(counts) - len(shown), hidden_rows)


def may_be_shown(part: str, text: str, rows: int, of: int, is_like: bool) -> bool:
    """Say whether a value may be shown.

    Args:
        rows, of: how many rows share it, of how many.
        is_like: whether it is much like a known name.

    Example:
        >>> may_be_shown("place", "珞南街道3号楼", 9, 900, True), may_be_shown("place", "珞楠街道", 1, 900, True)
        (False, True)
    """
    text = unicodedata.normalize("NFKC", text)
    is_place = part == "place"
    if len(text) > LONGEST or _LONG_NUMBER.search(text):
        return False
    if is_place and _NUMBER.search(text):
        return rows >= MANY and rows >= MANY_SHARE * of
    if is_place and _PERSON.fullmatch(text) and not _PLACE_WORD.search(text):
        return False
    return is_like or rows >= SHARED
