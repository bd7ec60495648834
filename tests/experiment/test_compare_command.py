"""`huying compare` as a person types it, and the shipped comparison."""

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.kinds import open_study
from sim.experiment.kinds.comparison.file import worlds_to_compare
from sim.measure.definitions import definitions
from tests.experiment.conftest import COMMUNITY

SHIPPED = Path(__file__).resolve().parents[2] / "experiments" / "compare_2016_2021.yaml"
SMALL = ("--area", COMMUNITY, "--days", "3", "--warmup", "0", "--replications", "2", "--workers", "0", "--lang", "en")


def test_it_compares_and_can_be_done_again_from_its_folder_alone(huying, tmp_path):
    (tmp_path / "own.yaml").write_text("extends: baseline\npolicy: {case_rating: 1}\n", encoding="utf-8")
    code, said, _ = huying("compare", "baseline", "own.yaml", *SMALL)
    assert code == 0
    assert "own against baseline: 2 pairs of runs" in " ".join(said.split())
    folder = tmp_path / "results" / "compare-baseline-own"
    table = pd.read_csv(folder / "differences.csv")
    assert table.indicator.tolist() == list(definitions())
    runs = pd.read_parquet(folder / "runs.parquet")
    assert runs.groupby("run").ngroups == 6  # two worlds and a pair, two seeds each
    (tmp_path / "own.yaml").unlink()
    manifest = folder / "manifest.json"
    again = tmp_path / "again"
    assert huying("study", manifest, "--out", again, "--workers", "0", "--quiet")[0] == 0
    assert pd.read_csv(again / "differences.csv").drop(columns="scenario").equals(table.drop(columns="scenario"))
    assert json.loads((again / "study.json").read_text(encoding="utf-8"))["kind"] == "comparison"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["baseline"], "scenarios"),
        (["baseline", "wuhan_2012"], "no scenario, bundle or lever 'wuhan_2012'"),
        (["baseline", "wuhan_2021", "--precision", "silent_share"], "INDICATOR=HALF-WIDTH"),
        (["baseline", "wuhan_2021", "--precision", "silent_shar=1"], "silent_share"),
        (["baseline", "wuhan_2021", "--set", "dayz=1"], "dayz"),
        (["baseline", "wuhan_2021", "--area", "nowhere at all"], "no area"),
    ],
)
def test_a_mistake_is_told_in_a_line(huying, words, told):
    code, said, errors = huying("compare", *words, "--workers", "0", "--lang", "en")
    assert (code, said) == (2, "")
    assert told in errors


def test_the_shipped_comparison_says_what_it_asks():
    found = open_study(SHIPPED)
    assert found.question
    assert found.hypothesis
    assert found.minutes
    assert [str(world.scenario.start) for world in worlds_to_compare(found)] == ["2016-01-01", "2016-01-01"]
