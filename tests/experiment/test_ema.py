"""The model in EMA Workbench's hands: what it offers, and experiments for real."""

import pickle
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.ema import model
from sim.experiment.living import indicators
from sim.experiment.workbench import quiet
from sim.experiment.world import World
from sim.measure.definitions import definitions
from sim.parameters import PARAMETERS
from sim.policy import LEVERS
from sim.scenario import ScenarioError, load_scenario
from tests.experiment.conftest import COMMUNITY, QUIET

HERE = {"area": COMMUNITY, "days": 3, "warmup": 0}
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "ema.md"


@pytest.fixture(scope="module")
def made():
    return model("wuhan_2021", **HERE)


def test_everything_of_the_registry_is_uncertain_and_the_policy_is_levers(made):
    assert {one.name for one in made.uncertainties} == {one.name for one in PARAMETERS.values() if one.low < one.high}
    one = made.uncertainties["voice_gain"]
    assert (one.lower_bound, one.upper_bound, one.default) == (5.0, 14.0, 9.0)
    base = load_scenario("wuhan_2021", HERE)
    assert {one.name: one.default for one in made.levers} == {item.lever: item.intensity for item in base.policy}
    assert [one.name for one in made.outcomes] == list(definitions())
    kinds = {one.name: one.kind for one in made.outcomes}
    assert (kinds["burden_per_resident"], kinds["resolution_rate_true"], kinds["tickets"]) == (-1, 1, 0)


def test_levers_may_be_named_and_without_a_policy_are_all():
    assert [one.name for one in model("baseline", levers=["吹哨报到"], **HERE).levers] == ["whistle_calls"]
    assert len(model("baseline", **HERE).levers) == len(LEVERS)
    with pytest.raises(ScenarioError, match="whistle_calls"):
        model("baseline", levers=["whistle_cals"], **HERE)


def test_what_is_not_sampled_stays_as_the_scenario_has_it(made):
    world = World({}, load_scenario("wuhan_2021", {**HERE, **QUIET}))
    assert made.function(seed=1) == pytest.approx(indicators(world), nan_ok=True)


def test_a_lever_keeps_its_dates_and_coverage_and_another_comes_in():
    settings = {"policy": {"whistle_calls": {"intensity": 0.5, "start": "2016-01-02", "where": {"share": 0.5}}}}
    lives = model("baseline", levers="all", **settings, **HERE).function
    wanted = {"whistle_calls": {"intensity": 0.9, "start": "2016-01-02", "where": {"share": 0.5}}, "closure_audit": 0.3}
    world = World({}, load_scenario("baseline", {**HERE, **QUIET, "policy": wanted}))
    assert lives(whistle_calls=0.9, closure_audit=0.3) == pytest.approx(indicators(world), nan_ok=True)
    assert pickle.loads(pickle.dumps(lives)) == lives


def test_experiments_of_the_workbench(made):
    with quiet():
        from ema_workbench import SequentialEvaluator

        with SequentialEvaluator(made) as evaluator:
            experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=2)
    assert len(experiments) == 4
    assert {"voice_gain", "task_admission"} <= set(experiments.columns)
    assert np.isfinite(outcomes["burden_per_resident"]).all()
    assert len(set(outcomes["burden_per_resident"].round(6))) > 1
    by_policy = {
        policy: outcomes["cost_yuan_per_resident"][experiments.policy == policy] for policy in set(experiments.policy)
    }
    one, other = by_policy.values()
    assert abs(one.mean() - other.mean()) > 0.1


def test_without_the_workbench_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(ModuleNotFoundError, match=re.escape("huying[study]")):
        model("baseline", **HERE)


def test_the_document_says_what_is_so():
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    small = code.replace('area="420111001", days=30', f'area="{COMMUNITY}", days=2, warmup=0')
    assert small != code
    names = {}
    with quiet():
        exec(compile(small, "docs/ema.md", "exec"), names)  # our own document
    assert len(names["experiments"]) == 8
    assert len(names["outcomes"]["burden_per_resident"]) == 8
