"""The page opens anywhere, in both languages, whatever the run."""

import base64
import json
import re
from pathlib import Path

import pytest

from sim.report import style, write_report
from sim.report.page import FIGURES

ROOT = Path(__file__).parents[2]
IMAGE = re.compile(r'<img src="data:image/svg\+xml;base64,([^"]+)"')


def page_of(folder, lang="zh"):
    return write_report(folder, lang).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.browser
def test_opens_without_a_network_on_a_desk_and_on_a_phone(made, browser, lang):
    visit = browser(write_report(made, lang))
    assert visit.errors == []
    assert visit.requests == []
    broken = visit.page.evaluate("[...document.images].filter(one => one.naturalWidth < 300).length")
    assert broken == 0
    assert visit.page.locator("figure").count() >= 10
    assert visit.page.locator("html").get_attribute("lang") == ("zh-CN" if lang == "zh" else "en")
    for width in (1280, 360):
        visit.page.set_viewport_size({"width": width, "height": 800})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_what_files_say_is_never_run(tmp_path, browser, make_run):
    bad = '"><script>document.title = "taken"</script>'
    folder = make_run(tmp_path, tickets=50, days=30, title=bad, name=bad, policy={bad: [{"intensity": 1.0}]})
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    summary["scenario"] = summary["area"]["name"] = bad
    (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
    visit = browser(write_report(folder, "en"))
    assert visit.page.evaluate("document.scripts.length") == 0
    assert visit.page.title() != "taken"
    assert bad in visit.page.inner_text("dl.facts")


def test_nothing_is_fetched_and_every_figure_is_there_twice(made):
    page = page_of(made)
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert "@import" not in page
    assert "url(" not in page
    inside = {base64.b64decode(one) for one in IMAGE.findall(page)}
    assert inside == {path.read_bytes() for path in (made / "figures").iterdir()}
    assert {path.stem for path in (made / "figures").iterdir()} >= set(FIGURES) - {"districts"}


@pytest.mark.parametrize(("lang", "heading"), [("zh", "影响较大的假定"), ("en", "Assumptions that matter")])
def test_says_which_assumptions_the_main_conclusion_was_found_to_hang_on(made, lang, heading):
    """Heaviest first, each with the value of this run, as the study that ships found them."""
    study = json.loads((ROOT / "results/reference/studies/sensitivity_main/study.json").read_text("utf-8"))
    found = sorted(study["found"]["indices"], key=lambda one: -one["total"])
    found = [one for one in found if one["total"] >= 0.05]
    assert len(found) >= 3
    table = page_of(made, lang).partition(f"<h3>{heading}</h3>")[2].partition("</table>")[0]
    assert re.findall(r"<code>(\w+)</code>", table) == [one["parameter"] for one in found]
    assert [f"{one['total']:.0%} (" in table for one in found] == [True] * len(found)


def test_the_same_run_gives_the_same_page(tmp_path, make_run):
    pages = [page_of(make_run(tmp_path / name, tickets=100, days=20)) for name in "ab"]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "sizes",
    [
        {"tickets": 0, "days": 1, "warmup": 0, "communities": 1},
        {"tickets": 1, "days": 1, "warmup": 3, "communities": 1},
        {"tickets": 40, "days": 3, "warmup": 0, "communities": 2},
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_little_data_makes_a_smaller_page(tmp_path, sizes, lang, make_run):
    page = page_of(make_run(tmp_path, **sizes), lang)
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", page)
    assert page.count("<h2>") == 13


@pytest.mark.parametrize(
    "missing", ["tickets.parquet", "handovers.parquet", "daily.parquet", "communities.parquet", "city.graphml"]
)
def test_a_table_that_was_not_written_is_done_without(tmp_path, missing, make_run):
    folder = make_run(tmp_path, tickets=60, days=20)
    (folder / missing).unlink()
    assert page_of(folder).count("<h2>") == 13


def test_several_districts_are_a_map_and_one_is_a_treemap(tmp_path, made, make_run):
    folder = make_run(tmp_path, districts=5, communities=20, tickets=50, days=20)
    page_of(folder)
    assert (folder / "figures" / "districts.svg").exists()
    assert not (made / "figures" / "districts.svg").exists()


def test_an_interval_is_printed_beside_its_value(tmp_path, make_run):
    folder = make_run(tmp_path, tickets=60, days=20)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    summary["indicators"]["closure_rate"]["interval"] = {"mean": 0.8, "low": 0.7654, "high": 0.8543}
    (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
    assert "95% interval 76.5% to 85.4%" in page_of(folder, "en")


def test_without_a_chinese_font_figures_are_english(tmp_path, monkeypatch):
    monkeypatch.setattr(style, "chinese_font", lambda: None)
    assert style.language_of_figures("zh") == "en"
    assert style.settings()["font.family"] == ["DejaVu Sans"]


def test_levers_and_changed_numbers_are_told(tmp_path, make_run):
    dose = {"intensity": 1.0, "start": "2016-01-10", "ramp_days": 5, "where": {"share": 0.5, "rule": "weakest"}}
    numbers = {"audit_penalty": 2.0}
    folder = make_run(tmp_path, tickets=60, days=20, policy={"whistle_calls": [dose]}, parameters=numbers)
    page = page_of(folder, "en")
    assert "2016-01-10 (over 5 days)" in page
    assert "the weakest 50%" in page
    assert re.search(r'<tr class="changed"><td>[^<]*<code>audit_penalty</code></td><td>2</td>', page)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "来自一份记录（tickets.parquet）"), ("en", "From a record (tickets.parquet)")]
)
def test_arrivals_of_a_record_are_not_called_the_models(tmp_path, lang, words, made, make_run):
    folder = make_run(tmp_path, tickets=20, days=10, trace="inputs/tickets.parquet")
    assert words in page_of(folder, lang)
    assert words not in page_of(made, lang)


def test_a_city_of_ones_own_is_not_called_real(tmp_path, make_run):
    folder = make_run(tmp_path, tickets=20, days=10, city={"divisions": "inputs/town.csv"})
    assert "real names and statistical codes" not in page_of(folder, "en")
