"""Living a pair of worlds with the same seed, and counting trouble by trouble what became of them.

What is read off a pair is numbers by key, `pair|DIVISION|GROUP|MEASURE`, so that it is kept as any run's indicators
are; what is zero is left out. Divisions: `all`, `category` and those of `groupings`; `end` (a cell of the finer fates),
`equity` and `most`.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.city import City
from sim.experiment.kinds.comparison.borne import SAME, borne, worst_share
from sim.experiment.kinds.comparison.groups import Grouping, groupings
from sim.experiment.kinds.comparison.trouble_pairs import End, Fate, Pairs, differing_most, joined
from sim.experiment.living import city_of, lived
from sim.experiment.world import Values, World
from sim.grievance.category import load_categories
from sim.measure.inequality import gini
from sim.measure.troubles import TroubleLog
from sim.scenario import Scenario

READS = tuple(f"experiment/kinds/comparison/{name}.py" for name in ("borne", "groups", "trouble_pairs"))
"""What a pair is read off by: where it changes, finished pairs are none."""
MOST = 10
"""Troubles that are named because they differ most."""
_HALF = 32
"""A trouble's number goes by as two halves: a float holds 53 bits of it, and it has 63."""
CELLS = {
    (a, b): f"{a.name.lower()}>{b.name.lower()}"
    for a in Fate
    for b in Fate
    if (a, b) != (Fate.ABSENT, Fate.ABSENT)
}  # fmt: skip
"""Names of the cells of the transition table."""
Rows = Iterator[tuple[str, ArrayLike]]


def pair(world: World, after_day: Callable[[], None] = lambda: None) -> Values:
    """Live a world and the one that it is compared with, one after the other, and compare their troubles.

    Only troubles that arose in the measured time are compared.
    """
    assert world.against is not None
    logs = [troubles_of(one, after_day) for one in (world.against, world.scenario)]
    return compared(logs[0], logs[1], city_of(world.scenario))


def troubles_of(scenario: Scenario, after_day: Callable[[], None] = lambda: None) -> NDArray[np.void]:
    """Live a run and return its log of troubles."""
    outputs = scenario.outputs.model_copy(update={"troubles": True})
    log = TroubleLog()
    lived(scenario.model_copy(update={"outputs": outputs}), after_day, log)
    return log.table()


def compared(a: NDArray[np.void], b: NDArray[np.void], city: City) -> Values:
    """Return what is read off two logs, of the world that is compared with (a) and of the other (b)."""
    pairs = joined(a, b)
    burden = borne(a, city), borne(b, city)
    found: Values = {}
    everything = Grouping(np.zeros(len(pairs.trouble), dtype=np.int64), ("all",))
    categories = Grouping(pairs.category.astype(np.int64), load_categories().ids)
    found |= _flat("all", everything, _of_troubles(pairs, everything))
    found |= _flat("category", categories, _of_troubles(pairs, categories))
    found |= _flat("category", categories, _burdens(categories, pairs.burden_a, pairs.burden_b))
    for name, grouping in groupings(city, pairs.resident).items():
        if name not in {"community", "compound"}:
            found |= _flat(name, grouping, _of_troubles(pairs, grouping))
    people = Grouping(np.zeros(len(city.residents), dtype=np.int64), ("all",))
    for name, grouping in {"all": people, **groupings(city)}.items():
        found |= _flat(name, grouping, _of_residents(grouping, *burden))
        found |= _flat(name, grouping, _burdens(grouping, *burden))
    return found | _ends(pairs) | _equity(city, *burden) | _most(pairs)


def _flat(division: str, grouping: Grouping, measures: Rows) -> Values:
    """Return the measures of all groups by key, what is not zero."""
    return {
        f"pair|{division}|{grouping.names[row]}|{measure}": float(values[row])
        for measure, values in ((measure, np.asarray(values)) for measure, values in measures)
        for row in np.flatnonzero(values).tolist()
    }


def _of_troubles(pairs: Pairs, grouping: Grouping) -> Rows:
    n = len(grouping.names)
    cell = 3 * pairs.fate_a.astype(np.int64) + pairs.fate_b
    counts = np.bincount(9 * grouping.of + cell, minlength=9 * n).reshape(n, 3, 3)
    for (a, b), name in CELLS.items():
        yield name, counts[:, a, b]

    def count(of: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(grouping.of[of], minlength=n)

    yield "hours_gained", np.bincount(grouping.of, pairs.hours, minlength=n)
    yield "prevented_returns", count(pairs.returned & (pairs.fate_b == Fate.ABSENT))
    yield "caused_returns", count(pairs.returned & (pairs.fate_a == Fate.ABSENT))
    yield "claimed_a", count(pairs.claimed_a)
    yield "claimed_b", count(pairs.claimed_b)
    yield "claimed_falsely_a", count(pairs.claimed_a & (pairs.fate_a != Fate.SOLVED))
    yield "claimed_falsely_b", count(pairs.claimed_b & (pairs.fate_b != Fate.SOLVED))


def _burdens(grouping: Grouping, a: NDArray[np.float64], b: NDArray[np.float64]) -> Rows:
    """Burden in both worlds, what those gained who gained and what those lost who lost (troubles, or residents)."""
    n = len(grouping.names)
    yield "burden_a", np.bincount(grouping.of, a, minlength=n)
    yield "burden_b", np.bincount(grouping.of, b, minlength=n)
    yield "gained", np.bincount(grouping.of, np.maximum(0.0, a - b), minlength=n)
    yield "lost", np.bincount(grouping.of, np.maximum(0.0, b - a), minlength=n)


def _of_residents(grouping: Grouping, a: NDArray[np.float64], b: NDArray[np.float64]) -> Rows:
    n = len(grouping.names)
    yield "residents", np.bincount(grouping.of, minlength=n)
    yield "better", np.bincount(grouping.of[a - b > SAME], minlength=n)
    yield "worse", np.bincount(grouping.of[b - a > SAME], minlength=n)


def _ends(pairs: Pairs) -> Values:
    n = len(End)
    counts = np.bincount(n * pairs.end_a.astype(np.int64) + pairs.end_b, minlength=n * n).reshape(n, n)
    return {
        f"pair|end|{a.name.lower()}>{b.name.lower()}|troubles": float(counts[a, b])
        for a in End
        for b in End
        if counts[a, b]
    }


def _equity(city: City, a: NDArray[np.float64], b: NDArray[np.float64]) -> Values:
    """How unevenly the burden is borne: by residents who bear any in either world, and per head of places."""
    touched = (a > 0.0) | (b > 0.0)
    compound = city.buildings.compound[city.residents.building]
    found: Values = {}
    for world, burden in (("a", a), ("b", b)):
        found[f"pair|equity|residents|gini_{world}"] = gini(burden[touched])
        found[f"pair|equity|residents|worst_{world}"] = worst_share(burden[touched])
        for name, rows in (("compounds", compound), ("communities", city.residents.community)):
            people = np.bincount(rows)
            if len(people) > 1:
                per_head = np.bincount(rows, burden)[people > 0] / people[people > 0]
                found[f"pair|equity|{name}|gini_{world}"] = gini(per_head)
                found[f"pair|equity|{name}|worst_{world}"] = worst_share(per_head)
    return found


def _most(pairs: Pairs) -> Values:
    found: Values = {}
    for place, row in enumerate(differing_most(pairs, MOST).tolist()):
        number = int(pairs.trouble[row])
        found[f"pair|most|{place}|high"] = float(number >> _HALF)
        found[f"pair|most|{place}|low"] = float(number & (1 << _HALF) - 1)
        found[f"pair|most|{place}|community"] = float(pairs.community[row])
    return found


def most_of(values: Values, count: int) -> list[tuple[int, int]]:
    """Return (number, row of the community) of the troubles that a pair names because they differ most."""
    found = []
    for place in range(count):
        if f"pair|most|{place}|high" in values:
            high, low, community = (int(values[f"pair|most|{place}|{part}"]) for part in ("high", "low", "community"))
            found.append((high << _HALF | low, community))
    return found
