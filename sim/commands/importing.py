"""What `huying import tickets` does: read, print what was kept and what was not, write the folder."""

import sys
from pathlib import Path

from sim.city import CitySource
from sim.commands.errors import UserError
from sim.commands.printing import print_heading, print_rows
from sim.own_data import import_tickets, targets_of, write_imported
from sim.own_data.report import sections
from sim.results import ResultsError
from sim.scenario import load_scenario
from sim.text import Language, text
from sim.text.problem import ProblemsError

TABLES = (".csv", ".graphml")
ON_SCREEN = 4
"""Columns of a table for which there is room; `report.md` has all."""


def bring_in(file: Path, map_file: Path, out: Path, area: str | None, city: str | None, lang: Language) -> bool:
    """Import tickets, print a summary, and say whether any were kept; without one nothing is written."""
    try:
        source, place = _city(city)
        found = import_tickets(file, map_file, area or place, source)
    except ProblemsError as error:
        raise UserError(*error.lines(lang)) from None
    targets = targets_of(found)
    kept = len(found.trace) > 0
    if kept:
        try:
            write_imported(found, targets, out, lang)
        except ResultsError as error:
            raise UserError(*error.lines(lang)) from None
    for section in sections(found, targets, lang):
        print_heading(section.heading)
        for said in section.said:
            print(said)
        print_rows((f"  {cells[0]}", *cells[1:ON_SCREEN]) for cells in section.rows)
    if kept:
        print(text("own_data.results", lang, path=out))
    else:
        print(text("own_data.nothing_kept", lang), file=sys.stderr)
    return kept


def _city(city: str | None) -> tuple[CitySource | None, str | None]:
    """Return the files of the city that was asked for, and the area of the scenario if one was named."""
    if city is None:
        return None, None
    if Path(city).suffix.lower() in TABLES:
        return CitySource(Path(city)), None
    scenario = load_scenario(city)
    return scenario.city_source(), scenario.area
