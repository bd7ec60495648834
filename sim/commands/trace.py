"""`huying trace`: the life of one ticket, in words."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, chosen, told


def trace(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=told("argument.run"))],
    ticket: Annotated[
        int | None, typer.Argument(metavar="TICKET", min=0, help=told("argument.ticket"), show_default=False)
    ] = None,
    longest: Annotated[bool, typer.Option("--longest", help=told("option.longest"))] = False,
    typical: Annotated[bool, typer.Option("--typical", help=told("option.typical"))] = False,
    lang: Lang = None,
) -> None:
    """Tell the life of one ticket."""
    from sim.commands.tracing import tell_ticket, the_ticket  # brings pandas and the report with it

    spoken = chosen(lang)
    tell_ticket(run, the_ticket(run, ticket, longest, typical, spoken), spoken)
