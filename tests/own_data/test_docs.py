"""The page says everything that a map may say and every reason that a row may be refused for."""

import re

import pytest

from sim.own_data.map_file import COLUMNS, KEYS
from sim.own_data.reasons import Blank, Reason
from tests.own_data.conftest import ROOT

PAGE = (ROOT / "docs" / "own_tickets.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*(f"columns.{one}" for one in COLUMNS), *(one for one in KEYS if one != "columns")])
def test_every_key_has_a_row(name):
    assert f"\n| `{name}` |" in PAGE


@pytest.mark.parametrize("name", [one.name.lower() for one in (*Reason, *Blank) if one])
def test_every_reason_is_told(name):
    assert name == "kept" or f"`{name}`" in PAGE


def test_every_command_of_the_page_runs(huying, monkeypatch, tmp_path):
    commands = re.findall(r"^huying (import tickets sim/.*?)\n(?!    )", PAGE.replace("\\\n", ""), re.MULTILINE)
    assert len(commands) == 3
    monkeypatch.chdir(ROOT)
    for number, command in enumerate(commands):
        assert huying(*command.split(), "--out", tmp_path / str(number))[0] == 0
