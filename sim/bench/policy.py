"""What a full policy costs: the same street under every reform and without, in turns, in one process."""

from statistics import median
from typing import Any

from sim.bench.timing import Seconds, timed
from sim.city import City, build_city
from sim.model import GovernanceModel
from sim.policy import BUNDLES
from sim.scenario import load_scenario

FULL = "2021_full" if "2021_full" in BUNDLES else "2021_reforms"
"""The bundle with most levers."""
ROUNDS = 3
"""Times that the two take turns; the middle one counts."""


def compare_policy(area: str, days: int) -> dict[str, str | int | float]:
    """Live an area with the full policy in force from the first day, and without.

    Opening the offices is not counted; the days of warm-up are, for both.

    Args:
        area: code.
        days: that are measured.

    Returns:
        policy: the bundle; policy_levers: how many of its levers act on this area; street_policy_seconds,
        street_policy_cpu: of the clock and of the processor, with it; policy_ratio:
        processor seconds with it / without.
    """
    city = build_city(area)
    _lived(city, 1, None)  # loads what is compiled
    without, under = [], []
    for _ in range(ROUNDS):
        without.append(_lived(city, days, None).cpu)
        under.append(_lived(city, days, FULL))
    cpu = median(one.cpu for one in under)
    return {
        "policy": FULL,
        "policy_levers": len(load_scenario("baseline", {"area": area, FULL: {}}).policy),
        "street_policy_seconds": median(one.wall for one in under),
        "street_policy_cpu": cpu,
        "policy_ratio": cpu / median(without),
    }


def _lived(city: City, days: int, bundle: str | None) -> Seconds:
    more: dict[str, Any] = {"outputs.tickets": False, "outputs.handovers": False}
    more |= {} if bundle is None else {bundle: {}}
    model = GovernanceModel("baseline", area=city.area.code, days=days, city=city, **more)
    with timed() as spent:
        while model.running:
            model.step()
    return spent
