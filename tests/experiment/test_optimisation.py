"""Optimisation on made worlds whose front is known, its parts by hand, its mistakes, and a small one of the model."""

import math
from pathlib import Path

import numpy as np
import pytest

from sim import GovernanceModel
from sim.experiment.file import parse_study
from sim.experiment.folder import write_study
from sim.experiment.kinds import open_study
from sim.experiment.kinds.optimisation.aims import Aims, spread_out
from sim.experiment.kinds.optimisation.candidates import AS_PLANNED, NO_CHANGE
from sim.experiment.kinds.optimisation.hypervolume import hypervolume
from sim.experiment.kinds.optimisation.robustness import robustness_of
from sim.experiment.kinds.optimisation.study import OptimisationFile, carry_out, optimise
from sim.experiment.pareto import unbeaten
from sim.experiment.session import Progress, session
from sim.experiment.store import Runs
from sim.results.manifest import now
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.document import Document

SMALL = {"area": "420106001001", "days": 3, "warmup": 0}
AIMS = {"burden_per_resident": "low", "mean_trust": "high"}
LEVERS = {"task_gate": None, "case_rating": {"low": 0, "high": 1}, "whistle_calls": [0, 0.5, 1]}


class Made:
    """A session that makes indicators up from doses.

    Of a task gate a and a rating r, the burden is a² + r² and trust 1 - (1 - a)² - r²: no mix beats those with r = 0.
    Whistles cost 100 a unit and do nothing. Each seed adds noise that all worlds share, and a little of their own.
    """

    def __init__(self, noise=0.0, spoil=lambda doses, world: False):
        self.noise, self.spoil = noise, spoil
        self.progress = Progress()
        self.batches = []

    def __call__(self, worlds, work=None):
        self.batches.append(worlds)
        return [self.values(one) for one in worlds]

    def values(self, world):
        doses = {item.lever: item.intensity for item in world.scenario.policy}
        if self.spoil(doses, world):
            return None
        a, r, w = (doses.get(name, 0.0) for name in LEVERS)
        worse = 1.0 + 2.0 * ("posts_mean" in world.scenario.parameters)
        chance = self.noise * math.sin(1e4 * (a + r) + world.scenario.seed)
        return {
            "burden_per_resident": worse * (a**2 + r**2) + chance,
            "mean_trust": 1.0 - (1.0 - a) ** 2 - r**2,
            "cost_yuan_per_resident": 100.0 * w,
        }

    def finished(self):
        return []


def _file(**said):
    small = {"trials": 60, "population": 12, "replications": 1, "fresh": 2, "points": 8}
    data = {"kind": "optimisation", "levers": LEVERS, "aims": AIMS, "set": SMALL, **small, **said}
    return parse_study(Document("made", Path(), data), ("optimisation",), lambda kind: OptimisationFile)


@pytest.fixture(scope="module")
def found():
    run = Made()
    return run, carry_out(_file(budget=50, trials=160, population=20), run)


def test_the_front_is_found_and_chance_finds_less(found):
    _, result = found
    assert result.front
    assert all(one.point["case_rating"] < 0.2 for one in result.front)  # the front has none of it
    assert all(one.point["whistle_calls"] <= 0.5 for one in result.front)  # the budget allows no more
    last = result.growth.groupby("search").hypervolume.last()
    assert last["nsga3"] > last["random"] > 0.5
    assert result.growth.groupby("search").hypervolume.apply(lambda of: of.is_monotonic_increasing).all()
    assert result.named["lowest_burden_per_resident"].point["task_gate"] < 0.2
    assert result.named["highest_mean_trust"].point["task_gate"] > 0.8
    assert 0.2 < result.named["balanced"].point["task_gate"] < 0.8


def test_both_searches_have_as_many_runs_a_population_at_once(found):
    run, result = found
    assert [len(batch) for batch in run.batches[:-1]] == [20] * 16 + [1]
    assert sorted(one.how for one in result.tried) == ["nsga3"] * 160 + ["random"] * 160
    within = "\n".join(result.words("en"))
    assert "within the budget of 50 yuan" in within


def test_the_same_seed_finds_the_same_and_another_does_not():
    first, again, other = (carry_out(_file(search_seed=seed, trials=24, population=6), Made()) for seed in (1, 1, 2))
    assert first.tried == again.tried
    assert first.tried != other.tried


def test_values_are_those_of_seeds_that_chose_nothing_and_the_luck_of_the_search_is_told():
    run = Made(noise=0.5)
    result = carry_out(_file(fresh=3, replications=2), run)
    assert {one.scenario.seed for batch in run.batches[:-1] for one in batch} == {1, 2}
    assert {one.scenario.seed for one in run.batches[-1]} == {3, 4, 5, 6, 7, 8}
    one = result.candidates[0]
    a, r = one.point["task_gate"], one.point["case_rating"]
    expected = [a**2 + r**2 + 0.5 * math.sin(1e4 * (a + r) + seed) for seed in (6, 7, 8)]
    assert result.fresh(one.name, "burden_per_resident").mean == pytest.approx(np.mean(expected))
    assert one.searched["burden_per_resident"] != pytest.approx(np.mean(expected))
    lucky = result.tables()["front"].query("indicator == 'burden_per_resident' and kind == 'found'")
    assert (lucky["mean"] - lucky.searched).mean() > 0.1
    unchanged = result.candidates[-1]
    assert unchanged.searched["burden_per_resident"] == pytest.approx(0.25 * (math.sin(1) + math.sin(2)))
    assert "A search picks lucky ones" in "\n".join(result.words("en"))


def test_futures_and_policies_beside():
    run = Made()
    futures = {"更少人手 / Fewer workers": {"posts_mean": 7.0}}
    result = carry_out(_file(futures=futures, beside=["wuhan_2021"], levers={"task_gate": None}), run)
    names = [one.name for one in result.candidates]
    assert names[-2:] == [NO_CHANGE, "wuhan_2021"]
    assert len(run.batches[-1]) == 2 * 2 * 2 * len(names)
    mix = result.named["highest_mean_trust"]
    burden = [result.fresh(mix.name, "burden_per_resident", future).mean for future in result.plan.futures]
    assert burden[1] == pytest.approx(3.0 * burden[0])
    starts = {one.scenario.start for one in run.batches[-1]}
    assert len(starts) == 1  # of the other scenario only the policy counts
    assert {"least_regret", "most_futures"} <= set(result.named)
    said = "\n".join(result.words("en"))
    assert "Over 2 futures" in said
    shown = result.shown("en")
    assert any("Fewer workers" in cell or "as planned" in cell for row in shown[-1].rows for cell in row)
    assert set(result.figures("zh")) == {"front", "mixes", "hypervolume"}


def test_a_mix_that_fails_is_left_out_and_said_so():
    result = carry_out(_file(), Made(spoil=lambda doses, world: doses.get("task_gate", 0.0) > 0.7))
    assert all(one.point["task_gate"] <= 0.7 for one in result.front)
    assert 0 < sum(one.values is None for one in result.tried) < len(result.tried)
    assert "mixes are left out" in result.words("en")[1]


def test_where_nothing_is_affordable_it_says_so():
    result = carry_out(_file(budget=1, levers={"task_gate": None, "whistle_calls": {"low": 0.5, "high": 1}}), Made())
    assert result.front == ()
    assert "No mix is left" in result.words("en")[-1]
    assert result.files() == {}
    assert result.findings()["reference_point"] == {}
    assert set(result.figures("en")) == {"hypervolume"}
    assert len(result.shown("en")) == 1


def test_hypervolume_of_known_shapes():
    assert hypervolume(np.array([[0.25, 0.5]])) == pytest.approx(0.375, abs=2e-3)
    both = hypervolume(np.array([[0.0, 0.5], [0.5, 0.0], [0.75, 0.75]]))
    assert both == pytest.approx(0.75, abs=2e-3)
    assert hypervolume(np.full((100, 5), 0.5)) == pytest.approx(0.5**5, abs=2e-3)
    assert hypervolume(np.array([[1.0, 0.0]])) == pytest.approx(0.0, abs=1e-3)


def test_what_none_beats_and_what_lies_far_apart():
    losses = np.array([[0.0, 1.0], [0.0, 1.0], [0.5, 0.5], [1.0, 0.0], [0.5, 0.6]])
    assert unbeaten(losses).tolist() == [True, True, True, True, False]
    line = np.column_stack([np.linspace(0, 1, 11), np.linspace(1, 0, 11)])
    assert spread_out(line, 3) == [0, 5, 10]
    assert spread_out(line, 20) == list(range(11))


def test_regret_and_limits_by_hand():
    aims = Aims(AIMS)

    def of(burden, trust):
        return {"burden_per_resident": burden, "mean_trust": trust}

    means = {
        ("a", "now"): of(0.0, 0.5), ("b", "now"): of(1.0, 0.9), ("c", "now"): of(0.5, 0.7),
        ("none", "now"): of(1.0, 0.6),
        ("a", "then"): of(4.0, 0.5), ("b", "then"): of(2.0, 0.6), ("c", "then"): of(2.5, 0.6),
        ("none", "then"): of(3.0, 0.6),
    }  # fmt: skip
    found = robustness_of(aims, ["a", "b", "c"], means, ["now", "then"], {}, "none")
    assert found["a"] == (1.0, "now", "mean_trust", 0.0)  # less trust than without the levers in both
    assert found["b"] == (1.0, "now", "burden_per_resident", 1.0)
    assert found["c"].regret == pytest.approx(0.5)
    assert found["c"].met == 1.0
    limited = robustness_of(aims, ["a", "b", "c"], means, ["now", "then"], {"mean_trust": 0.65}, "none")
    assert [limited[name].met for name in "abc"] == [0.0, 0.5, 0.5]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"levers": {"wistle_calls": [0, 1]}}, "whistle_calls"),
        ({"levers": {"task_gate": {"low": 0, "high": 2}}}, "task_gate"),
        ({"levers": {}}, "levers"),
        ({"aims": {"burden_per_residnt": "low", "mean_trust": "high"}}, "burden_per_resident"),
        ({"aims": {"mean_trust": "high"}}, "aims"),
        ({"aims": {"mean_trust": "more", "burden_per_resident": "low"}}, "aims"),
        ({"limits": {"trust": 1.0}}, "limits"),
        ({"futures": {"x": {"posts_maen": 7.0}}}, "posts_mean"),
        ({"futures": {AS_PLANNED: {}}}, "choose another"),
        ({"beside": ["wuhan_2022"]}, "wuhan_2021"),
        ({"budget": -1}, "budget"),
    ],
)
def test_mistakes_are_told_before_anything_is_run(said, wrong):
    run = Made(spoil=lambda *of: pytest.fail("a run"))
    with pytest.raises(ScenarioError) as told:
        carry_out(_file(**said), run)
    assert wrong in "\n".join(told.value.lines("en"))


def test_all_mistakes_are_told_at_once():
    with pytest.raises(ScenarioError) as told:
        carry_out(_file(beside=["nowhere"], limits={"trust": 1.0}, futures={"x": {"posts_maen": 7.0}}), Made())
    assert len(told.value.problems) == 3


def test_the_folder_of_a_small_real_one_and_its_mixes(tmp_path):
    """Every mix opens as a scenario, and gives what the table says."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "kind: optimisation\nset: {area: '420106001001', days: 5, warmup: 0}\n"
        "levers: {members_registered: {low: 0.4, high: 1}, hotline_promoted: }\n"
        "aims: {registered_volunteers: high, cost_yuan_per_resident: low}\n"
        "trials: 4\npopulation: 2\nreplications: 1\nfresh: 1\n"
        "futures: {Flood: {shocks: [{start: 2016-01-02, end: 2016-01-04, needs: {flooding: 15}}]}}\n",
        encoding="utf-8",
    )
    file = open_study(path)
    with Runs.opened(tmp_path / "out" / "runs.jsonl") as runs, session(runs) as run:
        result = carry_out(file, run)
        write_study(tmp_path / "out", file, run, result, now(), "en")
    written = {one.name for one in (tmp_path / "out" / "mixes").iterdir()}
    assert {"balanced.yaml", "highest_registered_volunteers.yaml", "least_regret.yaml"} <= written
    assert len(written) == len(result.front) + len(result.named)
    mix = result.named["balanced"]
    scenario = load_scenario(tmp_path / "out" / "mixes" / "balanced.yaml")
    assert {item.lever: item.intensity for item in scenario.policy} == mix.point
    world = result.plan.world(mix, AS_PLANNED).scenario
    assert (scenario.area, scenario.days, scenario.warmup, scenario.start) == (world.area, 5, 0, world.start)
    model = GovernanceModel(scenario, seed=3)
    model.run_model()
    found = model.indicators()
    for name in ("silent_share", "registered_volunteers", "cost_yuan_per_resident"):
        assert found[name] == pytest.approx(result.fresh(mix.name, name).mean)


def test_from_python():
    levers = {"members_registered": {"low": 0.4, "high": 1.0}, "hotline_promoted": [0.0, 1.0]}
    aims = {"registered_volunteers": "high", "cost_yuan_per_resident": "low"}
    few = {"trials": 2, "population": 2, "replications": 1, "fresh": 1}
    result = optimise("baseline", levers, aims=aims, random_search=False, **few, **SMALL)
    assert {one.how for one in result.tried} == {"nsga3"}
    assert result.plot().get_xticks().tolist() == [0, 1]
