"""The model as Mesa's own tools take it."""

import mesa
import pytest

from sim import GovernanceModel
from sim.agents.community import Community
from sim.agents.kinds import KINDS
from sim.agents.resident import Resident
from sim.agents.worker import CommunityWorker

COMMUNITY = "420106001001"


@pytest.fixture
def model():
    return GovernanceModel("tiny", days=10, warmup=2, seed=4)


def test_batch_run_takes_the_model():
    rows = mesa.batch_run(
        GovernanceModel,
        parameters={"scenario": "baseline", "area": COMMUNITY, "days": [5], "warmup": [3], "seed": [1, 2]},
        number_processes=1,
        display_progress=False,
    )
    assert len(rows) == 2
    assert {row["seed"] for row in rows} == {1, 2}
    assert {row["Step"] for row in rows} == {7}  # Mesa counts collections from 0: the fifth day after the warm-up
    assert all(row["troubles"] > 0 for row in rows)
    model = GovernanceModel("baseline", area=COMMUNITY, days=5, warmup=3, seed=1)
    model.run_model()
    assert {name: rows[0][name] for name in ("troubles", "contacts")} == model.record.daily().iloc[7][
        ["troubles", "contacts"]
    ].to_dict()


def test_a_run_stops_itself_on_its_last_day(model):
    model.run_model()
    assert (model.running, model.day, model.steps) == (False, 12, 12)
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 12  # the warm-up too
    daily = model.record.daily()
    assert frame.troubles.tolist() == daily.troubles.tolist()


def test_agent_reporters_over_one_kind(model):
    workers = model.agents_by_type[CommunityWorker]
    collector = mesa.DataCollector(
        model_reporters={"day": "day"},
        agenttype_reporters={CommunityWorker: {"burnout": "burnout", "present": "present"}},
    )
    for _ in range(3):
        model.step()
        collector.collect(model)
    frame = collector.get_agenttype_vars_dataframe(CommunityWorker)
    assert len(frame) == 3 * len(workers)
    assert frame.loc[3, "burnout"].tolist() == model.world.workers.burnout.tolist()
    assert collector.get_model_vars_dataframe().day.tolist() == [1, 2, 3]


def test_agent_reporters_over_everybody(model):
    collector = mesa.DataCollector(agent_reporters={"kind": lambda agent: type(agent).__name__})
    model.step()
    collector.collect(model)
    counts = collector.get_agent_vars_dataframe().kind.value_counts()
    assert counts["Resident"] == len(model.world.residents)
    assert counts.sum() == len(model.agents)


def test_every_kind_is_there_with_its_table(model):
    assert set(model.agents_by_type) == set(model.agent_types) == set(KINDS)
    assert sum(len(model.agents_by_type[kind]) for kind in KINDS) == len(model.agents)
    for kind in KINDS:
        assert model.agents_by_type[kind].table is getattr(model.world, kind.table_name)


def test_setting_an_attribute_writes_the_record_that_rules_read(model):
    community = model.agents_by_type[Community][0]
    community.posts = 2.0
    assert model.world.communities.posts[0] == 2.0
    model.step()
    assert model.world.workers.present.sum() <= 3
    worker = model.agents_by_type[CommunityWorker][0]
    worker.burnout = 0.75
    assert model.world.workers.burnout[0] == 0.75
    assert worker.skill_for(0) == pytest.approx(model.world.workers.skill[0, 0])


def test_a_rule_called_by_an_agent_writes_its_record(model):
    resident = model.agents_by_type[Resident][0]
    resident.fatigue = 0.5
    model.day = 90
    resident.brings_up_to_date()
    assert 0 < model.world.residents.fatigue[0] < 0.5
    assert model.world.residents.touched[0] == 90


def test_sets_answer_as_mesas_do(model):
    residents = model.agents_by_type[Resident]
    old = residents.select(lambda resident: resident.age >= 60)
    assert len(old) == (model.world.residents.age >= 60).sum()
    assert residents.agg("age", max) == model.world.residents.age.max()
    by_building = residents.groupby("building")
    assert len(by_building) == len(model.world.buildings)
    residents.set("fatigue", 0.25)
    assert (model.world.residents.fatigue == 0.25).all()


def test_overrides_reach_parameters_and_scenario():
    model = GovernanceModel("tiny", days=3, warmup=0, seed=11, audit_start=0.5)
    assert model.world.communities.audit[0] == 0.5
    assert (model.last_day, model.scenario.seed) == (3, 11)


def test_looking_changes_nothing():
    """Measuring is no part of the run: collecting agents every day leaves every byte as it was."""
    plain, watched = (GovernanceModel("tiny", days=15, warmup=0, seed=4) for _ in range(2))
    collector = mesa.DataCollector(agent_reporters={"id": "unique_id"})
    for _ in range(15):
        plain.step()
        watched.step()
        collector.collect(watched)
        watched.agents_by_type[Resident].shuffle(inplace=False)
    assert plain.world.residents.tobytes() == watched.world.residents.tobytes()
    assert plain.world.tallies.tobytes() == watched.world.tallies.tobytes()
