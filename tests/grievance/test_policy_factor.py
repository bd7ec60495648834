"""What prevention leaves of a hazard, and what strife adds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY, RELIEFS
from sim.agents.compound import COMPOUND, PROJECTS
from sim.grievance.category import CATEGORY, Project, Relief, load_categories, policy_factor

share = st.floats(0, 1)
CATEGORIES = load_categories()


def test_the_arrays_hold_every_kind():
    assert len(Relief) == RELIEFS
    assert len(Project) == PROJECTS


@given(number=st.integers(0, 1_000_000))
def test_where_policy_has_done_nothing_it_is_exactly_one(make, rules_at, number):
    rules = rules_at(number)
    for category in CATEGORIES.table:
        assert policy_factor(category, make(COMMUNITY), make(COMPOUND, suspicion=rules.suspicion_usual), rules) == 1.0


@pytest.mark.parametrize("relief", [kind for kind in Relief if kind != Relief.NONE])
def test_each_relief_spares_its_own_kind(make, rules_with, relief):
    rules, community = rules_with(suspicion_stirs=0), make(COMMUNITY)
    community.relieved[relief] = 0.6
    for other in Relief:
        factor = policy_factor(make(CATEGORY, relief=other), community, make(COMPOUND), rules)
        assert factor == pytest.approx(0.4 if other == relief else 1.0)


@pytest.mark.parametrize("project", [kind for kind in Project if kind != Project.NONE])
def test_works_that_are_done_spare_their_own_kind(make, rules_with, project):
    rules, compound = rules_with(works_spare=0.4, suspicion_stirs=0), make(COMPOUND)
    compound.projects[project] = 1.0
    for other in Project:
        factor = policy_factor(make(CATEGORY, project=other), make(COMMUNITY), compound, rules)
        assert factor == pytest.approx(0.6 if other == project else 1.0)


def test_covenant_care_and_works_multiply(make, rules_with):
    rules = rules_with(covenant_keeps=0.5, care_spares=0.25, works_spare=0.4, suspicion_stirs=0)
    community, compound = make(COMMUNITY, care=0.8), make(COMPOUND, covenant=0.6, projects=[0, 1, 0, 0])
    cares, norm = {"relief": Relief.CARE}, {"norm": 1}
    assert policy_factor(make(CATEGORY, **cares), community, compound, rules) == pytest.approx(0.8)
    assert policy_factor(make(CATEGORY, **norm), community, compound, rules) == pytest.approx(0.7)
    every = make(CATEGORY, **cares, **norm, project=Project.ENVIRONMENT)
    assert policy_factor(every, community, compound, rules) == pytest.approx(0.8 * 0.7 * 0.6)


def test_strife_and_suspicion_raise_and_calm_lowers_what_hangs_on_them(make, rules_with):
    rules = rules_with(suspicion_usual=0.4, suspicion_stirs=2.0)
    quarrel, other = make(CATEGORY, strife=0.5), make(CATEGORY)
    for strife, suspicion, factor in ((0.3, 0.4, 1.15), (0.3, 0.5, 1.25), (0.0, 0.2, 0.8), (1.0, 1.0, 1.5)):
        compound = make(COMPOUND, strife=strife, suspicion=suspicion)
        assert policy_factor(quarrel, make(COMMUNITY), compound, rules) == pytest.approx(factor)
        assert policy_factor(other, make(COMMUNITY), compound, rules) == 1.0


@given(
    number=st.integers(0, 1_000_000),
    row=st.integers(0, len(CATEGORIES.table) - 1),
    relieved=st.lists(share, min_size=RELIEFS - 1, max_size=RELIEFS - 1),
    drawn=st.tuples(share, share, share, share),
    done=st.lists(st.integers(0, 1), min_size=3, max_size=3),
)
def test_no_policy_takes_a_hazard_below_nothing_or_above_what_candidates_are_drawn_at(
    make, rules_at, number, row, relieved, drawn, done
):
    care, covenant, strife, suspicion = drawn
    category = CATEGORIES.table[row]
    community = make(COMMUNITY, care=care, relieved=[0.0, *relieved])
    compound = make(COMPOUND, covenant=covenant, strife=strife, suspicion=suspicion, projects=[0, *done])
    assert 0 <= policy_factor(category, community, compound, rules_at(number)) <= 1 + category.strife
