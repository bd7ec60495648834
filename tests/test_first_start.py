"""The first start: what is compiled ahead is what runs call, and somebody who waits is told."""

import os

import numba
import pytest
from numba import typeof

from sim import first_start
from sim.commands.first_start import compile_once
from sim.engine import compiling
from sim.model import GovernanceModel

compiled = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="rules are interpreted here")


@compiled
def test_the_tables_of_nowhere_have_the_types_of_any_place():
    world, block = first_start.nowhere()
    model = GovernanceModel("tiny", days=1, warmup=0)
    assert typeof(world) == typeof(model.world)
    assert all(typeof(block) == typeof(one) for one in model._blocks)


@compiled
def test_what_is_compiled_ahead_is_what_a_run_calls():
    GovernanceModel("tiny", days=100, warmup=0).run_model()
    rules = [rule for rule, _ in first_start.FIRST + first_start.SECOND]
    called = {rule: list(rule.signatures) for rule in rules}
    first_start.compile_for_nowhere(first_start.FIRST + first_start.SECOND)
    assert {rule: list(rule.signatures) for rule in rules if called[rule]} == {k: v for k, v in called.items() if v}


def test_the_first_start_is_told_and_noted_and_the_second_is_quiet(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    monkeypatch.setattr(compiling, "compiled_folder", lambda: tmp_path)
    monkeypatch.setattr("sim.commands.first_start.compile_rules", compiling.note_compiled)
    compile_once("en")
    assert "First run on this machine" in capsys.readouterr().err
    compile_once("en")
    assert capsys.readouterr().err == ""


def test_what_is_compiled_elsewhere_or_cannot_be_noted_stops_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    monkeypatch.setattr(compiling, "compiled_folder", lambda: tmp_path / "not" / "yet")  # NUMBA_CACHE_DIR is another
    compiling.note_compiled()
    assert compiling.is_compiled()
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setattr(compiling, "compiled_folder", lambda: in_the_way / "folder")
    compiling.note_compiled()
    assert not compiling.is_compiled()


def test_the_same_rules_elsewhere_or_newer_are_not_taken_for_compiled(tmp_path, monkeypatch):
    source = tmp_path / "a_rule.py"
    source.touch()
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    monkeypatch.setattr(compiling, "compiled_folder", lambda: tmp_path)
    monkeypatch.setattr(compiling, "_rule_files", lambda: (source,))
    compiling.note_compiled()
    assert compiling.is_compiled()
    os.utime(source, ns=(1, 1))
    assert not compiling.is_compiled()
    compiling.note_compiled()
    moved = source.rename(tmp_path / "moved.py")
    monkeypatch.setattr(compiling, "_rule_files", lambda: (moved,))
    assert not compiling.is_compiled()


def test_a_start_that_is_broken_off_ends_the_second_process_and_is_not_noted(tmp_path, monkeypatch):
    began = []

    class Stopped(first_start.subprocess.Popen):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            began.append(self)

    def stop(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    monkeypatch.setattr(compiling, "compiled_folder", lambda: tmp_path)
    monkeypatch.setattr(first_start.subprocess, "Popen", Stopped)
    monkeypatch.setattr(first_start, "GovernanceModel", stop)
    with pytest.raises(KeyboardInterrupt):
        first_start.compile_rules()
    assert began[0].returncode != 0
    assert not compiling.is_compiled()
