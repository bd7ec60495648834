"""The store of finished runs: whole lines, whatever happened to its writer."""

import errno
import json
import math
import os
import resource
import signal
import subprocess
import sys
import textwrap

import pytest

from sim.experiment.living import indicators
from sim.experiment.store import Runs
from sim.results import ResultsError


def test_runs_come_back_as_they_went_in(worlds, tmp_path):
    path = tmp_path / "runs.jsonl"
    one = worlds(1)[0]
    with Runs.opened(path) as runs:
        runs.add("a", "w", one, {"x": 0.1 + 0.2, "y": math.nan})
    with Runs.opened(path) as runs:
        back = runs.done["a"]
    assert back.values["x"] == 0.1 + 0.2
    assert math.isnan(back.values["y"])
    assert (back.seed, back.factors, back.work) == (100, {"n": 0}, "w")


def test_a_line_that_was_cut_off_is_no_run_and_spoils_no_later_one(worlds, tmp_path):
    path = tmp_path / "runs.jsonl"
    with Runs.opened(path) as runs:
        for name in "ab":
            runs.add(name, "w", worlds(1)[0], {"x": 1.0})
    content = path.read_bytes()
    for length in range(len(content) // 2 + 1, len(content) - 1):
        path.write_bytes(content[:length])
        with Runs.opened(path) as runs:
            assert set(runs.done) == {"a"}
            runs.add("c", "w", worlds(1)[0], {"x": 2.0})
        with Runs.opened(path) as runs:
            assert set(runs.done) == {"a", "c"}


def test_what_is_no_run_is_passed_over(tmp_path):
    path = tmp_path / "runs.jsonl"
    path.write_text('[]\n"x"\n{"key": 1}\nnull\n' + json.dumps({"key": "k", "values": {"x": "?"}}) + "\n")
    with Runs.opened(path) as runs:
        assert runs.done == {}


def test_starting_afresh_empties_it(worlds, tmp_path):
    path = tmp_path / "runs.jsonl"
    with Runs.opened(path) as runs:
        runs.add("a", "w", worlds(1)[0], {"x": 1.0})
    with Runs.opened(path, resume=False) as runs:
        assert runs.done == {}
    with Runs.opened(path) as runs:
        assert set(runs.done) == {"a"}, "a mistake in the file must not cost what is finished"
    with Runs.opened(path, resume=False) as runs:
        runs.add("b", "w", worlds(1)[0], {"x": 1.0})
        runs.add("c", "w", worlds(1)[0], {"x": 1.0})
    with Runs.opened(path) as runs:
        assert set(runs.done) == {"b", "c"}


def test_two_studies_do_not_write_into_one_folder(tmp_path):
    path = tmp_path / "out" / "runs.jsonl"
    with Runs.opened(path):  # noqa: SIM117
        with pytest.raises(ResultsError, match=r"another study is running in .*out"), Runs.opened(path):
            pass
    with Runs.opened(path):
        pass


def test_a_restart_on_a_full_disk_is_told_plainly(tmp_path, monkeypatch):
    def full(handle, line):
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "runs.jsonl").write_text('{"key": "cut off')
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(ResultsError, match="cannot write"), Runs.opened(tmp_path / "runs.jsonl"):
        pass


def test_a_disk_that_is_full_ends_the_study_with_all_earlier_runs_whole(worlds, tmp_path):
    """The system itself refuses to let the file grow beyond a size."""
    indicators(worlds(1)[0])  # what is compiled and built lies on the disk before there is a limit
    program = textwrap.dedent(
        """
        import sys
        from sim import cli
        cli.main(["study", sys.argv[1], "--workers", "0", "--out", sys.argv[2], "--quiet", "--lang", "en"])
        """
    )
    study = tmp_path / "study.yaml"
    study.write_text(
        "kind: sweep\nset: {area: '420106001001', days: 2, warmup: 0}\nfactors: {case_rating: [0, 0.5, 1]}\n"
        "replications: 3\n"
    )
    most = 8_000

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    words = [sys.executable, "-c", program, str(study), str(tmp_path / "out")]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": os.environ.get("NUMBA_DISABLE_JIT", "0")}
    done = subprocess.run(words, capture_output=True, text=True, preexec_fn=limited, env=environment, check=False)
    assert done.returncode == 2, done.stderr
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    lines = (tmp_path / "out" / "runs.jsonl").read_text().splitlines()
    whole = [json.loads(line)["key"] for line in lines[:-1]]
    assert len(whole) >= 2
    again = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 0, again.stderr
    keys = []
    for line in (tmp_path / "out" / "runs.jsonl").read_text().splitlines():
        try:
            keys.append(json.loads(line)["key"])
        except ValueError:
            continue
    assert len(keys) == len(set(keys)) == 9
    assert set(whole) < set(keys)
