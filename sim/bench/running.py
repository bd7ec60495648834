"""One run of the baseline, or of a policy, timed from its first day to its tables."""

import json
import time
from pathlib import Path
from typing import Any

from sim.bench.timing import peak_gb
from sim.model import GovernanceModel
from sim.results import run_scenario
from sim.results.folder import MANIFEST, read_manifest
from sim.scenario import load_scenario


def run_and_time(
    area: str, days: int, tickets: bool, threads: int, folder: Path, bundle: str | None = None
) -> dict[str, float]:
    """Run an area into a folder.

    Args:
        area: code.
        tickets: whether tickets and hand-overs are written; indicators and daily series always are.
        threads: districts side by side.
        bundle: levers that are in force from the first day; none if left out.

    Returns:
        residents; days lived (warm-up included); `wall`: of the days, logs written beside, as the manifest has it;
        `cpu`: processor seconds of all but the opening and the first day, measuring and small tables as well;
        `peak_gb` of the whole process.
    """
    GovernanceModel("tiny", days=1, warmup=0).run_model()  # the compiled rules are loaded
    keeps = {"outputs.tickets": tickets, "outputs.handovers": tickets, "outputs.report": False}
    policy: dict[str, object] = {} if bundle is None else {bundle: {}}
    scenario = load_scenario("baseline", {"area": area, "days": days, **keeps, **policy})
    cpu: dict[tuple[str, int], float] = {}

    def note(stage: str, done: int, _: int) -> None:
        cpu.setdefault((stage, done), time.process_time())

    run_scenario(scenario, folder, threads=threads, progress=note)
    spent: Any = (read_manifest(folder / MANIFEST) or {})["time"]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return {
        "residents": summary["residents"],
        "days": scenario.warmup + scenario.days,
        "wall": spent["seconds_simulated"],
        "cpu": cpu["tables", 0] - cpu["days", 1],
        "peak_gb": peak_gb(),
    }
