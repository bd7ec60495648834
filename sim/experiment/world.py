"""Worlds: scenarios that differ in what a study asks about, each lived with the same seeds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.scenario import Scenario

Values = dict[str, float]
"""Indicators of a run by name; NaN where one could not be told."""
Level = float | int | str
"""What a factor is set to."""
_ANY_SEED = 2**64


@dataclass(frozen=True, slots=True)
class World:
    """One run to be done.

    Attributes:
        factors: what sets it apart from the other worlds of its study, by name.
        scenario: what is run, with its seed.
        against: the world that it is compared with trouble by trouble, if it is: lived beside it with the same seed.
    """

    factors: Mapping[str, Level]
    scenario: Scenario
    against: Scenario | None = None

    def with_seed(self, seed: int) -> "World":
        """Return the world with another seed: other troubles, the same policy."""
        return self._changed(lambda one: one.model_copy(update={"seed": seed % _ANY_SEED}))

    def with_parameters(self, parameters: Mapping[str, float]) -> "World":
        """Return the world with other values of parameters; those that it sets itself stay as they are."""
        return self._changed(lambda one: one.model_copy(update={"parameters": {**parameters, **one.parameters}}))

    def _changed(self, change: Callable[[Scenario], Scenario]) -> "World":
        against = None if self.against is None else change(self.against)
        return replace(self, scenario=change(self.scenario), against=against)


def seeds_from(first: int, count: int) -> tuple[int, ...]:
    """Return so many seeds, the same for every world of a study (common random numbers)."""
    return tuple((first + n) % _ANY_SEED if n else first for n in range(count))


def replicated(
    worlds: Iterable[World], seeds: Sequence[int], ensemble: Sequence[Mapping[str, float]] = ()
) -> list[World]:
    """Return every world with every seed, all worlds of the first seed first.

    Args:
        ensemble: sets of parameters that fit what is known; the n-th seed goes with the n-th of them, in turn, so that
            replications carry what is not known of the parameters as well as chance.
    """
    worlds = list(worlds)
    found = []
    for number, seed in enumerate(seeds):
        for world in worlds:
            one = world.with_seed(seed)
            found.append(one.with_parameters(ensemble[number % len(ensemble)]) if ensemble else one)
    return found
