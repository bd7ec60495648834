"""What `huying run` does once it knows what is wanted."""

import json
import os
import sys
from pathlib import Path

from sim.commands.errors import UserError
from sim.commands.first_start import compile_once
from sim.commands.headline import print_headline
from sim.commands.progress import shown_progress
from sim.engine.compiling import source_hash
from sim.report import write_report
from sim.results import ResultsError, run_scenario
from sim.results.folder import MANIFEST, read_manifest
from sim.scenario import Scenario
from sim.text import Language, text

MOST_THREADS = 2
"""Used unless somebody asks for more."""


def simulate(
    scenario: Scenario, replications: int, threads: int | None, out: Path | None, lang: Language, quiet: bool
) -> None:
    """Run a scenario once or several times, write the results' folder, and print a small table and the path."""
    compile_once(lang, quiet)
    try:
        with shown_progress(lang, quiet) as progress:
            folder = run_scenario(
                scenario,
                out,
                threads=threads or min(MOST_THREADS, os.cpu_count() or 1),
                replications=replications,
                lang=lang,
                report=write_report,
                progress=progress,
            )
    except ResultsError as error:
        raise UserError(*error.lines(lang)) from None
    print_headline(json.loads((folder / "summary.json").read_text(encoding="utf-8")), lang)
    page = folder / "report.html"
    print(text("run.report", lang, path=page) if page.is_file() else text("run.results", lang, path=folder))


def manifest_of(path: Path, lang: Language) -> tuple[Path, int]:
    """Return a manifest's file (of a run's folder, the one in it), and how often its run was repeated.

    Says so if it was another version's.
    """
    file = path / MANIFEST if path.is_dir() else path
    content = read_manifest(file)
    if content is None:
        return file, 1
    inputs, runs = content.get("inputs"), content.get("replications")
    if not isinstance(inputs, dict) or inputs.get("model") != source_hash():
        print(text("run.other_version", lang, path=file), file=sys.stderr)
    return file, runs if isinstance(runs, int) and runs > 0 else 1
