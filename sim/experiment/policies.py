"""Policies taken from other scenarios: their levers and doses, put into the world of a study."""

from sim.experiment.file import StudyFile
from sim.policy import LEVERS, PolicyItem
from sim.scenario import Scenario, load_scenario

Policy = dict[str, tuple[PolicyItem, ...]]
"""Doses by lever, in the order of `LEVERS`."""


def policy_named(name: str, file: StudyFile) -> Policy:
    """Return the policy of a scenario; nothing else of that scenario counts.

    Args:
        name: of a shipped scenario, or the path of a file, sought beside the study's first.

    Raises:
        ScenarioError: there is none, or something is wrong with it.
    """
    return policy_of(load_scenario(file.source(name)))


def policy_of(scenario: Scenario) -> Policy:
    """Return the doses of a scenario by lever."""
    held = {item.lever for item in scenario.policy}
    return {lever: tuple(i for i in scenario.policy if i.lever == lever) for lever in LEVERS if lever in held}


def under(base: Scenario, policy: Policy) -> Scenario:
    """Return a scenario under another policy.

    Example:
        >>> other = policy_of(load_scenario("baseline", {"task_gate": 0.5}))
        >>> [item.lever for item in under(load_scenario("baseline"), other).policy]
        ['task_gate']
    """
    return base.model_copy(update={"policy": tuple(i for lever in LEVERS for i in policy.get(lever, ()))})
