"""Rows of the files a city is made from, each with the place where it stands, for messages."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.city.errors import CityError, complaint, nearest


class Row(NamedTuple):
    """A row of a table: `FILE:LINE` and its cells, stripped of blanks around them; a missing cell is empty."""

    where: str
    cells: dict[str, str]


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        CityError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CityError([f"{path.name}: cannot be read: {error.strerror}"]) from None


def decode(name: str, content: bytes) -> str:
    """Return text from UTF-8, with or without a byte order mark.

    Raises:
        CityError: not UTF-8; names the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = f"byte {content[error.start]:#04x} is not UTF-8"
        raise CityError([f"{name}:{line}: {wrong}; allowed: text in UTF-8 (save it again as CSV UTF-8)"]) from None


def read_rows(path: Path, required: Sequence[str], optional: Sequence[str]) -> list[Row]:
    """Read a CSV file with a header.

    Args:
        required: columns that must be there.
        optional: columns that may be there; any other is a mistake.

    Raises:
        CityError: every missing, unknown or doubled column, every row of the wrong length.
    """
    name = path.name
    reader = csv.reader(decode(name, read_bytes(path)).splitlines(keepends=True))
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise CityError([f"{name}:{reader.line_num}: {error}"]) from None
    if not lines:
        raise CityError([f"{name}:1: the file is empty; allowed: a header with {', '.join(required)}, then rows"])
    header = [cell.strip() for cell in lines[0][1]]
    known = [*required, *optional]
    messages = [
        complaint(f"{name}:1", column, "column is missing", near=nearest(column, set(header) - set(known)))
        for column in required
        if column not in header
    ]
    for number, column in enumerate(header):
        if column not in known:
            messages.append(complaint(f"{name}:1", column, "unknown column", ", ".join(known), nearest(column, known)))
        elif column in header[:number]:
            messages.append(complaint(f"{name}:1", column, "column stands twice"))
    rows = []
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            messages.append(f"{name}:{line}: {len(cells)} cells in a row; allowed: {len(header)}, as in the header")
            continue
        rows.append(Row(f"{name}:{line}", dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    if messages:
        raise CityError(messages)
    return rows


def whole_number(row: Row, column: str, messages: list[str], low: int = 0) -> int:
    """Return a count, or -1 where the cell is empty or wrong; a wrong one adds a message."""
    text = row.cells.get(column, "")
    if not text:
        return -1
    allowed = f"a whole number from {low} to {2**31 - 1}, or nothing"
    try:
        value = int(text)
    except ValueError:
        messages.append(complaint(row.where, column, f"{text!r} is not a whole number", allowed))
        return -1
    if not low <= value < 2**31:
        messages.append(complaint(row.where, column, f"{value} is out of range", allowed))
        return -1
    return value


def percent(row: Row, column: str, messages: list[str]) -> float | None:
    """Return a percentage as a share 0-1, or None where the cell is empty or wrong; a wrong one adds a message."""
    text = row.cells.get(column, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 100.0:
        messages.append(complaint(row.where, column, f"{text!r} is not a percentage", "0 to 100, or nothing"))
        return None
    return value / 100.0
