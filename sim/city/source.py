"""Where a city comes from: Wuhan's tables in the package, or files of one's own."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sim.city import divisions as _divisions
from sim.city import margins as _margins
from sim.city.divisions import Divisions, read_divisions
from sim.city.errors import CityError
from sim.city.margins import Margins, read_margins
from sim.city.own_graphml import rows_of_graphml
from sim.table import Row, read_table
from sim.text.problem import Problem, unreadable

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class CitySource:
    """Files that describe a city (docs/own_city.md).

    Attributes:
        divisions: table of divisions (CSV), or a graph of the hierarchy (`.graphml`).
        margins: table of published totals (CSV); None where the divisions give every community's population.
    """

    divisions: Path
    margins: Path | None = None

    def content(self) -> bytes:
        """Return a digest of the files' bytes."""
        digest = hashlib.blake2b(digest_size=16)
        for path in (self.divisions, self.margins):
            part = b"" if path is None else _bytes(Path(path))
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
        return digest.digest()


WUHAN = CitySource(DATA / "wuhan_divisions.csv", DATA / "wuhan_margins.csv")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CityError([unreadable(path, error)]) from None


def _is_graph(source: CitySource) -> bool:
    return Path(source.divisions).suffix.lower() == ".graphml"


def read_hierarchy(source: CitySource) -> Divisions:
    """Read the hierarchy alone.

    Raises:
        CityError: everything that is wrong with the file.
    """
    problems: list[Problem] = []
    path = Path(source.divisions)
    if _is_graph(source):
        return read_divisions(rows_of_graphml(path, problems)[0], problems)
    return read_divisions(read_table(path, _divisions.COLUMNS, problems), problems)


def read_source(source: CitySource) -> tuple[Divisions, Margins]:
    """Read and check all files of a city.

    Raises:
        CityError: everything that is wrong with any of the files. What depends on another file (whether the units
            of the margins are in the divisions) is checked once that one can be read.
    """
    problems: list[Problem] = []
    rows: list[Row] = []
    if source.margins is not None:
        rows = read_table(Path(source.margins), _margins.COLUMNS, problems)
    try:
        divisions = read_hierarchy(source)
    except CityError as error:
        raise CityError([*error.problems, *problems]) from None
    if source.margins is None and _is_graph(source):
        rows = rows_of_graphml(Path(source.divisions), problems)[1]
    return divisions, read_margins(rows, divisions, _wuhan_whole(), problems)


def _wuhan_whole() -> Row:
    assert WUHAN.margins is not None
    return read_table(WUHAN.margins, _margins.COLUMNS, [])[0]
