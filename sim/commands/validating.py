"""What `huying validate` does: run, judge, print a table of 80 columns, write the folder."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.commands.errors import UserError
from sim.commands.first_start import compile_once
from sim.commands.progress import shown_progress
from sim.commands.simulating import MOST_THREADS
from sim.report.quantities import grouped
from sim.report.style import language_of_figures
from sim.results import ResultsError
from sim.text import Language, text
from sim.validation import Finding, Validation, validate, words, write_validation
from sim.validation.figures import draw_facts, draw_history
from sim.validation.figures.bands import draw_bands
from sim.validation.history import History
from sim.validation.observed import Observed
from sim.validation.page import images_of
from sim.validation.verdict import Status
from sim.validation.writing import check_folder, default_folder

WIDTHS = (35, 8, 17, 12, 2)
"""Columns: number, mean, interval, band, sign; with a space between them, 78 in all."""
JUDGED: tuple[Status, ...] = ("holds", "fails", "unknown")
STYLES = {"holds": "bold green", "fails": "bold red", "unknown": "bold yellow"}


def compare(
    scenario: str,
    overrides: Mapping[str, object],
    seeds: int,
    years: int,
    threads: int | None,
    out: Path | None,
    lang: Language,
    quiet: bool,
) -> Validation:
    """Run a scenario several times, compare it with the facts, write the folder, and print the table and the path."""
    compile_once(lang, quiet)
    figures_in = language_of_figures(lang)
    figures: dict[str, Figure] = {}

    def look(seen: Observed) -> None:
        figures.update(draw_facts(seen, figures_in))

    def look_back(history: History) -> None:
        figures.update(draw_history(history, figures_in))

    threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
    try:
        if out is not None:
            check_folder(out)  # before minutes of work
        with shown_progress(lang, quiet) as progress:
            found = validate(
                scenario, overrides, seeds=seeds, years=years, threads=threads, progress=progress, look=look,
                look_back=look_back,
            )  # fmt: skip
            progress("report", 0, 1)
            bands = draw_bands(found, figures_in)
            images = images_of(figures | ({} if bands is None else {"bands": bands}))
            page = write_validation(found, images, out or default_folder(found), lang)
    except ResultsError as error:
        raise UserError(*error.lines(lang)) from None
    print_validation(found, lang)
    print(text("validation.page", lang, path=page))
    return found


def print_validation(found: Validation, lang: Language) -> None:
    """Print each fact with its numbers, and how they are judged."""
    console = Console(highlight=False)
    title = text("validation.terminal_title", lang, area=found.area.name, days=found.days, runs=len(found.seeds))
    console.print(Text(title, style="bold"))
    if found.lived.years:
        lived = found.lived
        told = {"area": lived.area.name, "residents": grouped(lived.residents), "reform": lived.reform}
        console.print(Text(text("validation.lived_short", lang, years=lived.years, **told)), width=78)
    heads = [text(f"validation.{name}", lang) for name in ("measure", "value", "interval", "band")]
    console.print(_table([[*heads, ""]], "dim"))
    for finding in found.findings:
        _print_fact(console, finding, lang)
    counts = {name: found.count(name) for name in JUDGED}
    summary = text("validation.summary", lang, computed=len(found.findings), **counts)
    for line in (summary, text("validation.rule_short", lang)):
        console.print(Text(line), width=78)


def _print_fact(console: Console, finding: Finding, lang: Language) -> None:
    head = Text(f"{finding.fact.id} ")
    head.append(words.status(finding, lang), style=STYLES[finding.status])
    head.append(f" {words.title(finding, lang)}")
    console.print(head, width=78)
    rows = [
        (f"  {one.measure.title(lang)}", words.mean(one), words.interval(one), words.band(one), words.mark(one))
        for one in finding.readings
    ]
    console.print(_table(rows))
    said = words.remark(finding, lang)
    if said:
        console.print(Text(said, style="dim"), width=78)


def _table(rows: Iterable[Sequence[str]], style: str = "") -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), style=style)
    for column, width in enumerate(WIDTHS):
        table.add_column(width=width, justify="right" if column else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
