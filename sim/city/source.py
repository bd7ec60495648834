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
from sim.city.rows import Row, read_bytes, read_rows

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
            part = b"" if path is None else read_bytes(Path(path))
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
        return digest.digest()


WUHAN = CitySource(DATA / "wuhan_divisions.csv", DATA / "wuhan_margins.csv")


def _wuhan_whole() -> Row:
    assert WUHAN.margins is not None
    return read_rows(WUHAN.margins, _margins.REQUIRED, _margins.OPTIONAL)[0]


def read_hierarchy(source: CitySource) -> Divisions:
    """Read the hierarchy alone.

    Raises:
        CityError: everything that is wrong with the file.
    """
    path = Path(source.divisions)
    if path.suffix.lower() == ".graphml":
        return read_divisions(rows_of_graphml(path)[0])
    return read_divisions(read_rows(path, _divisions.REQUIRED, _divisions.OPTIONAL))


def read_source(source: CitySource) -> tuple[Divisions, Margins]:
    """Read and check all files of a city.

    Raises:
        CityError: everything that is wrong with any of the files. What depends on another file (whether the units
            of the margins are in the divisions) is checked once that one can be read.
    """
    messages: list[str] = []
    divisions, rows = None, []
    try:
        divisions = read_hierarchy(source)
    except CityError as error:
        messages += error.messages
    try:
        if source.margins is not None:
            rows = read_rows(Path(source.margins), _margins.REQUIRED, _margins.OPTIONAL)
        elif Path(source.divisions).suffix.lower() == ".graphml" and divisions is not None:
            rows = rows_of_graphml(Path(source.divisions))[1]
    except CityError as error:
        messages += error.messages
    if divisions is None or messages:
        raise CityError(messages)
    return divisions, read_margins(rows, divisions, _wuhan_whole())
