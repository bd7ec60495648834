"""What the report shows where a policy has dates."""

import json
import re

import pandas as pd
import pytest

from sim.report import write_report
from sim.report.before_after import before_after, looks_better
from sim.report.before_after_words import estimates, looks_better_sentence, years
from sim.report.dates import changes
from sim.report.folder import read_run
from sim.results import run_scenario
from sim.scenario import load_scenario
from sim.text import text

DAYS = 1096  # 2016 to 2018
LATER = {"intensity": 1.0, "start": "2017-01-01", "ramp_days": 90}


@pytest.fixture
def dated(tmp_path, make_run):
    """Give a function that makes three years of a run with a policy, and the burden with and without it."""

    def run_of(policy, burden=None, tickets=0, **more):
        folder = make_run(tmp_path / "run", days=DAYS, tickets=tickets, policy=policy)
        summary = json.loads((folder / "summary.json").read_text("utf-8"))
        if burden is not None:
            summary["indicators"]["burden_per_resident"]["value"] = burden[0]
            summary["unchanged"] = {"burden_per_resident": burden[1]}
        (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
        daily = pd.read_parquet(folder / "daily.parquet")
        late = pd.to_datetime(daily.date) >= "2017-01-01"
        for name, share in more.items():
            daily.loc[late, name] = (daily.closed[late] * share).round().astype(int)
        daily.to_parquet(folder / "daily.parquet")
        return folder

    return run_of


def test_levers_are_grouped_by_date(dated):
    policy = {
        "whistle_calls": [LATER], "case_rating": [LATER | {"end": "2018-02-28"}], "unheard_of": [LATER],
        "task_admission": [LATER | {"intensity": 56.0}, LATER | {"intensity": 90.0}],
        "closure_audit": [{"intensity": 0.4}, {"intensity": 0.4, "start": "2015-11-15"}],
        "closure_scoring": [{"intensity": 1.0, "start": "2019-01-01"}],
    }  # fmt: skip
    found = changes(read_run(dated(policy)))
    assert [(one.number, str(one.day), one.inside) for one in found] == [
        (1, "2015-11-15", False), (2, "2017-01-01", True), (3, "2018-03-01", True),
    ]  # fmt: skip
    words = found[1].words("en")
    assert words.startswith("begins: Whistle calls to departments 1 share (over 90 days), Per-case rating")
    assert "Task admission 56–90 items" in words
    assert "unheard_of 1" in words
    assert found[2].words("en") == "ended: Per-case rating, lower rates upper"


def test_the_page_lists_the_dates_and_has_the_table(dated):
    folder = dated({"whistle_calls": [LATER], "case_rating": [LATER | {"start": "2017-03-01"}]}, tickets=4000)
    page = write_report(folder, "zh").read_text("utf-8")
    assert re.findall(r'<li value="(\d)"><time>([\d-]+)</time>', page) == [("1", "2017-01-01"), ("2", "2017-03-01")]
    table = page[page.index('class="estimates"') :]
    table = table[: table.index("</table>")]
    assert table.count("1、2 (2017-01)") == 5
    assert len(re.findall(r"<br><small>[−+\d.]+ 至 [−+\d.]+</small>", table)) == 2 * (3 * 2 + 2)
    assert text("report.its_limits", "zh") in page
    assert {one.rows[0][0] for one in estimates(before_after(read_run(folder)), "en")} == {"1, 2 (2017-01)"}
    assert (folder / "figures" / "before_after.svg").exists()


@pytest.mark.parametrize("start", ["2016-01-01", "2030-01-01", None])
def test_without_a_date_on_the_way_there_is_none_of_it(dated, start):
    folder = dated({"whistle_calls": [LATER | {"start": start}]})
    assert before_after(read_run(folder)) is None
    if start is None:
        page = write_report(folder, "en").read_text("utf-8")
        assert 'class="estimates"' not in page
        assert 'class="dates"' not in page


def test_a_jump_in_what_is_reported_alone_shows_there_alone(dated):
    folder = dated({"whistle_calls": [LATER]}, solved_reported=0.99)
    reported, true = next(
        one.rows[0][1:] for one in estimates(before_after(read_run(folder)), "en") if one.name == "Solved"
    )
    assert reported.level.off_zero
    assert float(reported.level.value) == pytest.approx(14, abs=3)
    assert not true.level.off_zero


def test_too_short_is_said_in_words(dated):
    folder = dated({"whistle_calls": [LATER | {"start": "2018-10-01"}]})
    cells = [cell for one in estimates(before_after(read_run(folder)), "en") for cell in one.rows[0][1:]]
    assert {cell.why for cell in cells} == {"no estimate: fewer than 6 whole months after it", ""}  # "" nothing true
    assert years(before_after(read_run(folder)), "en") == []


@pytest.mark.parametrize(
    ("reported", "burden", "appears"),
    [
        (0.99, (7.0, 7.0), True),
        (0.99, (7.0, 6.5), True),
        (0.99, (6.95, 7.0), True),  # less than a hundredth: two runs differ by as much
        (0.99, (6.5, 7.0), False),  # residents are better off
        (0.852, (7.0, 7.0), False),  # nothing was reported better than by chance
        (0.60, (7.0, 7.0), False),
        (0.99, None, False),  # cannot be told
    ],
)
def test_better_reports_without_better_lives_are_called_so(dated, reported, burden, appears):
    run = read_run(dated({"whistle_calls": [LATER]}, burden, solved_reported=reported))
    assert (looks_better(before_after(run)) is not None) is appears
    assert bool(looks_better_sentence(before_after(run), "zh")) is appears


def test_the_scenario_that_looks_better(tmp_path):
    """Reports rise on a real street; its page says first of all that residents are not better off."""
    folder = run_scenario(load_scenario("looks_better"), tmp_path / "run", lang="en", report=write_report)
    found = before_after(read_run(folder))
    assert (looks_better(found).rose, looks_better(found).fell) == (["content"], [])
    true = found.years("solved")[1]
    assert true.last < true.before
    assert true.last < found.unchanged_last("solved")[1]
    page = (folder / "report.html").read_text("utf-8")
    assert page.index("It looks better: ") < page.index(text("report.h_asked", "en"))
