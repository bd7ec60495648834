"""What figures are drawn from, against cases worked by hand."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.figures.ends import ends_of_troubles
from sim.report.figures.institutions import MOST_COMPOUNDS, around_one_community, draw
from sim.report.figures.treemap import Box, boxes
from sim.report.figures.waiting import waiting_by_category
from sim.report.folder import read_run
from sim.report.headline import pairs, sentences
from sim.report.life import life_of, typical_and_longest
from sim.report.places import places_by_district
from sim.report.style import spread

START = pd.Timestamp(2016, 1, 1)


@pytest.fixture
def run_with(tmp_path, make_run):
    """Give a function that makes a run whose tickets are some rows; what a row does not say is as usual."""

    def run_of(rows):
        folder = make_run(tmp_path, tickets=3, days=10)
        usual = {
            "category": "lift_failure", "channel": "hotline", "official": True, "level": "street", "outcome": "solved",
            "rating": 0, "handovers": 1, "hours": 24.0, "day": 1.0, "due": 48.0,
        }  # fmt: skip
        table = pd.DataFrame([usual | row for row in rows])
        table["ticket"] = np.arange(len(rows))
        if "trouble" not in table:
            table["trouble"] = table.ticket
        began = START + pd.to_timedelta(table.pop("day"), unit="D")
        table["reported"] = table["onset"] = table["first_response"] = began
        table["deadline"] = began + pd.to_timedelta(table.pop("due"), unit="h")
        closed = began + pd.to_timedelta(table.pop("hours"), unit="h")
        table["closed"] = closed.where(~table.outcome.isin(["open", "merged"]))
        table["solved_true"] = table.outcome == "solved"
        table["solved_reported"] = table.outcome.isin(["solved", "pseudo", "lapsed"])
        table.to_parquet(folder / "tickets.parquet")
        return read_run(folder)

    return run_of


def test_each_trouble_ends_once_by_its_best_end_and_most_formal_channel(run_with):
    run = run_with(
        [
            {"trouble": 1, "channel": "grid", "official": False, "outcome": "unresolved"},
            {"trouble": 1, "channel": "hotline", "outcome": "solved"},
            {"trouble": 2, "channel": "firm_desk", "official": False, "outcome": "pseudo"},
            {"trouble": 3, "outcome": "open"},
            {"trouble": 3, "outcome": "merged"},
            {"trouble": 4, "day": -2.0, "outcome": "solved"},  # began in the warm-up
        ],
    )
    run.summary["indicators"] |= {
        "troubles": {"value": 20.0}, "voiced_share": {"value": 0.25}, "silent_share": {"value": 0.6},
    }  # fmt: skip
    routes, table = ends_of_troubles(run)
    assert routes == {
        "formal": 2, "informal": 1, "unrecorded": pytest.approx(2), "neighbours": pytest.approx(3), "silent": 12,
    }  # fmt: skip
    assert table.loc["formal"].to_dict() == {"solved": 1, "pseudo": 0, "unresolved": 0, "lapsed": 0, "open": 1}
    assert table.loc["informal", "pseudo"] == 1


def test_open_tickets_hold_back_the_quantiles_of_waiting(run_with):
    closed = [{"hours": hours} for hours in (10.0, 20.0, 30.0, 40.0)]
    run = run_with([*closed, *[{"outcome": "open", "day": 1.0}] * 4])
    (row,) = waiting_by_category(run)
    assert row.tickets == 8
    assert (row.quarter, row.median) == (20.0, 40.0)
    assert np.isnan([row.three_quarters, row.ninth]).all()
    assert row.on_time == 0.5  # four in time, four open past their deadline


def test_in_time_and_truly_solved_is_never_more_than_in_time(run_with):
    rows = [{"outcome": "solved"}, {"outcome": "pseudo"}, {"hours": 100.0}, {"outcome": "open", "day": 9.0}]
    run = run_with(rows)
    pair = next(pair for pair in pairs(run, "en") if pair.title == "In time")
    assert pair.true.value == "33.3%"  # one of three; the open one is not due yet


def test_sentences_leave_out_what_is_not_known(run_with):
    run = run_with([{}])
    known = run.summary["indicators"]
    known["hours_to_close_median"]["value"], known["hours_to_close_p90"]["value"] = 53.0, 400.0
    everything = sentences(run, "zh")
    known["hours_to_close_p90"]["value"] = known["satisfaction"]["value"] = None
    fewer = sentences(run, "zh")
    assert len(fewer) == len(everything) - 1
    assert any("超出了统计期" in sentence for sentence in fewer)


def test_lives_are_of_the_middle_and_of_the_slowest(run_with):
    run = run_with(
        [{"hours": 1.0, "handovers": 3}, {"hours": 50.0, "handovers": 3, "rating": 4}, {"hours": 51.0, "handovers": 1},
         {"hours": 150.0, "outcome": "unresolved"}, {"hours": 999.0, "outcome": "open"}],
    )  # fmt: skip
    found = dict(typical_and_longest(run))
    assert found == {"typical": 1, "longest": 3}
    first, second = START + pd.Timedelta(hours=30), START + pd.Timedelta(hours=60)
    moves = pd.DataFrame(
        [
            (1, first, None, None, None, "street", "street:1", "works", "dispatched"),
            (1, second, "street", "street:1", "works", "district", "d:1", "housing", "no_authority"),
        ],
        columns=["ticket", "time", "from_level", "from_node", "from_desk", "to_level", "to_node", "to_desk", "reason"],
    )
    moves.to_parquet(run.path / "handovers.parquet")
    life = life_of(run, 1, {"street:1": "珞南街道", "d:1": "洪山区住房"}, "zh")
    assert [event.hours for event in life.events] == [0.0, 6.0, 36.0, 50.0]
    assert [event.level for event in life.events] == ["resident", "street", "district", "street"]
    assert life.events[2].words == "街道（珞南街道） → 区（洪山区住房）：无权限。"
    assert life.events[3].words == "由街道办结：真正解决。居民评 4 分（满分 5）。"


def test_a_district_is_weighed_by_what_its_communities_have(tmp_path, make_run):
    folder = make_run(tmp_path, communities=2, tickets=3, days=10)
    rows = pd.read_parquet(folder / "communities.parquet")
    rows["residents"], rows["burden_per_resident"] = [1000, 3000], [4.0, 8.0]
    rows["tickets"], rows["closure_rate"], rows["resolution_rate_true"] = [10.0, 0.0], [1.0, np.nan], [0.6, np.nan]
    rows.to_parquet(folder / "communities.parquet")
    (district,) = places_by_district(read_run(folder)).itertuples()
    assert district.burden_per_resident == pytest.approx(7.0)
    assert district.resolution_rate_true == pytest.approx(0.6)


@given(st.lists(st.floats(0.5, 5000.0), min_size=1, max_size=60))
def test_boxes_fill_the_whole_and_keep_proportion(sizes):
    sizes = sorted(sizes, reverse=True)
    laid = boxes(sizes, Box(1.0, 2.0, 9.0, 5.0))
    areas = np.array([box.dx * box.dy for box in laid])
    assert areas == pytest.approx(45.0 * np.array(sizes) / sum(sizes), rel=1e-6)
    assert max(box.x + box.dx for box in laid) == pytest.approx(10.0)
    assert max(box.y + box.dy for box in laid) == pytest.approx(7.0)


@given(st.lists(st.floats(-10.0, 10.0), max_size=30), st.floats(0.1, 3.0))
def test_spread_keeps_order_and_distance(positions, gap):
    free = spread(sorted(positions), gap)
    assert len(free) == len(positions)
    assert all(b - a >= gap * (1 - 1e-9) for a, b in pairwise(free))


def test_the_institutions_shown_are_of_one_community(tmp_path, make_run):
    folder = make_run(tmp_path, communities=3, tickets=3, days=10)
    graph = read_run(folder).graph
    for k in range(3, 20):
        graph.add_node(f"compound:{k}", kind="compound", name=f"合成小区{k}")
        graph.add_edge("community:420106001000", f"compound:{k}", kind="parent")
    small, community, compounds = around_one_community(graph)
    assert community == "community:420106001001"  # as many kinds of bodies as the others, and fewer compounds
    assert compounds == 3
    graph.remove_nodes_from(["community:420106001001", "community:420106001002"])
    small, community, compounds = around_one_community(graph)
    shown = [node for node, facts in small.nodes(data=True) if facts["kind"] == "compound"]
    assert (compounds, len(shown)) == (20, MOST_COMPOUNDS)
    assert {"compound:420106001000-000", "committee:420106001000-000", "city:420100"} <= set(small)
    assert around_one_community(nx.DiGraph())[1] == ""


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "期末未生效：交叉任职、共建联盟"), ("en", "not in force at the end: cross-post, alliance")],
)
def test_what_is_only_possible_is_told_from_what_is_in_force(lang, said):
    graph = nx.DiGraph()
    kinds = {"street:1": "street", "community:1": "community", "compound:1": "compound", "committee:1": "committee"}
    for node, kind in {**kinds, "branch:1": "branch", "unit:1": "unit"}.items():
        graph.add_node(node, kind=kind, name=node)
    parents = [("street:1", "community:1"), ("community:1", "compound:1"), ("compound:1", "branch:1")]
    graph.add_edges_from([*parents, ("compound:1", "committee:1")], kind="parent")
    graph.add_edge("committee:1", "branch:1", kind="cross-post", in_force_last=False)
    graph.add_edge("unit:1", "street:1", kind="alliance", in_force_last=False)
    graph.add_edge("unit:1", "community:1", kind="pairing", in_force_last=True)

    def legend():
        return [one.get_text() for one in draw(graph, lang).axes[0].get_legend().get_texts()]

    assert said in legend()
    graph.edges["committee:1", "branch:1"]["in_force_last"] = True
    graph.edges["unit:1", "street:1"]["in_force_last"] = True
    assert not [one for one in legend() if one.startswith(said[:5])]
    assert len(legend()) == 6  # hierarchy, cross-post, pairing, alliance, and two kinds of bodies
