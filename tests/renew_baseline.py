"""Write `tests/baseline.json` anew: the indicators of a few small runs, by which a change of results is noticed.

    .venv/bin/python tests/renew_baseline.py

Prints what has changed. Commit it with the reason in CHANGELOG.md.
"""

import json
import math
from pathlib import Path

from sim.measure.indicators import run_indicators
from sim.model import GovernanceModel

BASELINE = Path(__file__).with_name("baseline.json")
RUNS = {
    "two compounds": {"scenario": "tiny", "days": 120, "warmup": 30, "seed": 1},
    "a community in 2016": {"scenario": "baseline", "area": "420106001001", "days": 60, "warmup": 30, "seed": 1},
    "a community in 2021": {"scenario": "wuhan_2021", "area": "420106001001", "days": 60, "warmup": 30, "seed": 1},
}


def indicators_of(plan: dict[str, object]) -> dict[str, float | None]:
    """Return every indicator of a run to nine digits; None where there is nothing to say."""
    model = GovernanceModel(**plan)
    while model.running:
        model.step()
    cost = model.cost(model.scenario.warmup, model.last_day).yuan
    values = run_indicators(model.record, model.scenario.days, cost)
    return {name: None if math.isnan(value) else float(f"{value:.9g}") for name, value in values.items()}


def main() -> None:
    """Compare with what is there, and write."""
    before = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    after = {name: indicators_of(plan) for name, plan in RUNS.items()}
    for run, values in after.items():
        for name, value in values.items():
            if (old := before.get(run, {}).get(name)) != value:
                print(f"{run}: {name}: {old} -> {value}")
    BASELINE.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
