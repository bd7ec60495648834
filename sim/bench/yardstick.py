"""The ratio to plain Mesa: the same rules, one Python object an agent, on the same area in the same process."""

import importlib
import sys
from statistics import median
from typing import Any

from sim.bench.timing import timed
from sim.city import City, build_city
from sim.engine.compiling import PACKAGE
from sim.model import GovernanceModel

CHECKOUT = PACKAGE.parent
ROUNDS = 3
"""Times that the two take turns; the middle one counts."""


def plain_model() -> Any:
    """Return the class of the plain model; None where there is no source checkout, which alone has it."""
    if not (CHECKOUT / "tests" / "benchmarks" / "plain_mesa.py").is_file():
        return None
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    return importlib.import_module("tests.benchmarks.plain_mesa").PlainModel


def compare(area: str, plain_days: int, days: int, name: str) -> dict[str, float]:
    """Run both on one area, in turns, and compare resident-days per processor second.

    Making the objects is not counted for the plain model, nor opening the offices for ours; days of warm-up are days
    lived, for both.

    Args:
        plain_days, days: that each lives.
        name: of the area, that the figures' names begin with.
    """
    city = build_city(area)
    people = len(city.residents)
    plain = plain_model()
    _lives(GovernanceModel("baseline", area=area, days=1, warmup=0, city=city))  # loads what is compiled
    rates = []
    for _ in range(ROUNDS):
        slow = _rate(plain("baseline", area=area, days=plain_days, city=city), people) if plain is not None else 0.0
        rates.append((_rate(_ours(area, days, city), people), slow))
    figures = {
        f"{name}_residents": float(people),
        f"{name}_days": float(days),
        f"{name}_resident_days_per_second": median(ours for ours, _ in rates),
    }
    if plain is not None:
        figures[f"{name}_plain_days"] = float(plain_days)
        figures[f"{name}_plain_resident_days_per_second"] = median(slow for _, slow in rates)
        figures[f"ratio_{name}"] = median(ours / slow for ours, slow in rates)
    return figures


def _ours(area: str, days: int, city: City) -> GovernanceModel:
    quiet = {"outputs.tickets": False, "outputs.handovers": False}
    return GovernanceModel("baseline", area=area, days=days, warmup=0, city=city, **quiet)


def _rate(model: Any, people: int) -> float:
    with timed() as spent:
        _lives(model)
    return float(people * model.day / spent.cpu)


def _lives(model: Any) -> None:
    while model.running:
        model.step()
