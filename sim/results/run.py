"""Running a scenario into a folder: build, simulate, measure, write, report."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.city import City, build_city, find_area, to_graphml
from sim.city.source import WUHAN, read_hierarchy
from sim.engine.compiling import is_compiled
from sim.measure.indicators import run_indicators
from sim.model import GovernanceModel
from sim.results.columns import reference_text
from sim.results.folder import MANIFEST, new_folder
from sim.results.logs import names_of
from sim.results.manifest import manifest_of, now
from sim.results.series import communities_frame, daily_frame, replications_frame, write_frame
from sim.results.sink import ParquetSink
from sim.results.summary import summary_of, write_json
from sim.scenario import Scenario
from sim.text import Language

Progress = Callable[[str, int, int], None]
"""Called with the stage (`city`, `days`, `tables`, `report`), and how much of how much is done."""
Report = Callable[[Path, Language], object]
"""Writes the report of a run's folder, into it."""
_ANY_SEED = 2**64


def default_folder(scenario: Scenario) -> Path:
    """Return where a run's results go if nobody says: `results/<scenario>-<area code>-<seed>`."""
    source = scenario.city_source() or WUHAN
    code = read_hierarchy(source).code if scenario.area is None else find_area(scenario.area, source).code
    return Path("results") / f"{scenario.name}-{code}-{scenario.seed}"


def run_scenario(
    scenario: Scenario,
    out: Path | None = None,
    *,
    threads: int = 1,
    replications: int = 1,
    lang: Language = "en",
    report: Report | None = None,
    progress: Progress = lambda stage, done, whole: None,
) -> Path:
    """Run a scenario and write the folder of its results, which is complete or absent.

    Args:
        out: the folder; `default_folder` if left out. An earlier run that is there is replaced at the end.
        threads: districts that are worked on side by side; they change no result.
        replications: runs with the seeds seed, seed + 1, ...; tables and values are those of the first, intervals
            of all.
        lang: of the report.
        report: writes the report.
        progress: is told how things go.

    Returns:
        The folder.

    Raises:
        ResultsError: the folder cannot be written.
        CityError: there is no such area or something is wrong with the city's files.

    Example:
        >>> from sim.scenario import load_scenario
        >>> scenario = load_scenario("baseline", {"area": "420106001001", "days": 30})
        >>> run_scenario(scenario, Path("results/one")) # doctest: +SKIP
        PosixPath('results/one')
    """
    out = default_folder(scenario) if out is None else out
    with new_folder(out) as folder:
        started, machine = now(), {"threads": threads, "compiled_before": is_compiled()}
        _copy_inputs(scenario, folder)
        progress("city", 0, 1)
        began = time.perf_counter()
        city = build_city(scenario.area, scenario.city_source())
        built = time.perf_counter()
        runs = []
        for number in range(replications):
            seed = scenario.seed if number == 0 else (scenario.seed + number) % _ANY_SEED
            runs.append((seed, _one_run(scenario, seed, city, threads, folder, progress, number, replications)))
        simulated = time.perf_counter() - built
        progress("tables", 0, 1)
        _finish_tables(scenario, city, runs, folder)
        lived = len(city.residents) * (scenario.warmup + scenario.days) * replications
        spent = {
            "started": started,
            "finished": now(),
            "seconds_city": round(built - began, 3),
            "seconds_simulated": round(simulated, 3),
            "resident_days_per_second": round(lived / simulated),
        }
        write_json(manifest_of(folder, scenario, city, replications, machine, spent), folder / MANIFEST)
        if report is not None and scenario.outputs.report:
            progress("report", 0, 1)
            report(folder, lang)
    return out


def _one_run(
    scenario: Scenario, seed: int, city: City, threads: int, folder: Path, progress: Progress, number: int, whole: int
) -> dict[str, float]:
    """Run once; the first run writes its tables. Returns the indicators."""
    model = GovernanceModel(scenario, seed=seed, threads=threads, city=city)
    days, last = scenario.days, model.last_day
    wanted = scenario.outputs
    names = names_of(model.world, city, model.first_day)
    with ParquetSink(folder, names, wanted.tickets and number == 0, wanted.handovers and number == 0) as sink:
        model.record.sink = sink
        while model.running:
            model.step()
            progress("days", number * last + model.day, whole * last)
    if number == 0:
        daily = daily_frame(model.record, model.first_day, scenario.warmup)
        write_frame(daily, "daily", folder / "daily.parquet")
        write_frame(communities_frame(model.record, city, days), "communities", folder / "communities.parquet")
    cost = model.cost(scenario.warmup, last)
    return run_indicators(model.record, days, cost.yuan)


def _copy_inputs(scenario: Scenario, folder: Path) -> None:
    """Keep files of one's own beside the results, so that the folder alone is enough to do the run again."""
    for name, path in scenario.input_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(path.read_bytes())


def _finish_tables(
    scenario: Scenario, city: City, runs: list[tuple[int, dict[str, float]]], folder: Path
) -> None:
    import pandas as pd

    daily = pd.read_parquet(folder / "daily.parquet")
    write_json(summary_of(scenario, city, daily, runs), folder / "summary.json")
    if len(runs) > 1:
        write_frame(replications_frame(runs), "replications", folder / "replications.parquet")
    to_graphml(city.graph, folder / "city.graphml")
    (folder / "tables.md").write_text(reference_text(), encoding="utf-8")
