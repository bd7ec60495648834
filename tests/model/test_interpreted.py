"""The same functions, compiled or line by line in a debugger, come to the same numbers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("interpreted.py")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def both():
    """Return the digests of (compiled, interpreted) runs of 120 days."""
    found = []
    for jit_off in ("0", "1"):
        environment = os.environ | {"NUMBA_DISABLE_JIT": jit_off, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "error", str(PROGRAM), "120"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stderr[-2000:]
        found.append(json.loads(done.stdout))
    return found


def test_draws_are_the_same_bits(both):
    compiled, interpreted = both
    for name in ("draws 0", "draws 1"):
        assert compiled[name] == interpreted[name]


def test_the_same_troubles_arise(both):
    """Interpreted, no memory is asked ahead: that changes neither what is drawn nor what comes of it."""
    compiled, interpreted = both
    of_needs = [name for name in compiled if name.startswith(("candidates", "cases", "tallies", "days"))]
    assert len(of_needs) > 100
    assert compiled["troubles"] > 200
    assert {name: compiled[name] for name in of_needs} == {name: interpreted[name] for name in of_needs}


def test_what_happens_is_the_same(both):
    """Who speaks, where tickets go, who is in post, who pays."""
    compiled, interpreted = both
    states = ("residents.", "buildings.", "tallies.satisfaction")
    assert [name for name in compiled if compiled[name] != interpreted[name] and not name.startswith(states)] == []


def test_every_column_has_the_same_bits(both):
    compiled, interpreted = both
    assert [name for name in compiled if compiled[name] != interpreted[name]] == []
