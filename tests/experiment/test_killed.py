"""A study that is killed from outside, for real: processes on loopback, kill -9."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from sim.experiment.living import indicators

RUNS = 40
STUDY = f"""\
kind: sweep
title: a day, many times
set: {{area: "420106001001", days: 20, warmup: 0}}
factors: {{case_rating: [0, 1]}}
replications: {RUNS // 2}
"""
PROGRAM = "import sys; from sim import cli; cli.main(sys.argv[1:])"
PATIENCE = 120.0


@pytest.fixture
def started(worlds, tmp_path):
    """Give a function that starts the study in a process of its own, in a group of its own."""
    indicators(worlds(1)[0])  # compiled and built beforehand
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    processes = []

    def start(*words):
        command = [sys.executable, "-c", PROGRAM, "study", "study.yaml", "--out", "out", "--lang", "en", *words]
        process = subprocess.Popen(
            command, cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def environment():
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def keys(folder):
    path = folder / "out" / "runs.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = []
    for line in lines:
        try:
            found.append(json.loads(line)["key"])
        except ValueError:
            continue
    return found


def until(condition):
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def workers_of(process):
    return [one for one in psutil.Process(process.pid).children() if "spawn_main" in " ".join(one.cmdline())]


def test_client_and_worker_are_killed_and_the_study_goes_on_where_it_stopped(started, tmp_path):
    first = started("--workers", "2")
    until(lambda: len(keys(tmp_path)) >= 5)
    workers = workers_of(first)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    psutil.wait_procs(workers, timeout=PATIENCE)
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in workers)
    before = keys(tmp_path)
    assert 5 <= len(before) < RUNS

    second = started("--workers", "2")
    until(lambda: len(keys(tmp_path)) >= len(before) + 3)
    workers_of(second)[0].send_signal(signal.SIGKILL)
    said, errors = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, errors
    assert f"{len(before)} finished runs are there already" in errors
    assert "report: out/report.html" in said.replace(os.sep, "/")
    assert "Traceback" not in errors

    after = keys(tmp_path)
    assert after[: len(before)] == before
    assert len(after) == len(set(after)) == RUNS  # no run is done twice


def test_a_scheduler_that_is_killed_leaves_what_is_finished(started, tmp_path):
    scheduler, worker = (
        [sys.executable, "-m", "distributed.cli.dask_scheduler"],
        [sys.executable, "-m", "distributed.cli.dask_worker"],
    )
    with subprocess.Popen(
        [*scheduler, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", "where.json"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as master:  # fmt: skip
        until((tmp_path / "where.json").exists)
        until(lambda: (tmp_path / "where.json").read_text().endswith("}"))
        address = json.loads((tmp_path / "where.json").read_text())["address"]
        with subprocess.Popen(
            [*worker, address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "10"],
            cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(),
        ) as servant:  # fmt: skip
            study = started("--scheduler", address)
            until(lambda: len(keys(tmp_path)) >= 5)
            master.send_signal(signal.SIGKILL)
            said, errors = study.communicate(timeout=PATIENCE)
            servant.kill()
    assert (study.returncode, said) == (2, "")
    assert "the connection to the scheduler was lost" in errors
    assert "Traceback" not in errors
    assert 5 <= len(keys(tmp_path)) < RUNS
