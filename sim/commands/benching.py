"""What `huying bench` does once it knows what is wanted."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table as Shown
from rich.text import Text

from sim.bench.bench import measure
from sim.bench.table import Table, tables
from sim.bench.yardstick import plain_model
from sim.commands.errors import UserError
from sim.text import Language, text


def measure_and_print(out: Path | None, quick: bool, city: bool, lang: Language) -> None:
    """Measure, print small tables, and write the figures where they are wanted."""
    _try_to_write(out, lang)
    if plain_model() is None:
        print(text("bench.no_plain", lang), file=sys.stderr)

    def tell(stage: str) -> None:
        print(text(f"bench.stage_{stage}", lang), "...", file=sys.stderr, flush=True)

    figures = measure(quick, city, tell)
    for table in tables(figures, lang):
        _show(table)
    if out is not None:
        out.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(text("bench.written", lang, path=out))


def _try_to_write(out: Path | None, lang: Language) -> None:
    """See to it that a file can be written before minutes are spent on what goes into it."""
    if out is None:
        return
    try:
        out.open("a", encoding="utf-8").close()
    except OSError as error:
        raise UserError(f"{out}: {error.strerror}") from None


def _show(table: Table) -> None:
    shown = Shown(title=table.title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown.show_header = any(table.columns)
    for number, column in enumerate(table.columns):
        words = number == 0 or not any(table.columns)
        shown.add_column(column, justify="left" if words else "right", overflow="fold")
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    console = Console(highlight=False)
    console.print(shown)
    console.print()
