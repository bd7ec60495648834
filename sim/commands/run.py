"""`huying run`: simulate a scenario and write its results."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.errors import UserError
from sim.commands.options import Lang, Quiet, chosen, told
from sim.scenario import load_scenario, parse_settings
from sim.text import text


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
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario and write its results."""
    from sim.commands.simulating import manifest_of, simulate  # brings the whole model with it

    spoken = chosen(lang)
    if (scenario is None) == (manifest is None):
        raise UserError(text("run.one_source", spoken))
    overrides = {"area": area, "days": days, "seed": seed, "outputs.lang": lang} | parse_settings(settings or [])
    if not report:
        overrides["outputs.report"] = False
    if manifest is None:
        plan = load_scenario(str(scenario), overrides, label="--set")
    else:
        file, again = manifest_of(manifest, spoken)
        plan = load_scenario(file, overrides, part="scenario", label="--set")
        replications = replications or again
    simulate(plan, replications or 1, threads, out, plan.outputs.lang or spoken, quiet)
