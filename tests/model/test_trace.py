"""Traced arrivals: these very contacts, of the same persons, under any policy and in any area."""

import numpy as np
import pandas as pd
import pytest

import sim.grievance.block
from sim.grievance.category import load_categories
from sim.grievance.trouble import Voice
from sim.measure.troubles import TroubleLog
from sim.model import GovernanceModel
from tests.model.conftest import run_model

COMMUNITY, STREET = "420106001001", "420106001"
IDS = load_categories().ids


@pytest.fixture(scope="module")
def file(tmp_path_factory, street_city):
    """A month of 1,500 contacts of a street, of all categories, in no order."""
    rng = np.random.default_rng(5)
    n = 1_500
    frame = pd.DataFrame(
        {
            "reported": pd.Timestamp("2016-03-01") + pd.to_timedelta(rng.integers(0, 30 * 86_400, n), unit="s"),
            "community_code": rng.choice(street_city.codes["communities"], n),
            "category": rng.choice(IDS, n),
            "channel": rng.choice(["board", "hotline", "petition"], n),
        }
    )
    path = tmp_path_factory.mktemp("trace") / "calls.parquet"
    frame.to_parquet(path)
    return path


def traced(file, scenario="baseline", before=None, **plan):
    plan = {"area": STREET, "start": "2016-03-01", "days": 30, "warmup": 10, "outputs.troubles": True, **plan}
    model = GovernanceModel(scenario, trace=file, **plan)
    model.record.sink = log = TroubleLog()
    if before is not None:
        before(model)
    model.run_model()
    return model, log.table().view(np.recarray)


@pytest.fixture(scope="module")
def usual(file, street_city):
    return traced(file, city=street_city)


def test_every_row_is_a_trouble_of_its_community_at_its_hour(usual, file):
    model, rows = usual
    frame = pd.read_parquet(file)
    questions = load_categories().table.enquiry[[IDS.index(name) for name in frame.category]] != 0
    mine = frame[~questions]
    assert len(rows) == len(mine) == model.world.tallies.troubles.sum()
    codes = model.city.codes["communities"]
    hours = (mine.reported - pd.Timestamp("2016-02-20")) / pd.Timedelta(hours=1)
    expected = sorted(zip(hours, mine.community_code, mine.category, strict=True))
    found = sorted(zip(rows.onset, [codes[c] for c in rows.community], [IDS[c] for c in rows.category], strict=True))
    assert [row[1:] for row in found] == [row[1:] for row in expected]
    np.testing.assert_allclose([row[0] for row in found], [row[0] for row in expected], rtol=1e-12)
    daily = model.record.daily()[10:]
    repeats = daily.contacts.sum() - len(frame)
    assert 0 <= repeats < 200  # who complains again is the model's
    assert daily.enquiries.sum() == questions.sum()
    assert daily.contacts.to_numpy().min() > 0


def test_all_speak_at_once_through_an_official_channel(usual):
    _, rows = usual
    assert (rows.voice == Voice.OFFICIAL).all()
    assert (rows.spoken == rows.onset).all()


def test_numbers_count_the_rows_of_a_community_and_day(usual):
    model, rows = usual
    key = model.world.communities.key[rows.community].astype(np.int64)
    assert (rows.trouble >> 24 == key).all()
    assert ((rows.trouble >> 12) & 4095 == (rows.onset // 24).astype(int)).all()
    assert len(np.unique(rows.trouble)) == len(rows)
    assert (rows.trouble & 4095).max() < 30


def test_it_befalls_whom_such_a_trouble_can_befall(usual):
    model, rows = usual
    world = model.world
    kinds = world.categories.m_kind[rows.category, world.compounds.kind[rows.compound]]
    ages = world.residents.age[rows.resident]
    band = np.where(ages < 15, 0, np.where(ages < 60, 1, 2))
    assert (kinds * world.categories.m_age[rows.category, band] > 0).mean() > 0.999
    assert (world.residents.community[rows.resident] == rows.community).all()
    assert len(np.unique(rows.resident)) > 0.9 * len(rows)


def test_another_policy_handles_the_very_same_contacts(usual, file, street_city):
    _, rows = usual
    _, others = traced(file, city=street_city, policy={"2021_full": {}})
    for name in ("trouble", "resident", "category", "onset", "severity", "affected", "compound"):
        assert (rows[name] == others[name]).all(), name
    assert (rows.ended != others.ended).sum() > 50


def test_solved_ones_come_back_only_by_a_row(file, street_city):
    def returns(model):
        model.world.categories.returns = 1.0
        model.world.categories.returns_days = 1.0

    _, rows = traced(file, city=street_city, before=returns)
    assert rows.returned.sum() == 0


def test_a_community_alone_has_the_contacts_that_it_has_within_its_street(usual, file):
    within, rows = usual
    alone, mine = traced(file, area=COMMUNITY)
    row = within.city.codes["communities"].index(COMMUNITY)
    theirs = rows[rows.community == row]
    assert len(mine) > 50
    for name in ("trouble", "category", "onset", "severity", "affected"):
        assert (mine[name] == theirs[name]).all(), name
    first = within.world.communities.resident_lo[row]
    assert (mine.resident - alone.world.communities.resident_lo[0] == theirs.resident - first).all()


def test_a_shock_of_the_scenario_adds_nothing_to_a_trace(usual, file, street_city):
    _, rows = usual
    flood = [{"start": "2016-03-05", "end": "2016-03-20", "needs": {"flooding": 20.0}}]
    _, others = traced(file, city=street_city, shocks=flood)
    assert (rows.trouble == others.trouble).all()


def test_room_in_memory_changes_nothing(usual, file, street_city, monkeypatch):
    _, rows = usual
    monkeypatch.setattr(sim.grievance.block, "SPARE_CASES", 128)
    _, others = traced(file, city=street_city)
    assert np.array_equal(rows, others)


def test_tickets_are_those_of_the_trace(file, street_city):
    found = run_model("baseline", city=street_city, area=STREET, start="2016-03-01", days=20, warmup=0, trace=file)
    first = found.tickets[found.tickets.repeated == 0]
    assert (first.official == 1).all()
    assert len(np.unique(first.trouble)) > 500
