"""Running the model with several seeds, and comparing what comes out with the facts."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sim.city import City
from sim.model import GovernanceModel
from sim.scenario import Scenario, load_scenario
from sim.validation.concentration import reporters_are_few, space_is_skewed
from sim.validation.facts import load_facts
from sim.validation.history import History, Lived, days_of_history, live_history, place_of, reform_day
from sim.validation.log import TicketLog
from sim.validation.observed import Observed, observed
from sim.validation.reform import demand_grows, gains_saturate, they_part_further
from sim.validation.repeats import second_reports_follow
from sim.validation.strain import workers_burn_out
from sim.validation.timeliness import closes_more_than_it_solves, differs_by_type, load_lowers_timeliness
from sim.validation.verdict import Validation, judge
from sim.validation.voice import many_enquire, silence_is_unequal, week_has_a_cycle
from sim.validation.waiting import heavy_tail

COMPUTED: Mapping[str, Callable[[Observed], Mapping[str, float]]] = {
    "SF01": heavy_tail,
    "SF02": differs_by_type,
    "SF03": closes_more_than_it_solves,
    "SF05": second_reports_follow,
    "SF06": reporters_are_few,
    "SF07": space_is_skewed,
    "SF09": silence_is_unequal,
    "SF10": many_enquire,
    "SF11": week_has_a_cycle,
    "SF13": load_lowers_timeliness,
    "SF18": workers_burn_out,
}
"""How a run tells of each fact: measures by name; what cannot be told is missing or NaN."""
LOOKED_BACK: Mapping[str, Callable[[History], Mapping[str, float]]] = {
    "SF03": they_part_further,
    "SF04": gains_saturate,
    "SF05": demand_grows,
}
"""How years of history tell of it."""
YEARS = 5
_ANY_SEED = 2**64


def validate(
    scenario: str | Path | Scenario = "baseline",
    overrides: Mapping[str, object] | None = None,
    *,
    seeds: int = 3,
    years: int = YEARS,
    threads: int = 1,
    progress: Callable[[str, int, int], None] = lambda stage, done, whole: None,
    look: Callable[[Observed], None] = lambda seen: None,
    look_back: Callable[[History], None] = lambda history: None,
) -> Validation:
    """Run a scenario with several seeds, live through history with the same seeds, and judge every fact.

    Args:
        overrides: as of `load_scenario`: `area`, `days`, ...
        seeds: how many runs: seed, seed + 1, ...; the city is built once.
        years: of history after a reform (`sim.validation.history`), at most nine; 0: none is lived.
        progress: is told the stage (`city`, `days`, `history`) and how much of how much is done.
        look, look_back: are shown the first run and the first history, to draw pictures of them.

    Raises:
        ScenarioError: something is wrong with the scenario.
        CityError: or with its city.

    Example:
        >>> found = validate("baseline", {"area": "420106001001", "days": 7, "warmup": 0}, seeds=1, years=0)
        >>> found.count("holds") + found.count("fails") + found.count("unknown")
        12
    """
    quiet = {"outputs.tickets": False, "outputs.handovers": False}  # nothing is written, so no hand-over is kept
    plan = load_scenario(scenario, {**(overrides or {}), **quiet})
    numbers = tuple(plan.seed if n == 0 else (plan.seed + n) % _ANY_SEED for n in range(seeds))
    city: City | None = None
    runs: list[dict[str, Mapping[str, float]]] = []
    progress("city", 0, 1)
    for n, seed in enumerate(numbers):
        model = GovernanceModel(plan, seed=seed, threads=threads, city=city)
        city = model.city
        seen = _lives(model, lambda day, n=n, whole=model.last_day: progress("days", n * whole + day, seeds * whole))  # type: ignore[misc]
        runs.append({fact: compute(seen) for fact, compute in COMPUTED.items()})
        if n == 0:
            look(seen)
        del model, seen  # before the next one takes as much memory
    assert city is not None
    place = place_of(city, plan) if years else city
    whole = seeds * days_of_history(years)
    for n, seed in enumerate(numbers if years else ()):
        before = n * days_of_history(years)
        history = live_history(
            plan, place, seed, years, lambda days, before=before: progress("history", before + days, whole)  # type: ignore[misc]
        )  # fmt: skip
        for fact, compute_back in LOOKED_BACK.items():
            runs[n][fact] = {**runs[n].get(fact, {}), **compute_back(history)}
        if n == 0:
            look_back(history)
    return Validation(
        scenario=plan.name,
        area=city.area,
        residents=len(city.residents),
        communities=len(city.communities),
        compounds=len(city.compounds),
        start=plan.start.isoformat(),
        days=plan.days,
        warmup=plan.warmup,
        seeds=numbers,
        lived=Lived(place.area, len(place.residents), years, reform_day(plan).isoformat()),
        findings=tuple(judge(fact, runs) for fact in load_facts()),
    )


def _lives(model: GovernanceModel, told: Callable[[int], None]) -> Observed:
    model.record.sink = log = TicketLog()
    while model.running:
        model.step()
        told(model.day)
    return observed(model, log)
