"""Which worlds are compared: none of the levers, each alone, a whole bundle, and the bundle without each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.policy import BUNDLES, LEVERS, Bundle, Lever, PolicyItem
from sim.scenario import Problem, Scenario, ScenarioError, load_scenario
from sim.scenario.names import lever_id
from sim.text.problem import Mark, nearest, phrase

Setting = Literal["baseline", "alone", "bundle", "left_out"]
DEFAULT_BUNDLE = next(name for name in ("2021_full", "2021_reforms") if name in BUNDLES)
"""Nearly all levers of the report at once."""
MOST_SEEDS = 1000
FEWEST_SEEDS = 2
"""One run has no interval."""


@dataclass(frozen=True, slots=True)
class World:
    """A policy under which the same troubles befall the same people.

    Attributes:
        lever: the one that is alone or left out; empty for the baseline and the whole bundle.
        scenario: what is run; seeds are put in its place of one.
    """

    setting: Setting
    lever: str
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run.

    Attributes:
        levers: whose effects are asked for, in the order of `LEVERS`.
        bundled: those of them that the bundle holds: only these can be left out of it.
        seeds: the same in every world, so that effects are differences by seed.
        everything: whether every lever is asked for.
    """

    base: Scenario
    full: Scenario
    bundle: str
    levers: tuple[str, ...]
    bundled: tuple[str, ...]
    seeds: tuple[int, ...]
    everything: bool

    def worlds(self) -> Iterator[World]:
        """Yield every world, the two that others are compared with first."""
        yield World("baseline", "", self.base)
        yield World("bundle", "", self.full)
        for lever in self.levers:
            item = PolicyItem(lever=lever, intensity=LEVERS[lever].default)
            yield World("alone", lever, self.base.model_copy(update={"policy": (*self.base.policy, item)}))
        for lever in self.bundled:
            rest = tuple(item for item in self.full.policy if item.lever != lever)
            yield World("left_out", lever, self.full.model_copy(update={"policy": rest}))

    def command(self) -> str:
        """Return the command that makes the same table again."""
        base = self.base
        area = "" if base.area is None else f" --area {base.area}"
        only = "" if self.everything else f" --levers {','.join(self.levers)}"
        span = f" --days {base.days} --warmup {base.warmup} --seeds {len(self.seeds)}"
        return f"huying effects{area}{span} --bundle {self.bundle}{only}"


def plan_effects(
    area: str | None = None,
    days: int | None = None,
    warmup: int | None = None,
    seeds: int = 8,
    bundle: str = DEFAULT_BUNDLE,
    levers: Sequence[str] = (),
) -> Plan:
    """Return a plan; levers are in force all along, warm-up included, each alone at its default intensity.

    Args:
        area, days, warmup: in place of those of the scenario `baseline`.
        seeds: how many runs of each world: 1, 2, ...
        bundle, levers: by id or name; no lever stands for all of them.

    Raises:
        ScenarioError: everything that is wrong.

    Example:
        >>> plan = plan_effects("420106001001", 10, 0, 2, "street_reform", ["task_gate", "case_rating"])
        >>> [(world.setting, world.lever) for world in plan.worlds()][2:]
        [('alone', 'task_gate'), ('alone', 'case_rating'), ('left_out', 'task_gate')]
    """
    ids = [lever_id(name) for name in levers]
    named = lever_id(bundle)
    problems = [_unknown("--levers", name, "lever", LEVERS) for name in ids if name not in LEVERS]
    if named not in BUNDLES:
        problems.append(_unknown("--bundle", named, "bundle", BUNDLES))
    if not FEWEST_SEEDS <= seeds <= MOST_SEEDS:
        problems.append(
            Problem(Mark("--seeds"), (), phrase("problem.out_of_range", value=seeds),
                    phrase("allowed.whole", low=FEWEST_SEEDS, high=MOST_SEEDS))
        )  # fmt: skip
    # no hand-over is kept: only indicators are read
    settings = {"area": area, "days": days, "warmup": warmup, "outputs.tickets": False, "outputs.handovers": False}
    try:
        base = load_scenario("baseline", settings, label="baseline")
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    if problems:
        raise ScenarioError(problems)
    full = load_scenario(base, {"policy": {named: {}}})
    held = {item.lever for item in full.policy}
    asked = tuple(lever for lever in LEVERS if not ids or lever in ids)
    bundled = tuple(lever for lever in asked if lever in held)
    return Plan(
        base, full, named, asked, bundled, tuple(base.seed + n for n in range(seeds)), len(asked) == len(LEVERS)
    )


def _unknown(option: str, name: str, kind: str, known: Mapping[str, Lever] | Mapping[str, Bundle]) -> Problem:
    near = nearest(name, [word for one in known.values() for word in (one.id, one.zh, one.en)], 3)
    return Problem(Mark(option), (name,), phrase(f"effects.unknown_{kind}"), phrase("allowed.levers"), near)
