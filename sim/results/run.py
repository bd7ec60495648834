"""Running a scenario into a folder: build, simulate, measure, write, report."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq

from sim.city import City, build_city, find_area, to_graphml
from sim.city.graph import node_names
from sim.city.in_force import Edge, edges_in_force, with_force
from sim.city.source import WUHAN, read_hierarchy
from sim.engine.compiling import is_compiled
from sim.measure.recovery import recoveries
from sim.measure.warmup import load_series
from sim.model import GovernanceModel
from sim.results.columns import reference_text
from sim.results.folder import MANIFEST, new_folder
from sim.results.interruption import between_days
from sim.results.logs import names_of
from sim.results.manifest import manifest_of, now
from sim.results.series import communities_frame, daily_frame, replications_frame, write_frame
from sim.results.sink import ParquetSink
from sim.results.summary import summary_of, write_json
from sim.scenario import Scenario, unchanged
from sim.text import Language

Progress = Callable[[str, int, int], None]
"""Called with the stage (`city`, `days`, `tables`, `report`), and how much of how much is done."""
Report = Callable[[Path, Language], object]
"""Writes the report of a run's folder, into it."""
Run = tuple[int, dict[str, float]]
"""Seed and indicators of a replication."""
Bill = dict[str, dict[str, float]]
"""What a policy cost, by who paid and whose hours it took."""
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
        other = unchanged(scenario) if scenario.outputs.unchanged else None
        whole = replications + (other is not None)
        simulated = [
            _simulate(scenario, city, number, whole, threads, folder, progress) for number in range(replications)
        ]
        beside = None if other is None else _simulate_unchanged(other, city, whole, threads, folder, progress)
        measured = time.perf_counter()
        progress("tables", 0, 1)
        runs, bill = [run for run, _, _ in simulated], simulated[0][2]
        _finish_tables(scenario, city, runs, beside and beside[0][1], bill, folder)
        lived = len(city.residents) * (scenario.warmup + scenario.days) * whole
        seconds = sum(days for _, days, _ in simulated) + (beside[1] if beside else 0.0)
        spent = {
            "started": started,
            "finished": now(),
            "seconds_city": round(built - began, 3),
            "seconds_simulated": round(seconds, 3),
            "seconds_opened_and_measured": round(measured - built - seconds, 3),
            "resident_days_per_second": round(lived / seconds),
        }
        write_json(manifest_of(folder, scenario, city, replications, machine, spent), folder / MANIFEST)
        if report is not None and scenario.outputs.report:
            progress("report", 0, 1)
            report(folder, lang)
    return out


def _simulate(
    scenario: Scenario, city: City, number: int, whole: int, threads: int, folder: Path, progress: Progress
) -> tuple[Run, float, Bill]:
    """Do one of the replications; the first, which has the scenario's own seed, writes its tables.

    Returns: the run, the seconds that its days took, and what its policy cost.
    """
    seed = (scenario.seed + number) % _ANY_SEED if number else scenario.seed
    with between_days() as stop_if_asked:
        model = GovernanceModel(scenario, seed=seed, threads=threads, city=city)
        told = _telling(model, number, whole, stop_if_asked, progress)
        seconds = _lives(model, told) if number else _lives_and_writes(model, folder, told)
    return (seed, model.indicators()), seconds, model.bill(scenario.warmup, model.last_day)


def _simulate_unchanged(
    scenario: Scenario, city: City, whole: int, threads: int, folder: Path, progress: Progress
) -> tuple[Run, float]:
    """Do the first run's world again with the policy of its first day, after all others, and write its daily table."""
    with between_days() as stop_if_asked:
        model = GovernanceModel(scenario, threads=threads, city=city)
        seconds = _lives(model, _telling(model, whole - 1, whole, stop_if_asked, progress))
    daily = daily_frame(model.record, model.first_day, scenario.warmup)
    write_frame(daily, "daily", folder / "daily_unchanged.parquet")
    return (scenario.seed, model.indicators()), seconds


def _telling(
    model: GovernanceModel, number: int, whole: int, stop_if_asked: Callable[[], None], progress: Progress
) -> Callable[[int], None]:
    """Return the function that is told of every day of a run, the `number`-th of so many."""

    def told(day: int) -> None:
        stop_if_asked()
        progress("days", number * model.last_day + day, whole * model.last_day)

    return told


def _lives(model: GovernanceModel, told: Callable[[int], None]) -> float:
    """Let a run go by. Returns: the seconds that it took."""
    began = time.perf_counter()
    while model.running:
        model.step()
        told(model.day)
    return time.perf_counter() - began


def _lives_and_writes(model: GovernanceModel, folder: Path, told: Callable[[int], None]) -> float:
    """Let a run go by while its logs go to disk, then write its small tables. Returns: the seconds of the former."""
    scenario, city = model.scenario, model.city
    names = names_of(model.world, city, model.first_day)
    wanted = scenario.outputs
    troubles = city if wanted.troubles else None
    nodes = node_names(city.tables, city.codes)
    force: dict[str, dict[Edge, bool]] = {}

    def noted(day: int) -> None:
        if day == scenario.warmup + 1:  # the first measured day is over
            force["first"] = edges_in_force(city.graph, nodes, model.world)
        told(day)

    with ParquetSink(folder, names, wanted.tickets, wanted.handovers, troubles) as model.record.sink:
        seconds = _lives(model, noted)
    last = edges_in_force(city.graph, nodes, model.world)
    to_graphml(with_force(city.graph, force["first"], last), folder / "city.graphml")
    daily = daily_frame(model.record, model.first_day, scenario.warmup)
    write_frame(daily, "daily", folder / "daily.parquet")
    communities = communities_frame(model.record, city, scenario.days)
    write_frame(communities, "communities", folder / "communities.parquet")
    return seconds


def _copy_inputs(scenario: Scenario, folder: Path) -> None:
    """Keep files of one's own beside the results, so that the folder alone is enough to do the run again."""
    for name, path in scenario.input_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(path.read_bytes())


def _finish_tables(
    scenario: Scenario, city: City, runs: list[Run], unchanged: dict[str, float] | None, bill: Bill, folder: Path
) -> None:
    daily = pq.read_table(folder / "daily.parquet").to_pandas()
    spans = [(shock.start, shock.end) for shock in scenario.shocks]
    first_day = scenario.start - timedelta(days=scenario.warmup)
    recovered = recoveries(daily["open_tickets"], first_day, spans)
    summary = summary_of(scenario, city, load_series(daily), runs, unchanged, bill, recovered)
    write_json(summary, folder / "summary.json")
    if len(runs) > 1:
        write_frame(replications_frame(runs), "replications", folder / "replications.parquet")
    (folder / "tables.md").write_text(reference_text(), encoding="utf-8")
