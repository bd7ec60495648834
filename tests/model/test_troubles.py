"""The log of troubles over whole runs: nothing is counted twice or left out, and asking for it changes nothing."""

import numpy as np
import pytest

import sim.grievance.block
import sim.model
from sim.grievance.trouble import Solved, Voice
from sim.measure.troubles import TroubleLog, burden_of
from sim.model import GovernanceModel

STREET = "420106001"


def logged(scenario="baseline", before=None, **plan):
    """Run a scenario. Returns: (model, its troubles)."""
    model = GovernanceModel(scenario, **{"outputs.troubles": True, "area": STREET, **plan})
    model.record.sink = log = TroubleLog()
    if before is not None:
        before(model)
    model.run_model()
    return model, log.table().view(np.recarray)


@pytest.fixture(scope="module", params=["baseline", "wuhan_2021"])
def both(request, street_city):
    return logged(request.param, city=street_city, days=60, warmup=0, start="2021-03-01")


def test_the_rows_sum_to_the_burden_and_the_counts_of_each_community(both):
    model, rows = both
    tallies = model.world.tallies
    for name, chosen in {
        "troubles": rows.voice >= 0,
        "silent": rows.voice == Voice.SILENT,
        "among_neighbours": rows.voice == Voice.NEIGHBOURS,
        "voiced": rows.voice >= Voice.INFORMAL,
    }.items():
        found = np.bincount(rows.community[chosen], minlength=len(tallies))
        assert found.tolist() == tallies[name].tolist(), name
    found = np.bincount(rows.community, weights=burden_of(rows), minlength=len(tallies))
    np.testing.assert_allclose(found, tallies.burden, rtol=1e-6)
    assert tallies.burden.sum() > 1000


def test_every_trouble_has_one_row(both):
    _, rows = both
    assert len(np.unique(rows.trouble)) == len(rows) > 1000
    assert rows.returned.sum() > 0
    assert (np.diff(rows.trouble) > 0).all()


def test_what_a_row_says_agrees_with_itself(both):
    model, rows = both
    end = model.world.span[1]
    assert ((rows.onset >= 0) & (rows.onset < rows.ended) & (rows.ended <= end)).all()
    assert (rows.open == (rows.ended == end)).all()
    assert (rows.solved[rows.open != 0] == Solved.NO).all()
    assert (rows.spoken[rows.voice <= Voice.NEIGHBOURS] == -1).all()
    assert (rows.reported_solved[rows.voice <= Voice.NEIGHBOURS] == -1).all()
    assert (rows.closed[rows.reported_solved == -1] == -1).all()
    assert (rows.closed[rows.reported_solved == 1] > 0).all()
    assert (rows.spoken[rows.reported_solved >= 0] >= rows.onset[rows.reported_solved >= 0]).all()
    assert {*rows.solved.tolist()} == set(Solved)
    assert {*rows.reported_solved.tolist()} == {-1, 0, 1}
    assert (model.world.compounds.community[rows.compound] == rows.community).all()
    assert (model.world.residents.community[rows.resident] == rows.community).all()


def test_asking_for_it_changes_nothing_else(both, street_city):
    model, _ = both
    plain = GovernanceModel(
        model.scenario.model_copy(update={"outputs": model.scenario.outputs.model_copy(update={"troubles": False})}),
        city=street_city,
    )
    assert all(len(block.troubles) == 0 for block in plain._blocks)
    plain.run_model()
    for name in ("tallies", "residents", "desks"):
        assert np.array_equal(getattr(plain.world, name), getattr(model.world, name)), name


def test_the_same_trouble_in_another_world(both, street_city):
    """Before it came back, it is the same: of the same person, at the same hour, as grave."""
    _, rows = both
    _, others = logged("baseline", city=street_city, days=60, warmup=0, start="2021-03-01", policy={"2021_reforms": {}})
    _, here, there = np.intersect1d(rows.trouble, others.trouble, return_indices=True)
    one, other = rows[here], others[there]
    first = (one.returned == 0) & (other.returned == 0)
    assert first.sum() > 1000
    for name in ("category", "onset", "severity", "affected", "resident", "compound"):
        assert (one[name][first] == other[name][first]).all(), name
    assert (one.returned == other.returned).all()
    assert (one.ended != other.ended).any()


def test_the_warm_up_leaves_no_row_and_the_measured_time_all(street_city):
    model, rows = logged(city=street_city, days=30, warmup=20)
    assert (rows.onset >= 24.0 * 20).all()
    assert len(rows) == model.world.tallies.troubles.sum()
    assert burden_of(rows).sum() < model.world.tallies.burden.sum()


def test_threads_change_nothing():
    plan = {"area": None, "days": 60, "warmup": 10}
    first, second = (logged("own_town", threads=threads, **plan)[1] for threads in (1, 2))
    assert len(first) > 1000
    assert np.array_equal(first, second)


def test_room_in_memory_changes_nothing(street_city, monkeypatch):
    plan = {"city": street_city, "days": 20, "warmup": 0}
    _, plenty = logged(**plan)
    monkeypatch.setattr(sim.grievance.block, "SPARE_CASES", 128)
    monkeypatch.setattr(sim.model, "ROOM", 65)
    _, short = logged(**plan)
    assert np.array_equal(plenty, short)
