"""The axioms of Shapley values, on made games, and values worked out by hand."""

import itertools
import math

import numpy as np
import pytest

from sim.experiment.kinds.attribution.shapley import (
    antithetic_permutations,
    coalitions_beside,
    coalitions_in,
    interactions,
    sampled_interactions,
    sampled_values,
    shapley_values,
)

GLOVES = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
"""Players 0 and 1 have a left glove each, player 2 a right one; only a pair is worth something."""


def _random_game(players, *more, seed=1):
    return np.random.default_rng(seed).normal(size=(1 << players, *more))


def _by_orders(worth, players):
    orders = list(itertools.permutations(range(players)))
    return sampled_values({mask: worth[mask] for mask in coalitions_in(orders)}, orders)


def test_the_glove_game_by_hand():
    assert shapley_values(GLOVES) == pytest.approx([1 / 6, 1 / 6, 4 / 6])


@pytest.mark.parametrize("players", [1, 2, 3, 5, 6])
def test_exact_values_are_those_over_all_orders_of_joining(players):
    worth = _random_game(players, 3)
    exact = shapley_values(worth)
    assert exact == pytest.approx(_by_orders(worth, players))
    assert exact.sum(axis=0) == pytest.approx(worth[-1] - worth[0])  # efficiency


@pytest.mark.parametrize("players", [2, 3, 5])
def test_exact_interactions_are_those_of_neighbours_over_all_orders_of_joining(players):
    worth = _random_game(players, 2, seed=5)
    orders = list(itertools.permutations(range(players)))
    needed = {*coalitions_in(orders), *coalitions_beside(orders)}
    sampled = sampled_interactions({mask: worth[mask] for mask in needed}, orders)
    assert sampled == pytest.approx(interactions(worth), nan_ok=True)


def test_a_pair_that_is_never_neighbours_has_no_interaction_and_another_has_that_of_its_orders():
    worth = _random_game(3, seed=6)
    orders = [(0, 1, 2), (2, 1, 0)]
    found = sampled_interactions({mask: worth[mask] for mask in range(8)}, orders)
    by_hand = (worth[3] - worth[1] - worth[2] + worth[0] + worth[7] - worth[6] - worth[5] + worth[4]) / 2.0
    assert found[0, 1] == found[1, 0] == pytest.approx(by_hand)
    assert np.isnan(found[0, 2])


def test_a_null_player_gets_nothing_and_equal_players_the_same():
    worth = _random_game(3, seed=2)
    with_null = np.concatenate([worth, worth])  # player 3 changes nothing
    assert shapley_values(with_null)[3] == 0.0
    assert interactions(with_null)[3, :3] == pytest.approx([0.0] * 3, abs=1e-12)
    sizes = np.bitwise_count(np.arange(16)).astype(float)
    assert shapley_values(sizes**2) == pytest.approx([4.0] * 4)


def test_values_and_interactions_are_linear_in_the_game():
    one, other = _random_game(4, seed=3), _random_game(4, seed=4)
    assert shapley_values(2.0 * one - other) == pytest.approx(2.0 * shapley_values(one) - shapley_values(other))
    both = interactions(2.0 * one - other)
    assert both == pytest.approx(2.0 * interactions(one) - interactions(other), nan_ok=True)


def test_interactions_by_hand():
    additive = np.array([sum(2.0**p for p in range(4) if mask >> p & 1) for mask in range(16)])
    found = interactions(additive)
    assert np.isnan(np.diag(found)).all()
    assert (found[~np.eye(4, dtype=bool)] == 0.0).all()
    together = np.array([float(mask & 0b101 == 0b101) for mask in range(8)])  # 0 and 2 need one another
    found = interactions(together)
    assert (found[0, 2], found[2, 0], found[0, 1], found[1, 2]) == pytest.approx((1.0, 1.0, 0.0, 0.0))
    # of the gloves, (0, 1): joint gain over S = {} is 0, over {2} is 1 - 1 - 1 + 0 = -1, each with weight 1/2
    assert interactions(GLOVES)[0, 1] == pytest.approx(-0.5)


def test_few_orders_share_out_the_whole_too_and_come_in_opposite_pairs():
    worth = _random_game(6, 2, seed=5)
    orders = antithetic_permutations(6, 7, (0, 3))
    assert orders == antithetic_permutations(6, 7, (0, 3))
    assert orders != antithetic_permutations(6, 7, (0, 4))
    assert [orders[1], orders[3]] == [orders[0][::-1], orders[2][::-1]]
    values = sampled_values({mask: worth[mask] for mask in coalitions_in(orders)}, orders)
    assert values.sum(axis=0) == pytest.approx(worth[-1] - worth[0])


def test_what_is_not_known_stays_unknown_and_spoils_no_other():
    worth = _random_game(3, 2)
    clean = shapley_values(worth)
    worth[5, 1] = math.nan
    values = shapley_values(worth)
    assert values[:, 0] == pytest.approx(clean[:, 0])
    assert np.isnan(values[:, 1]).any()


def test_a_table_that_is_no_game_is_refused():
    with pytest.raises(ValueError, match="3 coalitions"):
        shapley_values(np.zeros(3))
