"""`huying validate`: does it behave like a city? Each known regularity, and whether the model shows it."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, told


def validate(
    area: Annotated[str | None, typer.Option(help=told("option.area"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=told("option.out"), show_default=False)] = None,
    lang: Lang = None,
) -> None:
    """Compare a run with what is known of such cities."""
    raise NotImplementedError
