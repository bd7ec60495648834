"""What is on file about one ticket: its row, its hand-overs, others about the same trouble, and who the nodes are."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from sim.results.errors import ResultsError
from sim.results.folder import read_manifest

_TAG = "{http://graphml.graphdrawing.org/xmlns}"


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """The file of one ticket.

    Attributes:
        ticket: its row of `tickets.parquet`.
        moves: its rows of `handovers.parquet`, by time; none where the run kept none.
        others: rows of other tickets about the same trouble, by time.
        names: names of the nodes that it came by.
    """

    ticket: pd.Series
    moves: pd.DataFrame
    others: pd.DataFrame
    names: dict[str, str]


def check_run(folder: Path) -> None:
    """Make sure that a folder is a run's, with a table of tickets.

    Raises:
        ResultsError: it is not.
    """
    if read_manifest(folder) is None:
        raise ResultsError("results.no_run", path=folder)
    if not (folder / "tickets.parquet").is_file():
        raise ResultsError("results.no_tickets", path=folder)


def file_of(folder: Path, ticket: int) -> File | None:
    """Return the file of a ticket; None if the run knows no such ticket."""
    found = pd.read_parquet(folder / "tickets.parquet", filters=[("ticket", "==", ticket)])
    if found.empty:
        return None
    row = found.iloc[0]
    same = pd.read_parquet(folder / "tickets.parquet", filters=[("trouble", "==", row.trouble)])
    handovers = folder / "handovers.parquet"
    moves = pd.DataFrame()
    if handovers.is_file():
        moves = pd.read_parquet(handovers, filters=[("ticket", "==", ticket)]).sort_values("time", kind="stable")
    nodes = pd.concat([moves.from_node, moves.to_node]).dropna() if len(moves) else ()
    others = same[same.ticket != ticket].sort_values("reported", kind="stable")
    return File(row, moves, others, node_names(folder / "city.graphml", nodes))


def nearest_tickets(folder: Path, ticket: int, count: int = 3) -> list[int]:
    """Return the tickets that there are whose numbers are nearest to one that there is not."""
    known = np.sort(pq.read_table(folder / "tickets.parquet", columns=["ticket"])["ticket"].to_numpy())
    place = int(np.searchsorted(known, ticket))
    near = known[max(0, place - count) : place + count].tolist()
    return sorted(near, key=lambda one: (abs(one - ticket), one))[:count]


def node_names(graphml: Path, nodes: Iterable[str]) -> dict[str, str]:
    """Return the names of some nodes of a graph, read without building it."""
    wanted = set(nodes)
    names: dict[str, str] = {}
    key = ""
    if not wanted or not graphml.is_file():
        return names
    with graphml.open("rb") as file:
        for _, element in ElementTree.iterparse(file):
            if element.tag == f"{_TAG}key" and element.get("attr.name") == "name" and element.get("for") == "node":
                key = element.get("id", "")
            elif element.tag == f"{_TAG}node":
                node = element.get("id", "")
                if node in wanted:
                    names[node] = next((data.text or "" for data in element if data.get("key") == key), node)
                element.clear()
                if len(names) == len(wanted):
                    break
            elif element.tag == f"{_TAG}edge":
                break
    return names
