"""The model for EMA Workbench (Kwakkel 2017, Environmental Modelling & Software 96, 239-250): no glue is needed.

from ema_workbench import SequentialEvaluator
from sim.experiment.ema import model

with SequentialEvaluator(model("wuhan_2021", area="420111001", days=30)) as evaluator:
    experiments, outcomes = evaluator.perform_experiments(scenarios=4, policies=2)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sim.experiment.living import indicators
from sim.experiment.uncertain import start_of
from sim.experiment.workbench import load_workbench, quiet
from sim.experiment.world import World, seeds_from
from sim.measure.definitions import definitions
from sim.parameters import PARAMETERS
from sim.policy import LEVERS, PolicyItem
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.names import lever_id, names_of_levers
from sim.text.problem import Mark, Problem, nearest, phrase, shown

LESS = ("burden_per_resident", "pseudo_closure_share", "worker_burnout_share", "cost_yuan_per_resident")
MORE = ("resolution_rate_true", "satisfaction_true")
"""What nobody would wish otherwise; of every other indicator it depends on what one is after."""


@dataclass(frozen=True, slots=True)
class Lives:
    """Lives the scenario with other parameters and intensities of levers; goes to other processes as it is.

    Attributes:
        replications: seeds whose indicators are averaged.
    """

    scenario: Scenario
    replications: int = 1

    def __call__(self, seed: int | None = None, **values: float) -> dict[str, float]:
        """Return the indicators.

        Args:
            seed: the first; the scenario's if left out.
            values: of parameters and levers, by name.
        """
        parameters = {name: float(value) for name, value in values.items() if name in PARAMETERS}
        dosed = {name: float(value) for name, value in values.items() if name in LEVERS}
        largest = largest_doses(self.scenario)
        items = [
            item.model_copy(update={"intensity": _scaled(item, largest[item.lever], dosed[item.lever])})
            if item.lever in dosed
            else item
            for item in self.scenario.policy
        ]
        new = dosed.keys() - {item.lever for item in items}
        items += [PolicyItem(lever=name, intensity=dosed[name]) for name in new]
        order = list(LEVERS)
        update = {
            "policy": tuple(sorted(items, key=lambda item: order.index(item.lever))),
            "parameters": {**self.scenario.parameters, **parameters},
        }
        world = World({}, self.scenario.model_copy(update=update))
        seeds = seeds_from(self.scenario.seed if seed is None else int(seed), self.replications)
        found = [indicators(world.with_seed(one)) for one in seeds]
        return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def largest_doses(scenario: Scenario) -> dict[str, float]:
    """Return of each lever of a policy the intensity that is farthest from neutral."""
    found: dict[str, float] = {}
    for item in scenario.policy:
        neutral = LEVERS[item.lever].neutral
        if abs(item.intensity - neutral) >= abs(found.get(item.lever, neutral) - neutral):
            found[item.lever] = item.intensity
    return found


def _scaled(item: PolicyItem, largest: float, wanted: float) -> float:
    """Return a dose where the largest of its lever has the wanted intensity: all keep their distances from neutral."""
    neutral = LEVERS[item.lever].neutral
    return (
        wanted
        if item.intensity == largest
        else neutral + (item.intensity - neutral) / (largest - neutral) * (wanted - neutral)
    )


def model(
    scenario: str | Path | Scenario = "baseline",
    *,
    levers: Literal["policy", "all"] | Sequence[str] = "policy",
    replications: int = 1,
    **settings: Any,
) -> Any:
    """Return an `ema_workbench.Model` of a scenario.

    Its uncertainties are all parameters of the registry with their ranges, its levers intensities over their ranges
    (those of the scenario keep their dates and coverage, and of several doses the distances from neutral; others are in
    force all along), its outcomes all indicators.
    What is not sampled stays as the scenario has it. Few outcomes are to be minimised or maximised: set the `kind` of
    those that you are after.

    Args:
        levers: those that the scenario's policy uses (`policy`; all, if it has none), `all`, or these.
        replications: seeds whose indicators are averaged.
        settings: changes of the scenario, as `area` and `days`.

    Raises:
        ScenarioError: everything that is wrong with the scenario, or a lever that there is not.
        ModuleNotFoundError: EMA Workbench is not installed (`pip install 'huying[study]'`).
    """
    load_workbench()
    with quiet():
        from ema_workbench import Constant, Model, RealParameter, ScalarOutcome
    files = {"outputs.tickets": False, "outputs.handovers": False, "outputs.report": False}
    base = load_scenario(scenario, {**settings, **files}, label="model")
    made = Model("huying", function=Lives(base, replications))
    made.uncertainties = [
        RealParameter(one.name, one.low, one.high, default=start_of(base, one.name))
        for one in PARAMETERS.values()
        if one.low < one.high
    ]
    doses = largest_doses(base)
    made.levers = [
        RealParameter(name, LEVERS[name].low, LEVERS[name].high, default=doses.get(name, LEVERS[name].neutral))
        for name in _levers(levers, doses)
    ]
    made.constants = [Constant("seed", base.seed)]
    made.outcomes = [ScalarOutcome(name, kind=(name in MORE) - (name in LESS)) for name in definitions()]
    return made


def _levers(asked: Literal["policy", "all"] | Sequence[str], used: dict[str, float]) -> list[str]:
    if isinstance(asked, str):
        return list(LEVERS) if asked == "all" or not used else list(used)
    names = [lever_id(name) for name in asked]
    problems = [
        Problem(Mark("model"), ("levers", n), phrase("study.unknown_lever", name=shown(name)), None,
                nearest(name, names_of_levers(), 3))
        for n, name in enumerate(names)
        if name not in LEVERS
    ]  # fmt: skip
    if problems:
        raise ScenarioError(problems)
    return names
