"""The command as a person types it, on little."""

import json

import pytest
from rich.cells import cell_len

from sim import cli
from sim.validation import load_facts, validate
from sim.validation.figures import FIGURES, draw_facts
from sim.validation.run import COMPUTED

SMALL = ("--scenario", "own_town", "--days", "90", "--seeds", "2")


@pytest.fixture
def huying(capsys, monkeypatch, tmp_path):
    """Give a function that runs the command in an empty folder and returns (exit code, output, errors)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def typed(*words):
        with pytest.raises(SystemExit) as left:
            cli.main(words)
        said = capsys.readouterr()
        return left.value.code or 0, said.out, said.err

    return typed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_validation_is_printed_and_written(huying, tmp_path, lang):
    code, out, _ = huying("validate", *SMALL, "--lang", lang, "--out", "found")
    assert code == 0
    assert all(fact.id in out for fact in load_facts())
    assert max(cell_len(line) for line in out.splitlines()) <= 80
    assert "found/validation.html" in out
    told = json.loads((tmp_path / "found" / "validation.json").read_text(encoding="utf-8"))
    assert (told["days"], told["seeds"]) == (90, [1, 2])
    assert told["fails"] > 0  # a town of a few thousand is no city, and is told so without an error
    assert "<figure>" in (tmp_path / "found" / "validation.html").read_text(encoding="utf-8")


def test_strict_leaves_with_1_where_a_fact_fails(huying, tmp_path):
    code, _, err = huying("validate", *SMALL, "--strict", "--lang", "en")
    assert (code, err) == (1, "")
    assert len(list((tmp_path / "results").glob("validation-*/validation.json"))) == 1


@pytest.mark.parametrize("words", [("--area", "nowhere"), ("--days", "0"), ("--seeds", "0"), ("--scenario", "nowhere")])
def test_a_users_mistake_leaves_with_2_and_nothing_behind(huying, tmp_path, words):
    code, out, err = huying("validate", *words, "--out", "found")
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_told_at_once(huying, tmp_path):
    (tmp_path / "found").write_text("mine", encoding="utf-8")
    code, _, err = huying("validate", "--out", "found")
    assert (code, "found" in err) == (2, True)
    assert (tmp_path / "found").read_text(encoding="utf-8") == "mine"


@pytest.fixture(scope="module")
def a_town():
    shown = []
    found = validate("own_town", {"days": 120}, seeds=1, look=shown.append)
    return found, shown[0]


def test_what_is_computed_is_what_the_bands_name(a_town):
    """A name that the table of measures does not have would be dropped without a word."""
    _, seen = a_town
    named = {fact.id: {one.name for one in fact.measures} for fact in load_facts()}
    told = {fact: set(compute(seen)) for fact, compute in COMPUTED.items()}
    for fact, names in told.items():
        assert names <= named[fact], fact


def test_one_run_is_shown_and_drawn(a_town):
    found, seen = a_town
    assert len(seen.daily) == 120
    assert seen.counts["tickets"] == len(seen.tickets)
    assert seen.daily.tickets.sum() == pytest.approx(len(seen.tickets), abs=len(seen.tickets) * 0.01)
    assert len(seen.first_words) > 0
    assert seen.contacts.sum() == seen.contacts_by_building.sum()
    assert set(draw_facts(seen, "en")) <= set(FIGURES)
    assert found.findings[0].fact.id == "SF01"


def test_the_same_seed_finds_the_same(a_town):
    again = validate("own_town", {"days": 120}, seeds=1)
    assert [one.readings[0].mean for one in again.findings if one.readings] == pytest.approx(
        [one.readings[0].mean for one in a_town[0].findings if one.readings], nan_ok=True
    )
