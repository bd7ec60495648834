"""`huying effects`: what each lever does alone, and what is lost when a bundle goes without it."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.errors import UserError
from sim.commands.options import Lang, Quiet, chosen, told
from sim.text import text


def effects(
    area: Annotated[str | None, typer.Option(help=told("option.area"), show_default=False)] = None,
    days: Annotated[int | None, typer.Option(help=told("option.days"), show_default=False)] = None,
    warmup: Annotated[int | None, typer.Option(help=told("effects.option_warmup"), show_default=False)] = None,
    seeds: Annotated[int, typer.Option(help=told("effects.option_seeds"))] = 8,
    bundle: Annotated[
        str | None, typer.Option(metavar="NAME", help=told("effects.option_bundle"), show_default=False)
    ] = None,
    levers: Annotated[
        str | None, typer.Option(metavar="A,B", help=told("effects.option_levers"), show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help=told("effects.option_workers"), show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=told("option.out"), show_default=False)] = None,
    resume: Annotated[bool, typer.Option("--resume/--no-resume", help=told("effects.option_resume"))] = True,
    docs: Annotated[
        Path | None, typer.Option(metavar="FILE", help=told("effects.option_docs"), show_default=False)
    ] = None,
    made: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=told("effects.option_from"), show_default=False)
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Compare the same troubles with and without each lever."""
    from sim.commands.effecting import find_effects, redraw  # brings the whole model with it
    from sim.effects import DEFAULT_BUNDLE, plan_effects

    spoken = chosen(lang)
    if made is not None:
        if any(one is not None for one in (area, days, warmup, bundle, levers, workers)):
            raise UserError(text("effects.only_drawn", spoken))
        redraw(made, out, docs, spoken)
        return
    names = [] if levers is None else [name.strip() for name in levers.split(",") if name.strip()] or [levers]
    plan = plan_effects(area, days, warmup, seeds, bundle or DEFAULT_BUNDLE, names)
    find_effects(plan, out, docs, workers, resume, spoken, quiet)
