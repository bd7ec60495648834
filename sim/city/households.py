"""Households of a community: who lives with whom, and in which compound.

A community's persons are known as counts by age and origin. Every family household first gets an adult as its
head, then the other members are dealt out, each drawn from who is left with a weight for who goes with the head:
couples of one age, children with people of working age, migrants with migrants. The weights are assumed; the counts
are met exactly.
"""

import math

import numpy as np

from sim.engine.compiling import rule, rule_with_arrays
from sim.engine.random import Purpose, normal, uniform

_HOUSEHOLD, _COMPOUND = int(Purpose.HOUSEHOLD), int(Purpose.COMPOUND)
_24 = np.uint64(24)
CELLS = 8
"""Age (4) x migrant (2): the cell of a person is 2 * age + migrant."""
SIZES = 8

# by size of the household (1, 2, 3 and more) x age of the head
_HEADS = np.array([[0.0, 1.0, 1.2, 1.5], [0.0, 1.0, 1.5, 1.5], [0.0, 1.0, 0.4, 0.3]])
# age of the head x age of the second member, and of the others
_SECOND = np.array([[1.0, 1.0, 1.0, 1.0], [0.8, 2.0, 0.3, 0.3], [0.02, 0.5, 8.0, 3.0], [0.02, 0.4, 3.0, 8.0]])
_OTHERS = np.array([[1.0, 1.0, 1.0, 1.0], [3.0, 1.0, 0.5, 0.5], [0.5, 1.5, 0.5, 0.5], [0.3, 1.5, 0.5, 0.5]])


@rule
def _mean_size(shares, tilt):  # type: ignore[no-untyped-def]
    total = 0.0
    mean = 0.0
    for k in range(SIZES):
        weight = shares[k] * math.exp(tilt * k)
        total += weight
        mean += weight * (k + 1)
    return mean / total


@rule
def deal_sizes(sizes, households, persons, shares):  # type: ignore[no-untyped-def]
    """Write sizes of family households that add up to `persons`, none below 1.

    The shares are tilted exponentially until their mean fits; what rounding leaves is given to, or taken from, one
    household after the other.
    """
    low, high = -20.0, 20.0
    for _ in range(60):
        tilt = 0.5 * (low + high)
        if _mean_size(shares, tilt) * households < persons:
            low = tilt
        else:
            high = tilt
    total = 0.0
    for k in range(SIZES):
        total += shares[k] * math.exp(low * k)
    k = 0
    below = shares[0] / total
    left = persons
    for j in range(households):
        while k < SIZES - 1 and (j + 0.5) / households > below:
            k += 1
            below += shares[k] * math.exp(low * k) / total
        sizes[j] = k + 1
        left -= k + 1
    while left != 0:
        for j in range(households):
            if left > 0:
                sizes[j] += 1
                left -= 1
            elif left < 0 and sizes[j] > 1:
                sizes[j] -= 1
                left += 1


@rule
def _take(pool, weight, u):  # type: ignore[no-untyped-def]
    """Take a person from the pool by weight, or by number alone where no weighted one is left; returns the cell."""
    total = 0.0
    for cell in range(CELLS):
        total += pool[cell] * weight[cell]
    if total <= 0.0:
        for cell in range(CELLS):
            weight[cell] = 1.0
            total += pool[cell]
    left = u * total
    chosen = -1
    for cell in range(CELLS):
        if pool[cell] > 0 and weight[cell] > 0.0:
            chosen = cell
            left -= pool[cell] * weight[cell]
            if left < 0.0:
                break
    pool[chosen] -= 1
    return chosen


@rule_with_arrays
def make_households(seed, key, cells, families, dormitories, shares, s):  # type: ignore[no-untyped-def]
    """Deal a community's persons out into households.

    Args:
        cells: persons, shape (4, 2, 2): age x migrant x collective.

    Returns:
        (lo, who): household j has the members `who[lo[j]:lo[j + 1]]`, cells of persons, its head first; family
        households come before collective ones.
    """
    pool = np.zeros(CELLS, dtype=np.int64)
    lodged = np.zeros(CELLS, dtype=np.int64)
    for age in range(4):
        for migrant in range(2):
            pool[2 * age + migrant] = cells[age, migrant, 0]
            lodged[2 * age + migrant] = cells[age, migrant, 1]
    persons, lodgers = pool.sum(), lodged.sum()
    sizes = np.empty(families + dormitories, dtype=np.int64)
    deal_sizes(sizes, families, persons, shares)
    for j in range(families - 1, 0, -1):  # shuffle (Fisher and Yates)
        other = int(uniform(seed, _HOUSEHOLD, (key << _24) | np.uint64(j), 0, 0) * (j + 1))
        sizes[j], sizes[other] = sizes[other], sizes[j]
    for j in range(dormitories):
        sizes[families + j] = lodgers * (j + 1) // dormitories - lodgers * j // dormitories
    lo = np.zeros(families + dormitories + 1, dtype=np.int64)
    lo[1:] = np.cumsum(sizes)
    who = np.empty(persons + lodgers, dtype=np.int64)
    weight = np.empty(CELLS)
    for j in range(families):
        for cell in range(CELLS):
            weight[cell] = _HEADS[min(sizes[j], 3) - 1, cell // 2]
        who[lo[j]] = _take(pool, weight, uniform(seed, _HOUSEHOLD, (key << _24) | np.uint64(j), 0, 1))
    for j in range(families):
        head = who[lo[j]]
        for k in range(1, sizes[j]):
            for cell in range(CELLS):
                weight[cell] = (_SECOND if k == 1 else _OTHERS)[head // 2, cell // 2]
                if cell % 2 == head % 2:
                    weight[cell] *= s.same_origin
            who[lo[j] + k] = _take(pool, weight, uniform(seed, _HOUSEHOLD, (key << _24) | np.uint64(j), 0, 7 + k))
    for j in range(families, families + dormitories):
        for k in range(sizes[j]):
            for cell in range(CELLS):
                weight[cell] = 1.0
            who[lo[j] + k] = _take(lodged, weight, uniform(seed, _HOUSEHOLD, (key << _24) | np.uint64(j), 0, 7 + k))
    return lo, who


@rule_with_arrays
def settle_households(seed, key, lo, who, compounds, first, last, s):  # type: ignore[no-untyped-def]
    """Choose a flat for every household: the old, and migrants, live in older housing than others (on average).

    Args:
        compounds: table; the community's are rows `first` to `last` (exclusive).

    Returns:
        household in each flat, in order of the flats.
    """
    households = len(lo) - 1
    score = np.empty(households)
    for j in range(households):
        head = who[lo[j]]
        old = s.housing_age if head // 2 >= 2 else 0.0
        moved = s.housing_migrant if head % 2 == 1 else 0.0
        score[j] = -old - moved + normal(seed, _HOUSEHOLD, (key << _24) | np.uint64(j), 0, 2)
    order = np.argsort(score, kind="mergesort")
    built = np.empty(last - first)
    for i in range(first, last):
        built[i - first] = compounds[i].year_built
    flats = np.empty(households, dtype=np.int64)
    taken = 0
    for i in np.argsort(built, kind="mergesort"):
        compound = compounds[first + i]
        base = compound.household_lo - compounds[first].household_lo
        n = compound.household_n
        for flat in range(n):
            flats[base + flat] = order[taken + flat]
        taken += n
        for flat in range(n - 1, 0, -1):
            other = int(uniform(seed, _COMPOUND, compound.key, 0, 100 + flat) * (flat + 1))
            flats[base + flat], flats[base + other] = flats[base + other], flats[base + flat]
    return flats
