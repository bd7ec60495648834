"""From an export and its map to a trace: every row kept, or refused for one reason."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.city import Area, CitySource, find_area
from sim.city.source import WUHAN, read_hierarchy
from sim.own_data.encoding import encoding_of
from sim.own_data.errors import OwnDataError
from sim.own_data.map_file import TicketMap, check_headings, read_map
from sim.own_data.places import Gazetteer
from sim.own_data.residents import residents_of
from sim.own_data.rows import read_headings, read_rows
from sim.own_data.showing import NearMiss, Unshown
from sim.own_data.sifting import Sifting
from sim.own_data.unknown import unknown_values
from sim.text.problem import Mark, Problem, phrase, unreadable

CLOCKS_AHEAD = np.timedelta64(14, "h")
"""How far local time may be ahead of UTC."""


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """What an export became.

    Attributes:
        trace: one row a ticket that was kept, by time: `line`, `reported`, `community_code`, `category`, `channel`,
            `closed`, `rating`.
        deadline: of each row of the trace; NaT where unknown.
        refused: one row a refused row: `line`, `reason` (`Reason`).
        blanked: one row a cell that was left blank: `line`, `reason` (`Blank`).
        read: rows that were read.
        swallowed: lines that a quotation mark without end drew into another row.
        drawn: tickets whose community was drawn, by the level that was known.
        drawn_by: `residents` or `evenly`.
        exported: until when the export tells.
        communities: of the area, all of them.
    """

    file: Path
    map_file: Path
    map: TicketMap
    encoding: str
    source: CitySource
    area: Area
    trace: pd.DataFrame
    deadline: NDArray[np.datetime64]
    refused: pd.DataFrame
    blanked: pd.DataFrame
    read: int
    swallowed: int
    drawn: dict[str, int]
    drawn_by: str
    exported: np.datetime64
    communities: tuple[str, ...]
    near: tuple[NearMiss, ...]
    unshown: tuple[Unshown, ...]


def import_tickets(
    file: str | Path, map_file: str | Path, area: str | None = None, source: CitySource | None = None
) -> Imported:
    """Read an export of tickets.

    Args:
        file: CSV, UTF-8 or GB18030, with headings.
        map_file: `map.yaml` (docs/own_tickets.md).
        area: by name or code; rows from elsewhere are refused. The whole city if left out.
        source: files of a city of one's own; Wuhan if left out.

    Raises:
        OwnDataError: the map is wrong, or the file cannot be read at all.
        ScenarioError: the map is no YAML.
        CityError: the city's files are wrong, or there is no such area.
    """
    file, map_file, source = Path(file), Path(map_file), source or WUHAN
    divisions = read_hierarchy(source)
    gazetteer = Gazetteer(divisions)
    chosen = gazetteer.areas[0] if area is None else find_area(area, source)
    map_, document = read_map(map_file, gazetteer, source)
    try:
        codec = encoding_of(file, map_.encoding)
        headings = read_headings(file, codec, map_.delimiter)
    except OwnDataError as error:
        raise OwnDataError([*document.problems, *error.problems]) from None
    check_headings(map_, document, headings, file.name)
    if document.problems:
        raise OwnDataError(document.problems)
    try:
        rows = read_rows(file, codec, map_, headings)
        made = np.datetime64(int(file.stat().st_mtime), "s") + CLOCKS_AHEAD
    except OSError as error:
        raise OwnDataError([unreadable(file, error)]) from None
    if not len(rows):
        raise OwnDataError([Problem(Mark(file.name, 2), (), phrase("problem.no_rows"))])
    within = gazetteer.areas.index(chosen)
    work = Sifting(rows, map_, gazetteer, within)
    exported = work.export_time(made)
    work.refuse_all(exported)
    weights = None if map_.evenly else residents_of(source, divisions)
    by = "evenly" if weights is None else "residents"
    trace, deadline, drawn = work.trace(np.ones(len(divisions.community_codes)) if weights is None else weights)
    near, unshown = unknown_values(work.matched, rows.codes, map_, gazetteer)
    return Imported(
        file=file, map_file=map_file, map=map_, encoding=codec, source=source, area=chosen, trace=trace,
        deadline=deadline, refused=work.refused(), blanked=work.blanked(), read=len(rows), swallowed=rows.swallowed,
        drawn=drawn, drawn_by=by, exported=exported, near=near, unshown=unshown,
        communities=tuple(divisions.community_codes[row] for row in gazetteer.communities_of(within)),
    )  # fmt: skip
