"""Strict reading of a table that people edit: every mistake at once, with line, what is allowed, and the nearest."""

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import process


class TableError(ValueError):
    """A table that cannot be used.

    Attributes:
        messages: every mistake, as `FILE:LINE: COLUMN: what is wrong; what is allowed`.
    """

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


@dataclass(frozen=True, slots=True)
class Column:
    """What a cell of a column may hold: a number within bounds, one of some names, or (with neither) any text.

    Attributes:
        codes: the number that stands for each name.
        above: the lower bound itself is not allowed.
        blank: the cell may be empty.
    """

    name: str
    low: float = math.nan
    high: float = math.nan
    whole: bool = False
    above: bool = False
    codes: Mapping[str, int] = field(default_factory=dict)
    blank: bool = False

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        if self.codes:
            return "allowed: " + ", ".join(self.codes)
        kind = "a whole number" if self.whole else "a number"
        return f"allowed: {kind} {'above' if self.above else 'from'} {self.low:g} to {self.high:g}"

    def read(self, cell: str) -> float | str:
        """Return the value of a cell.

        Raises:
            ValueError: in plain words, what is wrong with it and what is allowed.
        """
        if not cell and not self.blank:
            raise ValueError("is empty" if math.isnan(self.low) and not self.codes else f"is empty; {self.allowed}")
        if self.codes:
            if cell not in self.codes:
                raise ValueError(f"unknown {cell!r}; {self.allowed}{nearest(cell, self.codes)}")
            return self.codes[cell]
        if math.isnan(self.low):
            return cell
        try:
            value = float(cell)
        except ValueError:
            raise ValueError(f"{cell!r} is not a number; {self.allowed}") from None
        fits = self.low < value <= self.high if self.above else self.low <= value <= self.high
        if not fits or (self.whole and value != int(value)):
            raise ValueError(f"{cell} is out of range; {self.allowed}")
        return value


def nearest(name: str, names: Sequence[str] | Mapping[str, int]) -> str:
    """Return a hint at the valid name that looks most like this one, or nothing."""
    found = process.extractOne(name, list(names), score_cutoff=60)
    return f"; did you mean {found[0]!r}?" if found else ""


Row = dict[str, float | str]


def read_table(text: str, where: str, columns: Sequence[Column], check: Callable[[Row], Iterator[str]]) -> list[Row]:
    """Return the rows of a CSV text, cells read by their columns; the first column must not repeat.

    Args:
        where: the table's name in messages.
        check: tells what is wrong with a row as a whole; asked when every cell of it is well.

    Raises:
        TableError: with every mistake.
    """
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as wrong:
        raise TableError([f"{where}:{reader.line_num}: is not CSV: {wrong}"]) from None
    header = [name.strip() for name in lines[0][1]] if lines else []
    mistakes = _header_mistakes(header, where, [c.name for c in columns])
    if len(lines) < 2:
        mistakes.append(f"{where}:2: has no rows; at least one is needed")
    rows: list[Row] = []
    line_of: dict[str, int] = {}
    for line, cells in lines[1:]:
        if not cells:
            continue
        if len(cells) != len(header):
            mistakes.append(f"{where}:{line}: has {len(cells)} cells; allowed: {len(header)}, one for each column")
            continue
        by_name = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        row: Row = {}
        for column in columns:
            if column.name not in by_name:
                continue
            try:
                row[column.name] = column.read(by_name[column.name])
            except ValueError as wrong:
                mistakes.append(f"{where}:{line}: {column.name}: {wrong}")
        key = by_name.get(columns[0].name, "")
        if key and line_of.setdefault(key, line) != line:
            mistakes.append(f"{where}:{line}: {columns[0].name}: {key!r} stands in line {line_of[key]} already")
        if len(row) == len(columns):
            mistakes.extend(f"{where}:{line}: {wrong}" for wrong in check(row))
        rows.append(row)
    if mistakes:
        raise TableError(mistakes)
    return rows


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without a byte-order mark.

    Raises:
        TableError: a file that is not there, cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as wrong:
        raise TableError([f"{path}: cannot be read: {wrong.strerror}"]) from None
    except UnicodeDecodeError as wrong:
        raise TableError([f"{path}: byte {wrong.start} is not UTF-8; save the table as UTF-8"]) from None


def _header_mistakes(header: Sequence[str], where: str, names: Sequence[str]) -> list[str]:
    unknown = [name for name in header if name not in names]
    mistakes = [f"{where}:1: {name}: column is missing" for name in names if name not in header]
    mistakes += [f"{where}:1: {name}: unknown column{nearest(name, names)}" for name in unknown]
    mistakes += [f"{where}:1: {name}: column stands twice" for name in dict.fromkeys(header) if header.count(name) > 1]
    return mistakes
