"""A run's folder as the report reads it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq

WRITTEN_OFF = ("merged", "lost")
"""Outcomes of contacts that are no tickets of their own."""
_TICKETS = {
    "ticket": "int64",
    "trouble": "int64",
    "category": "string",
    "channel": "string",
    "official": "bool",
    "level": "string",
    "outcome": "string",
    "solved_true": "bool",
    "solved_reported": "bool",
    "rating": "float64",
    "handovers": "int64",
    "onset": "datetime64[ns]",
    "reported": "datetime64[ns]",
    "first_response": "datetime64[ns]",
    "closed": "datetime64[ns]",
    "deadline": "datetime64[ns]",
}
_HANDOVERS = ("ticket", "time", "from_level", "from_node", "from_desk", "to_level", "to_node", "to_desk", "reason")


@dataclass(frozen=True, eq=False)
class Run:
    """What a run left behind.

    Attributes:
        daily: one row a day, warm-up included; the index is the date.
        unchanged: the same of the world whose policy stayed as on the first day; no row where there is no such world.
        communities: one row a community.
        tickets: the columns that the report needs; no row where the run kept no tickets.
        start, end: first midnight of the measured time, and the midnight at which it ends.
    """

    path: Path
    manifest: dict[str, Any]
    summary: dict[str, Any]
    daily: pd.DataFrame
    unchanged: pd.DataFrame
    communities: pd.DataFrame
    tickets: pd.DataFrame
    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def scenario(self) -> dict[str, Any]:
        """The scenario as resolved."""
        found = self.manifest.get("scenario", {})
        return found if isinstance(found, dict) else {"name": found}

    def value(self, name: str) -> float | None:
        """Return an indicator; None where the run could not tell it."""
        found = self.summary["indicators"].get(name, {}).get("value")
        return None if found is None or found != found else float(found)

    def unchanged_value(self, name: str) -> float | None:
        """Return an indicator of the world whose policy stayed as on the first day; None where there is none."""
        found = self.summary.get("unchanged", {}).get(name)
        return None if found is None else float(found)

    @cached_property
    def official(self) -> pd.DataFrame:
        """The tickets on the platform's clock, merged contacts left out, with hours from report to closing.

        Added columns: `is_closed`; `hours` to closing, or to the end of the run; `due` (closed, or past the deadline);
        `on_time`.
        """
        mine = self.tickets[self.tickets.official & ~self.tickets.outcome.isin(WRITTEN_OFF)]
        is_closed = mine.closed.notna() & (mine.outcome != "open")
        until = mine.closed.where(is_closed, self.end)
        return mine.assign(
            is_closed=is_closed,
            hours=(until - mine.reported).dt.total_seconds() / 3600.0,
            due=is_closed | (mine.deadline <= self.end),
            on_time=is_closed & (mine.closed <= mine.deadline),
        )

    def handovers_of(self, tickets: list[int]) -> pd.DataFrame:
        """Return the hand-overs of some tickets in the order of time."""
        path = self.path / "handovers.parquet"
        if not tickets or not path.exists():
            return pd.DataFrame(columns=list(_HANDOVERS))
        table: pd.DataFrame = pq.read_table(path, filters=[("ticket", "in", tickets)]).to_pandas()
        return table.sort_values("time", kind="stable")

    @cached_property
    def graph(self) -> nx.DiGraph:
        """The institutions; an empty graph where none is stored."""
        path = self.path / "city.graphml"
        return nx.read_graphml(path) if path.exists() else nx.DiGraph()


def read_run(folder: Path) -> Run:
    """Read a run's folder. Tables that it lacks are empty; `manifest.json` and `summary.json` it must have."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    days = int(summary["days"])
    start = pd.Timestamp(summary.get("start") or manifest["scenario"]["start"])
    return Run(
        folder,
        manifest,
        summary,
        _by_date(folder / "daily.parquet"),
        _by_date(folder / "daily_unchanged.parquet"),
        _table(folder / "communities.parquet", None),
        _tickets(folder / "tickets.parquet"),
        start,
        start + pd.Timedelta(days=days),
    )


def _table(path: Path, columns: list[str] | None) -> pd.DataFrame:
    found: pd.DataFrame = pq.read_table(path, columns=columns).to_pandas() if path.exists() else pd.DataFrame()
    return found


def _by_date(path: Path) -> pd.DataFrame:
    daily = _table(path, None)
    return daily.set_index(pd.to_datetime(daily["date"])).drop(columns="date") if "date" in daily else daily


def _tickets(path: Path) -> pd.DataFrame:
    table = _table(path, list(_TICKETS))
    if table.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _TICKETS.items()})
    return table.astype({"official": bool, "solved_true": bool, "solved_reported": bool})
