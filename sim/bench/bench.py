"""All measurements in their order, as one flat table of figures."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from sim.bench.child import in_child
from sim.bench.machine import machine
from sim.bench.policy import FULL, compare_policy
from sim.bench.study import measure_study
from sim.bench.yardstick import compare, plain_model
from sim.first_start import compile_rules

AREAS = {"community": "420106001001", "street": "420106005", "district": "420106", "city": "420100"}
"""Nested areas of Wuhan: 积玉桥 is by the river in Wuchang; the street is the one nearest to 70,000 residents there."""
YEAR, MONTH = 365, 30
PLAIN_DAYS, PLAIN_DAYS_QUICK = 10, 3
USUAL_STREET = 70_000
THREADS = min(2, os.cpu_count() or 1)

Figures = dict[str, str | int | float]


def measure(quick: bool, city: bool, tell: Callable[[str], None]) -> Figures:
    """Return every figure by name; names are the keys of `bench.json`, and stand explained in `sim/text/bench.csv`.

    Args:
        quick: a month in place of a year, no district, no city, no empty cache.
        city: whether to run the whole city.
        tell: is told what is measured next (a key of `bench.stage_*`).
    """
    tell("machine")
    figures: Figures = {**machine(), "quick": int(quick)}
    tell("start")
    compile_rules()
    warm = in_child("starts", area=AREAS["street"])
    figures |= {"startup_seconds": warm["seconds"], "startup_cpu": warm["cpu"]}
    if not quick:
        with tempfile.TemporaryDirectory() as empty:
            first = in_child("starts", Path(empty), area=AREAS["street"])
        figures |= {
            "cold_compile_seconds": first["compile_seconds"],
            "cold_start_seconds": first["seconds"],
            "cold_start_cpu": first["cpu"],
        }
    days = MONTH if quick else YEAR
    figures |= _ratios(days, PLAIN_DAYS_QUICK if quick else PLAIN_DAYS, tell)
    tell("policy")
    figures |= compare_policy(AREAS["street"], days)
    tell("study")
    figures |= measure_study(AREAS["street"], THREADS, quick)
    names = list(AREAS)[: 2 if quick else 4 if city else 3]
    figures |= _levels(names, days, tell)
    if "city" in names:
        figures |= _whole_city(tell)
    if plain_model() is not None and "city_cpu" in figures:
        lived = float(figures["city_run_residents"]) * (float(figures["city_run_days"]) - 1.0)
        ours = lived / float(figures["city_cpu"])
        figures["ratio_vs_plain_mesa_city"] = ours / float(figures["street_plain_resident_days_per_second"])
    return figures


def _ratios(days: int, plain_days: int, tell: Callable[[str], None]) -> Figures:
    """Compare with plain Mesa on a community, and on a street: the headline."""
    tell("plain")
    figures: Figures = {**compare(AREAS["community"], plain_days, days, "community")}
    figures |= compare(AREAS["street"], plain_days, days, "street")
    for name, ratio in (("ratio_vs_plain_mesa", "ratio_street"), ("ratio_vs_plain_mesa_community", "ratio_community")):
        if ratio in figures:
            figures[name] = figures.pop(ratio)
    return figures


def _levels(names: list[str], days: int, tell: Callable[[str], None]) -> Figures:
    """Run nested areas one inside the other: what a million resident-days cost must not grow."""
    figures: Figures = {}
    for name in names:
        tell(name)
        run = in_child("runs", area=AREAS[name], days=days, tickets=False, threads=THREADS)
        timed_days = run["days"] - 1.0
        figures |= {
            f"{name}_run_residents": run["residents"],
            f"{name}_run_days": run["days"],
            f"{name}_cpu": run["cpu"],
            f"{name}_cpu_per_million": run["cpu"] / (run["residents"] * timed_days / 1e6),
            f"{name}_simulated_seconds": run["wall"],
            f"{name}_peak_gb": run["peak_gb"],
        }
    share = USUAL_STREET / float(figures["street_run_residents"])
    figures["street_seconds_per_70000"] = share * float(figures["street_simulated_seconds"])
    return figures


def _whole_city(tell: Callable[[str], None]) -> Figures:
    tell("city_build")
    built = in_child("builds", area=None)
    tell("city_tickets")
    written = in_child("runs", area=AREAS["city"], days=YEAR, tickets=True, threads=THREADS)
    tell("city_policy")
    reformed = in_child("runs", area=AREAS["city"], days=YEAR, tickets=False, threads=THREADS, bundle=FULL)
    return {
        "city_build_seconds": built["wall"],
        "city_build_cpu": built["cpu"],
        "city_build_peak_gb": built["peak_gb"],
        "city_simulated_seconds_with_tickets": written["wall"],
        "city_peak_gb_with_tickets": written["peak_gb"],
        "city_policy_simulated_seconds": reformed["wall"],
        "city_policy_peak_gb": reformed["peak_gb"],
    }
