"""What `huying trace` does: find the ticket that is meant, and print its life."""

from pathlib import Path

from sim.commands.errors import UserError
from sim.commands.printing import print_heading, print_rows
from sim.commands.telling import other_rows, story_rows, title_of
from sim.report.folder import read_run
from sim.report.life import typical_and_longest
from sim.results import ResultsError
from sim.results.life import check_run, file_of, nearest_tickets
from sim.text import Language, text


def the_ticket(run: Path, ticket: int | None, longest: bool, typical: bool, lang: Language) -> int:
    """Return the number of the ticket that is meant.

    Raises:
        UserError: this is no run with tickets, or not exactly one ticket is meant.
    """
    try:
        check_run(run)
    except ResultsError as error:
        raise UserError(*error.lines(lang)) from None
    if (ticket is not None) + longest + typical != 1:
        example = next(iter(nearest_tickets(run, 0)), "TICKET")
        raise UserError(text("trace.which", lang, run=run, example=example))
    if ticket is not None:
        return ticket
    picked = dict(typical_and_longest(read_run(run)))
    if not picked:
        raise UserError(text("trace.none", lang))
    return picked["typical"] if typical or "longest" not in picked else picked["longest"]


def tell_ticket(run: Path, ticket: int, lang: Language) -> None:
    """Print the life of a ticket.

    Raises:
        UserError: the run knows no such ticket.
    """
    found = file_of(run, ticket)
    if found is None:
        near = ", ".join(map(str, nearest_tickets(run, ticket))) or "–"
        raise UserError(text("trace.unknown", lang, ticket=ticket, near=near))
    print_heading(title_of(run, found, lang))
    print_rows(story_rows(run, found, lang))
    if len(found.others):
        print_heading(text("trace.others", lang))
        print_rows(other_rows(found, lang))
