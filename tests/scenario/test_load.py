"""What can be written in several ways means one thing; a resolved scenario reads back as itself."""

import json
from datetime import date

import pytest

from sim.policy import BUNDLES, PolicyItem, Where
from sim.scenario import ScenarioError, load_scenario


@pytest.fixture
def write(tmp_path):
    def write_scenario(text, name="mine.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_scenario


@pytest.mark.parametrize(
    "policy",
    [
        "case_rating: 0.8",
        "一事一评、以下评上: 0.8",
        "Per-case rating, lower rates upper: {intensity: 0.8}",
        "case_rating: [{intensity: 0.8}]",
        "case_rating: {intensity: 0.8, where: {}}",
    ],
)
def test_ways_to_write_a_lever(write, policy):
    (item,) = load_scenario(write(f"policy:\n  {policy}\n")).policy
    assert item == PolicyItem(lever="case_rating", intensity=0.8)


def test_a_lever_without_an_intensity_has_its_default(write):
    (item,) = load_scenario(write("policy: {task_admission: {}}")).policy
    assert item.intensity == 56.0


def test_dates_areas_and_coverage(write):
    text = """
        area: 洪山区
        start: '2016-01-01'
        policy:
          whistle_calls: {start: 2016-03-01, end: "2016-12-31", where: {areas: 珞南街道, share: 1}}
          closure_audit: {where: {areas: [420111001, 洪山区 关山街道], rule: pilots}}
    """
    scenario = load_scenario(write(text))
    whistle, audit = sorted(scenario.policy, key=lambda item: item.lever, reverse=True)
    assert scenario.area == "420111"
    assert (whistle.start, whistle.end) == (date(2016, 3, 1), date(2016, 12, 31))
    assert whistle.where == Where(areas=("420111001",))
    assert audit.where.areas[0] == "420111001"
    assert len(audit.where.areas) == 2


def test_several_periods_of_one_lever(write):
    text = "policy: {closure_audit: [{intensity: 0.2, end: 2016-06-30}, {intensity: 0.5, start: 2016-07-01}]}"
    assert [item.intensity for item in load_scenario(write(text)).policy] == [0.2, 0.5]


def test_a_lever_named_beside_its_bundle_wins_and_null_takes_it_out(write):
    text = "policy: {street_reform: {start: 2016-05-01}, whistle_calls: 0.9}"
    by_name = {item.lever: item for item in load_scenario(write(text)).policy}
    assert by_name["devolved_authority"].start == date(2016, 5, 1)
    assert (by_name["whistle_calls"].intensity, by_name["whistle_calls"].start) == (0.9, None)
    without = load_scenario(write("policy: {street_reform: {}, whistle_calls: null}"))
    expected = [lever for lever in BUNDLES["street_reform"].intensities if lever != "whistle_calls"]
    assert [item.lever for item in without.policy] == expected


def test_parameters_by_either_name(write):
    scenario = load_scenario(write("parameters: {audit_penalty: 2, 坏消息放大: 1.5}"))
    assert scenario.parameters == {"audit_penalty": 2.0, "bad_news": 1.5}


@pytest.mark.parametrize("seed", [-(2**63), -1, 0, 2**63, 2**64 - 1])
def test_any_64_bit_seed(write, seed):
    assert load_scenario(write(f"seed: {seed}")).seed == seed


@pytest.mark.parametrize("seed", [-(2**63) - 1, 2**64, "1.5", "'1'", "true"])
def test_other_seeds_are_refused(write, seed):
    with pytest.raises(ScenarioError, match="seed: cannot be"):
        load_scenario(write(f"seed: {seed}"))


def test_an_empty_file_is_the_whole_city_by_default(write):
    scenario = load_scenario(write("# nothing\n", "empty.yaml"))
    assert (scenario.name, scenario.area, scenario.policy, scenario.city) == ("empty", None, (), None)


@pytest.mark.parametrize("name", ["wuhan_2021", "levers/community_posts", "baseline"])
def test_what_is_resolved_reads_back_as_itself(name, write):
    overrides = {"case_rating": 0.7, "neglect": 0.5, "policy.closure_audit": {"start": "2021-02-01", "ramp_days": 9}}
    scenario = load_scenario(name, overrides)
    plain = scenario.resolved()
    manifest = json.dumps({"version": "1", "scenario": plain, "machine": {"a": [1]}}, ensure_ascii=False)
    assert load_scenario(plain) == scenario
    assert load_scenario(scenario) == scenario
    assert load_scenario(write(manifest, "manifest.json"), part="scenario") == scenario


def test_an_own_citys_files_read_back_from_the_folder_of_results(write, tmp_path):
    scenario = load_scenario("own_town")
    for name, path in scenario.input_files().items():
        write(path.read_text(encoding="utf-8"), name)
    manifest = write(json.dumps({"scenario": scenario.resolved()}, ensure_ascii=False), "manifest.json")
    again = load_scenario(manifest, part="scenario")
    assert again.city_source() is not None
    assert again.city_source().content() == scenario.city_source().content()
    assert str(tmp_path) not in json.dumps(again.resolved())
    assert load_scenario(scenario) == scenario


def test_a_code_with_a_leading_zero_stays_as_written(write):
    write("code,name,level,parent_code,population\n07,甲市,city,,\n071,乙区,district,07,\n0711,丙街,street,071,\n"
          "07111,丁社区,community,0711,500\n", "town.csv")  # fmt: skip
    assert load_scenario(write("city: {divisions: town.csv}\narea: 0711\n")).area == "0711"


def test_a_scenario_does_not_change(write):
    scenario = load_scenario("baseline")
    with pytest.raises(ValueError, match="frozen"):
        scenario.days = 3
