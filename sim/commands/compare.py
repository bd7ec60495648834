"""`huying compare`: the same troubles under several policies."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, chosen, told


def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="A B [C ...]", help=told("comparison.option_scenarios"), show_default=False)
    ],
    area: Annotated[str | None, typer.Option(help=told("comparison.option_area"), show_default=False)] = None,
    days: Annotated[int | None, typer.Option(help=told("comparison.option_days"), show_default=False)] = None,
    warmup: Annotated[int | None, typer.Option(help=told("comparison.option_warmup"), show_default=False)] = None,
    replications: Annotated[int, typer.Option(min=1, max=10_000, help=told("study.option_replications"))] = 10,
    precision: Annotated[
        list[str] | None, typer.Option(metavar="A=B", help=told("study.option_precision"), show_default=False)
    ] = None,
    most: Annotated[int, typer.Option(min=2, max=10_000, help=told("comparison.option_most"))] = 200,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=told("study.option_set"), show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, max=1024, help=told("study.option_workers"), show_default=False)
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help=told("study.option_scheduler"), show_default=False)
    ] = None,
    cluster: Annotated[
        Path | None, typer.Option(metavar="FILE", help=told("study.option_cluster"), show_default=False)
    ] = None,
    resume: Annotated[bool, typer.Option("--resume/--no-resume", help=told("study.option_resume"))] = True,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=told("study.option_out"), show_default=False)] = None,
    lang: Lang = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=told("option.quiet"))] = False,
) -> None:
    """Compare scenarios."""
    from sim.commands.comparing import comparison_of  # brings the whole model with it
    from sim.commands.studying import Where, carry_out

    spoken = chosen(lang)
    places = {"area": area, "days": days, "warmup": warmup}
    found = comparison_of(scenarios, settings or [], places, replications, precision or [], most, spoken)
    carry_out(found, Where(workers, scheduler, cluster, resume, out), spoken, quiet)
