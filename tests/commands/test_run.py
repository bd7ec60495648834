"""`huying run`, end to end: the folder, the words, the exit codes, and what an interruption leaves."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from sim.results.folder import new_folder
from tests.commands.conftest import TINY

ROOT = Path(__file__).resolve().parents[2]
MAY_DIFFER = {"machine", "time"}


def _names(folder):
    return sorted(one.name for one in folder.iterdir())


def _manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_run_ends_with_a_small_table_and_the_path(huying, tmp_path):
    for lang, words in (("en", "Results: results/tiny-XZ-1"), ("zh", "结果：results/tiny-XZ-1")):
        code, out, _ = huying("run", *TINY, "--no-report", "--lang", lang)
        lines = out.splitlines()
        assert (code, lines[-1]) == (0, words)
        assert 10 < len(lines) < 20
        assert all(cell_len(line) <= 80 for line in lines)
    assert (tmp_path / "results" / "tiny-XZ-1" / "summary.json").is_file()
    assert _names(tmp_path) == ["results"]
    assert _names(tmp_path / "results") == ["tiny-XZ-1"]


def test_a_manifest_reproduces_every_table_byte_for_byte(huying, tiny_run, tmp_path):
    for source in (tiny_run / "manifest.json", tiny_run):
        assert huying("run", "--from", source, "--out", "again")[0] == 0
        again = tmp_path / "again"
        assert {one.name for one in again.iterdir()} == {one.name for one in tiny_run.iterdir()}
        for path in tiny_run.iterdir():
            if path.is_file() and path.name != "manifest.json":
                assert (again / path.name).read_bytes() == path.read_bytes(), path.name
        before, after = _manifest(tiny_run), _manifest(again)
        assert {key for key in before if before[key] != after[key]} <= MAY_DIFFER


def test_replications_come_back_with_the_manifest(huying, tmp_path):
    words = ("--no-report", "--quiet")
    assert (
        huying("run", "tiny", "--days", "7", "--set", "warmup=0", "--replications", "2", "--out", "a", *words)[0] == 0
    )
    assert huying("run", "--from", "a", "--out", "b", *words)[0] == 0
    for name in ("replications.parquet", "summary.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    code, out, _ = huying(
        "run", "--from", "a", "--out", "c", "--replications", "1", "--seed", "5", "--lang", "en", *words
    )
    assert code == 0
    assert "Means of" not in out
    assert json.loads((tmp_path / "c" / "summary.json").read_text(encoding="utf-8"))["seed"] == 5


def test_another_versions_manifest_is_run_with_a_warning(huying, tiny_run, tmp_path):
    content = _manifest(tiny_run)
    content["inputs"]["model"] = "another"
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "two_compounds.csv").write_bytes((tiny_run / "inputs" / "two_compounds.csv").read_bytes())
    (tmp_path / "old.json").write_text(json.dumps(content), encoding="utf-8")
    code, _, err = huying("run", "--from", "old.json", "--days", "7", "--out", "again", "--lang", "en", "--quiet")
    assert code == 0
    assert "another version" in err


def test_a_report_is_written_in_the_language_asked_for(huying, tmp_path):
    code, out, _ = huying("run", "tiny", "--days", "30", "--set", "warmup=0", "--out", "r", "--lang", "zh")
    assert (code, out.splitlines()[-1]) == (0, "报告：r/report.html")
    assert "居民" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    assert _manifest(tmp_path / "r")["scenario"]["outputs"]["lang"] == "zh"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_is_the_users_to_mend(huying, tmp_path, monkeypatch, number):
    def refuses(*args, **kwargs):
        raise OSError(number, "disk")

    monkeypatch.setattr("sim.results.run.write_frame", refuses)
    code, out, err = huying("run", *TINY, "--out", "r", "--no-report", "--lang", "en")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == f"cannot write {tmp_path / 'r'}: {os.strerror(number)}"
    assert _names(tmp_path) == []


def test_a_folder_of_ones_own_is_left_alone(huying, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    code, out, err = huying("run", *TINY, "--out", "mine")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert _names(tmp_path / "mine") == ["notes.txt"]


def test_a_mistake_of_ours_leaves_nothing_half_made(huying, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.results.run.to_graphml", lambda graph, path: 1 / 0)
    code, _, err = huying("run", *TINY, "--out", "r", "--no-report")
    assert (code, "ZeroDivisionError" in err) == (1, True)
    assert _names(tmp_path) == []


def test_a_run_writes_nowhere_but_to_its_folder_and_to_the_cache(tmp_path):
    home, cache, out = (tmp_path / name for name in ("home", "cache", "out"))
    home.mkdir()
    code = "import sys; from sim.cli import main; main()"
    environment = {"HOME": home, "TMPDIR": tmp_path, "HUYING_CACHE_DIR": cache, "PYTHONPATH": ROOT}
    words = ["run", "tiny", "--days", "3", "--set", "warmup=0", "--out", str(out), "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={name: str(value) for name, value in environment.items()} | {"NUMBA_DISABLE_JIT": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (out / "report.html").is_file()
    assert list(home.rglob("*")) == []
    assert _names(tmp_path) == ["cache", "home", "out"]


def _started(out):
    """Start a long run, and wait until its folder is being written."""
    words = ["run", "baseline", "--area", "420106001", "--days", "3650", "--out", str(out), "--no-report"]
    code = "import sys; from sim.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    aside = out.with_name(f"{out.name}.partial-{running.pid}")
    while not (aside / "tickets.parquet").exists():
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.05)
    return running


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_interruption_leaves_no_half_made_run_and_the_earlier_one_whole(tiny_run, tmp_path, sent, code):
    out = tmp_path / "run"
    with new_folder(out) as folder:
        (folder / "manifest.json").write_bytes((tiny_run / "manifest.json").read_bytes())
    running = _started(out)
    running.send_signal(sent)
    printed, complained = running.communicate()
    assert running.returncode == code
    assert printed == ""
    assert "Traceback" not in complained
    assert _names(out) == ["manifest.json"]
    if sent == signal.SIGINT:
        assert _names(tmp_path) == ["run"]
    with new_folder(out) as folder:
        (folder / "manifest.json").write_bytes((tiny_run / "manifest.json").read_bytes())
    assert _names(tmp_path) == ["run"]
