"""Mesa's AgentSet for agents of one kind, whose records stand in a table.

A set holds row numbers, not agents, and not even those while it is the whole table; `len`, `get`, `set`, `agg`,
`sort` and `groupby` of a column of twelve million agents are array operations.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from random import Random
from typing import Any, Self

import numpy as np
from mesa.agent import AgentSet
from numpy.typing import ArrayLike

from sim.engine.agent_view import RecordAgent, Records, Table, view
from sim.engine.columns import Column, Positions, aggregate, as_list, cell, each, groups, order
from sim.engine.lazy_set import LazyAgentSet


class TableAgentSet(LazyAgentSet):
    """Agents of one kind, in the order of their rows or in any other.

    Args:
        rows: rows of the table that belong to the set, in its order, each counted once; None: all.
        random: for shuffling; None: the model's.

    Attributes:
        records: the kind's records; `table` is their array.
    """

    records: Records
    _rows: Positions | None
    _is_member: Column | None

    def __init__(
        self,
        model: Any,
        kind: type[RecordAgent],
        table: Table,
        rows: ArrayLike | None = None,
        random: Random | None = None,
    ) -> None:
        known = model.agents_by_type.get(kind)
        same = isinstance(known, TableAgentSet) and known.table is table
        self.records = known.records if same else Records(model, kind, table)
        self.random = model.random if random is None else random
        self._choose(None if rows is None else _checked_rows(rows, len(table)))

    @classmethod
    def of(cls, records: Records, rows: Positions | None = None, random: Random | None = None) -> Self:
        """Return the set of some rows that are known to exist."""
        made = cls.__new__(cls)
        made.__setstate__({"records": records, "rows": rows, "random": random or records.model.random})
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {"records": self.records, "rows": self._rows, "random": self.random}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.records, self.random = state["records"], state["random"]
        self._choose(state["rows"])

    def _choose(self, rows: Positions | None) -> None:
        self._rows = rows
        self._is_member = None

    @property
    def model(self) -> Any:
        """The model of the agents."""
        return self.records.model

    @property
    def table(self) -> Table:
        """The table of all records of the kind, whichever of them are in the set."""
        return self.records.table

    @property
    def rows(self) -> Positions:
        """Rows of the agents in the table, shape (agents,)."""
        return self._rows if self._rows is not None else np.arange(len(self.records))

    def column(self, name: str) -> Column:
        """Return a column, shape (agents, ...): the table's own if the set is the whole table, else a copy."""
        if name not in self.records.columns:
            has = ", ".join(self.records.columns)
            raise AttributeError(f"the record of a {self.records.kind.__name__} has no column {name!r}; it has {has}")
        column: Column = self.records.columns[name]
        if self._rows is not None:
            column = column[self._rows]
        return column

    def __len__(self) -> int:
        return len(self.records) if self._rows is None else len(self._rows)

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, RecordAgent) or type(agent) is not self.records.kind or agent.model is not self.model:
            return False
        if self._rows is None:
            return True
        if self._is_member is None:
            self._is_member = np.zeros(len(self.records), dtype=np.bool_)
            self._is_member[self._rows] = True
        return bool(self._is_member[agent.row])

    def at(self, positions: Iterable[int]) -> Iterator[Any]:  # noqa: D102
        rows = positions if self._rows is None else map(self._rows.item, positions)
        return (view(self.records, row) for row in rows)

    def __iter__(self) -> Iterator[Any]:
        rows = range(len(self.records)) if self._rows is None else each(self._rows)
        return (view(self.records, row) for row in rows)

    def take(self, positions: Positions) -> Self:  # noqa: D102
        return self.of(self.records, positions if self._rows is None else self._rows[positions], self.random)

    def of_type(self, agent_type: type) -> Positions:  # noqa: D102
        return np.arange(len(self) if issubclass(self.records.kind, agent_type) else 0)

    def set(self, attr_name: str, value: Any) -> Self:
        """Give all agents the same value of a column."""
        column = self.records.column(attr_name)
        if column is None:
            return super().set(attr_name, value)
        column[slice(None) if self._rows is None else self._rows] = cell(attr_name, column, value)
        return self

    def add(self, agent: Any) -> None:
        """Add an agent of the same kind and model to the set; its table stays as it is."""
        kind = self.records.kind
        if type(agent) is not kind or agent.model is not self.model:
            raise TypeError(f"a set of {kind.__name__} takes agents of that kind and model only, not {agent!r}")
        if agent not in self:
            self._choose(np.append(self.rows, agent.row))

    def discard(self, agent: Any) -> None:
        """Drop an agent from the set; its table stays as it is."""
        if agent in self:
            self._choose(self.rows[self.rows != agent.row])

    def _from_iterable(self, agents: Iterable[Any]) -> AgentSet:
        """Make the result of `&`, `|`, `-` and `^`."""
        found = list(agents)
        if any(type(agent) is not self.records.kind for agent in found):
            return self.model.agents._from_iterable(found)
        return self.of(self.records, _distinct([agent.row for agent in found]), self.random)

    def _scalars(self, name: str) -> Column | None:
        """Return the agents' values of an attribute as an array, if a column of numbers says them."""
        if name == "unique_id":
            ids: Column = self.records.first_id + self.rows
            return ids
        column = self.records.column(name)
        return None if column is None or column.ndim != 1 else self.column(name)

    def _values(self, name: str, *default: Any) -> list[Any]:
        scalars = self._scalars(name)
        if scalars is not None:
            return as_list(scalars)
        column = self.records.column(name)
        return super()._values(name, *default) if column is None else as_list(column, self._rows)

    def _aggregates(self, name: str, functions: list[Callable[[Any], Any]]) -> list[Any]:
        scalars = self._scalars(name)
        return super()._aggregates(name, functions) if scalars is None else aggregate(scalars, functions)

    def _order(self, key: Callable[[Any], Any] | str, ascending: bool) -> Positions:
        scalars = self._scalars(key) if isinstance(key, str) else None
        return super()._order(key, ascending) if scalars is None else order(scalars, ascending)

    def _groups(self, by: Callable[[Any], Hashable] | str) -> dict[Hashable, Positions]:
        scalars = self._scalars(by) if isinstance(by, str) else None
        return super()._groups(by) if scalars is None else groups(scalars)


def _distinct(rows: ArrayLike) -> Positions:
    """Return the rows in their order, each once."""
    given = np.array(rows, dtype=np.intp)
    first = np.unique(given, return_index=True)[1]
    return given if len(first) == len(given) else given[np.sort(first)]


def _checked_rows(rows: ArrayLike, length: int) -> Positions:
    given = np.asarray(rows)
    if given.ndim != 1 or (given.dtype.kind not in "iu" and len(given) > 0):
        raise TypeError(f"rows are whole numbers in one dimension, not {given.dtype} {given.shape}")
    if len(given) > 0 and (given.min() < 0 or given.max() >= length):
        raise IndexError(f"rows go from 0 to {length - 1}, not from {given.min()} to {given.max()}")
    return _distinct(given)
