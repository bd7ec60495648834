"""Strict reading of tables that people edit: every mistake at once, with its line, what is allowed, and the nearest."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sim.text.problem import Mark, Phrase, Problem, ProblemsError, nearest, phrase, shown, unreadable


class TableError(ProblemsError):
    """The mistakes of a table that cannot be used."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a cell of a column may hold: a number within bounds, one of some names, or (with neither) any text.

    Attributes:
        codes: what each name stands for.
        above: the lower bound itself is not allowed.
        blank: the cell may be empty.
        optional: the column may be left out.
    """

    name: str
    low: float = math.nan
    high: float = math.nan
    whole: bool = False
    above: bool = False
    codes: Mapping[str, Any] = field(default_factory=dict)
    blank: bool = False
    optional: bool = False

    @property
    def allowed(self) -> Phrase | None:
        """What is allowed, in words; None for any text."""
        if self.codes:
            what = phrase("allowed.one_of", names=", ".join(filter(None, self.codes)))
        elif math.isnan(self.low):
            return None
        elif self.whole:
            what = phrase("allowed.whole", low=self.low, high=self.high)
        else:
            what = phrase("allowed.above" if self.above else "allowed.number", low=self.low, high=self.high)
        return phrase("allowed.or_nothing", what=what) if self.blank or "" in self.codes else what

    def read(self, cell: str, where: Mark, problems: list[Problem]) -> Any:
        """Return a cell's value, None where it is empty or wrong; what is wrong is added to the problems."""
        if cell in self.codes:
            return self.codes[cell]
        if not cell and self.blank:
            return None
        if not cell:
            wrong = phrase("problem.blank")
        elif self.codes:
            wrong = phrase("problem.unknown_name", value=shown(cell))
        elif math.isnan(self.low):
            return cell
        else:
            try:
                number = float(cell)
            except ValueError:
                wrong = phrase("problem.not_a_number", value=shown(cell))
            else:
                fits = self.low < number <= self.high if self.above else self.low <= number <= self.high
                if fits and not self.whole:
                    return number
                if fits and cell.lstrip("+").isdigit():
                    return int(cell)
                wrong = phrase("problem.out_of_range", value=cell)
        problems.append(Problem(where, (self.name,), wrong, self.allowed, nearest(cell, self.codes)))
        return None


Values = dict[str, Any]
"""Values of a row by column; cells that are wrong and columns that are left out have none."""
Mistake = tuple[str, Phrase, Phrase | None]
"""Column, what is wrong, what is allowed."""


class Row(NamedTuple):
    """A row and its place."""

    where: Mark
    values: Values


def load_table(
    path: Path, columns: Sequence[Column], check: Callable[[Values], Iterable[Mistake]] = lambda row: ()
) -> list[Values]:
    """Return the rows of a table, all of it or nothing.

    Args:
        check: tells what is wrong with a row as a whole; asked when every cell of it is well.

    Raises:
        TableError: with every mistake.
    """
    problems: list[Problem] = []
    rows = read_table(path, columns, problems)
    for row in rows:
        if len(row.values) == len(columns):
            problems += [Problem(row.where, (name,), wrong, allowed) for name, wrong, allowed in check(row.values)]
    if problems:
        raise TableError(problems)
    return [row.values for row in rows]


def read_table(path: Path, columns: Sequence[Column], problems: list[Problem]) -> list[Row]:
    """Return the rows of a CSV file in UTF-8 with a header; what is wrong with it is added to the problems."""
    reader = csv.reader(io.StringIO(read_text(path, problems), newline=""))
    lines = []
    try:
        lines = [(Mark(path.name, reader.line_num), [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        problems.append(Problem(Mark(path.name, reader.line_num), (), phrase("problem.not_csv", reason=str(error))))
    if not lines:
        return []
    top, header = lines[0]
    names = [column.name for column in columns]
    mistakes = [
        *(("missing", one.name) for one in columns if one.name not in header and not one.optional),
        *(("unknown", name) for name in header if name not in names),
        *(("twice", name) for name in dict.fromkeys(header) if header.count(name) > 1),
    ]
    for wrong, name in mistakes:
        near = nearest(name, names) if wrong == "unknown" else ()
        problems.append(Problem(top, (name,), phrase(f"problem.column_{wrong}"), None, near))
    rows = []
    for where, cells in lines[1:]:
        if any(cells) and len(cells) != len(header):
            allowed = phrase("allowed.cells", count=len(header))
            problems.append(Problem(where, (), phrase("problem.cells", count=len(cells)), allowed))
        elif any(cells):
            rows.append((where, dict(zip(header, cells, strict=True))))
    if len(lines) == 1:
        problems.append(Problem(Mark(path.name, 2), (), phrase("problem.no_rows")))
    return read_rows(rows, columns, problems)


def read_rows(
    rows: Iterable[tuple[Mark, Mapping[str, str]]], columns: Sequence[Column], problems: list[Problem]
) -> list[Row]:
    """Return rows with their cells read by their columns. The first column names the row and must not repeat."""
    read, line_of, first = [], dict[str, int](), columns[0].name
    for where, cells in rows:
        values = {}
        for column in columns:
            before = len(problems)
            value = column.read(cells[column.name], where, problems) if column.name in cells else None
            if column.name in cells and len(problems) == before:
                values[column.name] = value
        if first in values and cells[first] in line_of:
            wrong = phrase("problem.repeated", value=shown(cells[first]), line=line_of[cells[first]])
            problems.append(Problem(where, (first,), wrong))
            del values[first]
        elif first in values:
            line_of[cells[first]] = where.line
        read.append(Row(where, values))
    return read


def read_text(path: Path, problems: list[Problem]) -> str:
    """Return the text of a file in UTF-8, with or without a byte-order mark; "" if it cannot be read or is empty."""
    content = b""
    try:
        content = path.read_bytes()
        if text := content.decode("utf-8-sig"):
            return text
        problems.append(Problem(Mark(path.name), (), phrase("problem.empty")))
    except OSError as error:
        problems.append(unreadable(path, error))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(Mark(path.name, line), (), phrase("problem.table_not_utf8")))
    return ""
