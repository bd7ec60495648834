"""Mistakes in a map are told all at once, each with line, key and the nearest; so are those of the command."""

import pytest

from sim.own_data import OwnDataError
from sim.own_data.showing import may_be_shown
from tests.own_data.conftest import EXAMPLES, MAP, TOWN

WRONG = """\
columns:
  reported: 受理时间
  category: 类别
  plaec: 地点
formats: ["%H:%M", "%Y-%m-%d"]
channels:
  电话: hotlin
  走访: walk_in
categories:
  噪声: neighbor_noise
places:
  老厂: 钟娄社区
  一厂: ~
ratings:
  好: 6
draw: evenlly
seed: -1
exported: 明天
"""
TOLD = [
    "map.yaml:1:1: columns.place: is missing",
    "map.yaml:2:3: columns.reported: 导出.csv has no column '受理时间'; allowed: 号, 受理, 办结, 类别",
    "map.yaml:4:3: columns.plaec: unknown key",
    "map.yaml:5:11: formats.0: cannot be '%H:%M'",
    "map.yaml:7:3: channels.电话: there is no official channel 'hotlin'",
    "map.yaml:8:3: channels.走访: there is no official channel 'walk_in'; allowed: board, hotline, petition",
    "map.yaml:10:3: categories.噪声: unknown category of trouble",
    "map.yaml:12:3: places.老厂: there is no area '钟娄社区'",
    "map.yaml:15:3: ratings.好: cannot be '6'; allowed: a whole number from 1 to 5",
    "map.yaml:16:1: draw: cannot be 'evenlly'",
    "map.yaml:17:1: seed: cannot be '-1'",
    "map.yaml:18:1: exported: cannot be '明天'",
]


def test_every_mistake_of_a_map_at_once(bring_in, row):
    with pytest.raises(OwnDataError) as caught:
        bring_in([row(1)], WRONG)
    said = caught.value.lines("en")
    assert len(said) == len(TOLD), "\n".join(said)
    for line, told in zip(said, TOLD, strict=True):
        assert line.startswith(told), line
    near = dict(zip(TOLD, said, strict=True))
    assert near[TOLD[1]].endswith("did you mean '受理'?")
    assert near[TOLD[2]].endswith("did you mean 'place'?")
    assert near[TOLD[4]].endswith("did you mean 'hotline'?")
    assert near[TOLD[6]].endswith("did you mean 'neighbour_noise'?")
    assert "钟楼社区" in near[TOLD[7]]
    assert near[TOLD[9]].endswith("did you mean 'evenly'?")


def test_a_file_without_headings_shows_no_row_of_it(bring_in, row):
    with pytest.raises(OwnDataError) as caught:
        bring_in([row(2)], headings=row(1))
    said = "\n".join(caught.value.lines("zh"))
    assert "没有" in said
    assert "13912345678" not in said


def test_words_of_a_map_come_before_our_own(bring_in, row):
    written = MAP + "categories: {邻里噪声: social_noise}\nratings: {'4': 1}\nplaces: {钟楼社区: 稻香乡 上稻村}\n"
    trace = bring_in([row(1)], written).trace
    assert (trace["category"][0], trace["rating"][0], trace["community_code"][0]) == ("social_noise", 1, "WS221")


def test_an_area_keeps_only_its_own(bring_in, row):
    places = ["钟楼社区", "钟楼街道", "河东区", "一纺社区", "望舒市（虚构）"]
    found = bring_in([row(k, 地点=place) for k, place in enumerate(places)], area="钟楼街道")
    assert found.trace["line"].tolist() == [2, 3]
    assert found.refused["reason"].tolist() == [10, 11, 10]  # too coarse, outside, too coarse


def test_mistakes_and_empty_results_leave_with_2_and_no_folder(huying, tmp_path):
    map_file = tmp_path / "map.yaml"
    map_file.write_text(MAP, encoding="utf-8")
    words = ("import", "tickets", EXAMPLES / "hotline.csv", "--city", TOWN, "--out", "made", "--lang", "en")
    code, out, err = huying(*words, "--map", map_file)
    assert (code, out) == (2, "")
    assert err.count("has no column") == 7
    assert huying(*words[:-1], "zh", "--map", map_file)[2].count("没有") == 7
    headings = (EXAMPLES / "hotline.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    (tmp_path / "none.csv").write_text(headings + "\n,,,,,,,,,,,,,\n", encoding="utf-8")
    code, out, err = huying(*words[:2], "none.csv", *words[3:], "--map", EXAMPLES / "hotline.yaml")
    assert (code, err) == (2, "not one row can be used; nothing was written\n")
    assert "1 rows read: 0 kept, 1 refused" in out
    assert not (tmp_path / "made").exists()


def test_a_folder_of_something_else_is_left_alone(huying, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "letter.txt").write_text("mine", encoding="utf-8")
    words = ("import", "tickets", EXAMPLES / "hotline.csv", "--map", EXAMPLES / "hotline.yaml", "--city", TOWN)
    code, _, err = huying(*words, "--out", "made", "--lang", "en")
    assert code == 2
    assert "it was left as it is" in err
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["letter.txt"]
    for _ in range(2):  # what the command wrote itself it replaces
        assert huying(*words, "--out", "again")[0] == 0


@pytest.mark.parametrize(
    ("part", "text", "rows", "is_like", "shown"),
    [
        ("place", "钟娄社区", 1, True, True),
        ("place", "钟娄社区3栋", 1, True, False),
        ("place", "钟娄社区三号楼", 1, True, False),
        ("place", "欧阳明月", 50, False, False),  # who calls often is a person all the same
        ("place", "64 MANHATTAN", 500, False, True),
        ("place", "64 MANHATTAN", 50, False, False),
        ("place", "13912345678", 500, True, False),
        ("category", "来电人欧阳明月反映邻居深夜装修", 1, False, False),
        ("category", "噪音", 3, False, True),
        ("category", "回电13912345678", 30, True, False),
        ("channel", "me@example.org", 30, False, False),
    ],
)
def test_what_may_be_shown_of_an_unknown_value(part, text, rows, is_like, shown):
    assert may_be_shown(part, text, rows, 2000, is_like) is shown
