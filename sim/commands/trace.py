"""`huying trace`: the life of one ticket, in words."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, told


def trace(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=told("argument.run"))],
    ticket: Annotated[int, typer.Argument(metavar="TICKET", min=0, help=told("argument.ticket"))],
    lang: Lang = None,
) -> None:
    """Tell the life of one ticket."""
    raise NotImplementedError
