"""The figures as small tables that a person reads; what was not measured is left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.bench.bench import AREAS, Figures
from sim.policy import BUNDLES
from sim.text import Language, text

Row = tuple[str, ...]

SECONDS = (
    "startup_seconds", "startup_cpu", "cold_compile_seconds", "cold_start_seconds", "cold_start_cpu",
    "street_seconds_per_70000", "city_build_seconds", "city_simulated_seconds", "city_simulated_seconds_with_tickets",
    "city_peak_gb", "city_peak_gb_with_tickets",
)  # fmt: skip
POLICY = (
    "policy_ratio", "street_policy_seconds", "street_policy_cpu", "city_policy_simulated_seconds",
    "city_policy_peak_gb",
)  # fmt: skip


STUDY = ("study_efficiency", "study_seconds", "study_bare_seconds", "study_memory_growth")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the columns' names, and rows of cells; the first column is text, the others are numbers."""

    title: str
    columns: Row
    rows: tuple[Row, ...]


def tables(figures: Figures, lang: Language) -> Iterator[Table]:
    """Yield the tables of what was measured."""
    yield Table(text("bench.machine", lang), ("", ""), tuple(_machine(figures, lang)))
    ratios = tuple(_ratios(figures, lang))
    if ratios:
        yield _table("ratio", ("area", "residents", "ours", "plain", "times"), ratios, lang)
    columns = ("area", "residents", "days", "cpu", "cpu_per_million", "wall", "peak")
    yield _table("linear", columns, tuple(_levels(figures, lang)), lang)
    yield Table(text("bench.seconds", lang), ("", ""), tuple(_numbers(SECONDS, figures, lang)))
    if "policy" in figures:
        bundle = BUNDLES[str(figures["policy"])]
        title = text("bench.full_policy", lang, name=getattr(bundle, lang), levers=figures["policy_levers"])
        yield Table(title, ("", ""), tuple(_numbers(POLICY, figures, lang)))
    if "study_runs" in figures:
        title = text("bench.study", lang, runs=figures["study_runs"], workers=figures["study_workers"])
        yield Table(title, ("", ""), tuple(_numbers(STUDY, figures, lang)))


def _table(title: str, columns: Row, rows: tuple[Row, ...], lang: Language) -> Table:
    return Table(text(f"bench.{title}", lang), tuple(text(f"bench.{column}", lang) for column in columns), rows)


def _machine(figures: Figures, lang: Language) -> Iterator[Row]:
    yield text("bench.processor", lang), f"{figures['processor']} x {figures['cpus']}"
    versions = [f"{name} {figures[f'version_{name}']}" for name in ("huying", "mesa", "numba", "numpy")]
    yield text("bench.versions", lang), ", ".join([f"Python {figures['python']}", *versions])
    yield text("bench.machine_loop_seconds", lang), f"{figures['machine_loop_seconds']:.2f}"


def _ratios(figures: Figures, lang: Language) -> Iterator[Row]:
    for name, key in (("community", "ratio_vs_plain_mesa_community"), ("street", "ratio_vs_plain_mesa")):
        if key in figures:
            yield (
                text(f"bench.area_{name}", lang),
                f"{figures[f'{name}_residents']:,.0f}",
                _millions(figures[f"{name}_resident_days_per_second"]),
                _millions(figures[f"{name}_plain_resident_days_per_second"]),
                f"{figures[key]:,.0f}",
            )
    if "ratio_vs_plain_mesa_city" in figures:
        ratio = float(figures["ratio_vs_plain_mesa_city"])
        slow = float(figures["street_plain_resident_days_per_second"])
        people = f"{figures['city_run_residents']:,.0f}"
        yield text("bench.area_city_street", lang), people, _millions(ratio * slow), _millions(slow), f"{ratio:,.0f}"


def _levels(figures: Figures, lang: Language) -> Iterator[Row]:
    for name in AREAS:
        if f"{name}_cpu" in figures:
            yield (
                text(f"bench.area_{name}", lang),
                f"{figures[f'{name}_run_residents']:,.0f}",
                f"{figures[f'{name}_run_days']:.0f}",
                f"{figures[f'{name}_cpu']:.2f}",
                f"{1000.0 * float(figures[f'{name}_cpu_per_million']):.1f}",
                f"{figures[f'{name}_simulated_seconds']:.2f}",
                f"{figures[f'{name}_peak_gb']:.2f}",
            )


def _numbers(names: Row, figures: Figures, lang: Language) -> Iterator[Row]:
    for name in names:
        if name in figures:
            yield text(f"bench.{name}", lang), f"{figures[name]:.2f}"


def _millions(rate: str | int | float) -> str:
    return f"{float(rate) / 1e6:.2f}"
