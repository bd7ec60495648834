"""`huying study`: what a file of `experiments/` asks, carried out."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    Cluster,
    Lang,
    Precision,
    Quiet,
    Resume,
    Scheduler,
    Settings,
    StudyFolder,
    Workers,
    chosen,
    told,
)  # fmt: skip


def study(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=told("help.study"), show_default=False)],
    workers: Workers = None,
    scheduler: Scheduler = None,
    cluster: Cluster = None,
    resume: Resume = True,
    out: StudyFolder = None,
    replications: Annotated[
        int | None, typer.Option(min=1, max=10_000, help=told("study.option_replications"), show_default=False)
    ] = None,
    precision: Precision = None,
    settings: Settings = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Carry out a study."""
    from sim.commands.studying import Where, carry_out, open_study  # brings the whole model with it

    spoken = chosen(lang)
    found = open_study(file, settings or [], replications, precision or [], spoken)
    carry_out(found, Where(workers, scheduler, cluster, resume, out), spoken, quiet)
