"""From the logs of a run to tables that others read: rows and codes become names, hours become times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from sim.agents.department import Field
from sim.agents.street import Pool
from sim.agents.world import World
from sim.city import City
from sim.city.graph import node_names
from sim.engine.queue import NONE
from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.grievance.level import Level
from sim.grievance.ticket import Outcome, Reason
from sim.results.columns import schema_of

FIRM_DESK, OFFICE_DESK, VOLUNTEER_DESK = "firm", "office", "volunteers"
_DESK_TABLE = {
    Level.COMPOUND: "compounds",
    Level.COMMUNITY: "communities",
    Level.STREET: "streets",
    Level.DISTRICT: "departments",
    Level.CITY: "departments",
}


def listed(kinds: type[IntEnum]) -> pa.Array:
    """Return the names of some kinds, in lower case."""
    return pa.array([kind.name.lower() for kind in kinds])


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What the numbers in the logs of one run stand for.

    Attributes:
        first_midnight: seconds from 1970 to hour 0 of the run.
        compound_codes, community_codes, street_codes: by row.
        street_of: row of the street of each community.
        node_of, desk_of: of each desk, the position of its node in `nodes` and of its function in `desks`.
    """

    first_midnight: int
    compound_codes: pa.Array
    community_codes: pa.Array
    street_codes: pa.Array
    street_of: NDArray[np.int32]
    nodes: pa.Array
    desks: pa.Array
    node_of: NDArray[np.int32]
    desk_of: NDArray[np.int32]


def names_of(world: World, city: City, first_day: date) -> Names:
    """Look up what the numbers in a run's logs stand for."""
    nodes = node_names(city.tables, city.codes)
    at_desks, functions = [], []
    for level, owner, pool in zip(*(world.desks[name].tolist() for name in ("level", "owner", "pool")), strict=True):
        at_desks.append(nodes[_DESK_TABLE[Level(level)]][owner])
        functions.append(_function(Level(level), pool))
    node_list, node_of = np.unique(np.array(at_desks), return_inverse=True)
    desk_list, desk_of = np.unique(np.array(functions), return_inverse=True)
    return Names(
        int(np.datetime64(first_day, "s").astype(np.int64)),
        pa.array([node.removeprefix("compound:") for node in nodes["compounds"]]),
        pa.array(city.codes["communities"]),
        pa.array(city.codes["streets"]),
        np.asarray(world.communities.street),
        pa.array(node_list.tolist()),
        pa.array(desk_list.tolist()),
        node_of.astype(np.int32),
        desk_of.astype(np.int32),
    )


def _function(level: Level, pool: int) -> str:
    """Return the name of a desk's function within its institution."""
    if level == Level.COMPOUND:
        return FIRM_DESK
    if level == Level.COMMUNITY:
        return VOLUNTEER_DESK if pool else OFFICE_DESK
    return Pool(pool).name.lower() if level == Level.STREET else Field(pool).name.lower()


def tickets_table(rows: np.recarray, names: Names) -> pa.Table:
    """Return rows of the log of tickets as `tickets.parquet` holds them."""
    communities = rows.community
    columns: dict[str, ArrayLike | pa.Array] = {}
    columns |= {name: rows[name] for name in ("ticket", "trouble", "resident", "building", "compound", "community")}
    columns |= {
        "compound_code": named(rows.compound, names.compound_codes),
        "community_code": named(communities, names.community_codes),
        "street": names.street_of[communities],
        "street_code": named(names.street_of[communities], names.street_codes),
        "category": named(rows.category, pa.array(load_categories().ids)),
        "channel": named(rows.channel, pa.array(load_channels().ids)),
        "level": named(rows.level, listed(Level)),
        "outcome": named(rows.outcome, listed(Outcome)),
        "rating": pa.array(rows.rating, mask=rows.rating == 0),
        "merged_into": pa.array(rows.merged_into, mask=rows.merged_into < 0),
    }
    columns |= {name: rows[name] for name in ("severity", "reopened", "handovers")}
    flags = ("official", "collective", "solved_true", "solved_reported", "repeated", "escalated", "misrouted")
    columns |= {name: rows[name] != 0 for name in flags}
    times = {name: rows[name] for name in ("onset", "reported", "first_response", "closed")}
    times["deadline"] = np.where(rows.official != 0, rows.deadline, -1.0)
    columns |= {name: times_at(hours, names.first_midnight) for name, hours in times.items()}
    return table("tickets", columns)


def handovers_table(rows: np.recarray, names: Names) -> pa.Table:
    """Return rows of the log of hand-overs as `handovers.parquet` holds them."""
    first = (rows.from_desk == NONE) | (rows.reason == Reason.DISPATCHED)
    return table(
        "handovers",
        {
            "ticket": rows.ticket,
            "time": times_at(rows.hour, names.first_midnight),
            "from_level": named(rows.from_level, listed(Level), first),
            "from_node": named(names.node_of[rows.from_desk], names.nodes, first),
            "from_desk": named(names.desk_of[rows.from_desk], names.desks, first),
            "to_level": named(rows.to_level, listed(Level)),
            "to_node": named(names.node_of[rows.to_desk], names.nodes),
            "to_desk": named(names.desk_of[rows.to_desk], names.desks),
            "reason": named(rows.reason, listed(Reason)),
        },
    )


def table(name: str, columns: Mapping[str, ArrayLike | pa.Array]) -> pa.Table:
    """Return columns as the table that `columns.csv` describes."""
    schema = schema_of(name)
    return pa.table([_array(columns[field.name]).cast(field.type) for field in schema], schema=schema)


def _array(values: ArrayLike | pa.Array) -> pa.Array:
    return values if isinstance(values, pa.Array) else pa.array(np.ascontiguousarray(values))


def named(positions: ArrayLike, names: pa.Array, empty: ArrayLike | None = None) -> pa.Array:
    """Return names by their positions; nothing where `empty`."""
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(positions, dtype=np.int32), mask=empty), names)


def times_at(hours: NDArray[np.float64], first_midnight: int) -> pa.Array:
    """Return hours of the run as times in whole seconds; empty where negative."""
    seconds = first_midnight + np.rint(hours * 3600.0).astype(np.int64)
    return pa.array(seconds * 1000, mask=np.asarray(hours < 0.0)).cast(pa.timestamp("ms"))
