"""All mistakes at once, each with its place, in either language, and never a traceback."""

from itertools import pairwise
from pathlib import Path

import pytest

from sim.policy import LEVERS
from sim.scenario import ScenarioError, load_scenario

DATA = Path(__file__).resolve().parents[1] / "data"
MISTAKES = (DATA / "mistakes.txt").read_text(encoding="utf-8")
"""A scenario, then `=>` and what is said of it; an empty line between two."""


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
    ("text", "line"), [case.strip("\n").split("\n=> ") for case in MISTAKES.split("\n\n") if case.strip()]
)
def test_each_kind_of_mistake(complaints, text, line):
    assert complaints(text) == [line]


def test_a_policy_that_is_none_is_answered_with_the_first_levers(complaints):
    told = f"x.yaml:1:1: policy: cannot be 3; allowed: `key: value` with {', '.join([*LEVERS][:3])}, …"
    assert complaints("policy: 3") == [told]


def test_another_encoding_is_told_with_its_place(complaints):
    assert complaints(b"days: 3\ntitle: \xff\xfe") == ["x.yaml:2:8: is not UTF-8; save it as UTF-8"]


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


LAUGHS = [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefgh")]
BOMBS = {
    "laughs": "\n".join(["a: &a [x]", *LAUGHS]),
    "itself": "a: &a [*a]",
    "deep list": "a: " + "[" * 5000 + "]" * 5000,
    "deep mapping": "{a: " * 5000,
    "many aliases": "a: &x 1\nb: [" + "*x, " * 400 + "1]",
    "large": "title: &t [" + ", ".join(["1"] * 5000) + "]\nb: [*t, *t, *t, *t, *t]",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_at_once(complaints, bomb):
    (line,) = complaints(bomb)
    assert "levels deep" in line or "aliases" in line


def test_a_huge_file_is_not_read(complaints):
    assert complaints("# " + "x" * 1_100_000) == ["x.yaml:1:1: is larger than 1000000 bytes"]


@pytest.mark.parametrize("name", ["nothing", "levers/case_ratng", "no\0name", "x" * 5000])
def test_a_scenario_that_is_not_there(name):
    (line,) = problems(name)
    assert "no such scenario" in line or "no such file" in line


def test_the_nearest_shipped_name_is_offered():
    (line,) = problems("levers/case_ratng")
    assert "levers/case_rating" in line


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["town.csv:3: level: unknown 'distrct'", "town.csv:4: parent_code: no row has the code '9'"]),
        ("zh", ["town.csv:3: level: 不认识 'distrct'", "town.csv:4: parent_code: 没有代码为 '9' 的行"]),
    ],
)
def test_every_mistake_of_a_city_of_ones_own(complaints, lang, said):
    Path("town.csv").write_text(
        "code,name,level,parent_code\n1,甲市,city,\n2,乙区,distrct,1\n3,丙街,street,9\n", encoding="utf-8"
    )
    assert len(complaints("city: {divisions: town.csv}\ndays: 0")) == 3
    lines = problems("x.yaml", lang=lang)
    assert lines[0].startswith(f"x.yaml:1:1: city: {said[0]}")
    assert lines[1].startswith(f"x.yaml:1:1: city: {said[1]}")
    assert lines[2].startswith("x.yaml:2:1: days: ")
