"""`huying areas`: find a city, district, street or community."""

from typing import Annotated

import typer

from sim.city import search_areas
from sim.city.areas import areas_of
from sim.city.source import WUHAN, read_hierarchy
from sim.commands.errors import UserError
from sim.commands.options import Lang, chosen, told
from sim.commands.printing import print_rows
from sim.text import text


def areas(
    wanted: Annotated[
        str | None, typer.Argument(metavar="TEXT", help=told("argument.area"), show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """Find areas by name or code; without one, list the districts."""
    spoken = chosen(lang)
    if wanted is None:
        found = [pair for pair in areas_of(read_hierarchy(WUHAN)) if pair[0].level in {"city", "district"}]
    else:
        found = [(one.area, one.path) for one in search_areas(wanted)]
    if not found:
        raise UserError(text("areas.none", spoken, name=repr(wanted)))
    print_rows((area.code, text(f"level.{area.level}", spoken), f"{path} {area.name}".strip()) for area, path in found)
