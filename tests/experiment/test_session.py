"""Sessions: what is finished is kept and not done again, and a run that fails fails alone."""

import importlib
import io
import os
import signal
import threading
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest

from sim.experiment.cluster import check_versions, connected
from sim.experiment.identity import run_key, work_version
from sim.experiment.session import session
from sim.experiment.store import Runs
from sim.experiment.world import World
from sim.results import ResultsError
from sim.scenario import ScenarioError

HERE = Path(__file__).parent
COMMUNITY = "420106001001"


@pytest.fixture
def works(monkeypatch):
    """The made-up runs, where other processes find them too."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.syspath_prepend(HERE)
    return importlib.import_module("works")


def test_values_come_back_in_the_order_of_the_worlds(worlds, works):
    with session() as run:
        found = run(worlds(4), works.adds)
    assert [one["seed"] for one in found] == [100, 101, 102, 103]
    assert run.progress.asked == run.progress.done == 4


def test_what_was_asked_for_before_is_not_done_again(worlds, works, tmp_path):
    with Runs.opened(tmp_path / "runs.jsonl") as runs, session(runs) as run:
        run(worlds(3), works.adds)
        run(worlds(4), works.adds)
        assert run.progress.done == 4
        assert run.progress.known == 0
    with Runs.opened(tmp_path / "runs.jsonl") as runs, session(runs) as run:
        run(worlds(5), works.adds)
        assert (run.progress.known, run.progress.done) == (4, 1)
    assert len((tmp_path / "runs.jsonl").read_text().splitlines()) == 5


def test_what_is_read_off_is_part_of_what_a_run_is_known_by(worlds, works):
    with session() as run:
        run(worlds(1), works.adds)
        run(worlds(1), works.raises_at_103)
    assert run.progress.done == 2


def test_finished_runs_stand_in_the_order_asked_with_the_factors_of_this_session(worlds, works):
    with session() as run:
        run(worlds(2)[::-1], works.adds)
    assert [(one.seed, one.factors) for one in run.finished()] == [(101, {"n": 1}), (100, {"n": 0})]


def test_worlds_that_come_to_the_same_share_a_run_and_each_is_told(base, works):
    same = [World({"one_window": 0.0, "case_rating": 1.0}, base), World({"one_window": 1.0, "case_rating": 1.0}, base)]
    with session() as run:
        run(same, works.adds)
        run(same[:1], works.adds)
    assert run.progress.done == 1
    assert [one.factors for one in run.finished()] == [dict(one.factors) for one in same]
    assert len({one.key for one in run.finished()}) == 1


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_that_raises_fails_alone_and_says_why(worlds, works, workers):
    with session(workers=workers) as run:
        found = run(worlds(6), works.raises_at_103)
    assert [one is None for one in found] == [False, False, False, True, False, False]
    failed = run_key(worlds(4)[3], work_version(works.raises_at_103))
    assert run.progress.failed == {failed: "ZeroDivisionError: of all runs this one"}
    assert run.progress.done == 5


def test_a_key_is_never_a_number_to_whoever_reads_a_table(worlds):
    """Of forty hashes some two thirds begin with a digit, and pandas takes `767e42451330...` for one, and crashes."""
    keys = [run_key(world) for world in worlds(40)]
    assert len(set(keys)) == 40
    assert not any(key[0].isdigit() for key in keys)
    assert pd.read_csv(io.StringIO("\n".join(["run", *keys]))).run.tolist() == keys


def test_a_run_that_kills_its_process_every_time_fails_alone(worlds, works):
    with session(workers=1) as run:
        found = run(worlds(5), works.kills_its_process_at_103)
    assert [one is None for one in found] == [False, False, False, True, False]
    assert list(run.progress.failed.values()) == ["KilledWorker: its process died, alone as among others"]


def test_a_worker_that_is_killed_loses_nothing(worlds, works):
    def kill(progress):
        if progress.done == 3 and not killed:
            pid = next(child.pid for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline()))
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    killed = []
    with session(workers=2, told=kill) as run:
        found = run(worlds(16), works.slow)
    assert killed
    assert [one["seed"] for one in found] == [100 + n for n in range(16)]
    assert run.progress.done == 16
    assert not run.progress.failed


def test_a_scheduler_of_ones_own_is_used_and_left_running(worlds, works):
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
    ) as cluster:
        for _ in range(2):
            with session(scheduler=cluster.scheduler_address) as run:
                assert [one["seed"] for one in run(worlds(2), works.slow)] == [100, 101]
                assert next(iter(run.finished())).values["pid"] != os.getpid()


def test_a_scheduler_that_is_lost_ends_the_session_with_what_was_finished(worlds, works):
    from distributed import LocalCluster

    cluster = LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
    )

    def close(progress):
        if progress.done == 2:
            threading.Thread(target=cluster.close, daemon=True).start()

    runs = Runs()
    with pytest.raises(ResultsError, match="connection to the scheduler was lost"):  # noqa: SIM117
        with session(runs, scheduler=cluster.scheduler_address, told=close) as run:
            run(worlds(40), works.slow)
    cluster.close()
    assert 2 <= len(runs.done) < 40


def test_nobody_at_an_address_is_told_plainly(monkeypatch):
    monkeypatch.setattr("sim.experiment.cluster.SECONDS_TO_CONNECT", 0.5)
    with (
        pytest.raises(ResultsError, match=r"nobody answers at tcp://127\.0\.0\.1:9"),
        connected(1, "tcp://127.0.0.1:9"),
    ):
        pass


def test_workers_of_another_version_are_refused():
    client = SimpleNamespace(run=lambda version: {"tcp://a": version(), "tcp://b": "another"})
    with pytest.raises(ResultsError, match=r"1 workers run another version of the model \(tcp://b\)"):
        check_versions(client)


def test_a_scheduler_without_workers_is_told(monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr("sim.experiment.cluster.SECONDS_FOR_A_WORKER", 0.5)
    nobody = LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs="CRITICAL")
    with nobody as at, pytest.raises(ResultsError, match="had no worker"), connected(1, at.scheduler_address):
        pass


def test_a_run_of_another_version_is_refused_whenever_its_worker_joined(worlds, works, monkeypatch):
    monkeypatch.setattr("sim.experiment.dispatch.model_version", lambda: "ours")
    with pytest.raises(ResultsError, match="another version of the model"), session(workers=1) as run:  # noqa: PT012
        monkeypatch.setattr("sim.experiment.session.run_key", lambda world, work: "key")
        run(worlds(1), works.adds)


def test_a_client_of_ones_own_does_the_runs_of_a_call_and_stays_open():
    from distributed import Client, LocalCluster

    from sim.experiment import sweep

    with (
        LocalCluster(
            n_workers=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
        ) as cluster,
        Client(cluster) as client,
    ):
        here = {"area": COMMUNITY, "days": 2, "warmup": 0, "replications": 1}
        found = sweep("baseline", {"case_rating": [0, 1]}, workers=client, **here)
        assert found.runs.equals(sweep("baseline", {"case_rating": [0, 1]}, **here).runs)
        assert client.submit(int, 1).result() == 1


def test_sets_of_parameters_go_with_the_seeds_of_a_call_in_turn():
    from sim.experiment import sweep

    said = {"area": COMMUNITY, "days": 2, "warmup": 0, "indicators": ["troubles", "voiced_share"]}
    sets = [{"voice_gain": 5.0}, {"voice_gain": 14.0}]
    both = sweep("baseline", {"case_rating": [0]}, ensemble=sets, replications=4, **said).runs
    alone = [sweep("baseline", {"case_rating": [0]}, replications=4, **said, **one).runs for one in sets]
    for seed in (1, 2, 3, 4):
        values = [table[(table.seed == seed) & (table.indicator == "voiced_share")]["value"].item()
                  for table in (both, alone[(seed - 1) % 2])]  # fmt: skip
        assert values[0] == values[1]


def test_mistakes_in_sets_of_parameters_are_told_at_once():
    from sim.experiment import sweep

    with pytest.raises(ScenarioError) as wrong:
        sweep("baseline", {"case_rating": [0]}, ensemble=[{"voice_gian": 1.0}, {"voice_gain": -1e9}])
    assert len(wrong.value.messages) == 2
    assert "did you mean 'voice_gain'" in wrong.value.messages[0]
