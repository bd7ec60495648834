"""Each kind of institution is a Mesa agent whose methods are its rules: compiled, interpreted, in a run, they agree."""

import inspect

import numpy as np
import pytest

from sim import GovernanceModel
from sim.agents.branch import CompoundBranch, passes_on
from sim.agents.community import Community, case_share, helping_hands, items_creep_back
from sim.agents.compound import Compound, organised, wears
from sim.agents.department import Department, Field, answers_whistle, promises_specialists
from sim.agents.kinds import KINDS
from sim.agents.owners_committee import OwnersCommittee, answers_to_owners, watches
from sim.agents.street import StreetOffice, hours_for_cases, may_finish, settles_in, whistles
from sim.agents.unit import WorkUnit, lends
from sim.grievance.level import Level

POLICY = {
    "posts_shifted_down": 2.0,
    "devolved_authority": 0.6,
    "task_admission": 56.0,
    "all_workforces": 2.0,
    "sector_specialists": 40.0,
}


@pytest.fixture
def model():
    """Return a street after a month and a day of the reforms."""
    policy = {lever: {"intensity": amount} for lever, amount in POLICY.items()}
    plan = {"extends": "baseline", "area": "420106001", "start": "2016-01-15", "days": 60, "warmup": 0}
    made = GovernanceModel({**plan, "policy": policy})
    for _ in range(18):
        made.step()
    return made


def _slow(rule):
    """Return a rule as it is written, line by line."""
    return getattr(rule, "py_func", rule)


def _copy(agent):
    return agent.model.agents_by_type[type(agent)].records.table[agent.row : agent.row + 1].copy().view(np.recarray)[0]


def test_every_kind_has_rules_among_its_methods(model):
    for kind in (StreetOffice, Department, WorkUnit, CompoundBranch, OwnersCommittee, Community, Compound):
        own = [name for name, what in vars(kind).items() if callable(what) and not name.startswith("_")]
        assert own, kind
        assert len(model.agents_by_type[kind]) > 0


ARGUMENTS = {"u": 0.5, "mark": 0.5, "hour": 900.0, "well": True} | dict.fromkeys(("field", "kind", "community"), 1)
"""What a method may ask for; counts are 2."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_method_fits_the_rule_that_it_calls(model, kind):
    agents = model.agents_by_type.get(kind, ())
    assert len(agents) > 0
    for name, method in vars(kind).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            _, *asked = inspect.signature(method).parameters.values()
            getattr(agents[0], name)(*(ARGUMENTS.get(one.name, 2) for one in asked if one.default is one.empty))


@pytest.mark.parametrize("mark", [0.1, 0.7, 0.85, 0.95])
def test_a_street_office_whistles_more_for_a_secretary_who_has_tenure(model, mark):
    (street,) = model.agents_by_type[StreetOffice]
    street.whistle, model.world.communities.led[1] = 0.6, 1.0
    model.rules.tenured_calls = 0.5
    rules = model.rules[0]
    for row in (0, 1):
        expected = _slow(whistles)(street.record, model.world.communities[row], rules, mark)
        assert street.whistles(row, mark) == expected == (mark < (0.6, 0.9)[row])


def test_a_street_office_says_the_hours_that_the_run_gave_its_desks(model):
    for street in model.agents_by_type[StreetOffice]:
        desks = model.world.desks[(model.world.desks.level == Level.STREET) & (model.world.desks.owner == street.row)]
        share = street.hours_for_cases()
        assert share == _slow(hours_for_cases)(street.record, model.rules[0])
        staff = (street.staff + street.posted) * np.asarray(street.pool_share)
        assert desks.share == pytest.approx(share * np.minimum(1.0, staff / desks.server_n))


def test_a_street_office_settles_in_as_the_next_day_of_the_run_lets_it(model):
    (street,) = model.agents_by_type[StreetOffice]
    twin = _copy(street)
    _slow(settles_in)(twin, model.rules[0])
    model.step()
    assert street.experience == pytest.approx(twin.experience, rel=1e-12)
    street.settles_in()
    assert street.experience > twin.experience


@pytest.mark.parametrize("mark", [0.05, 0.5, 0.95])
def test_a_street_office_finishes_what_its_authority_covers(model, mark):
    (street,) = model.agents_by_type[StreetOffice]
    assert street.may_finish(Field.HOUSING, mark) == _slow(may_finish)(street.record, Field.HOUSING, mark)
    assert street.may_finish(Field.HOUSING, 0.0)


def test_a_community_divides_its_day_as_the_run_did(model):
    rules = model.rules[0]
    for community in model.agents_by_type[Community]:
        desk = model.world.desks[community.desk]
        share, hands = community.case_share(), community.helping_hands()
        assert share == _slow(case_share)(community.record, desk.present, rules)
        assert hands == _slow(helping_hands)(community.record, desk.present, rules)
        assert desk.share == pytest.approx(min(1.0, share + hands))
        assert community.own_part == pytest.approx(share / desk.share)


def test_a_community_lets_items_creep_back(model):
    community = model.agents_by_type[Community][0]
    twin = _copy(community)
    _slow(items_creep_back)(twin, model.rules[0])
    community.items_creep_back()
    assert community.crept == twin.crept > 0.0


@pytest.mark.parametrize("u", [0.01, 0.3, 0.6, 0.99])
def test_a_department_comes_or_not_by_its_queue(model, u):
    for department in model.agents_by_type[Department].select(at_most=3):
        desk = model.world.desks[department.desk]
        load = desk.length / max(1, desk.present)
        expected = _slow(answers_whistle)(department.record, 1, load, 2.0, 0.0, model.rules[0], u)
        assert department.answers_whistle(u, beneath=1, ties=2.0) == expected


def test_a_department_saves_up_specialists_as_the_month_of_the_run_did(model):
    department = next(one for one in model.agents_by_type[Department] if one.specialists > 0.0)
    twin = _copy(department)
    twin.tokens = 0.0
    _slow(promises_specialists)(twin)
    assert twin.tokens == pytest.approx(department.specialists / 12.0)
    department.tokens = 1.0
    assert (department.lends_specialist(), department.lends_specialist()) == (True, False)
    assert department.tokens == 0.0


@pytest.mark.parametrize("money", [False, True])
@pytest.mark.parametrize("u", [0.001, 0.2, 0.9])
def test_a_unit_lends_as_its_rule_says_and_counts_it(model, u, money):
    unit = model.agents_by_type[WorkUnit][0]
    world, twin = model.world, _copy(unit)
    place = world.communities[unit.community]
    expected = _slow(lends)(twin, Field.MARKET, place.lists, money, world.yearday[model.day], model.rules[0], u)
    assert unit.lends(Field.MARKET, u, money) == expected
    assert (unit.cases_helped, unit.wasted, unit.purse) == (twin.cases_helped, twin.wasted, twin.purse)


@pytest.mark.parametrize("u", [0.0, 0.05, 0.9])
def test_a_branch_passes_on_by_how_active_it_is(model, u):
    branch = max(model.agents_by_type[CompoundBranch], key=lambda one: one.activity)
    compound = Compound(model, branch.compound)
    activity = _slow(organised)(model.world, compound.record)
    assert compound.organisation() == activity > 0.0
    assert branch.passes_on(u) == _slow(passes_on)(compound.record, activity, model.rules[0], u)


def test_a_committee_watches_and_answers_to_its_owners(model):
    committee = next(one for one in model.agents_by_type[OwnersCommittee] if one.quality > 0.0)
    twin, compound = _copy(committee), model.world.compounds[committee.compound]
    assert committee.watches() == _slow(watches)(committee.record, model.rules[0])
    _slow(answers_to_owners)(compound, twin, model.rules[0], 0.4)
    committee.answers_to_owners(0.4)
    assert committee.quality == twin.quality


def test_a_compound_wears(model):
    compound = model.agents_by_type[Compound][0]
    twin = _copy(compound)
    _slow(wears)(twin, model.rules[0])
    compound.wears()
    assert compound.condition == twin.condition
