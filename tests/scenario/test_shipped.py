"""Every shipped scenario is sound, and there is one for each lever."""

from functools import cache

import pytest

from sim import GovernanceModel
from sim.city import build_city
from sim.policy import BUNDLES, LEVERS
from sim.scenario import load_scenario, shipped_names
from sim.scenario.places import shipped_file


@pytest.mark.parametrize("name", shipped_names())
def test_it_loads(name):
    scenario = load_scenario(name)
    assert scenario.name == name.rpartition("/")[2]
    assert scenario.title
    assert load_scenario(shipped_file(name)) == scenario


def test_there_is_one_for_each_lever_with_that_lever_and_at_most_one_that_it_needs():
    for lever, one in LEVERS.items():
        scenario = load_scenario(f"levers/{lever}")
        doses = {item.lever: item.intensity for item in scenario.policy}
        beside = sorted(set(doses) - {lever})
        assert doses == {name: LEVERS[name].default for name in (lever, *beside)}
        assert len(beside) == len(set(beside) & set(one.needs)) == bool(one.needs)
        assert bool(scenario.shocks) == one.needs_shock


def test_comments_are_in_both_languages():
    for name in shipped_names():
        comments = [
            line for line in shipped_file(name).read_text(encoding="utf-8").splitlines() if line.startswith("#")
        ]
        chinese = [any("\u4e00" <= letter <= "\u9fff" for letter in comment) for comment in comments]
        assert chinese in ([True, False], [True, False] * 2), name


def test_baseline_is_2016_without_any_policy():
    baseline = load_scenario("baseline")
    assert (baseline.area, str(baseline.start), baseline.days, baseline.policy) == ("420111001", "2016-01-01", 365, ())


def test_2021_has_its_levers_in_force_all_along():
    policy = load_scenario("wuhan_2021").policy
    intensities = dict(BUNDLES["2021_full"].intensities)
    del intensities["exemplar_pilots"]  # the four pilots lie elsewhere
    assert {item.lever: item.intensity for item in policy} == intensities
    assert all(item.start is None for item in policy)


def test_tiny_brings_its_own_city():
    tiny = load_scenario("tiny")
    assert tiny.city_source() is not None
    assert tiny.area is None
    assert list(tiny.input_files()) == ["inputs/two_compounds.csv"]


@pytest.mark.parametrize("name", ["same_budget_workers", "same_budget_works", "same_budget_care"])
def test_another_way_to_spend_costs_what_the_reforms_cost(name):
    def cost(scenario):
        model = GovernanceModel(scenario, area="420111001", city=_luonan(), days=365, warmup=120)
        return model.cost(120, 485).yuan

    assert cost(name) == pytest.approx(cost("wuhan_2021"), rel=0.03)


@cache
def _luonan():
    return build_city("420111001")
