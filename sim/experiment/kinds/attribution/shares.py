"""What each player does in one replication: its Shapley value, its effect alone, what it adds to all others."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.experiment.intervals import difference
from sim.experiment.kinds.attribution.coalitions import Asked, Game
from sim.experiment.kinds.attribution.shapley import (
    Numbers,
    interactions,
    sampled_interactions,
    sampled_values,
    shapley_values,
)
from sim.experiment.world import Values


@dataclass(frozen=True)
class Shares:
    """What each player does in one replication.

    Attributes:
        indicators: n of them; none where a run that everything hangs on failed.
        whole: shape (n,), all players less none.
        alone: shape (k, n), each player alone less none.
        added: shape (k, n), all players less all but this one.
        shapley: shape (k, n); NaN where it was not asked for.
        pairs: shape (k, k, n), interactions; None where they were not asked for.
        complete: whether no run failed: otherwise parts would be averaged over other seeds than the whole.
    """

    indicators: tuple[str, ...]
    whole: Numbers
    alone: Numbers
    added: Numbers
    shapley: Numbers
    pairs: Numbers | None = None
    complete: bool = True


def shares_in(game: Game, asked: Asked, worth: Mapping[int, Values | None]) -> Shares:
    """Return what each player does in one replication.

    Args:
        worth: indicators of each coalition; None for a run that failed: whatever needs it is NaN.
    """
    count = len(game.players)
    names = tuple(next((values for values in worth.values() if values is not None), {}))
    blank = np.full(len(names), np.nan)
    of = {
        mask: blank if values is None else np.array([values.get(name, np.nan) for name in names], dtype=np.float64)
        for mask, values in worth.items()
    }
    everything = game.everything
    alone = np.array([_less(of[1 << player], of[0]) for player in range(count)])
    added = np.array([_less(of[everything], of[everything - (1 << player)]) for player in range(count)])
    values, pairs = np.full((count, len(names)), np.nan), None
    if game.method == "exact":
        table = np.array([of[mask] for mask in range(everything + 1)])
        values = shapley_values(table)
        pairs = interactions(table)
    elif game.method == "sampled":
        values = sampled_values(of, asked.orders)
        pairs = sampled_interactions(of, asked.orders) if game.pairs else None
    complete = all(values_of is not None for values_of in worth.values())
    return Shares(names, _less(of[everything], of[0]), alone, added, values, pairs, complete)


def _less(one: Numbers, other: Numbers) -> Numbers:
    return np.array([difference(float(a), float(b)) for a, b in zip(one, other, strict=True)])
