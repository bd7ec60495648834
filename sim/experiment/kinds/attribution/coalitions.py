"""Coalitions: the worlds in which only some parts of a policy are in force, and which of them a study needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.experiment.kinds.attribution.players import Players
from sim.experiment.kinds.attribution.shapley import antithetic_permutations, coalitions_beside, coalitions_in
from sim.experiment.policies import Policy, under
from sim.experiment.world import Level, World
from sim.scenario import Scenario

GAME_SIZE = 10
"""So many players have all their coalitions run (1,024 worlds); more are sampled."""
COALITION = "coalition"
"""The factor that names a coalition of many players: `none`, `all`, `+one`, `-one`, or a 0 or 1 for each."""
Method = Literal["exact", "sampled", "alone"]


@dataclass(frozen=True, slots=True)
class Game:
    """A policy taken apart.

    Attributes:
        base: everything but the policy.
        whole, against: the policies between which its parts make the difference.
        permutations: orders of joining that are drawn in each replication, where they are sampled.
        pairs: whether interactions of pairs are sampled too; where all coalitions are run they cost nothing.
    """

    base: Scenario
    whole: Policy
    against: Policy
    players: Players
    method: Method
    permutations: int
    pairs: bool = False

    @property
    def everything(self) -> int:
        """The mask of all players."""
        return (1 << len(self.players)) - 1

    def world(self, mask: int) -> World:
        """Return the world in which the players of a mask are in force, as in the whole policy, and no others."""
        policy = dict(self.against)
        for number, levers in enumerate(self.players.values()):
            if mask >> number & 1:
                policy |= {lever: self.whole.get(lever, ()) for lever in levers}
        return World(self._factors(mask), under(self.base, policy))

    def _factors(self, mask: int) -> Mapping[str, Level]:
        if len(self.players) <= GAME_SIZE:
            return {name: mask >> number & 1 for number, name in enumerate(self.players)}
        for number, name in enumerate(self.players):
            if mask == 1 << number:
                return {COALITION: f"+{name}"}
            if mask == self.everything - (1 << number):
                return {COALITION: f"-{name}"}
        plain = {0: "none", self.everything: "all"}
        return {COALITION: plain.get(mask, format(mask, f"0{len(self.players)}b")[::-1])}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one replication needs: coalitions, and the orders of joining that they come from."""

    masks: tuple[int, ...]
    orders: tuple[tuple[int, ...], ...] = ()


def game_of(
    base: Scenario, whole: Policy, against: Policy, players: Players, method: Literal["shapley", "alone"],
    permutations: int, pairs: bool = False,
) -> Game:  # fmt: skip
    """Return the game; Shapley values of many players are sampled."""
    how: Method = "alone" if method == "alone" else "exact" if len(players) <= GAME_SIZE else "sampled"
    return Game(base, whole, against, players, how, permutations, pairs)


def asked_in(game: Game, replication: int) -> Asked:
    """Return what a replication needs.

    Each replication draws orders of its own, so that an interval over replications holds the chance of the draw too.
    """
    count = len(game.players)
    if game.method == "exact":
        return Asked(tuple(range(1 << count)))
    singles = [1 << player for player in range(count)]
    masks = [0, game.everything, *singles, *(game.everything - one for one in singles)]
    orders: list[tuple[int, ...]] = []
    if game.method == "sampled":
        orders = antithetic_permutations(count, game.permutations, (0, replication))
        masks += coalitions_in(orders)
        masks += coalitions_beside(orders) if game.pairs else ()
    return Asked(tuple(dict.fromkeys(masks)), tuple(orders))
