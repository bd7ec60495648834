"""The command as a person types it."""

import re

import pandas as pd
import pytest
from rich.cells import cell_len

from sim.effects.page import BEGINS, ENDS
from sim.effects.table import write_effects

SMALL = (
    "effects", "--area", "420106001001", "--days", "10", "--warmup", "5", "--seeds", "2", "--workers", "1",
    "--bundle", "2019_call_and_respond", "--levers", "posts_shifted_down,unified_platform",
)  # fmt: skip


@pytest.fixture
def out(made, tmp_path):
    """A folder in which the runs are done."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "runs.jsonl").write_bytes(made[0].read_bytes())
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_table_figure_and_page_are_written(huying, out, made, lang):
    code, said, errors = huying(*SMALL, "--out", "out", "--docs", "page.md", "--lang", lang)
    assert code == 0
    assert all(cell_len(line) <= 80 for line in said.splitlines())
    assert (out / "runs.jsonl").read_bytes() == made[0].read_bytes()  # nothing was run again
    assert "10" in errors
    assert {one.name for one in out.iterdir()} == {"runs.jsonl", "levers.parquet", "levers.svg", "levers.png"}
    pd.testing.assert_frame_equal(pd.read_parquet(out / "levers.parquet"), made[2].table)
    page = (out.parent / "page.md").read_text(encoding="utf-8")
    assert "](out/levers.png)" in page
    assert "--bundle 2019_call_and_respond" in page
    tables = re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE)
    assert len(tables) >= 3
    for table in tables:  # as many cells in each row
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_what_is_written_by_hand_stays(huying, effects, tmp_path):
    write_effects(effects, tmp_path / "levers.parquet")
    page = tmp_path / "page.md"
    page.write_text(f"mine\n{BEGINS}\nold {ENDS}\n## Ours\nkept | as it is", encoding="utf-8")
    assert huying("effects", "--from", "levers.parquet", "--docs", "page.md")[0] == 0
    first = page.read_text(encoding="utf-8")
    assert first.startswith(f"mine\n{BEGINS}\n\n")
    assert first.endswith(f"{ENDS}\n## Ours\nkept | as it is")
    assert "\nold " not in first
    assert huying("effects", "--from", "levers.parquet", "--docs", "page.md", "--out", "drawn")[0] == 0
    assert {one.name for one in (tmp_path / "drawn").iterdir()} == {"levers.svg", "levers.png"}
    first = first.replace("](levers.png)", "](drawn/levers.png)")
    assert page.read_text(encoding="utf-8") == first


def test_a_page_without_marks_is_left_as_it_is(huying, tmp_path):
    (tmp_path / "page.md").write_text("mine", encoding="utf-8")
    code, said, errors = huying(*SMALL, "--out", "out", "--docs", "page.md")
    assert (code, said) == (2, "")
    assert "page.md" in errors
    assert not (tmp_path / "out").exists()
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == "mine"


def test_mistakes_are_told_together_with_what_is_near_and_leave_nothing(huying, tmp_path):
    code, said, errors = huying(
        "effects", "--area", "nowhere", "--days", "0", "--seeds", "1", "--levers", "wistle_calls,task_gate",
        "--bundle", "full", "--out", "out", "--lang", "en",
    )  # fmt: skip
    assert (code, said) == (2, "")
    assert "wistle_calls: there is no such lever" in errors
    assert "nearest: whistle_calls" in errors
    assert len(errors.splitlines()) == 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [("--seeds", "x"), ("--workers", "0"), ("--from", "nowhere.parquet"), ("--from", "x", "--days", "3"),
     ("--levers", " , "), ("--docs", "no/such/folder/page.md")],
)  # fmt: skip
def test_a_users_mistake_leaves_with_2(huying, tmp_path, words):
    code, said, errors = huying("effects", *words)
    assert (code, said) == (2, "")
    assert errors.strip()
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_told_at_once(huying, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    code, _, errors = huying(*SMALL, "--out", "out")
    assert (code, "out" in errors) == (2, True)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_an_interruption_says_that_the_same_command_goes_on(huying, monkeypatch, out):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.commands.effecting.run_missing", interrupted)
    code, _, errors = huying(*SMALL, "--out", "out", "--lang", "en")
    assert code == 130
    assert "10 runs that are done are kept" in errors
