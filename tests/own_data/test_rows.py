"""What is refused, what is kept, and what neither order nor encoding may change."""

import random
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.city import CitySource
from sim.own_data import OwnDataError, import_tickets, targets_of
from sim.own_data.encoding import encoding_of
from sim.own_data.reasons import Reason
from tests.own_data.conftest import HEADINGS, MAP, TOWN

CELLS = {
    "号": ["N1", "N2", "", "-"],
    "受理": ["2023-01-05 08:00:00", "2023/1/6 9:30", "", "昨天", "now", "2023-02-30 08:00:00", "2999-01-01"],
    "办结": ["2023-01-07 08:00:00", "2022-01-07 08:00:00", "", "不是时间", "2023-09-09 00:00:00"],
    "类别": ["邻里噪声", "neighbour_noise", "表扬", "", "\u202e<b>|"],
    "渠道": ["电话", "微博", ""],
    "地点": ["钟楼社区", "河东区 文庙", "新桥", "稻香乡", "望舒市（虚构）", "河西区 钟楼社区", "火星", "", "WS111"],
    "评价": ["5", "0", "很好", "", "4.0", "nan", "inf"],
    "电话": ["13912345678", 'x"y\nz', "a,b"],
}


def _reasons(found):
    return dict(zip(found.refused["line"], map(Reason, found.refused["reason"]), strict=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.tuples(*map(st.sampled_from, CELLS.values())), st.just(("kaputt",))), min_size=1))
def test_every_row_is_kept_or_refused_for_one_reason(bring_in, rows):
    found = bring_in(rows)
    assert found.read == len(rows) == len(found.trace) + len(found.refused)
    assert set(found.trace["line"]).isdisjoint(found.refused["line"])
    assert len(set(found.trace["line"]) | set(found.refused["line"])) == len(rows)
    assert (found.trace["rating"].dropna() >= 1).all()
    assert not (found.trace["closed"] < found.trace["reported"]).any()
    assert set(found.blanked["line"]) <= set(found.trace["line"])


def test_order_changes_nothing_but_the_lines(bring_in, row):
    places = ["钟楼社区", "纺织街道", "河西区", "新桥街道", "荷塘村"]
    rows = [row(k, 地点=places[k % 5], 号="" if k % 3 else f"N{k % 40}", 评价=str(k % 5 + 1)) for k in range(300)]
    rows += [row(k, 地点="纺织街道", 号="", 电话=str(k)) for k in range(30)] * 2
    before = bring_in(rows)
    random.Random(4).shuffle(rows)
    after = bring_in(rows)
    assert before.trace["line"].tolist() != after.trace["line"].tolist()
    pd.testing.assert_frame_equal(before.trace.drop(columns="line"), after.trace.drop(columns="line"))
    assert Counter(_reasons(before).values()) == Counter(_reasons(after).values())
    assert before.drawn == after.drawn
    assert [one.low for one in targets_of(before)] == [one.low for one in targets_of(after)]


def test_a_ticket_that_stands_twice_counts_once_in_its_last_state(bring_in, row):
    rows = [
        row(1, 办结="2023-01-08 08:00:00"),
        row(1, 办结=""),
        row(1, 办结="2023-01-07 08:00:00"),
        row(1, 地点="火星"),
    ]
    found = bring_in(rows)
    assert found.trace["line"].tolist() == [2]
    assert _reasons(found) == {
        3: Reason.DUPLICATE_TICKET, 4: Reason.DUPLICATE_TICKET, 5: Reason.UNKNOWN_PLACE
    }  # fmt: skip


def test_the_same_row_without_a_number_counts_once(bring_in, row):
    found = bring_in([row(1, 号=""), row(1, 号=""), row(1, 号="", 电话="7")])
    assert (len(found.trace), _reasons(found)) == (2, {3: Reason.DUPLICATE_ROW})


def test_lines_are_those_of_an_editor(bring_in, row, tmp_path):
    rows = [row(1), row(2, 电话="a\nb\r\nc"), row(3), [], row(4)]
    found = bring_in(rows)
    lines = (tmp_path / "导出.csv").read_text(encoding="utf-8").split("\n")
    assert [lines[line - 1].split(",")[0] for line in found.trace["line"]] == ["N1", "N2", "N3", "N4"]


def test_a_quotation_mark_that_is_never_closed_is_told(bring_in, row, tmp_path):
    bring_in([row(k) for k in range(9)])
    file = tmp_path / "导出.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace(",电话,", ',"电话,')
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = import_tickets(file, tmp_path / "map.yaml", None, CitySource(TOWN))
    assert _reasons(found) == {6: Reason.OPEN_QUOTE}
    assert (found.read, found.swallowed) == (5, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_that_are_read(bring_in, row, encoding):
    found = bring_in([row(1, 电话="镕𠮷")], encoding=encoding)
    assert len(found.trace) == 1
    assert found.encoding.startswith(encoding[:5])


def test_encodings_that_are_not(bring_in, row):
    with pytest.raises(OwnDataError, match="UTF-16"):
        bring_in([row(1)], encoding="utf-16")
    with pytest.raises(OwnDataError, match=r"导出.csv:1: is not gb18030, which the map asks for"):
        bring_in([row(1)], MAP + "encoding: gb18030", headings=("号号号\u3000", *HEADINGS[1:]))


def test_bytes_of_no_encoding_name_the_line(bring_in, row, tmp_path):
    bring_in([row(1), row(2)])
    file = tmp_path / "导出.csv"
    file.write_bytes(file.read_bytes() + b"caf\xe9 \xff\n")
    with pytest.raises(OwnDataError, match=r"导出.csv:4: is neither UTF-8 \(line 4"):
        encoding_of(file, "auto")


def test_without_a_time_of_export_a_wild_date_does_not_set_it(bring_in, row):
    rows = [row(1), row(2, 办结="2098-01-01 00:00:00"), row(3, 受理="2023-01-20 00:00:00", 办结="")]
    found = bring_in(rows, MAP.replace("exported: 2023-02-01 00:00:00\n", ""))
    assert found.exported == np.datetime64("2023-01-20T00:00:00")
    assert _reasons(found) == {3: Reason.CLOSED_AFTER_EXPORT}


def test_fifty_thousand_rows_come_out_as_they_went_in(bring_in, row):
    chance = np.random.default_rng(5)
    communities = [f"WS{k}" for k in (111, 112, 113, 121, 122, 123, 211, 212, 213, 214, 221, 222, 223, 224)]
    places, waits = chance.integers(0, 14, 50_000), chance.exponential(40.0, 50_000)
    start = np.datetime64("2022-01-01T00:00:00")
    reported = start + chance.integers(0, 365 * 86_400, 50_000)
    closed = reported + (waits * 3600).astype("timedelta64[s]")
    rated = chance.random(50_000) < 0.3
    rows = [
        row(k, 受理=str(reported[k]), 办结=str(closed[k]), 地点=communities[places[k]], 评价="4" if rated[k] else "")
        for k in range(50_000)
    ]
    found = bring_in(rows)
    assert len(found.trace) == 50_000
    trace = found.trace.sort_values("line")
    assert (trace["reported"].to_numpy() == reported).all()
    assert (trace["closed"].to_numpy() == closed).all()
    assert trace["community_code"].tolist() == [communities[place] for place in places]
    assert (trace["rating"].notna().to_numpy() == rated).all()
    told = {one.indicator: one for one in targets_of(found)}
    assert told["tickets"].value == pytest.approx(50_000)
    assert told["satisfaction"].value == told["satisfaction"].low == 0.75
    assert told["hours_to_close_median"].low < 40.0 * np.log(2) < told["hours_to_close_median"].high
    assert told["hours_to_close_p90"].low < 40.0 * np.log(10) < told["hours_to_close_p90"].high
    rate = told["rating_response_rate"]
    assert rate.high - rate.low == pytest.approx(2 * 1.96 * np.sqrt(0.3 * 0.7 / 50_000), rel=0.15)
