"""A run whose policy changes on the way leaves the world behind in which it does not."""

import json

import pandas as pd
import pytest

from sim.results import run_scenario
from sim.results.manifest import sha256
from sim.scenario import load_scenario

LEVERS = {"case_rating": {"intensity": 1.0, "start": "2016-02-01"}, "task_admission": 56}


def _run(path, **changes):
    return run_scenario(load_scenario("tiny", {"days": 120, "warmup": 20, "policy": LEVERS, **changes}), path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return _run(tmp_path_factory.mktemp("unchanged") / "dated")


def test_it_is_the_world_of_a_scenario_without_the_change(folder, tmp_path):
    plain = _run(tmp_path / "plain", policy={"task_admission": 56})
    pd.testing.assert_frame_equal(
        pd.read_parquet(folder / "daily_unchanged.parquet"), pd.read_parquet(plain / "daily.parquet")
    )
    summary, other = (json.loads((path / "summary.json").read_text("utf-8")) for path in (folder, plain))
    assert summary["unchanged"] == {name: one["value"] for name, one in other["indicators"].items()}
    assert "unchanged" not in other
    assert not (plain / "daily_unchanged.parquet").exists()


def test_until_the_date_both_worlds_are_one(folder):
    one, other = (pd.read_parquet(folder / f"{name}.parquet") for name in ("daily", "daily_unchanged"))
    before = pd.to_datetime(one.date) < "2016-02-01"
    pd.testing.assert_frame_equal(one[before], other[before])
    assert not one.equals(other)


def test_the_manifest_knows_it_and_it_can_be_left_out(folder, tmp_path):
    outputs = json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
    assert outputs["daily_unchanged.parquet"] == sha256(folder / "daily_unchanged.parquet")
    bare = _run(tmp_path / "bare", **{"outputs.unchanged": False})
    assert not (bare / "daily_unchanged.parquet").exists()
    assert "unchanged" not in json.loads((bare / "summary.json").read_text("utf-8"))
