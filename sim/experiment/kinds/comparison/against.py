"""What is known of one world against the one that it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.experiment.kinds.comparison.differences import moved
from sim.experiment.kinds.comparison.pair_tables import ends, equity, gains, summed, transitions
from sim.experiment.kinds.comparison.stopping import Reached
from sim.experiment.kinds.comparison.two_lives import TwoLives
from sim.experiment.world import Values

DAYS_A_YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Against:
    """One world against the base.

    Attributes:
        base, other: indicators of both; a row a seed, a column an indicator.
        pairs: seeds that were compared trouble by trouble; 0: none, and the tables of troubles are empty.
        moved: of what is reported and what is true (`differences.moved`).
        ends: troubles of a run by how they ended in either world.
        transitions, gains, equity: of `pair_tables`.
        lives: the troubles that differ most, in both worlds.
        reached: what became of each wish of precision, by indicator.
    """

    name: str
    base: pd.DataFrame
    other: pd.DataFrame
    pairs: int
    moved: pd.DataFrame
    ends: Mapping[tuple[str, str], float]
    transitions: pd.DataFrame
    gains: pd.DataFrame
    equity: pd.DataFrame
    lives: Sequence[TwoLives]
    reached: Mapping[str, Reached]

    def cells(self, division: str = "all") -> pd.DataFrame:
        """Return the transitions of a division, by group."""
        return self.transitions[self.transitions.division == division].set_index("group")

    def people(self, division: str) -> pd.DataFrame:
        """Return who gains and loses in a division, by group; empty groups are left out."""
        mine = self.gains[(self.gains.division == division) & (self.gains.residents > 0.0)]
        return mine.set_index("group")


def against_of(
    name: str,
    base: pd.DataFrame,
    other: pd.DataFrame,
    pairs: Sequence[Values],
    days: int,
    lives: Sequence[TwoLives],
    reached: Mapping[str, Reached],
) -> Against:
    """Return what is known of a world.

    Args:
        base, other: indicators of both worlds, a row a seed.
        pairs: what was read off pairs of worlds.
        days: of the measured time.
    """
    sums = summed(pairs)
    return Against(
        name, base, other, len(pairs), moved(base, other), ends(sums), transitions(sums),
        gains(pairs, days / DAYS_A_YEAR), equity(pairs), lives, reached,
    )  # fmt: skip
