"""`huying import`: data of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import Lang, chosen, told

imports = typer.Typer(no_args_is_help=True, add_completion=False)


@imports.callback()
def import_() -> None:
    """Stand before what is brought in."""


@imports.command("tickets", help=told("help.import_tickets"))
def tickets(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=told("own_data.argument_file"), show_default=False)],
    map_file: Annotated[
        Path, typer.Option("--map", metavar="MAP", help=told("own_data.option_map"), show_default=False)
    ],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=told("option.out"), show_default=False)] = None,
    area: Annotated[str | None, typer.Option(help=told("own_data.option_area"), show_default=False)] = None,
    city: Annotated[
        str | None, typer.Option(metavar="FILE", help=told("own_data.option_city"), show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """Turn a hotline's export into a trace and targets."""
    from sim.commands.importing import bring_in  # brings pandas and the city with it

    if not bring_in(file, map_file, out or Path("results") / f"import-{file.stem}", area, city, chosen(lang)):
        raise typer.Exit(2)
