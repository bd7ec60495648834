"""Mesa's AgentSet over agents that are made when asked for: everything that needs no more than their order.

Mesa's own set keeps every agent in a private weak dictionary. Here a set knows how many agents it has and how to make
the one at a position; `TableAgentSet` and `MixedAgentSet` (agent_set.py) say how. Order, results and the use of
`random` are those of Mesa, so that a model gives the same whichever set it has.
"""

import copy
import itertools
import math
import operator
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from random import Random
from typing import Any, Self

import numpy as np
from mesa.agent import AgentSet, GroupBy
from numpy.typing import ArrayLike

from sim.engine.columns import Positions, each

Call = str | Callable[..., Any]
"""Name of an agent's method, or a function that takes the agent first."""


class LazyAgentSet(AgentSet):  # type: ignore[misc]
    """An ordered set of agents, none of which need exist. Methods without a docstring do what Mesa's do."""

    random: Random

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def at(self, positions: Iterable[int]) -> Iterator[Any]:
        """Make the agents at some positions of the set, one after the other."""

    @abstractmethod
    def take(self, positions: Positions) -> Self:
        """Return the set of the agents at some positions, in the order given."""

    @abstractmethod
    def of_type(self, agent_type: type) -> Positions:
        """Return the positions of the agents of a type."""

    def where(self, mask: ArrayLike) -> Self:
        """Return the agents for which a mask of shape (agents,) is true: `select` without making an agent."""
        chosen = np.asarray(mask)
        if chosen.dtype != np.bool_ or chosen.shape != (len(self),):
            raise ValueError(f"a mask is {len(self)} booleans, one an agent, not {chosen.dtype} {chosen.shape}")
        return self.take(np.flatnonzero(chosen))

    def __iter__(self) -> Iterator[Any]:
        return self.at(range(len(self)))

    def __getitem__(self, item: int | slice) -> Any:
        positions = range(len(self))[item]
        return list(self.at(positions)) if isinstance(positions, range) else next(self.at([positions]))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self):,} agents>"

    def to_list(self) -> list[Any]:
        """Return all agents in a list."""
        return list(self)

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = math.inf,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Self:
        """Select as Mesa does; `where` selects by a mask and makes no agents."""
        if filter_func is None and agent_type is None and at_most == math.inf:
            return self if inplace else copy.copy(self)
        share = isinstance(at_most, float) and at_most <= 1.0
        most = int(len(self) * at_most) if share else len(self) if at_most == math.inf else math.ceil(at_most)
        chosen = np.arange(len(self)) if agent_type is None else self.of_type(agent_type)
        if filter_func is not None:
            passing = (i for i, agent in zip(each(chosen), self.at(each(chosen)), strict=True) if filter_func(agent))
            chosen = np.fromiter(itertools.islice(passing, max(0, most)), dtype=np.intp)
        return self._result(chosen[: max(0, most)], inplace)

    def shuffle(self, inplace: bool = False) -> Self:  # noqa: D102
        return self._result(np.array(self._shuffled(), dtype=np.intp), inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Self:  # noqa: D102
        return self._result(self._order(key, ascending), inplace)

    def do(self, method: Call, *args: Any, **kwargs: Any) -> Self:  # noqa: D102
        self._call(self, method, args, kwargs)
        return self

    def shuffle_do(self, method: Call, *args: Any, **kwargs: Any) -> Self:  # noqa: D102
        self._call(self.at(self._shuffled()), method, args, kwargs)
        return self

    def map(self, method: Call, *args: Any, **kwargs: Any) -> list[Any]:  # noqa: D102
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def get(  # noqa: D102
        self, attr_names: str | Sequence[str], handle_missing: str = "error", default_value: Any = None
    ) -> list[Any]:
        if handle_missing not in {"error", "default"}:
            raise ValueError(f"Unknown handle_missing option: {handle_missing}, should be one of 'error' or 'default'")
        default = (default_value,) if handle_missing == "default" else ()
        if isinstance(attr_names, str):
            return self._values(attr_names, *default)
        if not attr_names:
            return [[] for _ in range(len(self))]
        return [list(row) for row in zip(*(self._values(name, *default) for name in attr_names), strict=True)]

    def set(self, attr_name: str, value: Any) -> Self:  # noqa: D102
        for agent in self:
            setattr(agent, attr_name, value)
        return self

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:  # noqa: D102
        if callable(func):
            return self._aggregates(attribute, [func])[0]
        return self._aggregates(attribute, list(func))

    def groupby(self, by: Callable[[Any], Hashable] | str, result_type: str = "agentset") -> GroupBy:  # noqa: D102
        members = self._groups(by)
        if result_type == "agentset":
            return LazyGroupBy({key: self.take(positions) for key, positions in members.items()})
        return GroupBy({key: list(self.at(each(positions))) for key, positions in members.items()})

    def remove(self, agent: Any) -> None:  # noqa: D102
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _result(self, positions: Positions, inplace: bool) -> Self:
        taken = self.take(positions)
        if not inplace:
            return taken
        self.__setstate__(taken.__getstate__())
        return self

    def _shuffled(self) -> list[int]:
        """Shuffle as Mesa does, so that `random` gives the same order and goes on alike."""
        positions = list(range(len(self)))
        self.random.shuffle(positions)
        return positions

    @staticmethod
    def _call(agents: Iterable[Any], method: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if isinstance(method, str):
            for agent in agents:
                getattr(agent, method)(*args, **kwargs)
        else:
            for agent in agents:
                method(agent, *args, **kwargs)

    def _values(self, name: str, *default: Any) -> list[Any]:
        return [getattr(agent, name, *default) for agent in self]

    def _aggregates(self, name: str, functions: list[Callable[[Any], Any]]) -> list[Any]:
        values = self.get(name)
        return [function(values) for function in functions]

    def _order(self, key: Callable[[Any], Any] | str, ascending: bool) -> Positions:
        keys = self.map(operator.attrgetter(key) if isinstance(key, str) else key)
        return np.array(sorted(range(len(self)), key=keys.__getitem__, reverse=not ascending), dtype=np.intp)

    def _groups(self, by: Callable[[Any], Hashable] | str) -> dict[Hashable, Positions]:
        members: defaultdict[Hashable, list[int]] = defaultdict(list)
        for position, key in enumerate(self._values(by) if isinstance(by, str) else self.map(by)):
            members[key].append(position)
        return {key: np.array(positions, dtype=np.intp) for key, positions in members.items()}


class LazyGroupBy(GroupBy):  # type: ignore[misc]
    """Mesa's GroupBy of lazy sets; it aggregates columns where there are any."""

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Hashable, Any]:  # noqa: D102
        return {key: group.agg(attr_name, func) for key, group in self.groups.items()}
