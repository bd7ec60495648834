"""A record of arrivals: what may be wrong with its file, and what it lets arrive on which day."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.scenario import ScenarioError, json_schema, load_scenario, unchanged
from sim.scenario.trace import arrivals, read_trace

HERE, NEXT, FAR = "420106001001", "420106001002", "420111001002"
ROWS = [
    ("2016-01-02 09:30:00", HERE, "lift_failure", "hotline"),
    ("2016-01-02 08:30:00", HERE, "dogs", "board"),
    ("2016-01-02 07:00:00", NEXT, "dogs", "petition"),
    ("2016-01-03 10:00:00", HERE, "dogs", "grid"),
    ("2016-01-04 23:59:59", HERE, "ask_school", "hotline"),
]
OF_CATEGORY = "allowed: an id of sim/grievance/data/categories.csv; did you mean 'lift_failure'?"
OF_CHANNEL = "column channel has 1 unknown names:"
NEAR = "; allowed: firm_desk, grid, walk_in, board, hotline, petition; did you mean"
COLUMNS = ["reported", "community_code", "category", "channel"]


def frame_of(rows=ROWS):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(reported=pd.to_datetime(frame.reported))


@pytest.fixture
def file(tmp_path):
    """Give a function that writes a frame, a text or rows, and returns the file's path."""

    def made(content=ROWS):
        path = tmp_path / "calls.parquet"
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            frame = content if isinstance(content, pd.DataFrame) else frame_of(content)
            frame.to_parquet(path)
        return path

    return made


def told(path, lang="en", **more):
    with pytest.raises(ScenarioError) as caught:
        load_scenario("baseline", {"area": HERE, "days": 5, "trace": str(path), **more})
    return [line.removeprefix("override: ").removeprefix("trace: ") for line in caught.value.lines(lang)]


def without(*names):
    return frame_of().drop(columns=list(names))


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("not a table", ["is no Parquet file that can be read: Parquet magic bytes not found in footer"]),
        (without("channel", "reported"), ["the record of arrivals lacks columns: reported, channel"]),
        (frame_of()[:0], ["the record of arrivals has no rows"]),
        (
            frame_of().assign(reported="2016-01-02", community_code=420106001001),
            [
                "column reported is of type string; allowed: a timestamp without time zone",
                "column community_code is of type int64; allowed: text (string)",
            ],
        ),
        (
            frame_of().assign(reported=frame_of().reported.dt.tz_localize("Asia/Shanghai")),
            ["column reported is of type timestamp[ns, tz=Asia/Shanghai]; allowed: a timestamp without time zone"],
        ),
        (frame_of().assign(channel=[None, None, "grid", "board", "board"]), ["column channel is empty in 2 rows"]),
        (
            frame_of().assign(category="lift_failur", channel="hotlin"),
            [
                f"column category has 1 unknown names: 'lift_failur'; {OF_CATEGORY}",
                f"{OF_CHANNEL} 'hotlin'{NEAR} 'hotline'?",
            ],
        ),
        (frame_of().assign(channel="bear"), [f"{OF_CHANNEL} 'bear'{NEAR} 'board'?"]),
        (frame_of().assign(channel="grid"), ["no row came through an official channel; rows of others are not used"]),
        (
            frame_of([(ROWS[0][0], f"X{number}", "dogs", "hotline") for number in range(7)]),
            [
                "7 community codes are not of this city: 'X0', 'X1', 'X2', 'X3', 'X4', …",
                "no row is in the area of the run",
            ],
        ),
        (frame_of().assign(community_code=FAR), ["no row is in the area of the run"]),
        (
            frame_of([ROWS[0]] * 4097),
            ["community 420106001001 has 4097 rows on 2016-01-02, at most 4096 can be"],
        ),
    ],
)
def test_each_mistake(file, content, lines):
    assert sorted(told(file(content))) == sorted(lines)


def test_none_within_the_days_of_the_run(file):
    path = file()
    said = "the area has no row from 2016-01-05 to 2016-01-09; the record goes from 2016-01-02 to 2016-01-04"
    assert told(path, start="2016-01-05") == [said]
    assert load_scenario("baseline", {"area": HERE, "days": 5, "start": "2016-01-04", "trace": path}).trace == path


def test_all_mistakes_at_once_in_either_language(file):
    lines = told(file(frame_of().assign(community_code="X")), lang="zh", days=0)
    assert lines == [
        "1 个社区代码不在这个城市里：'X'",
        "没有一行在运行区域之内",
        "days: 不能是 0；可用：1 到 3650 的整数",
    ]


def test_a_file_that_is_not_there_or_out_of_reach(tmp_path, file):
    assert told(tmp_path / "none.parquet") == ["there is no such file"]
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "base.yaml").write_text("trace: ../calls.parquet\n", encoding="utf-8")
    (tmp_path / "x.yaml").write_text(f"extends: inner/base.yaml\narea: {HERE}\n", encoding="utf-8")
    file()
    assert load_scenario(tmp_path / "x.yaml").trace == tmp_path / "calls.parquet"
    (tmp_path / "inner" / "base.yaml").write_text("trace: ../../calls.parquet\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"'\.\./\.\./calls\.parquet' is outside the scenario's folder"):
        load_scenario(tmp_path / "x.yaml")


def test_it_is_found_beside_the_scenario_and_read_back_from_the_folder_of_results(tmp_path, file):
    path = file()
    (tmp_path / "x.yaml").write_text(f"area: {HERE}\ndays: 5\ntrace: calls.parquet\n", encoding="utf-8")
    scenario = load_scenario(tmp_path / "x.yaml")
    assert scenario.trace == path
    assert scenario.input_files() == {"inputs/calls.parquet": path}
    assert load_scenario(scenario) == scenario
    assert scenario.resolved()["trace"] == "inputs/calls.parquet"
    (tmp_path / "inputs").mkdir()
    path.rename(tmp_path / "inputs" / "calls.parquet")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"scenario": scenario.resolved()}), encoding="utf-8")
    assert load_scenario(manifest, part="scenario").trace == tmp_path / "inputs" / "calls.parquet"


def test_the_schema_and_the_world_that_stays(file):
    schema = json_schema()
    assert "trace" in schema["properties"]
    assert schema["$defs"]["Outputs"]["properties"]["troubles"]["default"] is False
    dose = {"case_rating": {"start": "2016-01-03"}}
    plan = {"area": HERE, "days": 5, "trace": file(), "policy": dose, "outputs.troubles": True}
    other = unchanged(load_scenario("baseline", plan))
    assert other.trace is not None
    assert other.outputs.troubles is False


def arriving(trace, communities, start, warmup, days):
    """Return (day, community's position, hour of the day, category) of what arrives."""
    table, starts = arrivals(trace, communities, date.fromisoformat(start), warmup, days)
    assert len(starts) == (warmup + days) * len(communities) + 1
    where = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    day = where // len(communities)
    hours = [round(hour, 3) for hour in (table.hour - 24 * day).tolist()]
    ids = load_categories().ids
    return list(
        zip(day.tolist(), (where % len(communities)).tolist(), hours, [ids[c] for c in table.category], strict=True)
    )


def test_what_arrives_stands_in_the_order_of_day_community_and_hour(file):
    trace = read_trace(file())
    assert arriving(trace, [NEXT, HERE], "2016-01-02", 0, 3) == [
        (0, 0, 7.0, "dogs"),
        (0, 1, 8.5, "dogs"),
        (0, 1, 9.5, "lift_failure"),
        (2, 1, 24.0, "ask_school"),
    ]
    table, _ = arrivals(trace, [NEXT, HERE], date(2016, 1, 2), 0, 3)
    assert [load_channels().ids[channel] for channel in table.channel] == ["petition", "board", "hotline", "hotline"]
    assert table.hour.max() < 72.0


def test_a_warm_up_before_it_lives_its_days_in_turn(file):
    """Three days of the record (the second is empty here) fill five of warm-up; the first measured day is its first."""
    trace = read_trace(file())
    found = arriving(trace, [HERE], "2016-01-02", 5, 2)
    assert [(day, category) for day, _, _, category in found] == [
        (0, "dogs"),
        (0, "lift_failure"),
        (2, "ask_school"),
        (3, "dogs"),
        (3, "lift_failure"),
        (5, "dogs"),
        (5, "lift_failure"),
    ]


def test_nothing_is_invented_in_the_measured_time_or_after_its_last_day(file):
    trace = read_trace(file())
    assert [day for day, *_ in arriving(trace, [HERE], "2015-12-31", 1, 10)] == [0, 0, 3, 3, 5]


def test_a_warm_up_within_the_record_is_the_records_own(file):
    trace = read_trace(file())
    assert [day for day, *_ in arriving(trace, [HERE], "2016-01-04", 2, 1)] == [0, 0, 2]


def test_the_turn_of_days_is_the_whole_records_whatever_the_area(file):
    """Else a street alone would live through another warm-up than within its city."""
    trace = read_trace(file())
    whole = [one for one in arriving(trace, [HERE, NEXT], "2016-01-02", 5, 3) if one[1] == 1]
    alone = arriving(trace, [NEXT], "2016-01-02", 5, 3)
    assert [(day, hour) for day, _, hour, _ in alone] == [(day, hour) for day, _, hour, _ in whole]
    assert [day for day, *_ in alone] == [0, 3, 5]
