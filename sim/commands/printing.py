"""Putting tables and plain lines on the screen; 80 columns are enough."""

import json
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_rows(rows: Iterable[Sequence[str]], folded: int = -1) -> None:
    """Print rows in columns.

    Args:
        folded: column that takes what room there is, over several lines if need be.
    """
    rows = list(rows)
    if not rows:
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    last = len(rows[0]) + folded if folded < 0 else folded
    for column in range(len(rows[0])):
        table.add_column(no_wrap=column != last, overflow="fold", ratio=1 if column == last else None)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def print_heading(title: str) -> None:
    """Print a heading."""
    Console().print(Text(title, style="bold"))


def print_sentences(sentences: Iterable[str]) -> None:
    """Print sentences, each on lines of its own."""
    for sentence in sentences:
        Console().print(Text(sentence))


def print_json(value: object) -> None:
    """Print a value as JSON, Chinese as it is."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
