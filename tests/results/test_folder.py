"""A run's folder is complete or absent, and nothing else is ever harmed."""

import errno
import os
import subprocess
import sys

import pytest

from sim.results.errors import ResultsError
from sim.results.folder import new_folder


def _names(folder):
    return sorted(one.name for one in folder.iterdir())


def _fill(folder, words="new"):
    (folder / "manifest.json").write_text('{"huying": "test"}', encoding="utf-8")
    (folder / "summary.json").write_text(words, encoding="utf-8")
    (folder / "figures").mkdir()
    (folder / "figures" / "one.svg").write_text(words, encoding="utf-8")


def _make(out, words="new"):
    with new_folder(out) as folder:
        _fill(folder, words)


def _fail(out, wrong):
    with new_folder(out) as folder:
        _fill(folder)
        raise wrong


def _make_while(out, happens):
    with new_folder(out) as folder:
        _fill(folder)
        happens(out)


def test_it_appears_whole_at_the_end(tmp_path):
    out = tmp_path / "results" / "run"
    with new_folder(out) as folder:
        _fill(folder)
        assert not out.exists()
        assert folder.parent == out.parent
    assert (out / "figures" / "one.svg").read_text() == "new"
    assert _names(out.parent) == ["run"]


@pytest.mark.parametrize("wrong", [KeyboardInterrupt, ZeroDivisionError])
def test_a_failure_leaves_nothing_and_the_earlier_run_as_it_was(tmp_path, wrong):
    out = tmp_path / "run"
    for earlier in (False, True):
        if earlier:
            _make(out, "old")
        with pytest.raises(wrong):
            _fail(out, wrong)
        assert _names(tmp_path) == (["run"] if earlier else [])
    assert (out / "summary.json").read_text() == "old"


def test_an_earlier_run_is_replaced_as_a_whole(tmp_path):
    _make(tmp_path / "run", "old")
    (tmp_path / "run" / "report.html").write_text("old", encoding="utf-8")
    _make(tmp_path / "run")
    assert _names(tmp_path / "run") == ["figures", "manifest.json", "summary.json"]
    assert _names(tmp_path) == ["run"]


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "run").mkdir()
    _make(tmp_path / "run")
    assert (tmp_path / "run" / "summary.json").exists()


def _notes(out):
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")


def _other_manifest(out):
    _notes(out)
    (out / "manifest.json").write_text('{"name": "a web page"}', encoding="utf-8")


def _run_with_notes(out):
    _make(out, "old")
    (out / "notes.txt").write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("put", [_notes, _other_manifest, _run_with_notes])
def test_what_is_not_ours_is_never_replaced(tmp_path, put):
    out = tmp_path / "run"
    put(out)
    before = _names(out)
    with pytest.raises(ResultsError, match="left as it is"):
        _make(out)
    assert _names(out) == before
    assert (out / "notes.txt").read_text() == "mine"
    assert _names(tmp_path) == ["run"]


def test_what_comes_in_the_way_meanwhile_is_not_replaced_either(tmp_path):
    out = tmp_path / "run"
    with pytest.raises(ResultsError):
        _make_while(out, _notes)
    assert _names(out) == ["notes.txt"]
    assert _names(tmp_path) == ["run"]


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "run").write_text("mine", encoding="utf-8")
    with pytest.raises(ResultsError, match="is no folder"):
        _make(tmp_path / "run")
    with pytest.raises(ResultsError, match="run exists and is no folder"):
        _make(tmp_path / "run" / "below" / "it")
    assert (tmp_path / "run").read_text() == "mine"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EFBIG, errno.EDQUOT])
def test_a_disk_that_refuses_is_named_in_plain_words(tmp_path, number):
    with pytest.raises(ResultsError, match=os.strerror(number)) as caught, new_folder(tmp_path / "run"):
        raise OSError(number, "in the middle")
    assert caught.value.lines("zh")[0].startswith("写不了")
    assert _names(tmp_path) == []


def test_an_error_of_ours_stays_one(tmp_path):
    with pytest.raises(FileNotFoundError), new_folder(tmp_path / "run"):
        raise FileNotFoundError(errno.ENOENT, "a table of the package")


DIES = """
import os, signal, sys
from pathlib import Path
from sim.results.folder import new_folder
with new_folder(Path(sys.argv[1])) as folder:
    (folder / "tickets.parquet").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_next_run_sweeps_what_a_killed_one_left(tmp_path):
    out = tmp_path / "run"
    _make(out, "old")
    died = subprocess.run([sys.executable, "-c", DIES, str(out)], check=False)
    assert died.returncode == -9
    left = [name for name in _names(tmp_path) if name != "run"]
    assert len(left) == 1
    assert (out / "summary.json").read_text() == "old"
    _make(out)
    assert _names(tmp_path) == ["run"]


def test_a_run_that_is_under_way_is_not_swept(tmp_path):
    out = tmp_path / "run"
    with new_folder(out) as folder:
        mine = folder.rename(tmp_path / "run.partial-1")  # as of another process; its lock goes with it
        _make(out, "other")
        assert mine.is_dir()
        _fill(mine.rename(folder), "last")
    assert (out / "summary.json").read_text() == "last"


def test_a_run_that_was_about_to_be_replaced_is_put_back(tmp_path):
    out = tmp_path / "run"
    _make(out, "old")
    out.rename(tmp_path / "run.replaced-99999")  # killed between the two renames
    with pytest.raises(ZeroDivisionError), new_folder(out):
        raise ZeroDivisionError
    assert (out / "summary.json").read_text() == "old"
    assert _names(tmp_path) == ["run"]


def test_namesakes_are_left_alone(tmp_path):
    for name in ("run.partial-x", "run2.partial-7", "run.partial", "arun.partial-7"):
        (tmp_path / name).mkdir()
    _make(tmp_path / "run")
    assert len(_names(tmp_path)) == 5
