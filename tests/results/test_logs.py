"""Rows of the logs as others read them: names, times, and what is empty."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from sim.engine.queue import NONE
from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.grievance.level import Level
from sim.grievance.ticket import HANDOVER, TICKET, Outcome, Reason
from sim.results.logs import Names, handovers_table, tickets_table

NAMES = Names(
    first_midnight=int(np.datetime64(date(2016, 3, 1), "s").astype(np.int64)),
    compound_codes=pa.array(["A-000", "B-000"]),
    community_codes=pa.array(["A", "B"]),
    street_codes=pa.array(["S"]),
    street_of=np.array([0, 0], dtype=np.int32),
    nodes=pa.array(["community:A", "department:D:housing"]),
    desks=pa.array(["housing", "office"]),
    node_of=np.array([0, 1], dtype=np.int32),
    desk_of=np.array([1, 0], dtype=np.int32),
)


@pytest.fixture
def rows():
    rows = np.zeros(2, TICKET).view(np.recarray)
    rows.ticket = (7, 8)
    rows.compound = rows.community = (1, 0)
    rows.category, rows.channel = (1, 2), (6, 7)
    rows.level = (Level.STREET, Level.CITY)
    rows.outcome = (Outcome.PSEUDO, Outcome.MERGED)
    rows.official, rows.solved_reported = (1, 0), (1, 0)
    rows.rating, rows.merged_into = (5, 0), (-1, 7)
    rows.onset, rows.reported = (0.0, 1.0), (24.5, 25.0)
    rows.first_response, rows.closed, rows.deadline = (26.0, -1.0), (24.0 * 31 + 1 / 3600, -1.0), (192.5, 192.5)
    return rows


def test_a_ticket_reads_in_names_and_times(rows):
    one, other = tickets_table(rows, NAMES).to_pylist()
    assert (one["compound_code"], one["community_code"], one["street_code"], one["street"]) == ("B-000", "B", "S", 0)
    assert one["category"] == load_categories().ids[1]
    assert one["channel"] == load_channels().ids[6]
    assert (one["level"], one["outcome"], one["rating"]) == ("street", "pseudo", 5)
    assert (one["solved_reported"], one["solved_true"]) == (True, False)
    assert one["reported"] == pd.Timestamp("2016-03-02 00:30")
    assert one["closed"] == pd.Timestamp("2016-04-01 00:00:01")
    assert one["deadline"] == pd.Timestamp("2016-03-09 00:30")
    assert one["merged_into"] is None
    assert (other["closed"], other["rating"], other["deadline"], other["merged_into"]) == (None, None, None, 7)


def test_a_handover_reads_in_nodes_and_the_first_comes_from_nowhere():
    rows = np.zeros(2, HANDOVER).view(np.recarray)
    rows.ticket, rows.hour = 7, (1.5, 30.0)
    rows.from_desk, rows.from_level = (NONE, 0), (Level.COMMUNITY, Level.COMMUNITY)
    rows.to_desk, rows.to_level = (0, 1), (Level.COMMUNITY, Level.DISTRICT)
    rows.reason = (Reason.DISPATCHED, Reason.NO_AUTHORITY)
    first, second = handovers_table(rows, NAMES).to_pylist()
    assert (first["from_level"], first["from_node"], first["from_desk"]) == (None, None, None)
    assert (first["to_node"], first["to_desk"], first["reason"]) == ("community:A", "office", "dispatched")
    assert first["time"] == pd.Timestamp("2016-03-01 01:30")
    assert (second["from_node"], second["to_node"]) == ("community:A", "department:D:housing")
    assert (second["from_level"], second["to_level"], second["to_desk"]) == ("community", "district", "housing")
    assert second["reason"] == "no_authority"
