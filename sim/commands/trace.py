"""`huying trace`: the life of one ticket, in words."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.errors import UserError
from sim.commands.options import Lang, chosen, told
from sim.commands.printing import print_heading, print_rows
from sim.commands.telling import other_rows, story_rows, title_of
from sim.report.folder import read_run
from sim.report.life import typical_and_longest
from sim.results import ResultsError
from sim.results.life import check_run, file_of, nearest_tickets
from sim.text import Language, text


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
    spoken = chosen(lang)
    try:
        check_run(run)
    except ResultsError as error:
        raise UserError(*error.lines(spoken)) from None
    if (ticket is not None) + longest + typical != 1:
        example = next(iter(nearest_tickets(run, 0)), "TICKET")
        raise UserError(text("trace.which", spoken, run=run, example=example))
    number = ticket if ticket is not None else _picked(run, "longest" if longest else "typical", spoken)
    found = file_of(run, number)
    if found is None:
        near = ", ".join(map(str, nearest_tickets(run, number))) or "–"
        raise UserError(text("trace.unknown", spoken, ticket=number, near=near))
    print_heading(title_of(run, found, spoken))
    print_rows(story_rows(run, found, spoken))
    if len(found.others):
        print_heading(text("trace.others", spoken))
        print_rows(other_rows(found, spoken))


def _picked(run: Path, kind: str, lang: Language) -> int:
    """Return the ticket that is the longest or the typical one, as in the report."""
    picked = dict(typical_and_longest(read_run(run)))
    if not picked:
        raise UserError(text("trace.none", lang))
    return picked.get(kind, picked["typical"])
