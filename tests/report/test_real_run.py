"""The report of a real run: what the model writes is what the report reads."""

import pandas as pd
import pytest

from sim.report import write_report
from sim.report.figures.ends import ends_of_troubles
from sim.report.folder import read_run
from sim.report.names import category_names, channel_names, level_name, outcome_name, reason_name
from sim.results import run_scenario
from sim.scenario import load_scenario


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    scenario = load_scenario("baseline", {"area": "420106001001", "days": 60, "warmup": 30})
    return run_scenario(scenario, tmp_path_factory.mktemp("real") / "run", lang="zh", report=write_report)


def test_a_run_ends_with_its_report(real):
    page = (real / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure>") >= 11
    assert "本次运行没有可供展示的数据" not in page


def test_every_word_of_its_tables_has_a_name(real):
    tickets, handovers = pd.read_parquet(real / "tickets.parquet"), pd.read_parquet(real / "handovers.parquet")
    assert set(tickets.category.unique()) <= set(category_names("zh"))
    assert set(tickets.channel.unique()) <= set(channel_names("zh"))
    named = [(level_name, "level", tickets), (outcome_name, "outcome", tickets), (reason_name, "reason", handovers)]
    for name, column, table in named:
        for word in table[column].unique():
            assert name(word, "zh") != word


def test_the_routes_of_troubles_add_up_to_what_was_counted(real):
    run = read_run(real)
    routes, _ = ends_of_troubles(run)
    assert sum(routes.values()) == pytest.approx(run.value("troubles"), rel=0.01)
    assert routes["unrecorded"] >= 0
