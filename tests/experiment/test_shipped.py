"""The studies that ship: each says what it asks, and runs from end to end in a small version of itself."""

from pathlib import Path

import pandas as pd
import pytest

from sim.experiment.folder import write_study
from sim.experiment.kinds import KINDS, kind_of, open_study
from sim.experiment.session import session
from sim.experiment.store import Runs

FOLDER = Path(__file__).parents[2] / "experiments"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
ASKED = {"area": "420106001001", "days": 4, "warmup": 0}
SMALL = {
    "attribution": {"replications": 2, "most": 6},
    "calibration": {},
    "comparison": {"replications": 2},
    "discovery": {},
    "optimisation": {},
    "sensitivity": {},
    "sweep": {"replications": 1},
}


def small(path):
    file = open_study(path)
    known = {name: value for name, value in SMALL[file.kind].items() if name in type(file).model_fields}
    return file.model_copy(update={"settings": {**file.settings, **ASKED}, **known})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_it_says_what_it_asks_and_what_to_expect(path):
    file = open_study(path)
    for words in (file.title, file.question, file.hypothesis):
        assert words is not None
        assert " / " in words
    assert file.minutes is not None
    assert file.base().area is not None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_small_version_runs(path, tmp_path):
    file = small(path)
    with session(Runs()) as run:
        result = kind_of(file.kind).carry_out(file, run)
    assert not run.progress.failed
    write_study(tmp_path, file, run, result, "2026-01-01T00:00:00+00:00", "zh")
    assert len(pd.read_parquet(tmp_path / "runs.parquet"))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == len(list((tmp_path / "figures").glob("*.svg"))) >= 1


def test_every_kind_of_study_ships_with_one():
    kinds = {open_study(path).kind for path in SHIPPED}
    assert kinds == set(KINDS)
