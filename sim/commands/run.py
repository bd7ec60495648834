"""`huying run`: simulate a scenario and write its results."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.errors import UserError
from sim.commands.headline import print_headline
from sim.commands.options import Lang, chosen, told
from sim.commands.progress import shown_progress
from sim.engine.compiling import is_compiled, source_hash
from sim.report import write_report
from sim.results import ResultsError, run_scenario
from sim.results.folder import MANIFEST, read_manifest
from sim.scenario import Scenario, load_scenario, parse_settings
from sim.text import Language, text

MOST_THREADS = 2
"""Used unless somebody asks for more: a run of a street or a district gains nothing from them."""


def run(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help=told("argument.scenario"), show_default=False)
    ] = None,
    area: Annotated[str | None, typer.Option(help=told("option.area"), show_default=False)] = None,
    days: Annotated[int | None, typer.Option(help=told("option.days"), show_default=False)] = None,
    seed: Annotated[int | None, typer.Option(help=told("option.seed"), show_default=False)] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=told("option.set"), show_default=False)
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=1, max=1000, help=told("option.replications"), show_default=False)
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, max=256, help=told("option.threads"), show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=told("option.out"), show_default=False)] = None,
    manifest: Annotated[
        Path | None, typer.Option("--from", metavar="MANIFEST", help=told("option.from"), show_default=False)
    ] = None,
    lang: Lang = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help=told("option.report"))] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help=told("option.quiet"))] = False,
) -> None:
    """Simulate a scenario and write its results."""
    spoken = chosen(lang)
    if (scenario is None) == (manifest is None):
        raise UserError(text("run.one_source", spoken))
    overrides = {"area": area, "days": days, "seed": seed, "outputs.lang": lang} | parse_settings(settings or [])
    if not report:
        overrides["outputs.report"] = False
    if manifest is None:
        plan = load_scenario(str(scenario), overrides, label="--set")
    else:
        file = manifest / MANIFEST if manifest.is_dir() else manifest
        plan = load_scenario(file, overrides, part="scenario", label="--set")
        replications = replications or _replications_of(file, spoken)
    simulate(plan, replications or 1, threads, out, spoken if lang else plan.outputs.lang or spoken, quiet)


def simulate(
    scenario: Scenario, replications: int, threads: int | None, out: Path | None, lang: Language, quiet: bool
) -> None:
    """Run a scenario once or several times, write the results' folder, and print a small table and the path."""
    if not quiet and not is_compiled():
        print(text("run.compiling", lang), file=sys.stderr, flush=True)
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


def _replications_of(manifest: Path, lang: Language) -> int:
    """Return how often the run of a manifest was repeated; say so if it was another version's."""
    content = read_manifest(manifest.parent) if manifest.name == MANIFEST else None
    if content is None:
        return 1
    inputs, runs = content.get("inputs"), content.get("replications")
    if not isinstance(inputs, dict) or inputs.get("model") != source_hash():
        print(text("run.other_version", lang, path=manifest), file=sys.stderr)
    return runs if isinstance(runs, int) and runs > 0 else 1
