"""What `huying effects` does: run what is missing, write table, figure and page, print the largest effects."""

import sys
from pathlib import Path

from sim.commands.errors import UserError
from sim.commands.printing import print_heading, print_rows
from sim.commands.studying import Where, at_work
from sim.effects import MAIN, Effects, Plan, effects_of, read_effects, run_missing, write_effects
from sim.effects.figure import write_figure
from sim.effects.findings import largest, marked
from sim.effects.page import frame_of, write_page
from sim.experiment.store import Runs, make_folder
from sim.report.differences import NOTHING, indicator_name, lever_name, number, unit
from sim.report.quantities import grouped
from sim.report.style import language_of_figures
from sim.results import ResultsError
from sim.results.folder import refusals
from sim.text import Language, text

TABLE, RUNS = "levers.parquet", "runs.jsonl"


def find_effects(
    plan: Plan, out: Path | None, docs: Path | None, workers: int | None, resume: bool, lang: Language, quiet: bool
) -> None:
    """Do what is missing of a plan's runs, write all that is made of them, and print the largest effects."""
    folder = out or Path("results") / f"effects-{plan.base.area}"
    try:
        if docs is not None:
            frame_of(docs, lang)  # before minutes of work
        with Runs.opened(folder / RUNS, resume) as runs:
            if not quiet:
                _say(plan, lang)
            with at_work(runs, Where(0 if workers == 1 else workers), None, lang, quiet) as run:
                found = run_missing(plan, run)
        effects = effects_of(plan, found)
        write_effects(effects, folder / TABLE)
        _publish(effects, folder / TABLE, folder, docs, lang)
    except ResultsError as error:
        raise UserError(*error.lines(lang)) from None


def redraw(made: Path, out: Path | None, docs: Path | None, lang: Language) -> None:
    """Draw and write from a table that was made before."""
    try:
        if docs is not None:
            frame_of(docs, lang)
        _publish(read_effects(made), made, out or made.parent, docs, lang)
    except ResultsError as error:
        raise UserError(*error.lines(lang)) from None


def _say(plan: Plan, lang: Language) -> None:
    """Say what lies ahead."""
    worlds = len(list(plan.worlds()))
    print(
        text("effects.begins", lang, levers=len(plan.levers), bundled=len(plan.bundled),
             bundle=lever_name(plan.bundle, lang), runs=len(plan.seeds), whole=grouped(worlds * len(plan.seeds))),
        file=sys.stderr,
    )  # fmt: skip


def _publish(effects: Effects, table: Path, folder: Path, docs: Path | None, lang: Language) -> None:
    make_folder(folder)
    with refusals(folder):
        drawn = write_figure(effects, folder, language_of_figures(lang))
    if docs is not None:
        write_page(effects, docs, drawn[-1], lang)
    _print(effects, lang)
    print(text("effects.written", lang, path=table))
    print(text("effects.drawn", lang, path=drawn[0]))
    if docs is not None:
        print(text("effects.page_written", lang, path=docs))


def _print(effects: Effects, lang: Language) -> None:
    """Print the largest effect on each indicator, alone and left out."""
    marks = marked(effects.table)
    for setting in ("alone", "left_out"):
        print_heading(text(f"effects.largest_{setting}", lang))
        rows = []
        for name in MAIN:
            found = largest(marks, name, setting, 1)
            what = f"{number(name, found[0].effect)} {unit(name, lang)}" if found else NOTHING
            rows.append((f"  {indicator_name(name, lang)}", lever_name(found[0].lever, lang) if found else "", what))
        print_rows(rows)
