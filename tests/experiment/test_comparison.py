"""Comparisons: files and their mistakes, stopping, and the whole path on a community."""

from pathlib import Path

import numpy as np
import pytest

from sim.experiment.file import parse_study
from sim.experiment.folder import write_study
from sim.experiment.kinds.comparison.file import ComparisonFile, pairs_of, worlds_to_compare
from sim.experiment.kinds.comparison.names import world_name
from sim.experiment.kinds.comparison.pair import CELLS, troubles_of
from sim.experiment.kinds.comparison.study import carry_out
from sim.experiment.session import Progress, session
from sim.experiment.world import World
from sim.measure.definitions import definitions
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.document import Document
from tests.experiment.conftest import COMMUNITY

SMALL = {"area": COMMUNITY, "days": 4, "warmup": 2}


def file(**said):
    plain = {"kind": "comparison", "scenarios": ["baseline", "wuhan_2021"], "set": SMALL, **said}
    return parse_study(Document("mine.yaml", Path(), plain), ("comparison",), lambda kind: ComparisonFile)


class Fake:
    """A session whose runs are drawn: each indicator is a number of the seed, and higher by one and some in others."""

    def __init__(self, noise=0.2, fails=()):
        self.progress, self.asked, self.noise, self.fails = Progress(), set(), noise, fails

    def __call__(self, worlds, work=None):
        return [self._lived(world) for world in worlds]

    def _lived(self, world):
        name, seed = world.factors["scenario"], world.scenario.seed
        self.asked.add((name, seed))
        if (name, seed) in self.fails:
            return None
        common = np.random.default_rng(seed).normal(100.0, 5.0)
        own = 0.0 if name == "baseline" else 1.0 + np.random.default_rng([seed, 7]).normal(0.0, self.noise)
        return dict.fromkeys(definitions(), float(common + own))

    def finished(self):
        return []

    def seeds(self, name):
        return sorted(seed for world, seed in self.asked if world == name)


def test_worlds_stand_where_and_when_the_base_does(tmp_path):
    own = "extends: wuhan_2021\nstart: 2019-05-01\nparameters: {voice_gain: 9}\n"
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    said = {"scenarios": ["baseline", "wuhan_2021", "own.yaml", "吹哨报到"], "set": {**SMALL, "closure_audit": 0.3}}
    plain = {"kind": "comparison", **said}
    found = parse_study(Document("mine.yaml", tmp_path, plain), ("comparison",), lambda kind: ComparisonFile)
    worlds = worlds_to_compare(found)
    for world in worlds:
        one = world.scenario
        assert (one.area, str(one.start), one.days, one.warmup) == (COMMUNITY, "2016-01-01", 4, 2)
        assert next(item for item in one.policy if item.lever == "closure_audit").intensity == 0.3
    assert worlds[2].scenario.parameters == {"voice_gain": 9.0}
    assert {item.lever for item in worlds[3].scenario.policy} == {"closure_audit", "whistle_calls"}
    assert world_name("own.yaml", "en") == "own"
    assert world_name("whistle_calls", "zh") == "吹哨报到"
    assert set(found.files()) == {("scenarios", 2)}


def test_a_pair_keeps_each_worlds_own_parameters():
    a = load_scenario("baseline", SMALL)
    b = load_scenario(a, {"voice_gain": 9.0})
    one = World({"scenario": "b", "against": "a"}, b, a).with_parameters({"age_effort_cost": 0.25}).with_seed(5)
    assert one.against is not None
    assert one.against.parameters == {"age_effort_cost": 0.25}
    assert one.scenario.parameters == {"age_effort_cost": 0.25, "voice_gain": 9.0}
    assert one.against.seed == one.scenario.seed == 5


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"scenarios": ["baseline"]}, ["scenarios"]),
        ({"scenarios": ["baseline", "baseline"]}, ["scenarios", "'baseline' is named twice"]),
        ({"scenarios": ["baseline", "wuhan_2012"]}, ["no scenario, bundle or lever 'wuhan_2012'", "wuhan_2021"]),
        ({"scenarios": ["baseline", "own_town"]}, ["own_town"]),
        ({"precision": {"silent_shar": 0.1}}, ["precision.silent_shar", "silent_share"]),
        ({"precision": {"silent_share": 0.0}}, ["precision.silent_share"]),
        ({"set": {**SMALL, "dayz": 3}}, ["dayz"]),
    ],
)
def test_a_mistake_is_told_before_anything_is_run(said, told):
    run = Fake()
    with pytest.raises(ScenarioError) as wrong:
        carry_out(file(**said), run)
    for words in told:
        assert words in "\n".join(wrong.value.messages)
    assert not run.asked


def test_several_mistakes_are_told_at_once():
    with pytest.raises(ScenarioError) as wrong:
        worlds_to_compare(file(scenarios=["baseline", "nothing_like_it", "wuhan_2012"], precision={"x": 1.0}))
    assert len(wrong.value.messages) == 3


def test_differences_of_drawn_runs_and_the_words_for_them():
    found = carry_out(file(replications=8, pairs=0), Fake())
    row = found.of("wuhan_2021").loc["silent_share"]
    assert row.difference == pytest.approx(1.0, abs=0.3)
    assert row.beyond_chance
    assert row.worth > 50.0
    assert found.others[0].pairs == 0
    for lang in ("zh", "en"):
        assert len(found.words(lang)) >= 4
        assert found.figures(lang).keys() == {"forest"}
        assert len(found.shown(lang)) == 1
    same = carry_out(file(replications=8, pairs=0, scenarios=["baseline", "case_rating"]), Fake(noise=40.0))
    assert not same.of("case_rating").loc["silent_share"].beyond_chance
    assert "None of the main indicators differs beyond chance" in " ".join(same.words("en"))


def test_it_stops_when_the_wished_precision_is_reached():
    run = Fake()
    found = carry_out(file(precision={"silent_share": 0.05}, replications=5, pairs=0), run)
    reached = found.others[0].reached["silent_share"]
    assert run.seeds("baseline") == run.seeds("wuhan_2021") == list(range(1, 1 + found.seeds))
    assert found.seeds == reached.needed > 10
    assert reached.is_met
    assert "wished precision is reached" in " ".join(found.words("en"))


def test_it_never_does_more_than_allowed():
    run = Fake()
    found = carry_out(file(precision={"silent_share": 0.001}, most=15, pairs=0), run)
    assert run.seeds("baseline") == list(range(1, 16))
    assert not found.others[0].reached["silent_share"].is_met
    assert "not reached" in " ".join(found.words("en"))


def test_a_pair_of_which_a_run_failed_is_left_out():
    found = carry_out(file(replications=6, pairs=0), Fake(fails={("wuhan_2021", 3), ("baseline", 5)}))
    assert found.of("wuhan_2021").loc["silent_share", "runs"] == 4


def test_three_worlds_are_each_held_against_the_first_and_tested_together():
    found = carry_out(file(scenarios=["baseline", "wuhan_2021", "case_rating"], replications=4, pairs=0), Fake())
    one = carry_out(file(replications=4, pairs=0), Fake())
    assert [other.name for other in found.others] == ["wuhan_2021", "case_rating"]
    assert (found.of("wuhan_2021").p_holm.dropna() >= one.of("wuhan_2021").p_holm.dropna()).all()
    first = found.shown("en")[0]
    assert len(first.header) == 4
    assert len(first.rows) == len(definitions())
    assert {"forest", "forest_2"} == found.figures("en").keys()


@pytest.fixture(scope="module")
def small():
    """A comparison on a community, with its session."""
    with session() as run:
        plan = file(replications=2, set={**SMALL, "days": 8})
        yield plan, run, carry_out(plan, run)


def test_trouble_by_trouble_everything_adds_up(small):
    plan, _, found = small
    worlds = worlds_to_compare(plan)
    sizes = np.zeros(2)
    for world in plan.replicate(pairs_of(worlds)):
        sizes += [len(troubles_of(world.against)), len(troubles_of(world.scenario))]
    for division in ("all", "category", "age", "tenure", "compound_kind"):
        cells = 2.0 * found.others[0].cells(division)[list(CELLS.values())].sum()
        in_a = cells[[name for name in cells.index if not name.startswith("absent")]].sum()
        in_b = cells[[name for name in cells.index if not name.endswith("absent")]].sum()
        assert (in_a, in_b) == tuple(sizes), division
    whole = found.others[0].people("all").loc["all"]
    for division in ("age", "tenure", "compound_kind", "compound", "category"):
        rows = found.others[0].people(division)
        share = 1.0 if division == "category" else rows.residents / whole.residents
        assert (rows.difference * share).sum() == pytest.approx(whole.difference, abs=1e-9), division


def test_the_lives_of_those_that_differ_most_are_told(small):
    _, _, found = small
    lives = found.others[0].lives
    assert len(lives) == 3
    apart = [abs((one.a.burden if one.a else 0.0) - (one.b.burden if one.b else 0.0)) for one in lives]
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] > 0.0
    for lang in ("zh", "en"):
        tables = found.shown(lang)[-3:]
        for table in tables:
            assert len(table.rows) >= 3
            assert all(len(row) == 3 for row in table.rows)
            times = [row[0] for row in table.rows]
            assert times == sorted(times)
            assert table.note


def test_the_page_is_written_with_pictures_and_tables(small, tmp_path):
    plan, run, found = small
    page = write_study(tmp_path, plan, run, found, "2026-01-01", "en").read_text(encoding="utf-8")
    for name in ("differences", "moved", "transitions", "gains", "equity"):
        assert (tmp_path / f"{name}.csv").is_file()
    drawn = {path.stem for path in (tmp_path / "figures").iterdir()}
    assert {"forest", "fates", "gains", "where"} == drawn
    assert "Who gains and who loses" in page
    assert found.plot().get_title()


def test_a_name_is_escaped(tmp_path):
    with session() as run:
        plan = file(replications=1, pairs=0, title="<script>x</script>")
        found = carry_out(plan, run)
        page = write_study(tmp_path, plan, run, found, "2026-01-01", "zh").read_text(encoding="utf-8")
    assert "<script>x" not in page
