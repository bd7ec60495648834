"""What became of the same trouble in two worlds: both are lived once more, and what is on file about it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.city import City
from sim.experiment.living import city_of, lived
from sim.experiment.world import World
from sim.grievance.category import Scope, load_categories
from sim.results.life import File
from sim.results.logs import handovers_table, names_of, tickets_table
from sim.results.troubles import troubles_table
from sim.scenario import Scenario

_COUNTER_BITS = 24
"""A ticket's number is its community's key and, in so many bits, how many there were before."""


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """A trouble in one world.

    Attributes:
        trouble: its row of `troubles.parquet`.
        burden: severity-weighted person-days.
        file: of the ticket that tells most of it; None where there is none.
        tickets: how many there were about it.
    """

    trouble: Any
    burden: float
    file: File | None
    tickets: int


@dataclass(frozen=True, slots=True, eq=False)
class TwoLives:
    """A trouble in two worlds; None where it did not arise.

    Attributes:
        place: names of street, community and (synthetic) compound.
        collective: whether it befell many.
        end: the last midnight.
    """

    a: Life | None
    b: Life | None
    place: str
    collective: bool
    end: pd.Timestamp

    @property
    def of_either(self) -> Life:
        """The life in the first world that has it."""
        found = self.a or self.b
        assert found is not None
        return found


class _Kept:
    """Takes a run's logs and keeps what is about some troubles."""

    def __init__(self, troubles: Sequence[int], keys: NDArray[np.int64]) -> None:
        self._wanted = np.array(troubles, dtype=np.int64)
        self._keys = keys
        self.parts: dict[str, list[Any]] = {"tickets": [], "handovers": [], "troubles": []}

    def take(self, tickets: Any, handovers: Any) -> None:
        """Keep tickets about the troubles, and all hand-overs of their communities."""
        self.parts["tickets"].append(tickets[np.isin(tickets.trouble, self._wanted)])
        self.parts["handovers"].append(handovers[np.isin(handovers.ticket >> _COUNTER_BITS, self._keys)])

    def take_troubles(self, troubles: Any) -> None:
        """Keep the troubles."""
        self.parts["troubles"].append(troubles[np.isin(troubles.trouble, self._wanted)])


def lives_of(
    world: World, troubles: Sequence[tuple[int, int]], after_day: Callable[[], None] = lambda: None
) -> list[TwoLives]:
    """Live a pair of worlds and return what became of some troubles in both.

    Args:
        world: with what it is compared with.
        troubles: number, and row of the community, of each.
    """
    if world.against is None or not troubles:
        return []
    numbers, rows = [one for one, _ in troubles], sorted({row for _, row in troubles})
    city = city_of(world.scenario)
    a, b = (_lives(one, city, numbers, rows, after_day) for one in (world.against, world.scenario))
    end = pd.Timestamp(world.scenario.start + timedelta(days=world.scenario.days))
    return [_two(a.get(one), b.get(one), city, end) for one in numbers if one in a or one in b]


def _two(a: Life | None, b: Life | None, city: City, end: pd.Timestamp) -> TwoLives:
    one = a or b
    assert one is not None
    row = int(one.trouble.community)
    compound = int(one.trouble.compound)
    place = f"{city.names['streets'][city.communities.street[row]]} {city.names['compounds'][compound]}"
    table = load_categories()
    scope = table.table.scope[table.ids.index(str(one.trouble.category))]
    return TwoLives(a, b, place, bool(scope != Scope.PERSON), end)


def _lives(
    scenario: Scenario, city: City, troubles: list[int], rows: list[int], after_day: Callable[[], None]
) -> dict[int, Life]:
    outputs = scenario.outputs.model_copy(update={"tickets": True, "handovers": True, "troubles": True})
    kept = _Kept(troubles, np.asarray(city.communities.key[rows], dtype=np.int64))
    model = lived(scenario.model_copy(update={"outputs": outputs}), after_day, kept)
    names = names_of(model.world, city, model.first_day)
    logs = {name: np.concatenate(parts).view(np.recarray) for name, parts in kept.parts.items() if parts}
    if "troubles" not in logs:
        return {}
    found = troubles_table(logs["troubles"], names, city).to_pandas()
    tickets = tickets_table(logs["tickets"], names).to_pandas()
    moves = handovers_table(logs["handovers"], names).to_pandas()
    return {int(row.trouble): _life(row, tickets, moves, city) for _, row in found.iterrows()}


def _life(trouble: pd.Series, tickets: pd.DataFrame, moves: pd.DataFrame, city: City) -> Life:
    days = (trouble.ended - trouble.onset).total_seconds() / 86_400.0
    burden = float(trouble.severity * trouble.affected * days)
    mine = tickets[tickets.trouble == trouble.trouble]
    if mine.empty:
        return Life(trouble, burden, None, 0)
    own = mine.assign(joined=mine.outcome == "merged", off=~mine.official)
    ticket = own.sort_values(["joined", "off", "reported"], kind="stable").iloc[0]
    its = moves[moves.ticket == ticket.ticket].sort_values("time", kind="stable")
    nodes = pd.concat([its.from_node.astype(object), its.to_node.astype(object)]).dropna().unique()
    names = {node: str(city.graph.nodes[node].get("name", node)) for node in nodes}
    others = mine[mine.ticket != ticket.ticket].sort_values("reported", kind="stable")
    return Life(trouble, burden, File(ticket, its, others, names), len(mine))
