"""Sensitivity from end to end: on made functions whose answer is known, on the model, and with mistakes."""

from pathlib import Path

import pytest

from sim.experiment.kinds import open_study
from sim.experiment.kinds.sensitivity.study import SensitivityFile, carry_out, sensitivity
from sim.parameters import PARAMETERS
from sim.scenario import ScenarioError
from tests.experiment.conftest import COMMUNITY
from tests.experiment.made_up import TOTAL, MadeUp, chance, ishigami, unit

THREE = ("voice_gain", "audit_penalty", "together_cost")
HERE = {"area": COMMUNITY, "days": 3, "warmup": 0}


def study(**said):
    return SensitivityFile.model_validate({"set": HERE, **said})


def of_three(scenario):
    return ishigami(*(unit(scenario, name) for name in THREE)) + 0.3 * chance(scenario)


@pytest.fixture(scope="module")
def found():
    file = study(
        parameters=[*THREE, "petition_gain", "hop_hours"], turns_at=3.0, trajectories=10, keep=3, samples=256,
        scan_replications=8, halvings=4,
    )  # fmt: skip
    run = MadeUp(of_three)
    return carry_out(file, run), run, file


def test_the_three_that_matter_are_kept_and_their_indices_found(found):
    result, _, _ = found
    assert set(result.screening.table.parameter[:3]) == set(THREE)
    table = result.indices.table.set_index("parameter").loc[list(THREE)]
    assert table.total.to_numpy() == pytest.approx(TOTAL, abs=0.12)
    assert result.indices.shares["parameters"] > 0.95
    assert list(result.indices.table.total) == sorted(result.indices.table.total, reverse=True)


def test_the_threshold_is_where_the_function_passes_it(found):
    result, _, _ = found
    (scan,) = (one for one in result.scans if one.factor.name == "audit_penalty")
    assert scan.turns
    range_of = {name: PARAMETERS[name] for name in THREE}
    others = {name: (one.value - one.low) / (one.high - one.low) for name, one in range_of.items()}
    for turn in scan.turns:
        at = (turn.at - scan.factor.low) / (scan.factor.high - scan.factor.low)
        assert ishigami(*(others | {"audit_penalty": at}).values()) == pytest.approx(3.0, abs=0.6)


def test_runs_are_as_many_as_were_announced_less_the_halvings(found):
    _, run, file = found
    steps = [world.factors["step"] for world in run.asked]
    assert steps.count("screening") == 10 * 6 * 2
    assert steps.count("indices") == 256 * 5 * 2
    assert steps.count("start") == 8
    assert file.runs_ahead() == 120 + 2560 + (3 * 7 + 1) * 8


def test_every_point_is_lived_with_the_same_seeds_and_told_by_a_table(found):
    result, run, _ = found
    seeds = {}
    for world in run.asked:
        seeds.setdefault((world.factors["step"], world.factors["point"]), []).append(world.scenario.seed)
    assert {tuple(one) for key, one in seeds.items() if key[0] != "scan" and key[0] != "start"} == {(1, 2)}
    row = result.points.query("step == 'screening' and point == 7").iloc[0]
    world = next(one for one in run.asked if one.factors["step"] == "screening" and one.factors["point"] == 7)
    assert {name: row[name] for name in world.scenario.parameters} == world.scenario.parameters


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_tables_and_pictures(found, lang):
    result, _, _ = found
    words = "\n".join(result.words(lang))
    assert ("hangs on" if lang == "en" else "取决于") in words
    assert ("turns round if" if lang == "en" else "翻转") in words
    assert set(result.figures(lang)) == {"screening", "indices", "scans"}
    assert len(result.shown(lang)[0].rows) == 5
    assert result.plot("voice_gain", lang=lang).get_title()
    with pytest.raises(KeyError):
        result.plot("no such thing")


def test_a_difference_is_paired_and_moves_with_what_only_one_world_reads():
    def value(scenario):
        shared = 100.0 * (scenario.seed % 7)
        return shared + (4.0 * unit(scenario, "voice_gain") - 3.0 if scenario.name == "wuhan_2021" else 0.0)

    file = study(scenario="wuhan_2021", against="baseline", parameters=["voice_gain", "hop_hours"], samples=16)
    result = carry_out(file, MadeUp(value))
    assert result.at_start.mean < 0.0
    (scan,) = result.scans
    (turn,) = scan.turns
    assert turn.at == pytest.approx(5.0 + 0.75 * 9.0)
    assert result.screening.table.set_index("parameter").inert["hop_hours"]
    assert "wuhan_2021 less baseline" in result.words("en")[0]


def test_where_all_is_chance_this_is_said():
    result = carry_out(study(parameters=[*THREE, "hop_hours"], samples=128), MadeUp(chance))
    words = " ".join(result.words("en"))
    assert result.screening.table.told.sum() <= 1  # one in twenty studies of nothing tells something
    assert "were not told from chance in the screening" in words
    assert "hangs on" not in words
    assert result.indices.shares["both"] > 0.9


def test_where_nothing_moves_nothing_is_looked_at_more_closely():
    result = carry_out(study(parameters=[*THREE]), MadeUp(lambda scenario: 5.0))
    assert result.indices is None
    assert result.scans == ()
    assert "No parameter moves the conclusion at all." in result.words("en")
    assert set(result.figures("en")) == {"screening"}


def test_runs_that_fail_are_left_out():
    def value(scenario):
        if unit(scenario, "voice_gain") == 1.0:
            raise ZeroDivisionError
        return of_three(scenario)

    result = carry_out(study(parameters=list(THREE), trajectories=10, samples=16), MadeUp(value))
    assert result.screening.table.mu_star.notna().all()
    assert (result.screening.table.trajectories < 10).any()
    assert result.words("zh")


def test_what_the_scenario_sets_is_not_varied_unless_it_is_named():
    file = study(set={**HERE, "voice_gain": 10.0})
    names = [one.name for one in file.check("burden_per_resident", ("outcome",))[2]]
    assert "voice_gain" not in names
    assert len(names) == sum(one.confidence == "assumed" for one in PARAMETERS.values()) - 1
    named = study(set={**HERE, "voice_gain": 10.0}, parameters=["发声所得权重"], without=[])
    assert [one.name for one in named.check("burden_per_resident", ("outcome",))[2]] == ["voice_gain"]
    assert "voice_gain" not in [
        one.name for one in study(parameters="all", without=["voice_gain"]).check("troubles", ("outcome",))[2]
    ]


def test_both_scenarios_are_run_where_and_when_the_first_is(tmp_path):
    path = tmp_path / "other.yaml"
    path.write_text("extends: baseline\ndays: 99\narea: '420106'\nseed: 5\nstart: 2018-01-01\n", encoding="utf-8")
    file = study(scenario="wuhan_2021", against="other.yaml").model_copy(update={"folder": tmp_path})
    base, other, _ = file.check("troubles", ("outcome",))
    assert file.files() == {("against",): path}
    for key in ("area", "start", "days", "warmup", "seed"):
        assert getattr(other, key) == getattr(base, key)
    assert other.policy != base.policy


def test_all_mistakes_are_told_at_once():
    file = study(parameters=["voice_gian"], without=["nothing_of_it"], against="wuhan_2031")
    with pytest.raises(ScenarioError) as wrong:
        file.check("burden", ("outcome",))
    said = [problem.say("en") for problem in wrong.value.problems]
    assert len(said) == 4
    assert any("voice_gain" in one for one in said)


def test_a_design_that_is_too_large_is_refused_before_any_run():
    run = MadeUp(of_three)
    with pytest.raises(ScenarioError, match="runs"):
        carry_out(study(samples=2**16, keep=100), run)
    assert run.asked == []


def test_the_model_itself():
    result = sensitivity(
        "wuhan_2021", against="baseline", parameters=["voice_gain", "hop_hours"], trajectories=2, samples=2, steps=2,
        halvings=0, scan_replications=2, **HERE,
    )  # fmt: skip
    assert len(result.screening.table) == 2
    assert result.runs.run.nunique() >= 20


@pytest.mark.parametrize("name", ["sensitivity_main", "where_2021_fails"])
def test_both_worlds_of_a_conclusion_have_the_same_calendar(name):
    file = open_study(Path(__file__).parents[2] / "experiments" / f"{name}.yaml")
    indicator = getattr(file, "outcome", None) or file.fails.indicator
    base, other, _ = file.check(indicator, ("outcome",))
    assert other is not None
    for key in ("start", "area", "days", "warmup", "seed"):
        assert getattr(base, key) == getattr(other, key)
