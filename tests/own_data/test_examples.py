"""The shipped examples, whose answers are known row by row."""

import csv
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.city import CitySource
from sim.city.source import read_hierarchy
from sim.scenario.trace import arrivals, read_trace
from tests.own_data.conftest import EXAMPLES, TOWN

HOTLINE = {
    2: ("WS111", "neighbour_noise", "hotline", 26.0, 4),
    3: ("WS113", "common_lighting", "hotline", 48.0, 5),
    4: (("WS121", "WS122", "WS123"), "construction_noise", "hotline", 2.5, 4),  # known to the street
    5: ("WS2", "street_parking", "board", 168.0, 2),  # known to the district
    6: ("WS221", "flooding", "hotline", None, None),
    7: ("WS213", "street_stalls", "board", 48.0, 3),
    14: ("WS112", "dogs", "hotline", 60.0, 4),  # the later state of two
    16: ("WS212", "wage_arrears", "hotline", 10.0, None),
    17: ("WS212", "food_safety", "hotline", 24.0, None),
    23: ("WS222", "lift_failure", "petition", 24.0, 1),  # by code; the row before had too few cells
    25: ("WS121", "home_utility", "hotline", 2.0, 4),  # by the map's own word; the row before is two lines long
    29: ("WS122", "neighbour_noise", "hotline", None, None),
}
REFUSED = {
    8: "broken_time", 9: "no_time", 10: "negative_duration", 11: "unknown_category", 12: "unknown_place",
    13: "duplicate_ticket", 15: "duplicate_row", 18: "closed_after_export", 19: "category_left_out",
    20: "unknown_channel", 21: "contradicting_place", 22: "cells", 26: "no_category", 27: "no_place",
    28: "later_than_export", 30: "broken_closed",
}  # fmt: skip
BLANKED = {16: "rating_out_of_range", 17: "rating_unknown"}
NYC = {
    2: ("HB11", "neighbour_noise", "hotline"), 3: ("HB11", "street_parking", "board"), 4: ("HB121", "heating", "board"),
    5: ("HB211", "road_damage", "hotline"), 6: ("HB211", "lift_failure", "hotline"),
    11: ("HB121", "construction_noise", "board"),
}  # fmt: skip
BOSTON = {
    2: ("HB121", "common_lighting", "board"), 4: ("HB122", "rubbish", "hotline"),
    6: ("HB121", "road_damage", "hotline"),
    7: ("HB2", "street_parking", "board"), 9: ("HB2", "social_noise", "hotline"), 15: ("HB2", "rubbish", "hotline"),
}  # fmt: skip


def _bring_in(huying, name, city, *words):
    code, out, err = huying(
        "import", "tickets", EXAMPLES / f"{name}.csv", "--map", EXAMPLES / f"{name}.yaml", "--city", city,
        "--out", "made", *words,
    )  # fmt: skip
    assert (code, err) == (0, "")
    return out, pd.read_parquet("made/tickets.parquet"), pd.read_csv("made/refused.csv", keep_default_na=False)


def test_the_hotline_example_has_its_known_answer(huying):
    out, trace, refused = _bring_in(huying, "hotline", TOWN, "--lang", "en")
    assert "28 rows read: 12 kept, 16 refused" in out
    assert trace["line"].tolist() == list(HOTLINE)
    for ticket, (place, category, channel, hours, rating) in zip(trace.itertuples(), HOTLINE.values(), strict=True):
        places = place if isinstance(place, tuple) else (place,)
        assert ticket.community_code in places if len(places) > 1 else ticket.community_code.startswith(place)
        assert (ticket.category, ticket.channel) == (category, channel)
        assert (None if pd.isna(ticket.rating) else ticket.rating) == rating
        waited = (ticket.closed - ticket.reported) / pd.Timedelta(hours=1)
        assert (None if pd.isna(waited) else waited) == hours
    rows, cells = refused[refused["refused"] == "row"], refused[refused["refused"] == "cell"]
    assert dict(zip(rows["line"], rows["reason"], strict=True)) == REFUSED
    assert dict(zip(cells["line"], cells["reason"], strict=True)) == BLANKED
    columns = dict(zip(refused["line"], refused["column"], strict=True))
    assert (columns[8], columns[12], columns[16], columns[22]) == ("受理时间", "区 / 街道 / 社区", "满意度", "")


def test_the_folder_has_exactly_what_it_should(huying):
    out, _, _ = _bring_in(huying, "hotline", TOWN, "--lang", "zh")
    assert "读到 28 行：保留 12 行，不用 16 行" in out
    assert "钟娄社区" in out  # with what it may have meant
    assert "河东区 钟楼街道 钟楼社区" in out
    schema = pq.read_schema("made/tickets.parquet")
    assert [(one.name, str(one.type)) for one in schema] == [
        ("line", "int32"), ("reported", "timestamp[ms]"), ("community_code", "string"), ("category", "string"),
        ("channel", "string"), ("closed", "timestamp[ms]"), ("rating", "int8"),
    ]  # fmt: skip
    told = json.loads(Path("made/import.json").read_text(encoding="utf-8"))
    assert told["rows"] == {"read": 28, "kept": 12, "refused": 16}
    assert told["drawn"] == {"district": 1, "street": 1}
    assert (told["first"], told["last"]) == ("2023-01-03 08:15:00", "2023-01-31 20:00:00")


def test_a_run_takes_the_trace_in_place_of_synthetic_arrivals(huying):
    _bring_in(huying, "hotline", TOWN)
    trace = read_trace(Path("made/tickets.parquet"))
    codes = read_hierarchy(CitySource(TOWN)).community_codes
    rows, _ = arrivals(trace, codes, date(2023, 1, 3), 0, 29)
    assert len(rows) == len(HOTLINE)
    assert rows.hour.min() == 8.25  # a quarter past eight on the first day


@pytest.mark.parametrize(("name", "known"), [("nyc_311", NYC), ("boston_311", BOSTON)])
def test_public_311_formats(huying, name, known):
    _, trace, _ = _bring_in(huying, name, EXAMPLES / "harbour_divisions.csv")
    assert trace["line"].tolist() == list(known)
    for ticket, (place, category, channel) in zip(trace.itertuples(), known.values(), strict=True):
        assert ticket.community_code.startswith(place)
        assert (ticket.category, ticket.channel) == (category, channel)


def test_nothing_personal_is_in_any_byte(huying, tmp_path):
    out, _, _ = _bring_in(huying, "hotline", TOWN)
    with (EXAMPLES / "hotline.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    personal = {row[name] for row in rows for name in ("联系人", "联系电话", "详细地址", "诉求内容") if row[name]}
    personal |= {row["工单编号"] for row in rows} | {"13800000000", "幸福路", "501室"}
    assert len(personal) > 30
    for path in [*tmp_path.glob("made/*")]:
        content = path.read_bytes()
        for word in personal:
            assert word.encode() not in content, (path.name, word)
            assert word not in out
