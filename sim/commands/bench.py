"""`huying bench`: speed and memory on this machine, and the ratio to plain Mesa."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, told


def bench(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=told("option.bench_out"), show_default=False)] = None,
    lang: Lang = None,
) -> None:
    """Measure speed and memory."""
    raise NotImplementedError
