"""A Mesa agent that is a light view (model, row) on its record, made when somebody asks for it.

The record is the agent; the view only speaks for it. Two views of one row are equal, and neither holds anything
of its own, so views come and go as they please.
"""

from typing import Any, NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.engine.columns import Column, cell

Table = NDArray[Any]
"""A structured array: a record an agent."""


class Records:
    """The records of one kind of agent in a model: what all of its views share.

    Attributes:
        model: the Mesa model.
        kind: class of the views.
        table: shape (agents,), as it was given.
        first_id: `unique_id` of row 0; row r has first_id + r.
        columns: each column of the table by name, without a copy.
    """

    __slots__ = ("_as_records", "columns", "first_id", "kind", "model", "table")
    model: Any
    kind: type["RecordAgent"]
    table: Table
    first_id: int

    def __init__(self, model: Any, kind: type["RecordAgent"], table: Table, first_id: int = 1) -> None:
        if table.dtype.names is None or table.ndim != 1:
            raise TypeError(f"{kind.__name__}: a table is a one-dimensional structured array, not {table.dtype}")
        if taken := sorted(set(table.dtype.names).intersection(dir(RecordAgent))):
            raise ValueError(f"{kind.__name__}: a Mesa agent has a meaning of its own for {', '.join(taken)}; rename")
        self.__setstate__((model, kind, table, first_id))

    def __getstate__(self) -> tuple[Any, ...]:
        return self.model, self.kind, self.table, self.first_id

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        # The columns are views on the table: pickled by themselves they would come back as copies.
        self.model, self.kind, self.table, self.first_id = state
        plain = self.table.view(np.ndarray)
        self.columns: dict[str, Column] = {name: plain[name] for name in plain.dtype.names or ()}
        self._as_records = self.table.view(np.recarray)

    def __len__(self) -> int:
        return len(self.table)

    def record(self, row: int) -> Any:
        """Return the record of a row: an `np.record` that writes through to the table."""
        return self._as_records[row]

    def column(self, name: str) -> Column | None:
        """Return a column if agents of this kind answer to its name from it; a property of the kind goes first."""
        return None if hasattr(self.kind, name) else self.columns.get(name)


class _State(NamedTuple):
    records: Records
    row: int


class RecordAgent(mesa.Agent):  # type: ignore[misc]
    """An agent of a model whose records stand in a table; subclass it once for each kind of agent.

    The columns of the record are the agent's attributes: reading one gives a Python number (or the live array of
    a column of arrays), setting one writes the record. A method calls the kind's rules with `self.record`.

        class Resident(RecordAgent):
            def judges(self, ticket: Ticket) -> None:
                judges(self.record, ticket.record, self.model.rules, self.model.hour)

        Resident(model, 17).judges(ticket)

    Agents are neither made nor removed one by one: they are the rows of their table.
    """

    __slots__ = ("_records", "_row")
    _records: Records
    _row: int

    pos = None

    def __init__(self, model: Any, row: int) -> None:
        # Not Agent.__init__: that would number and register every view as an agent of its own.
        kind = type(self)
        if kind not in model.agents_by_type:
            raise LookupError(f"this model has no table of {kind.__name__}")
        records: Records = model.agents_by_type[kind].records
        self.__setstate__(_State(records, range(len(records))[row]))

    def __getstate__(self) -> _State:
        return _State(self._records, self._row)

    def __setstate__(self, state: _State) -> None:
        _set_records(self, state.records)
        _set_row(self, state.row)

    @property
    def model(self) -> Any:
        """The model that the agent lives in."""
        return self._records.model

    @property
    def row(self) -> int:
        """Row of the agent's record in its table."""
        return self._row

    @property
    def unique_id(self) -> int:
        """Number of the agent, its own in the whole model and the same in every run."""
        return self._records.first_id + self._row

    @property
    def record(self) -> Any:
        """The record itself, as rules take it: an `np.record` that writes through to the table."""
        return self._records.record(self._row)

    def __getattr__(self, name: str) -> Any:
        if name in RecordAgent.__slots__:  # not yet set, while copying or unpickling
            raise AttributeError(name)
        column = self._records.columns.get(name)
        if column is None:
            raise self._unknown(name)
        return column.item(self._row) if column.ndim == 1 else column[self._row]

    def __setattr__(self, name: str, value: Any) -> None:
        column = self._records.column(name)
        if column is not None:
            column[self._row] = cell(name, column, value)
        elif hasattr(getattr(type(self), name, None), "__set__"):
            object.__setattr__(self, name, value)
        else:
            raise self._unknown(name)

    def _unknown(self, name: str) -> AttributeError:
        kind = type(self).__name__
        columns = ", ".join(self._records.columns)
        return AttributeError(f"the record of a {kind} has no column {name!r}; it has {columns}", name=name, obj=self)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._records.columns]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RecordAgent):
            return NotImplemented
        return type(self) is type(other) and self._row == other._row and self.model is other.model

    def __hash__(self) -> int:
        return hash((type(self), self._row))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._row}>"

    def remove(self) -> None:
        """Refuse: an agent is a row of its table and stays one."""
        raise TypeError(f"a {type(self).__name__} is a row of its table and cannot be removed from the model")

    @classmethod
    def create_agents(cls, model: Any, n: int, *args: Any, **kwargs: Any) -> Any:
        """Refuse: agents come with their table."""
        raise TypeError(f"agents of the kind {cls.__name__} come with their table and cannot be made one by one")


# Past RecordAgent.__setattr__, which writes the record.
_set_records = vars(RecordAgent)["_records"].__set__
_set_row = vars(RecordAgent)["_row"].__set__


def view(records: Records, row: int) -> Any:
    """Return the agent of a row that is known to exist: `kind(model, row)`, quicker."""
    agent = records.kind.__new__(records.kind)
    _set_records(agent, records)
    _set_row(agent, row)
    return agent
