"""Attribution on made worlds whose answer is known, its mistakes, and a small one of the model itself."""

import math
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.file import parse_study
from sim.experiment.kinds.attribution.coalitions import COALITION
from sim.experiment.kinds.attribution.study import AttributionFile, attribution, carry_out
from sim.experiment.page import render
from sim.experiment.session import Progress
from sim.policy import LEVERS
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.document import Document

SMALL = {"area": "420106001001", "days": 3, "warmup": 0}
SMALL_ALONE = {
    "scenario": "baseline", "set": {**SMALL, "task_gate": 0.6, "case_rating": 0.6}, "players": "levers",
    "method": "alone", "replications": 3,
}  # fmt: skip
NAMED = {"one / 1": ["task_gate"], "two": ["case_rating", "closure_audit"], "three": ["whistle_calls"]}
POLICY = {"task_gate": 0.6, "case_rating": 0.6, "closure_audit": 0.4, "whistle_calls": 0.6}


class Made:
    """A session that makes indicators up from what is in force."""

    def __init__(self, worth):
        self.worth = worth
        self.progress = Progress()
        self.worlds = []

    def __call__(self, worlds, work=None):
        self.worlds += worlds
        return [self.worth({item.lever for item in one.scenario.policy}, one.scenario.seed) for one in worlds]

    def finished(self):
        return []

    def failures(self):
        return []


def _file(**said):
    document = Document("made", Path(), {"kind": "attribution", **said})
    return parse_study(document, ("attribution",), lambda kind: AttributionFile)


def _interacting(levers, seed):
    """Three players that do 1, 2 and 4 alone, the first two 8 more together; and noise that all worlds share."""
    one, two, three = "task_gate" in levers, "case_rating" in levers, "whistle_calls" in levers
    burden = one + 2.0 * two + 4.0 * three + 8.0 * (one and two) + math.sin(seed)
    return {"burden_per_resident": burden, "cost_yuan_per_resident": 3.0 * two, "mean_trust": 0.5}


@pytest.fixture(scope="module")
def named():
    file = _file(
        scenario="baseline", set={**SMALL, **POLICY}, players=NAMED, replications=6,
        indicators=["burden_per_resident", "cost_yuan_per_resident", "mean_trust"],
    )  # fmt: skip
    run = Made(_interacting)
    return file, run, carry_out(file, run)


def test_shares_by_hand(named):
    _, run, result = named
    assert result.method == "exact"
    assert len(run.worlds) == 8 * 6
    table = result.effects.set_index(["part", "indicator", "player"])["mean"].sort_index()
    table = table.reindex(result.players, level="player")
    assert table["shapley", "burden_per_resident"].tolist() == pytest.approx([5.0, 6.0, 4.0])
    assert table["alone", "burden_per_resident"].tolist() == pytest.approx([1.0, 2.0, 4.0])
    assert table["added", "burden_per_resident"].tolist() == pytest.approx([9.0, 10.0, 4.0])
    assert table["shapley", "cost_yuan_per_resident"].tolist() == pytest.approx([0.0, 3.0, 0.0])
    pairs = result.pairs[result.pairs.indicator == "burden_per_resident"].set_index(["player", "other"])["mean"]
    assert pairs.to_dict() == pytest.approx(
        {("two", "one / 1"): 8.0, ("three", "one / 1"): 0.0, ("three", "two"): 0.0}, abs=1e-9
    )


def test_whether_the_parts_add_up_is_told(named):
    _, _, result = named
    row = result.additivity.set_index("indicator").loc["burden_per_resident"]
    assert (row.whole, row["sum"], row.difference) == pytest.approx((15.0, 7.0, 8.0))
    said = result.words("en")
    assert "amplify" in said[0]
    assert "1 +5.00" in said[0]  # the English half of the name
    assert "add up to the whole exactly" in said[1]
    assert "no difference in any run" in said[2]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_holds_all_of_it(named, lang, tmp_path):
    file, run, result = named
    page = render(file, result, run, {}, {}, lang)
    assert "+5.00" in page
    figures = result.figures(lang)
    assert set(figures) == {"shares_shapley", "interactions"}
    assert result.plot("burden_per_resident", lang=lang).get_title()
    assert result.findings()["burden_per_resident"]["parts"]["two"]["mean"] == pytest.approx(6.0)


def test_only_the_policy_of_the_other_scenario_counts_and_levers_keep_their_doses():
    file = _file(scenario="wuhan_2021", set={**SMALL, "task_gate": 0.9}, players={"a": ["task_gate"]}, replications=1)
    run = Made(lambda levers, seed: {"burden_per_resident": float(len(levers))})
    result = carry_out(file, run)
    assert result.players == ("a", "rest")
    nothing, a, rest, everything = (one.scenario for one in run.worlds)
    assert {one.start for one in (nothing, a, rest, everything)} == {everything.start}
    assert nothing.policy == ()
    assert [(item.lever, item.intensity) for item in a.policy] == [("task_gate", 0.9)]
    full = load_scenario("wuhan_2021", SMALL).policy
    assert {item.lever for item in rest.policy} == {item.lever for item in full} - {"task_gate"}
    assert sorted(everything.policy, key=str) == sorted((*a.policy, *rest.policy), key=str)


def test_a_lever_that_both_scenarios_have_alike_is_no_part_and_one_that_differs_goes_over(tmp_path):
    (tmp_path / "other.yaml").write_text(
        "extends: baseline\npolicy: {task_gate: 0.6, case_rating: 0.3, one_window: 0.5}\n", encoding="utf-8"
    )
    file = _file(scenario="baseline", set={**SMALL, **POLICY}, against=str(tmp_path / "other.yaml"), players="levers")
    run = Made(lambda levers, seed: {"burden_per_resident": 0.0})
    assert set(carry_out(file, run).players) == {"case_rating", "closure_audit", "whistle_calls", "one_window"}
    doses = [{item.lever: item.intensity for item in one.scenario.policy} for one in run.worlds[:16]]
    assert {one["case_rating"] for one in doses} == {0.3, 0.6}
    assert all(one["task_gate"] == 0.6 for one in doses)
    assert ["one_window" in one for one in doses].count(True) == 8  # in force where it does not join


def _of_many(levers, seed):
    """Each lever does its number, and the more there are, the more each adds."""
    numbers = {lever: float(n) for n, lever in enumerate(LEVERS)}
    return {"burden_per_resident": sum(numbers[one] for one in levers) + len(levers) ** 3 / 12.0}


def test_many_parts_are_sampled_and_still_share_out_the_whole():
    levers = dict.fromkeys(list(LEVERS)[:12])
    policy = {lever: LEVERS[lever].default for lever in levers}
    file = _file(
        scenario="baseline", set={**SMALL, **policy}, players="levers", permutations=6, replications=4,
        indicators=["burden_per_resident"],
    )  # fmt: skip
    run = Made(_of_many)
    result = carry_out(file, run)
    assert result.method == "sampled"
    assert {len(one.factors) for one in run.worlds} == {1}
    names = [one.factors[COALITION] for one in run.worlds]
    assert {"none", "all", "+task_gate", "-task_gate"} <= set(names)
    keys = [(one.scenario.seed, one.scenario.policy) for one in run.worlds]
    assert len(keys) == len(set(keys))  # no coalition twice
    values = result.effects[result.effects.part == "shapley"].set_index("player")["mean"]
    numbers = np.arange(12.0)
    assert values.sum() == pytest.approx(numbers.sum() + 144.0)
    rows = result.effects[result.effects.part == "shapley"]
    truth = numbers + 12.0  # the interval of some may miss it by chance
    assert ((rows.low.to_numpy() <= truth) & (truth <= rows.high.to_numpy())).sum() >= 10
    assert result.pairs.empty
    assert set(result.figures("en")) == {"shares_shapley"}
    assert any("`pairs: true`" in sentence for sentence in result.words("en"))


def test_interactions_of_many_parts_are_sampled_where_they_are_asked_for():
    policy = {lever: LEVERS[lever].default for lever in list(LEVERS)[:12]}
    said = {"scenario": "baseline", "set": {**SMALL, **policy}, "players": "levers", "permutations": 6,
            "replications": 4, "indicators": ["burden_per_resident"]}  # fmt: skip
    without, run = Made(_of_many), Made(_of_many)
    carry_out(_file(**said), without)
    result = carry_out(_file(**said, pairs=True), run)
    assert len(without.worlds) < len(run.worlds) < 2.2 * len(without.worlds)
    assert len(result.pairs) == 12 * 11 / 2
    met = result.pairs.dropna(subset="mean")
    assert len(met) > 40
    # After s others (s + 1) / 2; in an order and its reverse, after s and after 10 - s.
    assert met["mean"].to_numpy() == pytest.approx(3.0)
    assert set(result.figures("en")) == {"shares_shapley", "interactions"}
    assert any("join one after the other" in sentence for sentence in result.words("en"))


def test_alone_and_left_out_need_two_worlds_a_part():
    file = _file(scenario="baseline", set={**SMALL, **POLICY}, players=NAMED, method="alone", replications=6)
    run = Made(_interacting)
    result = carry_out(file, run)
    assert len(run.worlds) == 6 * (2 + 2 * 3)
    assert set(result.effects.part) == {"alone", "added"}
    assert "Largest alone" in result.words("en")[0]


def test_a_replication_with_a_failed_run_is_left_out_and_said_so():
    def worth(levers, seed):
        return None if seed == 2 and len(levers) == 1 else _interacting(levers, seed)

    file = _file(
        scenario="baseline", set={**SMALL, **POLICY}, players=NAMED, replications=3, indicators=["burden_per_resident"]
    )
    result = carry_out(file, Made(worth))
    rows = result.effects[(result.effects.indicator == "burden_per_resident") & (result.effects.part == "shapley")]
    assert rows.runs.tolist() == [2, 2, 2]
    assert rows["mean"].tolist() == pytest.approx([5.0, 6.0, 4.0])
    assert "1 of 3 replications" in result.words("en")[-1]


def test_one_replication_has_values_and_no_intervals():
    file = _file(scenario="baseline", set={**SMALL, **POLICY}, players=NAMED, replications=1)
    assert "no intervals" in carry_out(file, Made(_interacting)).words("en")[-1]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"against": "basline"}, "did you mean 'baseline'"),
        ({"set": SMALL}, "no difference to share out"),
        ({"players": {"a": ["wistle_calls"]}}, "nearest: whistle_calls"),
        ({"players": {"a": ["one_window"]}}, "do not differ in this lever"),
        ({"players": {"a": ["task_gate"], "b": ["task_gate"]}}, "stands in both a and b"),
        ({"players": {"a": []}}, "no lever"),
        ({"players": {"run": ["task_gate"]}}, "choose another"),
        ({"players": "setions"}, "players"),
        ({"permutations": 1}, "permutations"),
    ],
)
def test_mistakes_are_told_before_anything_is_run(said, wrong):
    run = Made(lambda levers, seed: pytest.fail("a run"))
    with pytest.raises(ScenarioError) as told:
        carry_out(_file(**{"scenario": "baseline", "set": {**SMALL, **POLICY}, **said}), run)
    assert wrong in "\n".join(told.value.lines("en"))


def test_the_same_from_python_with_the_model_itself(tmp_path):
    settings = {**SMALL, "task_gate": 0.6, "hotline_promoted": 1.0}
    result = attribution("baseline", players="levers", replications=2, out=tmp_path, **settings)
    assert (tmp_path / "runs.jsonl").read_bytes().count(b"\n") == 8
    assert set(result.runs.columns) >= {"task_gate", "hotline_promoted", "seed", "value"}
    cost = result.effects.query("indicator == 'cost_yuan_per_resident'").set_index(["part", "player"])["mean"]
    assert cost["shapley", "hotline_promoted"] == pytest.approx(cost["alone", "hotline_promoted"]) != 0.0


def test_a_failed_run_leaves_its_replication_out_of_every_part():
    def worth(levers, seed):
        return None if seed == 2 and levers == {"task_gate"} else {"burden_per_resident": float(len(levers) + seed)}

    found = carry_out(_file(**SMALL_ALONE), Made(worth))
    assert found.incomplete == 1
    assert set(found.effects["runs"]) == {2}
    assert set(found.additivity["runs"]) == {2}
