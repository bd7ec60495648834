"""`huying bench`: speed and memory on this machine, and the ratio to plain Mesa."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, chosen, told


def bench(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=told("option.bench_out"), show_default=False)] = None,
    quick: Annotated[bool, typer.Option("--quick", help=told("bench.option_quick"))] = False,
    city: Annotated[bool, typer.Option("--city/--no-city", help=told("bench.option_city"))] = True,
    lang: Lang = None,
) -> None:
    """Measure speed and memory, print them, and write them as one flat JSON object."""
    from sim.commands.benching import measure_and_print  # brings the whole model with it

    measure_and_print(out, quick, city, chosen(lang))
