"""A policy that contradicts itself is told so, and what is said of it is true of the model."""

import pytest

from sim import GovernanceModel
from sim.policy import BUNDLES, LEVERS
from sim.scenario import ScenarioError, load_scenario

HEAD = "extends: baseline\nstart: 2016-01-01\ndays: 300\npolicy:\n"


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Give a function that returns the key of each mistake that a policy, as written, is told of."""
    monkeypatch.chdir(tmp_path)

    def about(policy, more=""):
        (tmp_path / "x.yaml").write_text(HEAD + policy + more, encoding="utf-8")
        try:
            load_scenario("x.yaml")
        except ScenarioError as error:
            return [line.split(": ")[1] for line in error.lines("en")]
        return []

    return about


ACADEMY = "  cadre_academy: {intensity: 5%s}\n"
SHOCK = "shocks:\n  - {start: 2016-05-01, end: 2016-05-07, needs: {flooding: 3}}\n"


@pytest.mark.parametrize(
    ("policy", "wrong"),
    [
        ("  online_academy: 0.5\n" + ACADEMY % "", False),
        ("  online_academy: {end: 2016-03-01}\n" + ACADEMY % ", end: 2016-03-01", False),
        ("  online_academy: {end: 2016-03-02}\n" + ACADEMY % ", end: 2016-03-01", True),
        ("  online_academy: {end: 2016-03-01}\n" + ACADEMY % ", start: 2016-03-02", True),
        # after the run nothing is missed
        ("  online_academy: 0.6\n" + ACADEMY % ", end: 2016-10-26", False),
        ("  online_academy: 0.6\n" + ACADEMY % ", end: 2016-10-25", True),
        ("  online_academy: 0.6\n  cadre_academy: [{end: 2016-03-01}, {start: 2016-03-02}]\n", False),
        # what pilots have brought about stays
        ("  practice_spreads: 0.1\n  exemplar_pilots: {end: 2016-03-01}\n", False),
        ("  practice_spreads: {end: 2016-03-01}\n  exemplar_pilots: {start: 2016-03-02}\n", True),
        ("  practice_spreads: 0.1\n  practice_ordered: 0.3\n", False),
        # places that are apart
        ("  candidate_screening: {where: {kinds: [old]}}\n  committees_founded: {where: {kinds: [old]}}\n", False),
        ("  candidate_screening: {where: {kinds: [old]}}\n  committees_founded: {where: {kinds: [rental]}}\n", True),
        ("  posts_shifted_down: {end: 2016-03-01}\n  staff_transferred: {start: 2016-03-02}\n", False),
        ("  posts_shifted_down: {end: 2016-03-02}\n  staff_transferred: {start: 2016-03-02}\n", True),
        ("  emergency_mode: 0.6\n", True),
        ("  2020_emergency: {}\n", True),
    ],
)
def test_each_kind_of_contradiction(told, policy, wrong):
    assert bool(told(policy)) == wrong


def test_a_shock_in_its_time_is_what_an_alarm_is_for(told):
    assert told("  emergency_mode: 0.6\n", SHOCK) == []
    assert told("  emergency_mode: {start: 2016-05-07}\n", SHOCK) == []
    assert told("  emergency_mode: {start: 2016-05-08}\n", SHOCK) == ["policy.emergency_mode"]


@pytest.mark.parametrize("bundle", sorted(set(BUNDLES) - {"2020_emergency"}))
def test_no_bundle_contradicts_itself(told, bundle):
    assert told(f'  "{bundle}": {{}}\n') == []


def test_a_study_may_look_at_a_lever_alone():
    alone = {"policy": {"extends": "baseline", "policy": {"online_academy": 0.5}}, "set": {"online_academy": 0.5}}
    assert load_scenario(alone["policy"]).policy == load_scenario("baseline", alone["set"]).policy
    assert len(load_scenario("wuhan_2021", {"practice_spreads": 0.1, "exemplar_pilots": 0.0}).policy) > 50


def test_what_is_needed_is_a_lever_and_nothing_needs_itself():
    for lever in LEVERS.values():
        assert {*lever.needs, *lever.same_as} <= set(LEVERS) - {lever.id}


def _lived(policy, seed=1):
    plan = {"extends": "tiny", "days": 240, "warmup": 0, "start": "2016-05-01"}
    model = GovernanceModel({**plan, "policy": policy}, seed=seed)
    model.run_model()
    world = model.world
    tables = world.residents, world.workers, world.committees.quality, world.communities.practice
    return b"".join(table.tobytes() for table in tables)


@pytest.mark.parametrize("lever", [lever for lever in LEVERS.values() if lever.needs], ids=lambda lever: lever.id)
def test_alone_it_does_nothing_and_beside_what_it_needs_it_does(lever, monkeypatch):
    """But for the hours that it costs, which are left out here."""
    monkeypatch.setattr("sim.policy.timeline.write_burdens", lambda *_: None)
    more = {"committees_appraised": 1.0, "committee_incubator": 60.0, "committees_founded": 1.0}
    own = {lever.id: {"intensity": lever.high}}
    assert _lived(own) == _lived({})
    beside = {name: {"intensity": more.get(name, LEVERS[name].default)} for name in lever.needs}
    if lever.id != "practice_spreads":  # there is one community here: tests/agents/test_diffusion.py has more
        assert _lived({**beside, **own}) != _lived(beside)
