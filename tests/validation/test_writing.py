"""What is written, and what a reader sees of it."""

import csv
import io
import json
from dataclasses import replace

import pytest

from sim.city.areas import Area
from sim.policy import LEVERS
from sim.results import ResultsError
from sim.text import catalogue
from sim.validation import Validation, load_facts, write_validation
from sim.validation.figures import FIGURES, LOOKING_BACK, draw_facts, draw_history
from sim.validation.figures.bands import draw_bands
from sim.validation.history import CLOSURE, OUTCOMES, UNREFORMED, Lived
from sim.validation.page import images_of
from sim.validation.run import COMPUTED, LOOKED_BACK
from sim.validation.verdict import judge
from sim.validation.writing import check_folder
from tests.validation.conftest import years_of


@pytest.fixture(scope="module")
def found():
    runs = [{"SF10": {"enquiries": 50.0 + n, "dispatched": 30.0}, "SF11": {"weekend_ratio": 0.9}} for n in range(3)]
    return Validation(
        scenario="baseline",
        area=Area("420106001", "<b>某街道</b>", "street"),
        residents=1000,
        communities=12,
        compounds=30,
        start="2016-01-01",
        days=365,
        warmup=120,
        seeds=(1, 2, 3),
        lived=Lived(Area("420106001001", "<i>某社区</i>", "community"), 900, 5, "2016-12-31"),
        findings=tuple(judge(fact, runs) for fact in load_facts()),
    )


@pytest.fixture
def folder(found, tmp_path):
    write_validation(found, {}, tmp_path / "new" / "folder", "zh")
    return tmp_path / "new" / "folder"


def test_json_tells_all(folder):
    told = json.loads((folder / "validation.json").read_text(encoding="utf-8"))
    assert (told["holds"], told["fails"], told["unknown"]) == (1, 1, 10)
    facts = {one["id"]: one for one in told["facts"]}
    enquiries = facts["SF10"]["measures"][0]
    assert (enquiries["mean"], enquiries["band"], enquiries["values"]) == (51.0, [40.0, 65.0], [50.0, 51.0, 52.0])
    assert enquiries["interval"][0] < 51.0 < enquiries["interval"][1]
    assert facts["SF01"]["measures"][0]["mean"] is None
    assert facts["SF04"]["status"] == "unknown"
    assert (told["history"]["years"], told["history"]["residents"]) == (5, 900)


def test_csv_has_a_row_for_each_number(found, folder):
    rows = list(csv.DictReader(io.StringIO((folder / "validation.csv").read_text(encoding="utf-8"))))
    assert len(rows) == sum(len(one.readings) for one in found.findings)
    row = next(row for row in rows if row["measure"] == "weekend_ratio")
    assert (row["fact"], row["status"], row["inside"], row["runs"]) == ("SF11", "fails", "false", "3")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_stands_alone_and_escapes_names(found, tmp_path, lang):
    page = write_validation(found, {}, tmp_path, lang).read_text(encoding="utf-8")
    assert "<b>某街道</b>" not in page
    assert "&lt;b&gt;" in page
    assert "<i>某社区</i>" not in page
    assert all(f'id="{fact}"' in page for fact in {*COMPUTED, *LOOKED_BACK})
    assert "2016-12-31" in page
    assert getattr(LEVERS["case_rating"], lang) in page
    assert "--years 5" in page
    assert 'src="http' not in page
    assert "<script" not in page
    assert page.count(f'class="badge holds">{catalogue()["validation.status_holds"][lang]}') == 1


def test_writing_again_replaces_its_own_files_only(found, folder):
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    before = (folder / "validation.json").read_bytes()
    write_validation(replace(found, days=30), {}, folder, "zh")
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "validation.json").read_bytes() != before
    assert {path.name for path in folder.iterdir()} == {
        "mine.txt", "validation.json", "validation.csv", "validation.html",
    }  # fmt: skip


def test_a_file_in_the_way_is_told_before_and_after(found, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ResultsError, match="cannot write"):
        check_folder(tmp_path / "file" / "below")
    with pytest.raises(ResultsError, match="cannot write"):
        write_validation(found, {}, tmp_path / "file")
    check_folder(tmp_path / "new" / "one")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_without_history_says_so(found, tmp_path, lang):
    nowhere = replace(found, lived=Lived(found.area, 1000, 0, "2016-12-31"))
    page = write_validation(nowhere, {}, tmp_path, lang).read_text(encoding="utf-8")
    assert catalogue()["validation.lived_none"][lang] in page
    assert "2016-12-31" not in page


def test_there_is_a_picture_for_every_fact():
    assert set(FIGURES) | set(LOOKING_BACK) == set(COMPUTED) | set(LOOKED_BACK)
    assert not set(FIGURES) & set(LOOKING_BACK)


def test_pictures_of_nothing_are_none(seen):
    assert draw_facts(seen(), "en") == {}
    short = {world: years_of().iloc[:2] for world in (UNREFORMED, CLOSURE, OUTCOMES)}
    assert draw_history(short, "en") == {}
    nothing = {world: years_of(contacts=0.0, closed=0.0, rated=0.0) for world in short}
    assert draw_history(nothing, "en") == {}


def test_history_is_drawn_with_and_without_the_reform():
    history = {world: years_of(satisfied=700.0, solved_true=600.0) for world in (UNREFORMED, CLOSURE)}
    history[OUTCOMES] = years_of(contacts=[1000.0, 1, 2, 3, 4, 2000.0], solved_true=900.0)
    drawn = draw_history(history, "en")
    ends = {fact: [line.get_ydata()[-1] for line in figure.axes[0].lines] for fact, figure in drawn.items()}
    assert {90.0, 60.0, 70.0, 100.0} <= set(ends["SF04"])
    assert {2.0, 1.0} <= set(ends["SF05"])


def test_the_same_picture_is_the_same_address(found):
    first, second = (images_of({"bands": draw_bands(found, "en")}) for _ in range(2))
    assert first == second
    assert first["bands"].startswith("data:image/svg+xml;base64,")
