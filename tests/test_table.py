"""Tables that people edit: what a cell may hold, and what is said of one that may not, in both languages."""

import csv

import pytest

from sim.agents.resident import Receiver
from sim.agents.responses import Response
from sim.grievance.channel import load_channels
from sim.grievance.table import DATA
from sim.table import Column, TableError, load_table, read_table

COLUMNS = (
    Column("id"),
    Column("kind", codes={"": 0, "old": 1, "new": 2}, optional=True),
    Column("count", 1, 10, whole=True, blank=True, optional=True),
    Column("rate", 0, 1, above=True, optional=True),
    Column("note", blank=True, optional=True),
)


@pytest.fixture
def said(tmp_path):
    """Give a function that writes a table and returns its rows' values and what is wrong with it."""

    def of(text, lang="en"):
        (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
        problems = []
        rows = read_table(tmp_path / "t.csv", COLUMNS, problems)
        return [row.values for row in rows], [problem.say(lang) for problem in problems]

    return of


def test_cells_become_what_their_columns_say(said):
    rows, wrong = said("rate,id,kind,count,note\n0.5,a,old,+3,\n1, b ,,,x\n")
    assert wrong == []
    assert rows == [
        {"id": "a", "kind": 1, "count": 3, "rate": 0.5, "note": None},
        {"id": "b", "kind": 0, "count": None, "rate": 1.0, "note": "x"},
    ]


def test_a_column_left_out_has_no_value_and_empty_rows_are_passed_over(said):
    assert said("id\r\na\r\n\r\n,\r\n \r\nb\r\n") == ([{"id": "a"}, {"id": "b"}], [])


@pytest.mark.parametrize(
    ("cell", "en", "zh"),
    [
        ("kind=odl", "t.csv:2: kind: unknown 'odl'; allowed: old, new, or nothing; did you mean 'old'?",
         "t.csv:2: kind: 不认识 'odl'；可用：old, new，或空着；是不是 'old'？"),
        ("count=11", "t.csv:2: count: 11 is out of range; allowed: a whole number from 1 to 10, or nothing",
         "t.csv:2: count: 11 超出范围；可用：1 到 10 的整数，或空着"),
        ("count=3.0", "t.csv:2: count: 3.0 is out of range; allowed: a whole number from 1 to 10, or nothing",
         "t.csv:2: count: 3.0 超出范围；可用：1 到 10 的整数，或空着"),
        ("count=1_0", "t.csv:2: count: 1_0 is out of range; allowed: a whole number from 1 to 10, or nothing",
         "t.csv:2: count: 1_0 超出范围；可用：1 到 10 的整数，或空着"),
        ("rate=0", "t.csv:2: rate: 0 is out of range; allowed: a number above 0 to 1",
         "t.csv:2: rate: 0 超出范围；可用：大于 0、不超过 1 的数"),
        ("rate=half", "t.csv:2: rate: 'half' is not a number; allowed: a number above 0 to 1",
         "t.csv:2: rate: 'half' 不是数；可用：大于 0、不超过 1 的数"),
        ("rate=", "t.csv:2: rate: is empty; allowed: a number above 0 to 1",
         "t.csv:2: rate: 是空的；可用：大于 0、不超过 1 的数"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_in_both_languages(said, cell, en, zh):
    column, _, value = cell.partition("=")
    text = f"id,{column}\na,{value}\n"
    assert said(text) == ([{"id": "a"}], [en])
    assert said(text, "zh")[1] == [zh]


def test_a_cell_of_several_lines_does_not_shift_the_lines_that_are_named(said):
    assert said('id,note\na,"one\ntwo\u2028three"\na,\n')[1] == ["t.csv:4: id: 'a' stands in line 3 already"]


def test_a_table_is_all_or_nothing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,kind,count,rate,note\na,old,3,0.5,\nb,odl,3,0.5,\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"t\.csv:3: kind"):
        load_table(path, COLUMNS)


@pytest.fixture
def channels(tmp_path):
    """Give a function that writes the table of channels with one cell changed, and returns what is said of it."""
    rows = list(csv.DictReader((DATA / "channels.csv").read_text(encoding="utf-8").splitlines()))

    def of(number=0, reverse=False, **change):
        path = tmp_path / "channels.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            told = [row | change if row is rows[number] else row for row in rows]
            writer.writerows(reversed(told) if reverse else told)
        with pytest.raises(TableError) as caught:
            load_channels(path)
        return caught.value.messages

    return of


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"receiver": "platfrom"}, "channels.csv:9: receiver: unknown 'platfrom'"),
        ({"capture": "1.2"}, "channels.csv:9: capture: 1.2 is out of range; allowed: a number from 0 to 1"),
        ({"closes": "5.5"}, "channels.csv:9: closes: is not after 8.5 when it opens"),
        ({"confidence": "sure"}, "channels.csv:9: confidence: unknown 'sure'; allowed: published, assumed"),
        ({"id": "walk_in"}, "channels.csv:9: id: 'walk_in' stands in line 7 already"),
    ],
)
def test_a_wrong_row_of_the_channels_is_named(channels, change, told):
    (message,) = channels(7, **{"opens": "8.5", "closes": "17.5"} | change)
    assert message.startswith(told)


def test_channels_stand_in_the_order_of_responses(channels):
    assert channels(reverse=True)[0].startswith("channels.csv: id: the rows are not in their order")
    shipped = load_channels()
    assert shipped.ids == tuple(response.name.lower() for response in Response)
    assert shipped.table.receiver[Response.FIRM_DESK] == Receiver.FIRM
    assert shipped.table.entry[Response.BEAR] == -1
