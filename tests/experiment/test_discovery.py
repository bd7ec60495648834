"""Scenario discovery: a known box is found and holds; never, always and chance are said plainly."""

import numpy as np
import pandas as pd
import pytest

from sim.experiment.kinds.discovery.boxes import leading, leaves, peeled
from sim.experiment.kinds.discovery.study import DiscoveryFile, carry_out, discover
from sim.parameters import PARAMETERS
from sim.scenario import ScenarioError
from tests.experiment.conftest import COMMUNITY
from tests.experiment.made_up import MadeUp, chance, unit

FIVE = ("voice_gain", "audit_penalty", "together_cost", "petition_gain", "hop_hours")
HERE = {"area": COMMUNITY, "days": 3, "warmup": 0}


def study(**said):
    fails = {"indicator": "burden_per_resident", "above": 0.0}
    return DiscoveryFile.model_validate({"set": HERE, "parameters": list(FIVE), "fails": fails, **said})


def in_the_corner(scenario):
    """Fails where the first lies above 0.6 and the second below 0.5 of its range: a fifth of the space."""
    return 1.0 if unit(scenario, "voice_gain") > 0.6 and unit(scenario, "audit_penalty") < 0.5 else -1.0


def at(name, where):
    return PARAMETERS[name].low + where * (PARAMETERS[name].high - PARAMETERS[name].low)


@pytest.fixture(scope="module")
def found():
    run = MadeUp(in_the_corner)
    return carry_out(study(), run), run


def test_the_known_box_is_found_and_holds_on_fresh_points(found):
    result, run = found
    assert result.failed == pytest.approx(40, abs=6)
    box = result.boxes[0]
    assert set(box.limits) == {"voice_gain", "audit_penalty"}
    (low, high), (least, most) = box.limits["voice_gain"], box.limits["audit_penalty"]
    assert low == pytest.approx(at("voice_gain", 0.6), abs=0.6)
    assert most == pytest.approx(at("audit_penalty", 0.5), abs=0.6)
    assert (high, least) == (PARAMETERS["voice_gain"].high, PARAMETERS["audit_penalty"].low)
    assert box.coverage >= 0.9
    assert box.density >= 0.8
    assert max(box.quasi_p["voice_gain"][0], box.quasi_p["audit_penalty"][1]) < 1e-4
    checked = [world for world in run.asked if world.factors["step"] == "check"]
    assert len(checked) == 100 * len(result.boxes)
    searched = {world.scenario.seed for world in run.asked if world.factors["step"] == "search"}
    assert len(searched) == 2
    assert searched.isdisjoint(world.scenario.seed for world in checked)
    assert result.checks[0].failed / result.checks[0].points > 0.6
    assert min(unit(world.scenario, "voice_gain") for world in checked[:100]) > 0.5


def test_the_tree_finds_the_same(found):
    result, _ = found
    leaf = result.leaves[0]
    assert leaf.density == 1.0
    assert leaf.limits["voice_gain"][0] == pytest.approx(at("voice_gain", 0.6), abs=0.3)
    assert leaf.limits["audit_penalty"][1] == pytest.approx(at("audit_penalty", 0.5), abs=0.3)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_tables_and_pictures(found, lang):
    result, _ = found
    words = result.words(lang)
    assert str(result.failed) in words[0]
    assert "200" in words[0]
    assert ("Checked" if lang == "en" else "检验") in words[2]
    assert set(result.figures(lang)) == {"worlds", "trajectory", "box"}
    assert len(result.shown(lang)[0].rows) == sum(len(box.limits) for box in result.boxes)
    assert result.findings()["boxes"][0]["fresh"]["points"] == 50
    assert set(result.tables()["boxes"].method) == {"prim", "cart"}
    assert result.plot("box", lang=lang).get_yticklabels()


@pytest.mark.parametrize(("value", "word"), [(-1.0, "in none of 40"), (1.0, "in all of 40")])
def test_never_and_always_are_said_plainly(value, word):
    result = carry_out(study(points=40), MadeUp(lambda scenario: value))
    assert word in result.words("en")[0]
    assert result.boxes == ()
    assert set(result.figures("en")) == {"worlds"}
    assert result.shown("en") == []


def test_a_box_fitted_to_chance_is_not_confirmed():
    result = carry_out(study(points=100, fails={"indicator": "burden_per_resident", "above": 0.8}, replications=1),
                       MadeUp(chance))  # fmt: skip
    words = " ".join(result.words("en"))
    assert "no box was found" in words or "Not confirmed" in words
    assert "Checked:" not in words


def test_failure_may_lie_below_and_in_a_difference():
    def value(scenario):
        return 100.0 + (in_the_corner(scenario) if scenario.name == "wuhan_2021" else 0.0)

    fails = {"indicator": "burden_per_resident", "below": 0.0}
    file = study(scenario="wuhan_2021", against="baseline", fails=fails, points=60, fresh=0)
    result = carry_out(file, MadeUp(value))
    assert result.failed == pytest.approx(48, abs=6)
    assert "wuhan_2021 less baseline, below 0" in result.words("en")[0]
    assert any("No fresh points" in one for one in result.words("en"))


def test_worlds_whose_runs_failed_are_told_and_left_out():
    def value(scenario):
        return 1.0 / 0.0 if unit(scenario, "hop_hours") > 0.9 else in_the_corner(scenario)

    result = carry_out(study(points=60, fresh=0), MadeUp(value))
    assert len(result.known) == 54
    assert "6 worlds" in result.words("en")[1]


@pytest.mark.parametrize("fails", [
    {"indicator": "burden_per_resident"}, {"indicator": "burden_per_resident", "above": 0.0, "below": 1.0},
])  # fmt: skip
def test_failure_is_above_or_below(fails):
    with pytest.raises(ScenarioError, match="exactly one of above and below"):
        discover("baseline", fails, **HERE)


def test_an_unknown_indicator_is_told_with_its_key():
    with pytest.raises(ScenarioError, match=r"fails\.indicator"):
        discover("baseline", {"indicator": "burden", "above": 0.0}, **HERE)


def test_many_parameters_that_do_nothing_are_not_in_the_box():
    rng = np.random.default_rng(1)
    points = pd.DataFrame(rng.random((200, 40)), columns=[f"x{n}" for n in range(40)])
    ranges = dict.fromkeys(points, (0.0, 1.0))
    failed = (points.x3 > 0.7).to_numpy()
    boxes, trajectory = peeled(points, ranges, failed, 0.8)
    assert list(boxes[0].limits) == ["x3"]
    assert trajectory.density.iloc[0] == pytest.approx(failed.mean())
    assert list(leaves(points, ranges, failed)[0].limits) == ["x3"]


def test_boxes_are_looked_for_among_what_the_value_depends_on():
    rng = np.random.default_rng(2)
    points = pd.DataFrame(rng.random((150, 60)), columns=[f"x{n}" for n in range(60)])
    values = (3.0 * points.x7 - 2.0 * points.x40 + rng.normal(0.0, 0.3, 150)).to_numpy()
    assert set(leading(points, values, 2)) == {"x7", "x40"}
    assert leading(points, values, 60) == list(points.columns)


def test_the_model_itself():
    result = discover("wuhan_2021", {"indicator": "burden_per_resident", "above": 0.0}, against="baseline",
                      parameters=["voice_gain"], points=8, fresh=4, replications=1, **HERE)  # fmt: skip
    assert len(result.known) == 8
    assert result.words("en")
