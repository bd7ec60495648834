"""Runs are recorded when they are over, and none is done twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim import GovernanceModel
from sim.effects import run_missing
from sim.experiment import living
from sim.experiment.session import session
from sim.experiment.store import Runs
from sim.results import ResultsError

ROOT = Path(__file__).resolve().parents[2]


def test_a_world_of_the_table_is_what_the_model_gives(plan, made):
    _, found, _ = made
    item = next(one for one in plan.worlds() if one.lever == "unified_platform").scenario.policy[0]
    model = GovernanceModel("baseline", seed=2, area="420106001001", days=10, warmup=5, unified_platform=item.intensity)
    model.run_model()
    assert found["alone", "unified_platform"][1] == pytest.approx(model.indicators(), nan_ok=True)


def test_what_is_done_is_not_done_again(plan, made, tmp_path):
    path, found, _ = made
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == len(found) * 2
    kept = tmp_path / "runs.jsonl"
    kept.write_bytes(b"".join(lines[:7]) + lines[7][:40])  # the eighth was being written
    for done in (7, len(lines)):  # a second start finds all of them
        with Runs.opened(kept) as runs, session(runs) as run:
            again = run_missing(plan, run)
        assert (run.progress.known, run.progress.done) == (done, len(lines) - done)
        assert again.keys() == found.keys()
        for world, values in found.items():
            assert all(
                one == pytest.approx(other, nan_ok=True) for one, other in zip(again[world], values, strict=True)
            )


def test_a_run_that_fails_is_told_and_all_others_are_kept(plan, tmp_path, monkeypatch):
    lived, calls = living.lived, iter([False] * 3 + [True] + [False] * 20)
    monkeypatch.setattr(living, "lived", lambda *of: 1 / 0 if next(calls) else lived(*of))
    with Runs.opened(tmp_path / "runs.jsonl") as runs, session(runs) as run, pytest.raises(ResultsError) as told:
        run_missing(plan, run)
    assert "ZeroDivisionError" in "\n".join(told.value.lines("en"))
    with Runs.opened(tmp_path / "runs.jsonl") as runs:
        assert len(runs.done) == 2 * len(list(plan.worlds())) - 1


def test_a_start_that_is_killed_loses_nothing_that_was_done(tmp_path):
    """Two processes at work, killed without warning; they vanish as well, and what is on the disk is whole."""
    path = tmp_path / "out" / "runs.jsonl"
    words = ("effects", "--area", "420106001001", "--days", "10", "--warmup", "5", "--seeds", "200", "--workers", "2",
             "--levers", "task_gate", "--out", str(path.parent))  # fmt: skip
    code = "from sim.cli import main; main()"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", code, *words], env=env, stderr=subprocess.PIPE)
    try:
        while process.poll() is None and not (path.exists() and path.read_bytes().count(b"\n") >= 5):
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
    process.communicate()  # ends when no process holds the pipe: the workers are gone
    assert process.returncode == -signal.SIGKILL
    lines = path.read_bytes().split(b"\n")
    keys = [json.loads(line)["key"] for line in lines[:-1]]
    assert len(set(keys)) == len(keys) >= 5
    with Runs.opened(path) as runs:
        assert set(runs.done) == set(keys)
