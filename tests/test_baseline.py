"""Small runs give the numbers that `baseline.json` holds: results change on purpose, or not at all."""

import importlib.util
import json
import math
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("renew_baseline", Path(__file__).with_name("renew_baseline.py"))
renew_baseline = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(renew_baseline)
HOW = "results have changed; if that is meant: .venv/bin/python tests/renew_baseline.py, and say why in CHANGELOG.md"


def is_near(old, new):
    """Say whether two values, or two absences of one, are the same but for the last digits of another machine."""
    return old == new if None in (old, new) else math.isclose(old, new, rel_tol=1e-6, abs_tol=1e-12)


@pytest.mark.parametrize("run", renew_baseline.RUNS)
def test_a_small_run_gives_the_numbers_of_the_baseline(run):
    known = json.loads(renew_baseline.BASELINE.read_text(encoding="utf-8"))
    found = renew_baseline.indicators_of(renew_baseline.RUNS[run])
    assert found.keys() == known[run].keys(), HOW
    changed = {name: (known[run][name], value) for name, value in found.items() if not is_near(known[run][name], value)}
    assert changed == {}, HOW
