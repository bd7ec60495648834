"""`huying compare`: the same troubles under several policies."""

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


def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="A B [C ...]", help=told("comparison.option_scenarios"), show_default=False)
    ],
    area: Annotated[str | None, typer.Option(help=told("comparison.option_area"), show_default=False)] = None,
    days: Annotated[int | None, typer.Option(help=told("comparison.option_days"), show_default=False)] = None,
    warmup: Annotated[int | None, typer.Option(help=told("comparison.option_warmup"), show_default=False)] = None,
    replications: Annotated[int, typer.Option(min=1, max=10_000, help=told("study.option_replications"))] = 10,
    precision: Precision = None,
    most: Annotated[int, typer.Option(min=2, max=10_000, help=told("comparison.option_most"))] = 200,
    settings: Settings = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    cluster: Cluster = None,
    resume: Resume = True,
    out: StudyFolder = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios."""
    from sim.commands.comparing import comparison_of  # brings the whole model with it
    from sim.commands.studying import Where, carry_out

    spoken = chosen(lang)
    places = {"area": area, "days": days, "warmup": warmup}
    found = comparison_of(scenarios, settings or [], places, replications, precision or [], most, spoken)
    carry_out(found, Where(workers, scheduler, cluster, resume, out), spoken, quiet)
