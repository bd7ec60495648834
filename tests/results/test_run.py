"""What a run leaves behind: every file, and every number the same in all of them."""

import csv
import json
from datetime import date

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.measure.definitions import definitions
from sim.results import run_scenario, sink
from sim.results.columns import TABLES, schema_of, table_columns
from sim.results.folder import ENTRIES
from sim.results.manifest import sha256
from sim.results.run import default_folder
from sim.scenario import load_scenario
from tests.results.conftest import DAYS, WARMUP


@pytest.fixture(scope="module")
def summary(folder):
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tickets(folder):
    return pd.read_parquet(folder / "tickets.parquet")


@pytest.fixture(scope="module")
def handovers(folder):
    return pd.read_parquet(folder / "handovers.parquet")


def test_the_folder_holds_what_it_may_and_no_report_unless_asked(folder):
    assert {entry.name for entry in folder.iterdir()} == ENTRIES - {"report.html", "figures", "daily_unchanged.parquet"}


def test_the_summary_has_its_form(summary):
    assert summary["area"] == {"code": "XZ", "name": "小筑镇（虚构）", "level": "city"}
    assert (summary["scenario"], summary["seed"], summary["days"]) == ("tiny", 1, DAYS)
    assert (summary["communities"], summary["compounds"], summary["warmup"]["days"]) == (1, 2, WARMUP)
    assert list(summary["indicators"]) == list(definitions())
    for name, one in summary["indicators"].items():
        assert {"value", "unit", "kind", "zh", "en"} <= set(one)
        assert one["kind"] == definitions()[name].kind


def test_the_summary_says_what_the_tables_say(summary, tickets, folder):
    value = {name: one["value"] for name, one in summary["indicators"].items()}
    mine = tickets[tickets.official & (tickets.outcome != "merged")]
    closed = mine[mine.outcome != "open"]
    assert len(closed) > 2
    assert value["tickets"] == len(mine)
    assert value["closure_rate"] == pytest.approx(len(closed) / len(mine))
    assert value["resolution_rate_true"] == pytest.approx(closed.solved_true.mean())
    assert value["resolution_rate_reported"] == pytest.approx(closed.solved_reported.mean())
    assert value["backlog_end"] == (mine.outcome == "open").sum()
    communities = pd.read_parquet(folder / "communities.parquet")
    assert communities.residents.sum() == summary["residents"]
    for name in ("troubles", "contacts", "tickets"):
        assert communities[name].sum() == value[name]


def test_times_are_in_order_and_open_tickets_have_no_end(tickets, tiny):
    assert tickets.ticket.is_unique
    assert (tickets.ticket >= 0).all()
    assert (tickets.onset <= tickets.reported).all()
    assert (tickets.reported >= pd.Timestamp(tiny.start)).all()
    assert (tickets.outcome == "open").equals(tickets.closed.isna() & (tickets.outcome != "merged"))
    closed = tickets.dropna(subset="closed")
    assert (closed.reported <= closed.closed).all()
    assert tickets.deadline.notna().equals(tickets.official & (tickets.outcome != "merged"))
    assert not tickets.loc[tickets.outcome.isin(["open", "pseudo", "unresolved"]), "solved_true"].any()


def test_handovers_lead_from_node_to_node_of_the_graph(handovers, tickets, folder):
    graph = nx.read_graphml(folder / "city.graphml")
    nodes = set(handovers.to_node.astype(str)) | set(handovers.from_node.dropna().astype(str))
    assert nodes <= set(graph)
    first = handovers.groupby("ticket").head(1)
    assert (first.reason == "dispatched").all()
    assert first.from_node.isna().all()
    kinds = {"compound": "compound:", "community": "community:", "street": "street:", "district": "department:"}
    for level, prefix in kinds.items():
        assert handovers.to_node[handovers.to_level == level].astype(str).str.startswith(prefix).all()
    assert set(handovers[handovers.to_level == "community"].to_desk) <= {"office", "volunteers"}
    mine = tickets.set_index("ticket").outcome != "merged"  # a merged contact comes to no desk of its own
    assert (handovers.groupby("ticket").size().reindex(mine.index).fillna(0) > 0).equals(mine)


def test_codes_lead_to_communities_and_graph(tickets, folder):
    communities = pd.read_parquet(folder / "communities.parquet").set_index("code")
    found = communities.loc[tickets.community_code.astype(str)]
    assert found.street_code.tolist() == tickets.street_code.tolist()
    assert found.community.tolist() == tickets.community.tolist()
    graph = nx.read_graphml(folder / "city.graphml")
    assert {f"compound:{code}" for code in tickets.compound_code} <= set(graph)


def test_the_daily_series_counts_every_day_once(folder, summary, tiny):
    daily = pd.read_parquet(folder / "daily.parquet")
    assert len(daily) == DAYS + WARMUP
    assert daily.measured.sum() == DAYS
    assert daily.date[daily.measured].iloc[0] == tiny.start
    assert daily.troubles[daily.measured].sum() == summary["indicators"]["troubles"]["value"]
    ends = daily.date[daily.trust_community.notna()].tolist()
    assert ends == [date(2015, 12, 31), date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31)]
    assert daily.date[daily.workers_in_post.notna()].tolist() == ends[1:]


def test_every_column_is_described_and_carries_its_description(folder):
    text = (folder / "tables.md").read_text(encoding="utf-8")
    for table in TABLES:
        schema = pq.read_schema(folder / f"{table}.parquet")
        described = schema_of(table)
        assert [name for name in described.names if name in schema.names] == schema.names
        assert table == "communities" or schema.names == described.names
        for field in schema:
            assert field.metadata[b"zh"]
            assert field.metadata[b"en"]
            assert f"| `{field.name}` |" in text


def test_columns_are_listed_once():
    for table in TABLES:
        names = [one.name for one in table_columns(table)]
        assert len(names) == len(set(names))


def test_intervals_come_of_all_runs(summary, folder):
    rows = pd.read_parquet(folder / "replications.parquet")
    assert rows.seed.unique().tolist() == ["1", "2", "3"] == [str(seed) for seed in summary["replications"]["seeds"]]
    troubles = rows.value[rows.indicator == "troubles"].to_numpy()
    one = summary["indicators"]["troubles"]
    assert one["value"] == troubles[0]
    assert one["interval"]["mean"] == pytest.approx(troubles.mean())
    half = 4.302652729911275 * troubles.std(ddof=1) / np.sqrt(3)  # Student's t, 2 degrees of freedom
    assert one["interval"]["high"] == pytest.approx(troubles.mean() + half)
    single = run_scenario(load_scenario("tiny", {"days": DAYS, "warmup": WARMUP, "seed": 2}), folder.parent / "second")
    second = json.loads((single / "summary.json").read_text(encoding="utf-8"))["indicators"]["troubles"]
    assert second["value"] == troubles[1]
    assert "interval" not in second


def test_streaming_changes_no_row(folder, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(sink, "ROW_GROUP", 4)
    again = run_scenario(tiny, tmp_path / "again")
    for table in ("tickets", "handovers"):
        file = pq.ParquetFile(again / f"{table}.parquet")
        assert file.num_row_groups > 2
        pd.testing.assert_frame_equal(file.read().to_pandas(), pd.read_parquet(folder / f"{table}.parquet"))


def test_what_is_not_wanted_is_not_written(tmp_path):
    outputs = {"outputs.tickets": False, "outputs.handovers": False}
    scenario = load_scenario("tiny", {"days": 7, "warmup": 0, **outputs})
    out = run_scenario(scenario, tmp_path / "bare")
    assert not {"tickets.parquet", "handovers.parquet", "replications.parquet"} & {one.name for one in out.iterdir()}


def test_the_manifest_tells_how_it_was_made(folder, tiny):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"] == tiny.resolved()
    assert manifest["replications"] == 3
    for name, digest in {**manifest["outputs"], **manifest["inputs"]["files"]}.items():
        assert sha256(folder / name) == digest
    assert set(manifest["outputs"]) == {f"{table}.parquet" for table in TABLES} | {"summary.json", "city.graphml"}
    with (folder / "inputs" / "two_compounds.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) > 1


def test_parameters_that_differ_are_told(tmp_path):
    changed = load_scenario("tiny", {"days": 7, "warmup": 0, "audit_penalty": 2.0, "owner_voice": 0.7})
    out = run_scenario(changed, tmp_path / "changed")
    parameters = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["parameters"]
    assert list(parameters) == ["audit_penalty"]
    assert parameters["audit_penalty"]["value"] == 2.0


def test_progress_is_told_in_order(tiny, tmp_path):
    told = []
    run_scenario(
        load_scenario("tiny", {"days": 7, "warmup": 1}),
        tmp_path / "told",
        replications=2,
        report=lambda folder, lang: (folder / "report.html").write_text(lang, encoding="utf-8"),
        lang="zh",
        progress=lambda *step: told.append(step),
    )
    assert [step for step in told if step[0] == "days"] == [("days", done, 16) for done in range(1, 17)]
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["city", "days", "tables", "report"]
    assert (tmp_path / "told" / "report.html").read_text(encoding="utf-8") == "zh"


def test_where_results_go_by_default():
    assert default_folder(load_scenario("baseline", {"seed": 7})).as_posix() == "results/baseline-420111001-7"
    assert default_folder(load_scenario("tiny")).as_posix() == "results/tiny-XZ-1"
