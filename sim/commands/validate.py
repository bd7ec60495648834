"""`huying validate`: does it behave like a city? Each known regularity, and whether the model shows it."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, chosen, told

FIFTEEN_MONTHS = 456
"""Days, as long as SF06's source observed its reporters."""


def validate(
    area: Annotated[str | None, typer.Option(help=told("option.area"), show_default=False)] = None,
    days: Annotated[int, typer.Option(help=told("option.days"))] = FIFTEEN_MONTHS,
    seeds: Annotated[int, typer.Option(min=1, max=100, help=told("option.seeds"))] = 3,
    years: Annotated[int, typer.Option(min=0, max=9, help=told("option.years"))] = 5,
    scenario: Annotated[str, typer.Option(metavar="SCENARIO", help=told("option.scenario"))] = "baseline",
    threads: Annotated[
        int | None, typer.Option(min=1, max=256, help=told("option.threads"), show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=told("option.out"), show_default=False)] = None,
    strict: Annotated[bool, typer.Option("--strict", help=told("option.strict"))] = False,
    lang: Lang = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=told("option.quiet"))] = False,
) -> None:
    """Compare runs with what is known of such cities."""
    from sim.commands.validating import compare  # brings the whole model with it

    spoken = chosen(lang)
    found = compare(scenario, {"area": area, "days": days}, seeds, years, threads, out, spoken, quiet)
    if strict and found.count("fails"):
        raise typer.Exit(1)
