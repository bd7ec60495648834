"""Cities of one's own: what is right is built, what is wrong is told, all of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city import CityError, CitySource, build_city, to_graphml
from sim.city.source import read_source

DIVISIONS = """code,name,level,parent_code,unit_type
C,城,city,,
D,东区,district,C,
S,一街,street,D,
N1,甲社区,community,S,urban
N2,乙村,community,S,village
"""
MARGINS = "unit,population\n东区,3000\n"


def messages(folder: Path, divisions: str | bytes = DIVISIONS, margins: str | bytes | None = MARGINS) -> list[str]:
    source = CitySource(folder / "d.csv", None if margins is None else folder / "m.csv")
    for path, text in ((source.divisions, divisions), (source.margins, margins)):
        if path is not None:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        read_source(source)
    except CityError as error:
        return error.messages
    return []


def test_the_example_is_right(tmp_path):
    assert messages(tmp_path) == []
    assert messages(tmp_path, "\ufeff" + DIVISIONS.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("N2,乙村", "N1,乙村", ["d.csv:6: code: 'N1' stands in line 5 already"]),
        (
            "N2,乙村,community,S",
            "N2,乙村,community,T",
            ["d.csv:6: parent_code: no row has the code 'T'", "code of a street"],
        ),
        ("N2,乙村,community,S", "N2,乙村,community,D", ["d.csv:6: parent_code: D is a district, not a street"]),
        (
            "N2,乙村,community",
            "N2,乙村,comunity",
            ["d.csv:6: level: unknown 'comunity'", "did you mean 'community'?"],
        ),
        ("S,village", "S,vilage", ["d.csv:6: unit_type: unknown 'vilage'", "did you mean 'village'?"]),
        ("N2,乙村", "N 2,乙村", ["d.csv:6: code: cannot be 'N 2'; allowed: 1 to 32 letters"]),
        ("N2,乙村", "N2,", ["d.csv:6: name: is empty"]),
        (
            "N2,乙村,community,S,village",
            "N2,乙村,community,S",
            ["d.csv:6: has 4 cells; allowed: 5, one"],
        ),
        (
            "code,name,level",
            "code,nam,level",
            ["name: column is missing", "nam: unknown column; did you mean 'name'?"],
        ),
        ("C,城,city,,", "C,城,district,,", ["0 rows of level city"]),
    ],
)
def test_a_wrong_row_of_the_divisions_is_named(tmp_path, old, new, expected):
    told = "\n".join(messages(tmp_path, DIVISIONS.replace(old, new)))
    for part in expected:
        assert part in told


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        ("unit,population\n东区,0\n", "m.csv:2: population: 0 is out of range; allowed: a whole number from 1"),
        ("unit,population\n东区,-5\n", "m.csv:2: population: -5 is out of range"),
        ("unit,population\n东区,3e3\n", "m.csv:2: population: 3e3 is out of range; allowed: a whole number from 1"),
        ("unit,population\n东街,3000\n", "m.csv:2: unit: '东街' is not in the divisions"),
        ("unit,population\n东区,3000\n东区,3000\n", "m.csv:3: unit: '东区' stands in line 2 already"),
        ("unit,population\n*,2000\n东区,3000\n", "m.csv:2: population: 2000 in the whole city, 3000 in its units"),
        ("unit,population\n东区,1\n", "1 residents in 2 communities"),
        (
            "unit,population,urban_pct\n东区,3000,184\n",
            "m.csv:2: urban_pct: 184 is out of range; allowed: a number from 0",
        ),
        ("unit,population,urban_pct\n东区,3000,nan\n", "m.csv:2: urban_pct: nan is out of range"),
        ("unit,population,age0_14_pct\n东区,3000,14\n", "m.csv:2: age0_14_pct: only some ages are given"),
        (
            "unit,population,age0_14_pct,age15_59_pct,age60p_pct,age65p_pct\n东区,3000,20,70,20,30\n",
            "add up to 110 %",
        ),
        ("unit,population,family_households,family_persons\n东区,3000,100,2500\n", "25.00 persons a family household"),
        ("unit,population,migrants\n东区,3000,4000\n", "4000 of 3000 residents"),
        (
            "unit,population,ring\n东区,3000,middle\n",
            "m.csv:2: ring: unknown 'middle'; allowed: central, outer, or",
        ),
        ("", "m.csv: is empty"),
        ("unit,population\n", "m.csv:2: has no rows"),
        ("unit,population\n东区,\n", "nothing says how many people live in 东区"),
    ],
)
def test_a_wrong_row_of_the_margins_is_named(tmp_path, margins, expected):
    assert expected in "\n".join(messages(tmp_path, margins=margins))


def test_all_mistakes_of_both_files_are_told_at_once(tmp_path):
    told = messages(
        tmp_path, DIVISIONS.replace("N2,乙村", "N1,乙村").replace("甲社区,community", "甲社区,comunity"), "unit\n东区\n"
    )
    assert len(told) >= 3
    assert {message.split(":")[0] for message in told} == {"d.csv", "m.csv"}


def test_text_that_is_not_utf8_is_named_by_line(tmp_path):
    told = messages(tmp_path, DIVISIONS.encode("gb18030"))
    assert told == ["d.csv:2: is not UTF-8; save the table as UTF-8"]


def test_what_is_wrong_is_told_in_chinese_too(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(DIVISIONS.replace("S,village", "S,vilage").replace("S,一街", "S,"), encoding="utf-8")
    with pytest.raises(CityError) as caught:
        read_source(CitySource(path))
    assert caught.value.lines("zh")[0] == "d.csv:4: name: 是空的"
    assert "d.csv:6: unit_type: 不认识 'vilage'；可用：urban, 居委会" in "\n".join(caught.value.lines("zh"))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CityError, match=r"no\.csv: cannot be read"):
        build_city(source=CitySource(tmp_path / "no.csv"), cache=False)


@given(st.text(alphabet='01,\n"*-NSDC城街urbanvilge ', max_size=200))
def test_no_text_makes_another_error(tmp_path_factory, text):
    messages(tmp_path_factory.mktemp("fuzz"), DIVISIONS + text, MARGINS + text)


def test_populations_of_communities_are_kept(tmp_path):
    text = DIVISIONS.replace("unit_type", "population").replace("urban", "700").replace("village", "90")
    (tmp_path / "d.csv").write_text(
        text.replace("C,城,city,,", "C,城,city,,").replace("D,东区,district,C,", "D,东区,district,C,"), encoding="utf-8"
    )
    city = build_city(source=CitySource(tmp_path / "d.csv"), cache=False)
    assert city.communities.resident_n.tolist() == [700, 90]


def test_populations_that_contradict_the_margins_are_told(tmp_path):
    text = DIVISIONS.replace("unit_type", "population").replace("urban", "700").replace("village", "90")
    assert "add up to 790, the margins say 3000" in "\n".join(messages(tmp_path, text))


def test_two_compounds_are_as_the_file_says(tiny_source):
    city = build_city(source=tiny_source, cache=False)
    assert len(city.residents) == 620
    assert city.compounds.kind.tolist() == [0, 1]
    assert city.compounds.firm[1] >= 0


def test_the_invented_town_meets_its_margins(town):
    assert len(town.residents) == 61_800
    assert town.residents.migrant.sum() == pytest.approx(9800, abs=10)
    assert (town.households.collective == 0).sum() == 22_300
    assert (town.residents.age >= 60).mean() == pytest.approx(0.20, abs=0.001)


def test_a_graph_that_was_written_can_be_a_city(town, tmp_path):
    to_graphml(town.graph, tmp_path / "town.graphml")
    again = build_city(source=CitySource(tmp_path / "town.graphml"), cache=False)
    assert again.codes == town.codes
    assert again.communities.resident_n.tolist() == town.communities.resident_n.tolist()
    assert again.communities.kind.tolist() == town.communities.kind.tolist()


def test_wrong_graphs_are_told(town, tmp_path):
    path = tmp_path / "town.graphml"
    town.graph.add_edge("street:WS12", "community:WS111", kind="parent")
    to_graphml(town.graph, path)
    with pytest.raises(CityError, match=r"town.graphml:\d+: node community:WS111 has 2 parents"):
        read_source(CitySource(path))
    for text, told in (
        ("<graphml", "is not GraphML"),
        ("<!DOCTYPE x><graphml/>", "document type"),
        ("", "is empty"),
        ("<html/>", "is not GraphML"),
        (
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"/></graphml>',
            "direction",
        ),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CityError, match=told):
            read_source(CitySource(path))


def test_the_examples_of_the_guide_run(monkeypatch):
    guide = (Path(__file__).parents[2] / "docs" / "own_city.md").read_text(encoding="utf-8")
    monkeypatch.chdir(Path(__file__).parents[2])
    names: dict[str, object] = {}
    for block in guide.split("```python\n")[1:]:
        exec(block.split("```")[0], names)
    assert names["city"].area.code == "WS11"
