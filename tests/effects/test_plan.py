"""Which worlds are compared, and what is said of a plan that cannot be."""

import pytest

from sim.effects import plan_effects
from sim.policy import BUNDLES, LEVERS
from sim.scenario import ScenarioError


def test_each_world_has_the_levers_that_its_name_says(plan):
    policies = {(one.setting, one.lever): [item.lever for item in one.scenario.policy] for one in plan.worlds()}
    bundle = [lever for lever in LEVERS if lever in BUNDLES["2019_call_and_respond"].intensities]
    assert policies == {
        ("baseline", ""): [],
        ("bundle", ""): bundle,
        ("alone", "posts_shifted_down"): ["posts_shifted_down"],
        ("alone", "unified_platform"): ["unified_platform"],
        ("left_out", "unified_platform"): [lever for lever in bundle if lever != "unified_platform"],
    }
    for world in plan.worlds():
        for item in world.scenario.policy:
            assert (item.intensity, item.start, item.where.share) == (LEVERS[item.lever].default, None, 1.0)


def test_without_a_list_every_lever_is_asked_for():
    plan = plan_effects("420106001001", bundle="2021_reforms")
    assert plan.levers == tuple(LEVERS)
    assert set(plan.bundled) == set(BUNDLES["2021_reforms"].intensities)
    assert "--levers" not in plan.command()


def test_names_in_chinese_lead_to_the_same_plan(plan):
    names = [LEVERS["unified_platform"].zh, LEVERS["posts_shifted_down"].en, "unified_platform"]
    again = plan_effects("420106001001", 10, 5, 2, "民呼我应（2019）", names)
    assert again.command() == plan.command()
    assert plan.command() == (
        "huying effects --area 420106001001 --days 10 --warmup 5 --seeds 2"
        " --bundle 2019_call_and_respond --levers posts_shifted_down,unified_platform"
    )


def test_every_mistake_is_told_at_once():
    with pytest.raises(ScenarioError) as wrong:
        plan_effects("nowhere", 0, -1, 1, "2021_reform", ["wistle_calls", "task_gate", "zzzz"])
    said = "\n".join(wrong.value.messages)
    for word in ("nowhere", "days", "warmup", "--seeds: 1", "nearest: 2021_reforms", "nearest: whistle_calls", "zzzz"):
        assert word in said
    assert len(wrong.value.messages) == 7
    assert "task_gate" not in said
