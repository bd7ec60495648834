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
from sim.effects import Runs, run_missing, running
from sim.effects.store import key_of
from sim.results.run import indicators_of

ROOT = Path(__file__).resolve().parents[2]


def test_a_world_of_the_table_is_what_the_model_gives(plan, made):
    _, found, _ = made
    item = next(one for one in plan.worlds() if one.lever == "unified_platform").scenario.policy[0]
    model = GovernanceModel("baseline", seed=2, area="420106001001", days=10, warmup=5, unified_platform=item.intensity)
    model.run_model()
    assert found["alone", "unified_platform"][1] == pytest.approx(indicators_of(model), nan_ok=True)


def test_what_is_done_is_not_done_again(plan, made, tmp_path, monkeypatch):
    path, found, _ = made
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == len(found) * 2
    kept = tmp_path / "runs.jsonl"
    kept.write_bytes(b"".join(lines[:7]) + lines[7][:40])  # the eighth was being written
    lived = []
    live = running.live
    monkeypatch.setattr(running, "live", lambda scenario, *more: lived.append(scenario.seed) or live(scenario, *more))
    told = []
    with Runs.opened(kept) as runs:
        assert run_missing(plan, runs, told=lambda *now: told.append(now)).keys() == found.keys()
    assert len(lived) == len(lines) - 7
    assert told[-1] == (len(lived), len(lived))
    with Runs.opened(kept) as runs:
        again = run_missing(plan, runs)
    assert len(lived) == len(lines) - 7
    for world, values in found.items():
        assert all(one == pytest.approx(other, nan_ok=True) for one, other in zip(again[world], values, strict=True))
    with Runs.opened(kept, resume=False) as runs:
        assert runs.done == {}


def test_a_run_is_another_under_another_policy_seed_or_source(plan, monkeypatch):
    worlds = [one.scenario for one in plan.worlds()]
    worlds += [worlds[0].model_copy(update={"seed": 2}), worlds[0].model_copy(update={"days": 11})]
    keys = {key_of(one) for one in worlds}
    monkeypatch.setattr("sim.effects.store.source_hash", lambda: "another")
    keys |= {key_of(one) for one in worlds}
    assert len(keys) == 2 * len(worlds)


def test_what_cannot_be_told_is_kept_as_such(plan, tmp_path):
    scenario = next(plan.worlds()).scenario
    with Runs.opened(tmp_path / "runs.jsonl") as runs:
        runs.add("one", scenario, {"mean_trust": float("nan"), "troubles": 3.0})
    with Runs.opened(tmp_path / "runs.jsonl") as runs:
        assert runs.done["one"] == pytest.approx({"mean_trust": float("nan"), "troubles": 3.0}, nan_ok=True)


def test_a_mistake_of_ours_in_a_run_keeps_those_before_it(plan, tmp_path, monkeypatch):
    live, calls = running.live, iter((0, 0, 0, 1))
    monkeypatch.setattr(running, "live", lambda scenario, *more: 1 / 0 if next(calls) else live(scenario, *more))
    with pytest.raises(ZeroDivisionError), Runs.opened(tmp_path / "runs.jsonl") as runs:
        run_missing(plan, runs)
    with Runs.opened(tmp_path / "runs.jsonl") as runs:
        assert len(runs.done) == 3


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
