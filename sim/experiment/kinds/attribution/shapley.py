"""Shapley values and interactions of a game: what each player contributes to what all of them do together.

A coalition is a bit mask of its players. What a coalition does may be one number or an array of them.

Sources: Shapley (1953), A value for n-person games; Grabisch and Roubens (1999), An axiomatic approach to the concept
of interaction among players in cooperative games; antithetic permutations: Mitchell et al. (2022), Sampling
permutations for Shapley value estimation.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.experiment.intervals import ROUNDING

Numbers = NDArray[np.float64]


def shapley_values(worth: Numbers) -> Numbers:
    """Return the exact Shapley value of each player: the mean of what it adds over all orders of joining.

    Args:
        worth: shape (2^k, ...), what each coalition does, by bit mask.

    Returns:
        Shape (k, ...); their sum is what all do less what none does, which is asserted.

    Example:
        >>> shapley_values(np.array([0.0, 1.0, 2.0, 7.0])).tolist()
        [3.0, 4.0]
    """
    count = _players(worth)
    masks = np.arange(len(worth))
    sizes = np.bitwise_count(masks)
    values = np.empty((count, *worth.shape[1:]))
    for player in range(count):
        rest = masks[(masks >> player) & 1 == 0]
        weights = np.array([1.0 / (count * math.comb(count - 1, int(size))) for size in sizes[rest]])
        values[player] = np.tensordot(weights, worth[rest | (1 << player)] - worth[rest], axes=1)
    return _efficient(values, worth[-1], worth[0])


def interactions(worth: Numbers) -> Numbers:
    """Return the Shapley interaction index of each pair: what both do together beyond what each does without the other.

    Args:
        worth: as of `shapley_values`.

    Returns:
        Shape (k, k, ...), symmetric, NaN on the diagonal. Above zero the two raise one another's effect, below zero
        they lower it.

    Example:
        >>> interactions(np.array([0.0, 1.0, 2.0, 7.0]))[0, 1].item()
        4.0
    """
    count = _players(worth)
    masks = np.arange(len(worth))
    sizes = np.bitwise_count(masks)
    found = np.full((count, count, *worth.shape[1:]), np.nan)
    for one in range(count):
        for other in range(one):
            i, j = 1 << one, 1 << other
            rest = masks[(masks & (i | j)) == 0]
            weights = np.array([1.0 / ((count - 1) * math.comb(count - 2, int(size))) for size in sizes[rest]])
            together = worth[rest | i | j] - worth[rest | i] - worth[rest | j] + worth[rest]
            index = np.tensordot(weights, together, axes=1)
            found[one, other] = found[other, one] = _rounded(index, np.abs(worth[-1]) + np.abs(worth[0]))
    return found


def sampled_values(worth: Mapping[int, Numbers], permutations: Sequence[Sequence[int]]) -> Numbers:
    """Return the mean of what each player adds over some orders of joining: an estimate of its Shapley value.

    Args:
        worth: what each coalition does that occurs in these orders (`coalitions_in`), by bit mask.

    Returns:
        Shape (k, ...); efficient as the exact values are.
    """
    count = len(permutations[0])
    values = np.zeros((count, *np.shape(worth[0])))
    for order in permutations:
        mask = 0
        for player in order:
            values[player] += worth[mask | 1 << player] - worth[mask]
            mask |= 1 << player
    return _efficient(values / len(permutations), worth[(1 << count) - 1], worth[0])


def sampled_interactions(worth: Mapping[int, Numbers], permutations: Sequence[Sequence[int]]) -> Numbers:
    """Return the mean of what two players that join one after the other do together, over some orders of joining.

    Who stands before two neighbours of a random order is any coalition without them, each size as likely: an estimate
    of their interaction index.

    Args:
        worth: what each coalition does of those in `coalitions_in` and `coalitions_beside` these orders, by bit mask.

    Returns:
        As of `interactions`; NaN for pairs that are neighbours in none of these orders.
    """
    count = len(permutations[0])
    sums = np.zeros((count, count, *np.shape(worth[0])))
    met = np.zeros((count, count, *(1 for _ in np.shape(worth[0]))))
    for order in permutations:
        mask = 0
        for one, other in pairwise(order):
            i, j = 1 << one, 1 << other
            together = worth[mask | i | j] - worth[mask | i] - worth[mask | j] + worth[mask]
            for pair in ((one, other), (other, one)):
                sums[pair] += together
                met[pair] += 1.0
            mask |= i
    means = np.divide(sums, met, out=np.full_like(sums, np.nan), where=met > 0.0)
    return _rounded(means, np.abs(worth[(1 << count) - 1]) + np.abs(worth[0]))


def coalitions_beside(permutations: Sequence[Sequence[int]]) -> list[int]:
    """Return the coalitions that form where two neighbours in these orders join the other way round, each once.

    Example:
        >>> coalitions_beside([(0, 1, 2)])
        [2, 5]
    """
    masks: dict[int, None] = {}
    for order in permutations:
        mask = 0
        for one, other in pairwise(order):
            masks[mask | 1 << other] = None
            mask |= 1 << one
    return list(masks)


def coalitions_in(permutations: Sequence[Sequence[int]]) -> list[int]:
    """Return the coalitions that form as players join in these orders, each once.

    Example:
        >>> coalitions_in([(0, 1), (1, 0)])
        [0, 1, 3, 2]
    """
    masks: dict[int, None] = {0: None}
    for order in permutations:
        mask = 0
        for player in order:
            mask |= 1 << player
            masks[mask] = None
    return list(masks)


def antithetic_permutations(players: int, count: int, seed: Sequence[int]) -> list[tuple[int, ...]]:
    """Return random orders, every second one the reverse of that before it: who joined first joins last.

    Example:
        >>> one, two = antithetic_permutations(5, 2, [1])
        >>> one == two[::-1]
        True
    """
    draws = np.random.default_rng(list(seed))
    orders: list[tuple[int, ...]] = []
    while len(orders) < count:
        order = tuple(draws.permutation(players).tolist())
        orders += [order, order[::-1]]
    return orders[:count]


def _players(worth: Numbers) -> int:
    count = len(worth).bit_length() - 1
    if len(worth) != 1 << count:
        raise ValueError(f"{len(worth)} coalitions are not those of a whole number of players")
    return count


def _efficient(values: Numbers, everything: Numbers, nothing: Numbers) -> Numbers:
    """Return values after asserting that they share out the whole, wherever it is known."""
    size = np.abs(everything) + np.abs(nothing)
    gap = np.abs(values.sum(axis=0) - (everything - nothing))
    assert np.all(~np.isfinite(gap) | (gap <= ROUNDING * np.maximum(size, np.abs(values).sum(axis=0))))
    return _rounded(values, size)


def _rounded(values: Numbers, size: Numbers) -> Numbers:
    return np.where(np.abs(values) <= ROUNDING * size, 0.0, values)
