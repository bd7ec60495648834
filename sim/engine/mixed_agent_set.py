"""Mesa's AgentSet for agents of every kind in a model: what `model.agents` is.

It holds ids, and none while it is everybody. Agents without a table (somebody's own `mesa.Agent` in the model) may
be in it; like any other they are found by id.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, Self

import mesa
import numpy as np

from sim.engine.agent_set import TableAgentSet
from sim.engine.agent_view import RecordAgent, Records, view
from sim.engine.columns import Positions, each
from sim.engine.lazy_set import LazyAgentSet


class MixedAgentSet(LazyAgentSet):
    """Agents of several kinds, kind by kind in the order of their rows, or in any other order.

    Args:
        tables: the records of each kind; their ids follow upon each other from 1 on.
        random: the model's.
        ids: `unique_id` of the agents in the set, in its order, each once; None: everybody.
        others: agents without a table, by id.
    """

    tables: tuple[Records, ...]
    _ids: Positions | None

    def __init__(
        self,
        tables: Sequence[Records],
        random: Random,
        ids: Positions | None = None,
        others: Mapping[int, Any] | None = None,
    ) -> None:
        self.__setstate__({"tables": tuple(tables), "random": random, "ids": ids, "others": dict(others or {})})

    def __getstate__(self) -> dict[str, Any]:
        return {"tables": self.tables, "random": self.random, "ids": self._ids, "others": dict(self.others)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.tables = state["tables"]
        self.random, self._ids, self.others = state["random"], state["ids"], state["others"]

    @property
    def ids(self) -> Positions:
        """`unique_id` of the agents, shape (agents,)."""
        if self._ids is not None:
            return self._ids
        return np.concatenate([np.arange(1, self._rows + 1), np.array(list(self.others), dtype=np.intp)])

    @property
    def _rows(self) -> int:
        return sum(map(len, self.tables))

    def __len__(self) -> int:
        return self._rows + len(self.others) if self._ids is None else len(self._ids)

    def __contains__(self, agent: object) -> bool:
        number = self._id(agent)
        return number is not None and (self._ids is None or bool(np.any(self._ids == number)))

    def _id(self, agent: object) -> int | None:
        """Return the id under which this set would have an agent, or None if it has no place for it."""
        number: int | None = None
        if isinstance(agent, RecordAgent):
            for records in self.tables:
                if records.kind is type(agent) and records.model is agent.model:
                    number = records.first_id + agent.row
        elif isinstance(agent, mesa.Agent) and self.others.get(agent.unique_id) is agent:
            number = agent.unique_id
        return number

    def at(self, positions: Iterable[int]) -> Iterator[Any]:  # noqa: D102
        return map(self._agent, map(self._number, positions))

    def __iter__(self) -> Iterator[Any]:
        if self._ids is not None:
            yield from map(self._agent, each(self._ids))
            return
        for records in self.tables:
            yield from TableAgentSet.of(records)
        yield from list(self.others.values())

    def _number(self, position: int) -> int:
        """Return the id at a position."""
        if self._ids is not None:
            return self._ids.item(position)
        return position + 1 if position < self._rows else list(self.others)[position - self._rows]

    def _agent(self, number: int) -> Any:
        if number in self.others:
            return self.others[number]
        records = self.tables[bisect_right(self.tables, number, key=lambda records: records.first_id) - 1]
        return view(records, number - records.first_id)

    def take(self, positions: Positions) -> Self:  # noqa: D102
        return type(self)(self.tables, self.random, self.ids[positions], self.others)

    def of_type(self, agent_type: type) -> Positions:  # noqa: D102
        kinds = [positions for positions, part in self._parts() if issubclass(part.records.kind, agent_type)]
        plain = [position for position, agent in self._plain() if isinstance(agent, agent_type)]
        return np.sort(np.concatenate([*kinds, np.array(plain, dtype=np.intp)]), kind="stable")

    def set(self, attr_name: str, value: Any) -> Self:
        """Give all agents the same value of a column."""
        for _, part in self._parts():
            part.set(attr_name, value)
        for _, agent in self._plain():
            setattr(agent, attr_name, value)
        return self

    def add(self, agent: Any) -> None:
        """Add an agent of the model to the set.

        Mesa numbers an agent without a table from 1, as the tables do: such an agent gets the next free number, for
        ids to stay unique.
        """
        number = self._id(agent)
        if number is None:
            if isinstance(agent, RecordAgent):
                raise TypeError(f"{agent!r} is of another model, or of a kind that has no table in this one")
            if agent.unique_id <= self._rows or agent.unique_id in self.others:
                agent.unique_id = max([self._rows, *self.others]) + 1
            number = agent.unique_id
            self.others[number] = agent
        if self._ids is not None and number not in self._ids:
            self._ids = np.append(self._ids, number)

    def discard(self, agent: Any) -> None:
        """Drop an agent from the set; a table stays as it is."""
        if agent not in self:
            return
        number = self._id(agent)
        if self._ids is not None or isinstance(agent, RecordAgent):
            self._ids = self.ids[self.ids != number]
        if number in self.others:
            del self.others[number]

    def _from_iterable(self, agents: Iterable[Any]) -> Self:
        """Make the result of `&`, `|`, `-` and `^`."""
        made = type(self)(self.tables, self.random, np.array([], dtype=np.intp))
        found = dict.fromkeys(agents)
        made.others = {agent.unique_id: agent for agent in found if not isinstance(agent, RecordAgent)}
        made._ids = np.array([made._id(agent) for agent in found], dtype=np.intp)
        return made

    def _parts(self) -> Iterator[tuple[Positions, TableAgentSet]]:
        """Give the agents of each table, with their positions in this set."""
        for records in self.tables:
            first, last = records.first_id, records.first_id + len(records) - 1
            if self._ids is None:
                yield np.arange(first - 1, last), TableAgentSet.of(records, None, self.random)
            else:
                positions = np.flatnonzero((self._ids >= first) & (self._ids <= last))
                yield positions, TableAgentSet.of(records, self._ids[positions] - first, self.random)

    def _plain(self) -> Iterator[tuple[int, Any]]:
        """Give the agents without a table, with their positions in this set."""
        if self._ids is None:
            yield from enumerate(list(self.others.values()), start=self._rows)
        elif self.others:
            for position in np.flatnonzero(self._ids > self._rows).tolist():
                yield position, self.others[self._ids.item(position)]

    def _values(self, name: str, *default: Any) -> list[Any]:
        if self._ids is None:
            plain = [getattr(agent, name, *default) for agent in self.others.values()]
            return list(itertools.chain(*(part._values(name, *default) for _, part in self._parts()), plain))
        values: list[Any] = [None] * len(self)
        for positions, part in self._parts():
            for position, value in zip(each(positions), part._values(name, *default), strict=True):
                values[position] = value
        for position, agent in self._plain():
            values[position] = getattr(agent, name, *default)
        return values
