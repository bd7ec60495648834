"""Exports of an invented town, and the command that reads them."""

import csv
from pathlib import Path

import pytest

from sim.city import CitySource
from sim.own_data import import_tickets

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "sim" / "own_data" / "examples"
TOWN = ROOT / "scenarios" / "towns" / "wangshu_divisions.csv"
HEADINGS = ("号", "受理", "办结", "类别", "渠道", "地点", "评价", "电话")
MAP = """
columns: {ticket: 号, reported: 受理, closed: 办结, category: 类别, channel: 渠道, place: 地点, rating: 评价}
exported: 2023-02-01 00:00:00
channels: {电话: hotline}
draw: evenly
"""


@pytest.fixture
def bring_in(tmp_path):
    """Give a function (rows, map) that imports rows of the invented town."""

    def done(rows, written=MAP, encoding="utf-8", headings=HEADINGS, area=None, town=TOWN):
        file, map_file = tmp_path / "导出.csv", tmp_path / "map.yaml"
        with file.open("w", encoding=encoding, newline="") as out:
            csv.writer(out).writerows([headings, *rows])
        map_file.write_text(written, encoding="utf-8")
        return import_tickets(file, map_file, area, CitySource(town))

    return done


@pytest.fixture
def row():
    """Give a function that makes a sound row, with some cells in place of the usual ones."""

    def made(number, **cells):
        usual = {
            "号": f"N{number}", "受理": f"2023-01-05 08:00:{number % 60:02d}", "办结": "2023-01-06 08:00:00",
            "类别": "邻里噪声", "渠道": "电话", "地点": "钟楼社区", "评价": "4", "电话": "13912345678",
        }  # fmt: skip
        return [{**usual, **cells}[name] for name in HEADINGS]

    return made
