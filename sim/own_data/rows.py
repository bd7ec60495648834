"""Going through an export row by row: only the mapped columns are taken, each turned into numbers at once.

Text is kept once for each distinct value of a place, category, channel or rating; times become times, a ticket's number
a hash. What the map does not name is looked at only to tell whether two rows are the same, and is not kept.
"""

import csv
import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.own_data.map_file import TicketMap
from sim.own_data.reasons import Reason
from sim.own_data.times import NOT_A_TIME, Times, parse_times

CHUNK = 50_000
"""Rows that are held as text at a time."""
TIMES = ("reported", "closed", "deadline")
_HASH_KEY = "huying-own-data1"
Cells = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Rows:
    """An export as columns, one entry a row that was read.

    Attributes:
        line: in the file, where the row begins.
        reason: `Reason`, as far as the shape of the row tells.
        times, broken: by part; whether a cell holds something that is no time.
        codes: of each row's value in `distinct`, by part.
        distinct: the values of place, category, channel and rating, as written.
        ticket: hash of the ticket's number, 0 where there is none.
        whole: hash of all cells of the row.
        swallowed: lines that belong to rows which a quotation mark made too long.
    """

    line: NDArray[np.int32]
    reason: NDArray[np.int8]
    times: dict[str, Times]
    broken: dict[str, NDArray[np.bool_]]
    codes: dict[str, NDArray[np.int32]]
    distinct: dict[str, list[Cells]]
    ticket: NDArray[np.uint64]
    whole: NDArray[np.int64]
    swallowed: int

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.line)


def read_headings(path: Path, codec: str, delimiter: str) -> list[str]:
    """Return the headings of a file; none where it has no row."""
    with path.open(encoding=codec, newline="") as file:
        try:
            return [cell.strip().lstrip("\ufeff") for cell in next(csv.reader(file, delimiter=delimiter), [])]
        except csv.Error:
            return []


def read_rows(path: Path, codec: str, map_: TicketMap, headings: Sequence[str]) -> Rows:
    """Read all rows of a file whose headings fit the map."""
    reading = _Reading(map_, headings)
    collects = gc.isenabled()
    gc.disable()  # millions of small lists come and go, none in a circle; looking for circles takes a third of the time
    try:
        with path.open(encoding=codec, newline="") as file:
            reader = csv.reader(file, delimiter=map_.delimiter)
            next(reader, None)
            for lines, rows in _chunks(reader):
                reading.add(lines, rows)
    finally:
        if collects:
            gc.enable()
    return reading.done()


def _chunks(reader: Any) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Give rows, some thousand at a time, with the last line before each and that of the last; blank lines are none."""
    lines, rows = [reader.line_num], []
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:  # a cell without end
            row = [""]
        if row:
            rows.append(row)
            lines.append(reader.line_num)
        else:
            lines[-1] = reader.line_num
        if len(rows) == CHUNK:
            yield lines, rows
            lines, rows = [reader.line_num], []
    if rows:
        yield lines, rows


class _Reading:
    """What was read so far."""

    def __init__(self, map_: TicketMap, headings: Sequence[str]) -> None:
        def places(*names: str) -> list[int]:
            return [headings.index(name) for name in names]

        self.map = map_
        self.width = len(headings)
        self.single = {part: places(name)[0] for part, name in map_.columns.items()}
        self.groups: dict[str, list[int]] = {
            "place": places(*map_.place),
            "category": places(*map_.category),
        }
        self.groups |= {part: [self.single[part]] for part in ("channel", "rating") if part in self.single}
        self.known: dict[str, dict[Cells, int]] = {part: {} for part in self.groups}
        self.parts: dict[str, list[NDArray[Any]]] = {}
        self.swallowed = 0

    def add(self, lines: list[int], rows: list[list[str]]) -> None:
        self._keep("line", np.array(lines[:-1], dtype=np.int32) + 1)
        self._keep("whole", np.array([hash(tuple(row)) for row in rows], dtype=np.int64))
        self._keep("reason", self._fit(lines, rows))
        for part in TIMES:
            if part in self.single:
                cells = [row[self.single[part]] for row in rows]
                times, broken = parse_times(cells, self.map.formats, self.map.empty)
                self._keep(part, times)
                self._keep(f"{part} broken", broken)
        for part, places in self.groups.items():
            known = self.known[part]
            cells_of = zip(*([row[place] for row in rows] for place in places), strict=True)
            self._keep(f"{part} codes", np.array([known.setdefault(one, len(known)) for one in cells_of], np.int32))
        if "ticket" in self.single:
            numbers = np.array([row[self.single["ticket"]].strip() for row in rows], dtype=object)
            hashes = pd.util.hash_array(numbers, hash_key=_HASH_KEY, categorize=False) | np.uint64(1)
            hashes[[number.casefold() in self.map.empty for number in numbers]] = 0
            self._keep("ticket", hashes)

    def _fit(self, lines: list[int], rows: list[list[str]]) -> NDArray[np.int8]:
        """Make all rows as long as the headings, and say which are refused for their shape; these say nothing more."""
        reason = np.zeros(len(rows), dtype=np.int8)
        for number in np.flatnonzero(np.array(list(map(len, rows))) != self.width).tolist():
            row, length = rows[number], lines[number + 1] - lines[number]
            if len(row) > self.width and not any(cell.strip() for cell in row[self.width :]):
                rows[number] = row[: self.width]
                continue
            rows[number] = [""] * self.width
            reason[number] = Reason.OPEN_QUOTE if length > 1 else Reason.CELLS
            self.swallowed += length - 1
        return reason

    def _keep(self, name: str, values: NDArray[Any]) -> None:
        self.parts.setdefault(name, []).append(values)

    def _all(self, name: str, missing: Any, dtype: Any) -> NDArray[Any]:
        count = sum(map(len, self.parts.get("line", [])))
        parts = self.parts.pop(name, None)
        return np.full(count, missing, dtype=dtype) if parts is None else np.concatenate(parts)

    def done(self) -> Rows:
        return Rows(
            times={part: self._all(part, NOT_A_TIME, "datetime64[s]") for part in TIMES},
            broken={part: self._all(f"{part} broken", False, bool) for part in TIMES},
            codes={part: self._all(f"{part} codes", 0, np.int32) for part in self.groups},
            distinct={part: list(known) for part, known in self.known.items()},
            ticket=self._all("ticket", 0, np.uint64),
            whole=self._all("whole", 0, np.int64),
            reason=self._all("reason", 0, np.int8),
            line=self._all("line", 0, np.int32),
            swallowed=self.swallowed,
        )
