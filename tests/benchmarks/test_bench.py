"""What `huying bench` measures and prints; no test asks how long anything takes."""

import json

import pytest
from rich.cells import cell_len

from sim.bench import bench as measuring
from sim.bench import yardstick
from sim.bench.bench import AREAS
from sim.bench.child import in_child
from sim.bench.machine import machine
from sim.bench.policy import FULL, compare_policy
from sim.bench.running import run_and_time
from sim.bench.study import measure_study
from sim.bench.table import tables
from sim.bench.timing import peak_gb, timed
from sim.model import GovernanceModel
from sim.policy import BUNDLES
from sim.text import catalogue

IN_FORCE = set(BUNDLES[FULL].intensities) - {"exemplar_pilots"}
"""Levers of the bundle that a community has in which no practice is tried out."""
FIGURES = {
    "processor": "Some processor of 3 GHz",
    "cpus": 2,
    "python": "3.11.7",
    **{f"version_{name}": "1.2.3" for name in ("huying", "mesa", "numba", "numpy")},
    "machine_loop_seconds": 0.05,
    "startup_seconds": 2.5,
    "cold_compile_seconds": 55.0,
    "city_peak_gb": 1.9,
    "ratio_vs_plain_mesa": 321.0,
    "ratio_vs_plain_mesa_community": 12.0,
    "ratio_vs_plain_mesa_city": 345.0,
    "city_simulated_seconds": 30.0,
    "policy": FULL,
    "policy_levers": 14,
    "policy_ratio": 1.37,
    "street_policy_seconds": 0.9,
    "city_policy_simulated_seconds": 41.5,
    "city_policy_peak_gb": 2.1,
}
for _name, _people in zip(AREAS, (7_000, 70_000, 1_100_000, 12_326_518), strict=True):
    FIGURES |= {f"{_name}_residents": _people, f"{_name}_run_residents": _people, f"{_name}_run_days": 485}
    FIGURES |= {f"{_name}_resident_days_per_second": 4.8e7, f"{_name}_plain_resident_days_per_second": 1.5e6}
    FIGURES |= {f"{_name}_cpu": 0.5, f"{_name}_cpu_per_million": 0.02, f"{_name}_simulated_seconds": 0.7}
    FIGURES |= {f"{_name}_peak_gb": 0.8}


@pytest.fixture
def huying(huying, monkeypatch):
    """Give a function that types `huying bench ...` in an empty folder, with canned figures for measured ones."""
    asked = []

    def measured(quick, city, tell):
        asked.append((quick, city))
        tell("plain")
        return dict(FIGURES)

    monkeypatch.setattr("sim.commands.benching.measure", measured)

    def typed(*words):
        return *huying("bench", *words), asked

    return typed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_fit_80_columns_and_say_the_ratio(huying, lang):
    code, out, err, asked = huying("--lang", lang, "--quick", "--no-city")
    assert (code, asked) == (0, [(True, False)])
    assert "321" in out
    assert "12,326,518" in out
    assert "..." in err
    assert all(cell_len(line) <= 80 for line in out.splitlines())


def test_figures_are_written_flat(huying, tmp_path):
    code, *_ = huying("--out", "bench.json")
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert code == 0
    assert written == FIGURES
    assert all(isinstance(value, int | float | str) for value in written.values())


def test_an_out_file_that_cannot_be_written_is_said_before_measuring(huying):
    code, out, err, asked = huying("--out", "nowhere/bench.json")
    assert (code, out, asked) == (2, "", [])
    assert err.startswith("nowhere/bench.json: ")


def test_what_was_not_measured_is_left_out():
    few = {key: value for key, value in FIGURES.items() if not key.startswith(("city", "district", "ratio", "policy"))}
    shown = list(tables(few, "en"))
    assert [table.title for table in shown] == [
        title
        for title in (table.title for table in tables(FIGURES, "en"))
        if "plain Mesa" not in title and "policy" not in title
    ]
    assert [row[0] for row in shown[1].rows] == ["community", "street"]


def test_both_models_are_run_on_one_area_and_compared():
    figures = yardstick.compare(AREAS["community"], plain_days=1, days=2, name="x")
    assert figures["x_residents"] > 1_000
    assert (figures["x_days"], figures["x_plain_days"]) == (2.0, 1.0)
    assert min(figures[name] for name in ("x_resident_days_per_second", "x_plain_resident_days_per_second")) > 0.0
    assert figures["ratio_x"] > 0.0


def test_without_a_checkout_there_is_no_ratio(monkeypatch, tmp_path, huying):
    monkeypatch.setattr(yardstick, "CHECKOUT", tmp_path)
    assert yardstick.plain_model() is None
    assert not any("ratio" in name for name in yardstick.compare(AREAS["community"], 1, 1, "x"))
    *_, err, _ = huying("--lang", "en")
    assert "No source checkout" in err


def test_a_child_measures_and_a_failing_one_says_why():
    figures = in_child("starts", area=AREAS["community"])
    assert figures["seconds"] > figures["compile_seconds"] >= 0.0
    with pytest.raises(RuntimeError, match=r"starts .*nowhere"):
        in_child("starts", area="nowhere")


def test_timing_and_machine():
    with timed() as spent:
        sum(range(10_000))
    assert spent.cpu > 0.0
    assert spent.wall > 0.0
    assert 0.01 < peak_gb() < 100.0
    assert machine()["machine_loop_seconds"] > 0.0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_policys_cost_is_said_with_its_name(huying, lang):
    _, out, *_ = huying("--lang", lang)
    assert getattr(BUNDLES[FULL], lang) in out
    assert "1.37" in out
    assert "41.50" in out


def test_a_street_lives_under_the_full_policy_and_without(monkeypatch):
    lived = []

    def noted(*args, **kept):
        model = GovernanceModel(*args, **kept)
        lived.append((model.scenario.days, {item.lever for item in model.scenario.policy}))
        return model

    monkeypatch.setattr("sim.bench.policy.GovernanceModel", noted)
    figures = compare_policy(AREAS["community"], days=2)
    assert lived == [(1, set()), *[(2, set()), (2, IN_FORCE)] * 3]
    assert (figures["policy"], figures["policy_levers"]) == (FULL, len(IN_FORCE))
    assert figures["policy_ratio"] > 0.0
    assert figures["street_policy_seconds"] > 0.0


def test_a_policy_is_run_where_one_is_asked_for(tmp_path):
    run_and_time(AREAS["community"], 1, False, 1, tmp_path / "with", FULL)
    run_and_time(AREAS["community"], 1, False, 1, tmp_path / "without")
    plans = [
        json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))["scenario"]["policy"]
        for name in ("with", "without")
    ]
    assert (set(plans[0]), plans[1]) == (IN_FORCE, {})


@pytest.mark.parametrize(("quick", "city"), [(True, True), (False, False), (False, True)])
def test_the_city_under_the_policy_is_of_the_full_bench_only(monkeypatch, quick, city):
    told, asked = [], []

    def child(task, cache=None, **arguments):
        asked.append(arguments)
        return dict.fromkeys(
            ("seconds", "cpu", "wall", "peak_gb", "compile_seconds", "residents", "days"), 2.0
        )  # fmt: skip

    monkeypatch.setattr(measuring, "in_child", child)
    monkeypatch.setattr(measuring, "compare", lambda *_: {"street_plain_resident_days_per_second": 1.0})
    monkeypatch.setattr(measuring, "compare_policy", lambda area, days: {"policy": FULL, "policy_ratio": 1.0})
    monkeypatch.setattr(measuring, "measure_study", lambda area, workers, quick: {"study_runs": 1})
    figures = measuring.measure(quick, city, told.append)
    whole = not quick and city
    assert "policy" in told
    assert ("city_policy" in told, "city_policy_peak_gb" in figures) == (whole, whole)
    assert [one["area"] for one in asked if one.get("bundle") == FULL] == [AREAS["city"]] * whole
    assert all(f"bench.stage_{stage}" in catalogue() for stage in told)


def test_a_study_is_set_against_its_bare_runs(monkeypatch):
    monkeypatch.setattr("sim.bench.study.RUNS_QUICK", 6)
    monkeypatch.setattr("sim.bench.study.BARE", 3)
    figures = measure_study(AREAS["community"], 2, quick=True)
    assert (figures["study_runs"], figures["study_workers"]) == (6, 2)
    expected = figures["study_bare_seconds"] * 6 / (2 * figures["study_seconds"])
    assert figures["study_efficiency"] == pytest.approx(expected)
