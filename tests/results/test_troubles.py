"""The table of troubles: who, where, and what became of each; and a run whose arrivals are given."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.city import build_city
from sim.grievance.trouble import TROUBLE, Solved, Voice
from sim.measure.troubles import TroubleLog
from sim.model import GovernanceModel
from sim.results import run_scenario
from sim.results.logs import names_of
from sim.results.manifest import sha256
from sim.results.troubles import troubles_table
from sim.scenario import load_scenario


@pytest.fixture(scope="module")
def table(folder):
    return pd.read_parquet(folder / "troubles.parquet")


def test_the_rows_are_those_of_the_run_and_of_its_summary(table, tiny, folder):
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["indicators"]
    assert len(table) == summary["troubles"]["value"] > 100
    model = GovernanceModel(tiny)
    model.record.sink = log = TroubleLog()
    model.run_model()
    rows = log.table()
    mine = table.sort_values("trouble", ignore_index=True)
    assert (mine.trouble == rows["trouble"]).all()
    people = model.world.residents[rows["resident"]]
    assert (mine.age == people.age).all()
    assert (mine.owner == (model.world.households.owner[people.household] != 0)).all()
    assert mine.age.nunique() > 20
    assert set(mine.compound_kind) == {"old", "commercial"}
    assert (mine.spoken.isna() == (rows["spoken"] < 0)).all()
    assert (mine.onset >= pd.Timestamp(tiny.start)).all()
    assert mine.reported_solved.isna().any()


def test_what_tickets_say_of_it(table, folder):
    """A trouble with an official ticket has a word of the platform's, and one that was truly solved says so."""
    tickets = pd.read_parquet(folder / "tickets.parquet")
    official = tickets[tickets.official & tickets.trouble.isin(table.trouble)]
    of = table.set_index("trouble")
    assert len(official) > 5
    assert of.reported_solved[official.trouble].notna().all()
    solved = tickets[tickets.solved_true & tickets.trouble.isin(table.trouble)].set_index("trouble")
    row = of.loc[solved.index]
    assert (row.solved == "office").sum() > 5
    late = row[row.solved == "no"]  # it had gone by itself when the work was done
    assert (late.ended <= solved.closed[late.index]).all()
    assert (of.category[official.trouble].to_numpy() == official.category.to_numpy()).all()


def test_a_row_reads_in_names_and_times():
    city = build_city("420106001001")
    world = GovernanceModel("baseline", area="420106001001", city=city, days=1, warmup=0).world
    rows = np.zeros(2, TROUBLE).view(np.recarray)
    rows.resident, rows.compound = 100, city.buildings.compound[city.residents.building[100]]
    rows.voice, rows.solved = (Voice.SILENT, Voice.OFFICIAL), (Solved.NEIGHBOURS, Solved.OFFICE)
    rows.reported_solved, rows.open, rows.returned = (-1, 0), (0, 1), (1, 0)
    rows.onset, rows.ended = 1.5, (24.0, 48.0)
    rows.spoken, rows.closed = (-1.0, 2.0), (-1.0, 3.0)
    one, other = troubles_table(rows, names_of(world, city, date(2016, 3, 1)), city).to_pylist()
    assert (one["voice"], one["solved"], one["reported_solved"], one["spoken"]) == ("silent", "neighbours", None, None)
    assert (other["voice"], other["solved"], other["reported_solved"]) == ("official", "office", False)
    assert (one["open"], one["returned"], other["open"], other["returned"]) == (False, True, True, False)
    assert (one["onset"], one["ended"]) == (pd.Timestamp("2016-03-01 01:30"), pd.Timestamp("2016-03-02"))
    assert (other["closed"], other["age"]) == (pd.Timestamp("2016-03-01 03:00"), city.residents.age[100])
    assert (one["community_code"], one["street_code"]) == ("420106001001", "420106001")


def test_a_traced_run_is_done_again_from_its_folder(tmp_path):
    code = build_city(source=load_scenario("tiny").city_source()).codes["communities"][0]
    calls = tmp_path / "calls.parquet"
    pd.DataFrame(
        {
            "reported": pd.date_range("2016-01-01 08:00", periods=40, freq="7h"),
            "community_code": code,
            "category": "dogs",
            "channel": "hotline",
        }
    ).to_parquet(calls)
    first = run_scenario(load_scenario("tiny", {"days": 20, "warmup": 5, "trace": calls}), tmp_path / "first")
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["files"]["inputs/calls.parquet"] == sha256(calls)
    assert (first / "inputs" / "calls.parquet").read_bytes() == calls.read_bytes()
    assert not (first / "troubles.parquet").exists()
    calls.unlink()
    again = run_scenario(load_scenario(first / "manifest.json", part="scenario"), tmp_path / "again")
    other = json.loads((again / "manifest.json").read_text(encoding="utf-8"))
    assert other["outputs"] == manifest["outputs"]
    assert pd.read_parquet(first / "daily.parquet").troubles.sum() == 40 + 16  # five of its days in the warm-up
