"""All mistakes at once, each with its place, in either language, and never a traceback."""

from pathlib import Path

import pytest

from sim.scenario import ScenarioError, load_scenario

DATA = Path(__file__).resolve().parents[1] / "data"


def problems(source, overrides=None, lang="en"):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(source, overrides)
    return caught.value.lines(lang)


@pytest.fixture
def complaints(tmp_path, monkeypatch):
    """Give a function that writes a file and returns what is wrong with it, the file called `x.yaml`."""
    monkeypatch.chdir(tmp_path)

    def about(text, overrides=None):
        Path("x.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return problems("x.yaml", overrides)

    return about


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_mistake_of_the_bad_scenario_with_its_place(lang, monkeypatch):
    monkeypatch.chdir(DATA)
    expected = (DATA / f"bad.{lang}.txt").read_text(encoding="utf-8").splitlines()
    assert len(expected) >= 8
    assert problems("bad.yaml", lang=lang) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"title: \xff\xfe", "x.yaml:1:8: is not UTF-8; save it as UTF-8"),
        ("a: [1", "x.yaml:1:6: is not valid YAML: expected ',' or ']', but got '<stream end>'"),
        ("- 1\n- 2", "x.yaml:1:1: must be `key: value` at the top"),
        ("days: 1\ndays: 2", "x.yaml:2:1: days: stands twice: line 1 has it already"),
        ("policy:\n  whistle_calls: 1\n  吹哨报到: 0.5",
         "x.yaml:3:3: policy.吹哨报到: stands twice: line 2 has it already"),
        ("policy:\n  吹哨报到: 1\n  whistle_calls: 0.5",
         "x.yaml:3:3: policy.whistle_calls: stands twice: line 2 has it already"),
        ("start: 2016-13-45", "x.yaml:1:1: start: cannot make sense of 2016-13-45"),
        ("start: 2016-01-01 10:00:00",
         "x.yaml:1:1: start: cannot be 2016-01-01 10:00:00; allowed: a date such as 2016-01-01 (1990 to 2100)"),
        ("start: 1889-01-01", "x.yaml:1:1: start: cannot be 1889-01-01; allowed: a date such as 2016-01-01 (1990 to 2100)"),
        ("policy: 3", "x.yaml:1:1: policy: cannot be 3; allowed: `key: value` with devolved_authority, whistle_calls, "
         "unified_platform, tiered_response, case_rating, closure_audit, task_admission, community_posts, closure_scoring"),
        ("policy: {case_rating: .nan}", "x.yaml:1:10: policy.case_rating: cannot be nan; allowed: a number from 0 to 1"),
        ("policy: {case_rating: '0.5'}", "x.yaml:1:10: policy.case_rating: cannot be '0.5'; allowed: a number from 0 to 1"),
        ("policy: {case_rating: true}", "x.yaml:1:10: policy.case_rating: cannot be true; allowed: a number from 0 to 1"),
        ("area: 李集街道", "x.yaml:1:1: area: 2 areas are called '李集街道': 420116010 黄陂区 李集街道, 420117005 新洲区 李集街道; "
         "allowed: one of these codes or 'district name'"),
        ("area: 武昌区\npolicy: {case_rating: {where: {areas: [洪山区]}}}",
         "x.yaml:2:40: policy.case_rating.where.areas.0: '洪山区' is outside the area of the run (420106 武昌区)"),
        ("city: {divisions: nowhere.csv}", "x.yaml:1:8: city.divisions: there is no such file"),
        ("city: {divisions: ../x.csv}", "x.yaml:1:8: city.divisions: '../x.csv' is outside the scenario's folder"),
        ("extends: basline", "x.yaml:1:1: extends: there is no such scenario (neither a file nor a shipped one); nearest: baseline"),
        ("extends: ../../x.yaml", "x.yaml:1:1: extends: '../../x.yaml' is outside the scenario's folder"),
        ("extends: /etc/hostname", "x.yaml:1:1: extends: '/etc/hostname' is outside the scenario's folder"),
        ("extends: x.yaml", "x.yaml:1:1: extends: extends itself: x.yaml → x.yaml"),
        ("title: !!python/object/apply:os.system [exit]",
         "x.yaml:1:1: title: cannot be [\u2026]; allowed: 1 to 64 letters, digits, spaces, dots, hyphens, underscores"),
        ("name: a/b", "x.yaml:1:1: name: cannot be 'a/b'; allowed: 1 to 64 letters, digits, spaces, dots, hyphens, underscores"),
        ("[1, 2]: 3", "x.yaml:1:1: a key must be text"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake(complaints, text, line):
    assert complaints(text) == [line]


def test_a_mistake_in_what_is_extended_names_that_file(complaints):
    Path("sub").mkdir()
    Path("sub/base.yaml").write_text("days: 0\nextends: more.yaml\n", encoding="utf-8")
    Path("sub/more.yaml").write_text("# fine\nsead: 3\n", encoding="utf-8")
    lines = complaints("extends: sub/base.yaml\nwarmup: -1\n")
    assert [line.partition(": ")[0] for line in lines] == ["sub/base.yaml:1:1", "sub/more.yaml:2:1", "x.yaml:2:1"]


def test_a_circle_of_extends_is_told_as_a_chain(complaints):
    Path("y.yaml").write_text("extends: x.yaml\n", encoding="utf-8")
    assert complaints("extends: y.yaml") == ["y.yaml:1:1: extends: extends itself: x.yaml → y.yaml → x.yaml"]


def test_a_long_line_of_extends_is_refused(complaints):
    for number in range(12):
        Path(f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n", encoding="utf-8")
    (line,) = complaints("extends: 0.yaml")
    assert "extends more than 8 levels deep" in line


def test_a_link_does_not_lead_out_of_the_folder(complaints, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "other.yaml"
    outside.write_text("days: 3\n", encoding="utf-8")
    Path("inside.yaml").symlink_to(outside)
    assert complaints("extends: inside.yaml") == ["x.yaml:1:1: extends: 'inside.yaml' is outside the scenario's folder"]


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x]\n" + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(f'*{chr(97 + n)}' for _ in range(9))}]" for n in range(8)),
        "a: &a [*a]",
        "a: " + "[" * 5000 + "]" * 5000,
        "{a: " * 5000,
        "a: &x 1\nb: [" + "*x, " * 400 + "1]",
        "title: &t [" + ", ".join(["1"] * 5000) + "]\nb: [*t, *t, *t, *t, *t]",
    ],
    ids=["laughs", "itself", "deep list", "deep map", "many aliases", "large"],
)  # fmt: skip
def test_bombs_are_refused_at_once(complaints, bomb):
    (line,) = complaints(bomb)
    assert line.startswith("x.yaml:1:") or line.startswith("x.yaml:2:") or "aliases" in line


def test_a_huge_file_is_not_read(complaints):
    assert complaints("# " + "x" * 1_100_000) == ["x.yaml:1:1: is larger than 1000000 bytes"]


@pytest.mark.parametrize("name", ["nothing", "levers/case_ratng", "no\0name", "x" * 5000])
def test_a_scenario_that_is_not_there(name):
    (line,) = problems(name)
    assert "no such scenario" in line or "no such file" in line


def test_the_nearest_shipped_name_is_offered():
    (line,) = problems("levers/case_ratng")
    assert "levers/case_rating" in line


def test_every_mistake_of_a_city_of_ones_own(complaints):
    Path("town.csv").write_text("code,name,level,parent_code\n1,甲市,city,\n2,乙区,distrct,1\n3,丙街,street,9\n", encoding="utf-8")
    lines = complaints("city: {divisions: town.csv}\ndays: 0")
    assert any("distrct" in line for line in lines)
    assert any("'9'" in line for line in lines)
    assert any("days" in line for line in lines)
