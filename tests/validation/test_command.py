"""The command as a person types it, on little."""

import json

import pytest
from rich.cells import cell_len

from sim.validation import load_facts, validate
from sim.validation.figures import FIGURES, draw_facts, draw_history
from sim.validation.run import COMPUTED, LOOKED_BACK

SMALL = ("--scenario", "own_town", "--days", "90", "--seeds", "2", "--years", "0")


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


@pytest.mark.parametrize(
    "words",
    [("--area", "nowhere"), ("--days", "0"), ("--seeds", "0"), ("--years", "10"), ("--scenario", "nowhere")],
)
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
    shown, told = [], []
    found = validate(
        "own_town", {"days": 120}, seeds=1, years=1, look=shown.append, look_back=shown.append,
        progress=lambda *stage: told.append(stage),
    )  # fmt: skip
    return found, *shown, told


def test_what_is_computed_is_what_the_bands_name(a_town):
    """A name that the table of measures does not have would be dropped without a word."""
    _, seen, history, _ = a_town
    named = {fact.id: {one.name for one in fact.measures} for fact in load_facts()}
    told = {fact: set(compute(seen)) for fact, compute in COMPUTED.items()}
    for fact, look_back in LOOKED_BACK.items():
        told[fact] = told.get(fact, set()) | set(look_back(history))
    for fact, names in told.items():
        assert names <= named[fact], fact


def test_one_run_is_shown_and_drawn(a_town):
    found, seen, history, _ = a_town
    assert len(seen.daily) == 120
    assert seen.counts["tickets"] == len(seen.tickets)
    assert seen.daily.tickets.sum() == pytest.approx(len(seen.tickets), abs=len(seen.tickets) * 0.01)
    assert len(seen.first_words) > 0
    assert seen.contacts.sum() == seen.contacts_by_building.sum()
    assert set(draw_facts(seen, "en")) <= set(FIGURES)
    assert found.findings[0].fact.id == "SF01"
    assert found.lived.area == found.area
    assert draw_history(history, "en") == {}, "a single year after the reform is no picture"


def test_numbers_of_history_stand_beside_those_of_the_run(a_town):
    known = {one.fact.id: {r.measure.name for r in one.readings if r.known} for one in a_town[0].findings}
    assert {"gap", "gap_widened"} <= known["SF03"]
    assert {"reported_0", "true_0"} <= known["SF04"]
    assert "missing_gained" not in known["SF04"], "three years were not lived"
    assert next(one for one in a_town[0].findings if one.fact.id == "SF04").status == "unknown"


def test_progress_tells_of_history(a_town):
    stages = a_town[3]
    assert [name for n, (name, *_) in enumerate(stages) if n == 0 or stages[n - 1][0] != name] == [
        "city", "days", "history",
    ]  # fmt: skip
    assert stages[-1][1] == stages[-1][2] == 365 * (2 + 2 + 2)


def test_the_same_seed_finds_the_same():
    first, again = (validate("tiny", {"days": 200}, seeds=1, years=0) for _ in range(2))
    means = [[reading.mean for one in found.findings for reading in one.readings] for found in (first, again)]
    assert any(mean == mean for mean in means[0])
    assert means[0] == pytest.approx(means[1], nan_ok=True)
