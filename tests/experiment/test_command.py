"""`huying study` as a person types it, and the folder that it leaves."""

import json

import pandas as pd
import pytest
from rich.cells import cell_len

from sim.agents.responses import Response
from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.measure.definitions import definitions
from sim.results.manifest import sha256

STUDY = """\
kind: sweep
title: "权重 <b> / weight <b>"
question: "分得开吗？ / does it part?"
set: {area: "420106001001", days: 3, warmup: 0}
factors:
  case_rating: [0, 1]
  一窗受理: [0.0, 1.0]
replications: 2
"""


def record(path):
    """Write two tickets of the community."""
    rows = {
        "reported": pd.to_datetime(["2016-01-01 09:00", "2016-01-02 10:00"]).astype("datetime64[us]"),
        "community_code": ["420106001001"] * 2, "category": list(load_categories().ids[:2]),
        "channel": [load_channels().ids[Response.HOTLINE]] * 2,
    }  # fmt: skip
    pd.DataFrame(rows).to_parquet(path)


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(STUDY.replace("一窗受理", "one_window"), encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_study_leaves_a_folder_that_tells_how_it_was_made(huying, study, tmp_path, lang):
    code, said, errors = huying("study", "mine.yaml", "--workers", "0", "--lang", lang)
    assert code == 0, errors
    assert all(cell_len(line) <= 80 for line in said.splitlines())
    folder = tmp_path / "results" / "mine"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "runs.jsonl", "runs.parquet", "points.csv", "study.json", "manifest.json", "report.html", "figures/sweep.svg",
    }  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {name: sha256(folder / name) for name in manifest["outputs"]} == manifest["outputs"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "weight &lt;b&gt;" in page
    assert "weight <b>" not in page


def test_the_table_is_tidy_and_whole(huying, study, tmp_path):
    huying("study", "mine.yaml", "--workers", "0", "--quiet", "--out", "out")
    table = pd.read_parquet(tmp_path / "out" / "runs.parquet")
    assert list(table.columns) == ["run", "seed", "case_rating", "one_window", "indicator", "value"]
    assert table["run"].nunique() == 8
    assert len(table) == 8 * len(definitions())
    troubles = table[table.indicator == "troubles"]
    assert (troubles.groupby("seed")["value"].nunique() == 1).all()  # the same troubles in every world
    assert troubles["value"].nunique() == 2


def test_a_study_is_done_again_from_its_manifest_to_the_bit(huying, study, tmp_path):
    huying("study", "mine.yaml", "--workers", "0", "--quiet", "--out", "out")
    code, _, errors = huying("study", "out/manifest.json", "--workers", "2", "--quiet", "--out", "again")
    assert code == 0, errors
    for name in ("runs.parquet", "points.csv", "study.json"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_scenario_of_ones_own_goes_with_the_results(huying, study, tmp_path):
    (tmp_path / "own.yaml").write_text("extends: baseline\nparameters: {voice_gain: 8}\n", encoding="utf-8")
    study.write_text(study.read_text(encoding="utf-8") + "scenario: own.yaml\n", encoding="utf-8")
    assert huying("study", "mine.yaml", "--workers", "0", "--quiet", "--out", "out")[0] == 0
    (tmp_path / "own.yaml").unlink()
    code, _, errors = huying("study", "out/manifest.json", "--workers", "0", "--quiet", "--out", "again")
    assert code == 0, errors
    assert (tmp_path / "again" / "runs.parquet").read_bytes() == (tmp_path / "out" / "runs.parquet").read_bytes()


def test_the_folder_alone_is_enough_whatever_its_scenarios_read(huying, study, tmp_path):
    (tmp_path / "plans" / "sub").mkdir(parents=True)
    record(tmp_path / "plans" / "sub" / "tickets.parquet")
    (tmp_path / "plans" / "sub" / "base.yaml").write_text("extends: baseline\ntrace: tickets.parquet\n")
    (tmp_path / "plans" / "own.yaml").write_text("extends: sub/base.yaml\nparameters: {voice_gain: 8}\n")
    (tmp_path / "more.yaml").write_text("extends: wuhan_2021\n")
    study.write_text(
        "kind: sweep\nset: {area: '420106001001', days: 3, warmup: 0}\nreplications: 1\nscenario: plans/own.yaml\n"
        "factors: {scenario: [plans/own.yaml, more.yaml]}\n"
    )
    code, _, errors = huying("study", "mine.yaml", "--workers", "0", "--quiet", "--out", "out")
    assert code == 0, errors
    for name in ("plans", "more.yaml"):
        (tmp_path / name).rename(tmp_path / f"gone-{name}")
    (tmp_path / "out").rename(tmp_path / "elsewhere")
    code, _, errors = huying("study", "elsewhere/manifest.json", "--workers", "0", "--quiet", "--out", "again")
    assert code == 0, errors
    runs = pd.read_parquet(tmp_path / "again" / "runs.parquet")
    assert set(runs["run"]) == set(pd.read_parquet(tmp_path / "elsewhere" / "runs.parquet")["run"])
    assert runs[runs.indicator == "troubles"]["value"].tolist() == [2.0, 2.0]
    huying("study", "again/manifest.json", "--workers", "0", "--quiet", "--out", "third")
    names = [sorted(p.relative_to(tmp_path / one / "inputs").as_posix() for p in (tmp_path / one / "inputs").rglob("*"))
             for one in ("elsewhere", "again", "third")]  # fmt: skip
    assert names[0] == names[1] == names[2]


def test_files_that_a_study_sets_lie_beside_it_and_those_of_the_command_line_where_it_is_typed(huying, study, tmp_path):
    (tmp_path / "studies").mkdir()
    record(tmp_path / "studies" / "tickets.parquet")
    (tmp_path / "studies" / "mine.yaml").write_text(
        "kind: sweep\nset: {area: '420106001001', days: 3, warmup: 0, trace: tickets.parquet}\nreplications: 1\n"
        "factors: {task_gate: [0, 1]}\n"
    )
    code, _, errors = huying("study", "studies/mine.yaml", "--workers", "0", "--quiet", "--out", "out")
    assert code == 0, errors
    assert (tmp_path / "out" / "inputs" / "set-trace" / "tickets.parquet").is_file()
    code, _, errors = huying(
        "study", "studies/mine.yaml", "--workers", "0", "--set", "trace=tickets.parquet", "--out", "b", "--lang", "en"
    )
    assert code == 2
    assert "trace" in errors


def test_what_is_set_on_the_command_line_stands_above_the_file(huying, study, tmp_path):
    huying("study", "mine.yaml", "--workers", "0", "--quiet", "--out", "out", "--set", "days=2", "--replications", "1")
    table = pd.read_parquet(tmp_path / "out" / "runs.parquet")
    assert table["run"].nunique() == 4
    made = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["study"]
    assert (made["set"]["days"], made["replications"]) == (2, 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["none.yaml"], "none.yaml"),
        (["mine.yaml", "--set", "dayz=2"], "dayz"),
        (["mine.yaml", "--precision", "silent_share=0.1"], "--precision cannot be used"),
        (["mine.yaml", "--cluster", "none.yaml"], "none.yaml"),
    ],
)
def test_mistakes_are_told_before_anything_is_run(huying, study, tmp_path, words, told):
    code, said, errors = huying("study", *words, "--workers", "0", "--out", "out", "--lang", "en")
    assert (code, said) == (2, "")
    assert told in errors
    assert not list(tmp_path.rglob("runs.parquet"))


def test_failed_runs_are_listed_and_the_rest_is_there(huying, study, tmp_path, monkeypatch):
    from sim.experiment import living

    whole = living.lived

    def fails(scenario, after_day=lambda: None):
        if scenario.seed == 2 and any(item.lever == "case_rating" and item.intensity for item in scenario.policy):
            raise MemoryError("too little")
        return whole(scenario, after_day)

    monkeypatch.setattr(living, "lived", fails)
    code, _, errors = huying("study", "mine.yaml", "--workers", "0", "--out", "out", "--lang", "en")
    assert code == 1
    assert errors.count("MemoryError: too little") == 2
    assert "(seed=2, case_rating=1, one_window=0.0): MemoryError" in errors
    found = json.loads((tmp_path / "out" / "study.json").read_text(encoding="utf-8"))
    assert found["failed"][0]["seed"] == 2
    assert found["failed"][0]["factors"] == {"case_rating": 1, "one_window": 0.0}
    assert "2 runs failed, the other 6 are there" in errors
    assert pd.read_parquet(tmp_path / "out" / "runs.parquet")["run"].nunique() == 6
    assert "2 runs failed" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    monkeypatch.setattr(living, "lived", whole)
    code, _, errors = huying("study", "mine.yaml", "--workers", "0", "--out", "out", "--lang", "en")
    assert code == 0
    assert "6 finished runs are there already" in errors
    assert pd.read_parquet(tmp_path / "out" / "runs.parquet")["run"].nunique() == 8


def test_a_study_of_which_every_run_fails_lists_them(huying, study, tmp_path, monkeypatch):
    from sim.experiment import living

    def fails(scenario, after_day=lambda: None):
        raise MemoryError("too little")

    monkeypatch.setattr(living, "lived", fails)
    code, said, errors = huying("study", "mine.yaml", "--workers", "0", "--out", "out", "--lang", "en")
    assert (code, said) == (2, "")
    assert errors.count("(seed=") == 8
    assert "all 8 runs failed, there is nothing to tell" in errors
    failed = pd.read_csv(tmp_path / "out" / "failed.csv")
    assert (len(failed), set(failed.why), set(failed.case_rating)) == (8, {"MemoryError: too little"}, {0, 1})
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert huying("study", "mine.yaml", "--workers", "0", "--quiet", "--out", "out")[0] == 0
    assert not (tmp_path / "out" / "failed.csv").exists()


def test_errors_are_told_in_the_language_that_is_asked_for(huying, study):
    assert "没有这个文件" in huying("study", "none.yaml", "--lang", "zh")[2]
    assert "there is no such file" in huying("study", "none.yaml", "--lang=en")[2]


@pytest.mark.parametrize("name", ["manifest.json", "report.html"])
def test_results_of_another_kind_are_not_replaced(huying, study, tmp_path, name):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text('{"huying": "0", "scenario": {}}')
    code, _, errors = huying("study", "mine.yaml", "--workers", "0", "--out", "out", "--lang", "en")
    assert (code, "holds other results" in errors) == (2, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_what_an_earlier_study_left_does_not_stay_beside_a_new_one(huying, study, tmp_path):
    small = ("--workers", "0", "--quiet", "--out", "out", "--set", "days=2", "--replications", "1")
    assert huying("study", "mine.yaml", *small)[0] == 0
    out = tmp_path / "out"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"] |= {"old.csv": "", "../mine.yaml": ""}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for one in ("old.csv", "notes.txt"):
        (out / one).write_text("x")
    assert huying("study", "mine.yaml", *small)[0] == 0
    assert not (out / "old.csv").exists()
    assert (out / "notes.txt").exists()
    assert study.exists()
    assert (out / "points.csv").exists()
