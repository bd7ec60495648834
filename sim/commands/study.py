"""`huying study`: what a file of `experiments/` asks, carried out."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, chosen, told


def study(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=told("help.study"), show_default=False)],
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
    replications: Annotated[
        int | None, typer.Option(min=1, max=10_000, help=told("study.option_replications"), show_default=False)
    ] = None,
    precision: Annotated[
        list[str] | None, typer.Option(metavar="A=B", help=told("study.option_precision"), show_default=False)
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=told("study.option_set"), show_default=False)
    ] = None,
    lang: Lang = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=told("option.quiet"))] = False,
) -> None:
    """Carry out a study."""
    from sim.commands.studying import Where, carry_out, open_study  # brings the whole model with it

    spoken = chosen(lang)
    found = open_study(file, settings or [], replications, precision or [], spoken)
    carry_out(found, Where(workers, scheduler, cluster, resume, out), spoken, quiet)
