"""Two worlds trouble by trouble: the logs of both, joined by the numbers that troubles have in any world."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.grievance.trouble import Solved
from sim.measure.troubles import burden_of


class Fate(IntEnum):
    """What became of a trouble in a world."""

    ABSENT = 0
    """It did not arise there."""
    UNSOLVED = 1
    SOLVED = 2


class End(IntEnum):
    """The same, told apart more finely."""

    OFFICE = 0
    """Solved by whoever handles cases."""
    NEIGHBOURS = 1
    """Solved by residents together."""
    FADED = 2
    """Nobody solved it; it went by itself."""
    OPEN = 3
    """It was there at the end."""
    ABSENT = 4


FATE_OF_END = np.array([Fate.SOLVED, Fate.SOLVED, Fate.UNSOLVED, Fate.UNSOLVED, Fate.ABSENT], dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every trouble that arose in either of two worlds, in the order of its number; arrays of one length.

    Attributes:
        trouble: its number.
        resident, compound, community, category: rows; whom it befell is as in the first world that has it.
        end_a, end_b: End.
        burden_a, burden_b: severity-weighted person-days.
        hours: by how much sooner it was solved in b; 0 where it was not solved in both.
        claimed_a, claimed_b: whether the platform says that it is solved.
        returned: whether it came back after a solution.
    """

    trouble: NDArray[np.int64]
    resident: NDArray[np.int32]
    compound: NDArray[np.int32]
    community: NDArray[np.int32]
    category: NDArray[np.int16]
    end_a: NDArray[np.int8]
    end_b: NDArray[np.int8]
    burden_a: NDArray[np.float64]
    burden_b: NDArray[np.float64]
    hours: NDArray[np.float64]
    claimed_a: NDArray[np.bool_]
    claimed_b: NDArray[np.bool_]
    returned: NDArray[np.bool_]

    @property
    def fate_a(self) -> NDArray[np.int8]:
        """Fate of each in a."""
        return np.asarray(FATE_OF_END[self.end_a])

    @property
    def fate_b(self) -> NDArray[np.int8]:
        """Fate of each in b."""
        return np.asarray(FATE_OF_END[self.end_b])


def joined(a: NDArray[np.void], b: NDArray[np.void]) -> Pairs:
    """Join two logs.

    Args:
        a, b: rows of `sim.grievance.trouble.TROUBLE` of the same city and seed, each trouble once.
    """
    numbers = np.union1d(a["trouble"], b["trouble"])
    at_a, at_b = np.searchsorted(numbers, a["trouble"]), np.searchsorted(numbers, b["trouble"])

    def of_either(name: str) -> NDArray[Any]:
        column = np.zeros(len(numbers), dtype=a[name].dtype)
        column[at_b] = b[name]
        column[at_a] = a[name]
        return column

    def of_one(at: NDArray[np.intp], values: NDArray[Any], otherwise: Any = 0) -> NDArray[Any]:
        column = np.full(len(numbers), otherwise, dtype=values.dtype)
        column[at] = values
        return column

    ends = [of_one(at, _ends(log), End.ABSENT) for at, log in ((at_a, a), (at_b, b))]
    over_a, over_b = of_one(at_a, a["ended"]), of_one(at_b, b["ended"])
    solved_in_both = (FATE_OF_END[ends[0]] == Fate.SOLVED) & (FATE_OF_END[ends[1]] == Fate.SOLVED)
    return Pairs(
        trouble=numbers,
        end_a=ends[0],
        end_b=ends[1],
        burden_a=of_one(at_a, burden_of(a)),
        burden_b=of_one(at_b, burden_of(b)),
        hours=np.where(solved_in_both, over_a - over_b, 0.0),
        claimed_a=of_one(at_a, a["reported_solved"] == 1),
        claimed_b=of_one(at_b, b["reported_solved"] == 1),
        returned=of_either("returned") != 0,
        **{name: of_either(name) for name in ("resident", "compound", "community", "category")},
    )


def _ends(log: NDArray[np.void]) -> NDArray[np.int8]:
    found = np.where(log["open"] != 0, End.OPEN, End.FADED)
    found[log["solved"] == Solved.NEIGHBOURS] = End.NEIGHBOURS
    found[log["solved"] == Solved.OFFICE] = End.OFFICE
    return found.astype(np.int8)


def differing_most(pairs: Pairs, count: int) -> NDArray[np.intp]:
    """Return the positions of the troubles whose burden differs most between the worlds, the most first."""
    apart = np.abs(pairs.burden_a - pairs.burden_b)
    order = np.argsort(-apart, kind="stable")[:count]
    return order[apart[order] > 0.0]
