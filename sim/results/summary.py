"""`summary.json`: a run in one page of numbers, each with its unit, its kind and its names."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from sim.city import City
from sim.measure.definitions import definitions
from sim.measure.recovery import Recovery
from sim.measure.warmup import mser5
from sim.scenario import Scenario

CONFIDENCE = 0.95
_MOST = {"share": 1.0, "index 0-1": 1.0}


def t_interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Return mean and the bounds of its 95 % interval (Student's t), over the runs that have a value.

    Bounds are NaN with fewer than two.

    Example:
        >>> [round(number, 2) for number in t_interval([1.0, 2.0, 3.0])]
        [2.0, -0.48, 4.48]
    """
    sample = np.array([value for value in values if math.isfinite(value)])
    n = len(sample)
    if n < 2:
        return float(sample.mean()) if n else math.nan, math.nan, math.nan
    half = special.stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * sample.std(ddof=1) / math.sqrt(n)
    return float(sample.mean()), float(sample.mean() - half), float(sample.mean() + half)


def summary_of(
    scenario: Scenario,
    city: City,
    load: ArrayLike,
    runs: Sequence[tuple[int, dict[str, float]]],
    unchanged: dict[str, float] | None = None,
    bill: dict[str, dict[str, float]] | None = None,
    recovered: Sequence[Recovery] = (),
) -> dict[str, Any]:
    """Return what `summary.json` holds.

    Args:
        load: `load_series` of the first run, warm-up included.
        runs: seed and indicators of each run; values are those of the first, as in the tables.
        bill: what the policy cost, by who paid and whose hours it took.
        recovered: what each shock did to open tickets.
        unchanged: indicators of the first run's world had its policy stayed as on the first day; None where it does.
    """
    several = len(runs) > 1
    indicators: dict[str, Any] = {}
    for name, value in runs[0][1].items():
        one = definitions()[name]
        indicators[name] = {"value": known(value), "unit": one.unit, "kind": one.kind, "zh": one.zh, "en": one.en}
        if several:
            mean, low, high = t_interval([values[name] for _, values in runs])
            low, high = np.clip([low, high], 0.0, _MOST.get(one.unit))  # no indicator is negative
            indicators[name]["interval"] = {"mean": known(mean), "low": known(low), "high": known(high)}
    more: dict[str, Any] = {} if bill is None else {"policy": bill}
    if recovered:
        more["shocks"] = [
            {**asdict(one), "start": one.start.isoformat(), "end": one.end.isoformat()} for one in recovered
        ]
    beside = {} if unchanged is None else {"unchanged": {name: known(value) for name, value in unchanged.items()}}
    return {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "area": {"code": city.area.code, "name": city.area.name, "level": city.area.level},
        "start": scenario.start.isoformat(),
        "days": scenario.days,
        "residents": len(city.residents),
        "communities": len(city.communities),
        "compounds": len(city.compounds),
        "warmup": {"days": scenario.warmup, "mser5": mser5(load)},
        "replications": {"runs": len(runs), "seeds": [seed for seed, _ in runs], "confidence": CONFIDENCE},
        "indicators": indicators,
        **more,
        **beside,
    }


def write_json(content: dict[str, Any], path: Path) -> None:
    """Write JSON for people and machines alike."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def known(value: float) -> float | None:
    """Return a number as JSON holds it: None where there is none."""
    return float(value) if math.isfinite(value) else None
