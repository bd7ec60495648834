"""The same world without what a policy changes on the way: what a policy with dates is rightly compared to."""

from datetime import timedelta

from sim.scenario.types import Scenario


def unchanged(scenario: Scenario) -> Scenario | None:
    """Return the scenario with the policy of its first measured day kept to the end.

    What would begin later is left out, and what would end goes on. It keeps no tickets and writes no report.

    Returns:
        None where the policy changes on no day of the measured time after the first.

    Example:
        >>> from sim.scenario import load_scenario
        >>> policy = {"case_rating": {"intensity": 1.0, "start": "2017-01-01"}, "task_admission": 56}
        >>> [item.lever for item in unchanged(load_scenario("baseline", {"days": 730, "policy": policy})).policy]
        ['task_admission']
        >>> unchanged(load_scenario("baseline", {"days": 366, "policy": policy})) is None
        True
    """
    first, last = scenario.start, scenario.start + timedelta(days=scenario.days - 1)
    kept, changes = [], False
    for item in scenario.policy:
        if item.start is not None and item.start > first:
            changes = changes or item.start <= last
        elif item.end is not None and first <= item.end < last:
            kept.append(item.model_copy(update={"end": None}))
            changes = True
        else:
            kept.append(item)
    if not changes:
        return None
    quiet = scenario.outputs.model_copy(update=dict.fromkeys(("tickets", "handovers", "troubles", "report"), False))
    return scenario.model_copy(update={"policy": tuple(kept), "outputs": quiet})
