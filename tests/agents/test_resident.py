"""Residents' rules: sums by hand, which way things go, and what stays between 0 and 1."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.agents.resident import (
    RESIDENT,
    Next,
    Receiver,
    brings_up_to_date,
    demands_more,
    expected_efficacy,
    gives_rating,
    hears,
    hopes,
    learns,
    learns_of_promise,
    learns_to_insist,
    next_step,
    pays_fee,
    readiness,
    remembers,
    responds,
    rootedness,
    satisfaction,
    sees_works_done,
    trust_in,
    voice_utility,
    waits_before_speaking,
)
from sim.agents.responses import Response
from sim.agents.street import STREET
from sim.grievance.category import CATEGORY
from sim.grievance.channel import CHANNEL, load_channels

PLACES = {"street": STREET, "community": COMMUNITY, "compound": COMPOUND}
FIRM, NEAR, PLATFORM = int(Receiver.FIRM), int(Receiver.COMMUNITY), int(Receiver.PLATFORM)
STATE = ("trust_firm", "trust_community", "trust_platform", "fatigue", "expectation")
unit = st.floats(0, 1, width=32)
numbers = st.integers(0, 2**32 - 1)
states = st.fixed_dictionaries(dict.fromkeys(STATE, unit))


def test_trust_drifts_to_its_usual_level_and_helplessness_wears_off(make, rules_with):
    rules = rules_with(
        trust_days=100, fatigue_days=50, trust_firm_usual=0.4, trust_community_usual=0.6, trust_platform_usual=0.5
    )
    resident = make(RESIDENT, trust_firm=0.8, trust_community=0.1, trust_platform=0.5, fatigue=0.6, touched=10)
    brings_up_to_date(resident, rules, 60)
    assert resident.fatigue == pytest.approx(0.6 * math.exp(-1), rel=1e-6)
    assert resident.trust_firm == pytest.approx(0.4 + 0.4 * math.exp(-0.5), rel=1e-6)
    assert resident.trust_community == pytest.approx(0.6 - 0.5 * math.exp(-0.5), rel=1e-6)
    assert resident.trust_platform == pytest.approx(0.5)
    assert resident.touched == 60


@given(state=states, first=st.integers(0, 400), second=st.integers(0, 400))
def test_two_steps_of_time_are_one(make, rules_with, state, first, second):
    """The closed form: whether a resident is touched in between does not matter, and time never runs back."""
    rules = rules_with()
    at_once, by_steps = make(RESIDENT, **state), make(RESIDENT, **state)
    brings_up_to_date(at_once, rules, first + second)
    for day in (first, first + second, first):
        brings_up_to_date(by_steps, rules, day)
    for name in (*STATE, "touched"):
        assert by_steps[name] == pytest.approx(at_once[name], abs=1e-5)


@pytest.mark.parametrize(
    ("memory", "n", "share"),
    [(0b0, 0, 0.5), (0b1, 1, 2 / 3), (0b0, 1, 1 / 3), (0b101, 4, 0.5), (0b1110_1111, 8, 8 / 10)],
)
def test_memory_is_the_share_of_good_outcomes_and_few_are_weak_evidence(make, memory, n, share):
    assert remembers(make(RESIDENT, memory=memory, memory_n=n)) == pytest.approx(share)


def test_hope_is_expectation_and_memory_dulled_by_helplessness(make):
    assert hopes(make(RESIDENT, expectation=0.6, fatigue=0.25), 0.0) == pytest.approx(0.5 * 1.1 * 0.75)
    assert hopes(make(RESIDENT, expectation=1.0, fatigue=1.0), 0.0) == 0.0
    assert hopes(make(RESIDENT, expectation=0.6, fatigue=0.25), 0.1) == pytest.approx(0.5 * 1.2 * 0.75)
    assert hopes(make(RESIDENT, expectation=0.9), 0.5) == pytest.approx(0.5 * 1.5)


def test_expected_efficacy_by_hand(make, rules_with):
    rules = rules_with(hearsay_weight=0.2)
    resident = make(RESIDENT, trust_firm=0.2, trust_community=0.8, trust_platform=0.5, fatigue=0.5)
    assert [trust_in(resident, who) for who in (FIRM, NEAR, PLATFORM)] == pytest.approx([0.2, 0.8, 0.5])
    # (2 * 0.6 + 0.8 * 0.5) / 3 - 0.2 * 0.5
    assert expected_efficacy(resident, NEAR, 0.6, -0.5, rules) == pytest.approx(1.6 / 3 - 0.1)
    assert expected_efficacy(resident, FIRM, 0.0, -1.0, rules) == 0.0
    assert expected_efficacy(resident, NEAR, 1.0, 5.0, rules) == 1.0


def test_utility_of_a_channel_by_hand(make, rules_with):
    rules = rules_with(voice_gain=8, digital_cost=1.5, age_effort_cost=0.5, hearsay_weight=0)
    channel = make(CHANNEL, receiver=PLATFORM, cost=5.0, digital=1.0, effort=0.4, leverage=0.5)
    young = make(RESIDENT, age=59, digital=0.6, trust_platform=0.6)
    # gain 8 * sqrt(0.25) * (2 * 0.3 + 0.6) / 3 + 0.5 * 0.25 = 1.725; cost 5 + 0.4 * 1.5 = 5.6; habit 0.2
    assert voice_utility(young, channel, 0.25, 0.3, 0.0, 0.2, rules) == pytest.approx(1.725 - 5.6 + 0.2)
    old = make(RESIDENT, age=60, digital=0.6, trust_platform=0.6)
    assert voice_utility(old, channel, 0.25, 0.3, 0.0, 0.2, rules) == pytest.approx(1.725 - 5.8 + 0.2)


def test_readiness_by_hand(make, rules_with):
    rules = rules_with(speaks_sd=1.1, civic_sd=0.45)
    assert readiness(make(RESIDENT, speaks=-1.0), 2.0, rules) == pytest.approx(-1.1 + 0.9)


def shares_of_responses(make, resident, category, rules, n=4000, **given):
    """Return how often each response comes, over an even grid of the uniform number."""
    usual = {
        "severity": 0.3, "can_firm": True, "can_group": True, "heard": 0.0, "shown": 0.0, "street": {}, "community": {},
        "compound": {}, "owner": False, "reported": 0,
    }  # fmt: skip
    arguments = usual | given
    for place, dtype in PLACES.items():
        arguments[place] = make(dtype, **arguments[place])
    channels = load_channels().table
    chosen = [responds(resident, category, *arguments.values(), channels, rules, (k + 0.5) / n) for k in range(n)]
    return np.bincount(chosen, minlength=len(Response)) / n


@pytest.fixture
def citizen(make):
    return make(
        RESIDENT, age=40, digital=0.7, trust_firm=0.4, trust_community=0.55, trust_platform=0.5, expectation=0.5
    )


def test_the_choice_is_the_logit_of_the_utilities(make, rules_with, citizen):
    """The one uniform number, split again at each option, gives every option its share exp(V) / sum exp(V)."""
    rules = rules_with(petition_severity=0.5)  # the matter is too slight for a petition
    severity, habit = 0.3, rules.owner_voice
    citizen.years_here, citizen.migrant = 20, 1
    rooted = 0.5 - math.exp(-20.0 / rules.rooted_years)
    near = rules.rooted_ties * rooted
    utilities = [0.0, 0.3 * rules.together_gain - rules.together_cost + near]
    utilities.append(rules.tell_gain * math.sqrt(severity) - rules.tell_cost + near)
    channels = load_channels().table
    utilities += [
        voice_utility(citizen, channels[option], severity, hopes(citizen, 0.0), 0.0, habit, rules)
        for option in range(Response.FIRM_DESK, Response.PETITION)
    ]
    for option in range(Response.FIRM_DESK, Response.PETITION):
        known = rules.rooted_knows * rooted if option in (Response.GRID, Response.WALK_IN) else 0.0
        utilities[option] += known - rules.migrant_cost * channels[option].official
    wanted = np.exp(utilities) / np.exp(utilities).sum()
    found = shares_of_responses(make, citizen, make(CATEGORY, self_fix=0.3), rules, severity=severity, owner=True)
    assert found[:-1] == pytest.approx(wanted, abs=1e-3)
    assert found[Response.PETITION] == 0


def test_newcomers_and_the_rooted_by_hand(make, rules_with):
    rules = rules_with(rooted_years=10.0)
    for years, rooted in ((0, -0.5), (7, 0.5 - math.exp(-0.7)), (100, 0.5)):
        assert rootedness(make(RESIDENT, years_here=years), rules) == pytest.approx(rooted, abs=1e-4)


def test_a_migrants_questions_are_as_easy_as_anybodys(make, rules_with, citizen):
    """Only complaints are claims on the city's offices."""
    asked = []
    for migrant in (0, 1):
        citizen.migrant = migrant
        asked.append(shares_of_responses(make, citizen, make(CATEGORY, enquiry=1), rules_with()).tolist())
    assert asked[0] == asked[1]


def test_what_cannot_be_used_is_never_chosen(make, rules_with, citizen):
    rules = rules_with(petition_severity=0.35)
    no_firm = shares_of_responses(make, citizen, make(CATEGORY), rules, can_firm=False, severity=0.3)
    assert no_firm[[Response.FIRM_DESK, Response.PETITION]].sum() == 0
    enquiry = shares_of_responses(make, citizen, make(CATEGORY, enquiry=1), rules, severity=0.9)
    assert enquiry[[Response.TOGETHER, Response.NEIGHBOUR, Response.PETITION]].sum() == 0


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"severity": 0.1}, {"severity": 0.6}),
        ({"heard": -0.8}, {"heard": 0.8}),
        ({"shown": -0.8}, {"shown": 0.8}),
        ({"community": {"civic": -1.0}}, {"community": {"civic": 1.0}}),
        ({"owner": False}, {"owner": True}),
        ({"reported": 4}, {"reported": 0}),
        ({"can_group": False}, {"can_group": True}),
        ({"can_firm": False}, {"can_firm": True}),
    ],
)
def test_what_makes_people_speak(make, rules_with, citizen, less, more):
    """Gravity, good news, the habit of the place, ownership, a desk at hand; not what others have reported already."""
    rules = rules_with()
    low, high = (shares_of_responses(make, citizen, make(CATEGORY), rules, 2000, **given) for given in (less, more))
    assert high[Response.FIRM_DESK :].sum() > low[Response.FIRM_DESK :].sum() + 0.001


@given(severity=st.floats(0.01, 1), speaks=st.floats(-3, 3, width=32), low=st.floats(0, 0.99), high=st.floats(0, 0.99))
def test_waiting_before_speaking(make, rules_with, severity, speaks, low, high):
    rules = rules_with()
    resident = make(RESIDENT, speaks=speaks)
    low, high = sorted((low, high))
    sooner = waits_before_speaking(resident, severity, 0.0, rules, low)
    assert 0 <= sooner <= waits_before_speaking(resident, severity, 0.0, rules, high)
    assert waits_before_speaking(resident, 1.0, 0.0, rules, high) == 0.0


def test_median_wait_before_speaking_by_hand(make, rules_with):
    rules = rules_with(notice_hours=60, delay_habit=0.5, speaks_sd=1.0, civic_sd=0)
    wait = waits_before_speaking(make(RESIDENT, speaks=1.0), 0.2, 0.0, rules, 0.5)
    assert wait == pytest.approx(60 * math.exp(-0.5) * 0.8 * math.log(2))


@pytest.mark.parametrize(
    ("solved", "explained", "delay_share", "score"),
    [
        (True, False, 0.1, 1.0),  # 0.5 + 0.25 + 0.5 * 0.6 = 1.05, cut at 1
        (True, False, 1.0, 1.0),  # 1.05 - 0.25 * 0.2
        (True, False, math.exp(1.5), 0.875),  # 1.05 - 0.25 * 0.7
        (False, True, 1.0, 0.30),  # 0.15 + 0.25 - 0.05 - 0.05
        (False, False, 1.0, 0.0),  # 0.25 - 0.2 - 0.05
        (False, False, 0.0, 0.05),
    ],
)
def test_satisfaction_by_hand(make, rules_with, solved, explained, delay_share, score):
    rules = rules_with(explained_worth=0.3, delay_weight=0.25)
    resident = make(RESIDENT, expectation=0.4)
    assert satisfaction(resident, solved, explained, delay_share, 0.0, rules) == pytest.approx(score, abs=1e-6)


@given(
    expectation=unit,
    solved=st.booleans(),
    explained=st.booleans(),
    delays=st.tuples(st.floats(0, 50), st.floats(0, 50)),
    number=numbers,
)
def test_satisfaction_falls_with_delay_and_expectation(make, rules_at, expectation, solved, explained, delays, number):
    rules = rules_at(number)
    soon, late = sorted(delays)
    resident = make(RESIDENT, expectation=expectation)
    before = satisfaction(resident, solved, explained, soon, 0.0, rules)
    assert 0 <= satisfaction(resident, solved, explained, late, 0.0, rules) <= before <= 1
    assert satisfaction(make(RESIDENT, expectation=1), solved, explained, soon, 0.0, rules) <= before
    assert satisfaction(resident, True, False, soon, 0.0, rules) >= before


def test_learning_by_hand(make, rules_with):
    rules = rules_with(trust_gain=0.2, expectation_gain=0.1, fatigue_gain=0.25, fatigue_relief=0.4)
    resident = make(RESIDENT, trust_firm=0.5, trust_community=0.5, trust_platform=0.5, expectation=0.5, fatigue=0.2)
    learns(resident, NEAR, False, 0.1, rules)
    assert resident.trust_community == pytest.approx(0.42)
    assert [resident.trust_firm, resident.trust_platform] == [0.5, 0.5]
    assert resident.expectation == pytest.approx(0.45)
    assert resident.fatigue == pytest.approx(0.4)
    assert (resident.memory, resident.memory_n) == (0b0, 1)
    learns(resident, FIRM, True, 1.0, rules)
    assert resident.trust_firm == pytest.approx(0.6)
    assert resident.fatigue == pytest.approx(0.24)
    assert (resident.memory, resident.memory_n) == (0b01, 2)


def test_a_promise_by_hand_and_a_broken_one_weighs_more(make, rules_with):
    rules = rules_with(promise_trust=0.1, bad_news=1.8)
    glad, let_down = (make(RESIDENT, trust_firm=0.5, trust_community=0.5, trust_platform=0.5) for _ in range(2))
    learns_of_promise(glad, True, rules)
    learns_of_promise(let_down, False, rules)
    assert glad.trust_community == pytest.approx(0.55)
    assert let_down.trust_community == pytest.approx(0.41)
    for resident in (glad, let_down):
        assert [resident.trust_firm, resident.trust_platform, resident.memory_n] == [0.5, 0.5, 0]


def test_the_same_works_are_liked_better_where_they_were_chosen(make, rules_with):
    rules = rules_with(works_trust=0.1, vote_pride=0.5)
    chose, was_given = (make(RESIDENT, trust_community=0.6) for _ in range(2))
    sees_works_done(chose, 1.0, rules)
    sees_works_done(was_given, 0.0, rules)
    assert chose.trust_community == pytest.approx(0.6 + 0.15 * 0.4)
    assert was_given.trust_community == pytest.approx(0.6 + 0.1 * 0.4)


def test_only_the_last_eight_outcomes_are_remembered(make, rules_with):
    resident = make(RESIDENT)
    for solved in [True] * 8 + [False, True, True]:
        learns(resident, PLATFORM, solved, 0.5, rules_with())
    assert (resident.memory, resident.memory_n) == (0b1111_1011, 8)


def test_a_neighbours_story_by_hand(make, rules_with):
    rules = rules_with(talk_gain=0.1)
    resident = make(RESIDENT, trust_firm=0.5, trust_community=0.5, trust_platform=0.5)
    hears(resident, FIRM, -0.5, rules)
    hears(resident, PLATFORM, 1.0, rules)
    assert resident.trust_firm == pytest.approx(0.475)
    assert resident.trust_platform == pytest.approx(0.55)
    assert resident.trust_community == 0.5


@given(
    state=states,
    number=numbers,
    events=st.lists(
        st.tuples(st.sampled_from(list(Receiver)).map(int), st.booleans(), st.floats(0, 1), st.integers(0, 60)),
        max_size=12,
    ),
)
def test_trust_helplessness_and_expectation_stay_between_0_and_1(make, rules_at, state, number, events):
    rules = rules_at(number)
    resident = make(RESIDENT, **state)
    day = 0
    for receiver, solved, satisfied, passed in events:
        day += passed
        brings_up_to_date(resident, rules, day)
        learns(resident, receiver, solved, satisfied, rules)
        hears(resident, receiver, 2 * satisfied - 1, rules)
        learns_of_promise(resident, solved, rules)
        sees_works_done(resident, satisfied, rules)
    assert all(0 <= resident[name] <= 1 for name in STATE)


def steps(resident, severity, times, rules, n=2000):
    chosen = [next_step(resident, severity, times, rules, (k + 0.5) / n) for k in range(n)]
    return np.bincount(chosen, minlength=len(Next)) / n


def test_next_step_by_hand(make, rules_with):
    rules = rules_with(
        again_ease=-1, again_severity=3, again_fatigue=2, again_round=0.5, petition_severity=0.35, petition_ease=-3,
        petition_gain=4,
    )  # fmt: skip
    again = math.exp(-1 + 3 * 0.5 - 2 * 0.25 - 0.5)
    petition = math.exp(-3 + 4 * 0.5)
    total = 1 + again + petition
    found = steps(make(RESIDENT, fatigue=0.25), 0.5, 1, rules)
    assert found == pytest.approx([1 / total, again / total, petition / total], abs=1e-3)


def test_nobody_petitions_before_a_complaint_has_failed_or_about_trifles(make, rules_with):
    rules = rules_with(petition_ease=-1, petition_severity=0.4)
    assert steps(make(RESIDENT), 0.9, 0, rules)[Next.PETITION] == 0
    assert steps(make(RESIDENT), 0.39, 3, rules)[Next.PETITION] == 0
    assert steps(make(RESIDENT), 0.4, 1, rules)[Next.PETITION] > 0


def test_the_helpless_and_the_tired_give_up(make, rules_with):
    rules = rules_with()
    usual = steps(make(RESIDENT, fatigue=0.1), 0.3, 0, rules)[Next.GIVE_UP]
    assert steps(make(RESIDENT, fatigue=0.9), 0.3, 0, rules)[Next.GIVE_UP] > usual
    assert steps(make(RESIDENT, fatigue=0.1), 0.3, 4, rules)[Next.GIVE_UP] > usual
    assert steps(make(RESIDENT, fatigue=0.1), 0.9, 0, rules)[Next.GIVE_UP] < usual


def test_the_very_content_and_the_very_angry_rate_more(rules_with):
    rules = rules_with(rating_base=0.25, rating_extreme=0.3)

    def chance(asked, satisfied):
        return np.mean([gives_rating(asked, satisfied, rules, (k + 0.5) / 1000) for k in range(1000)])

    assert chance(1.0, 0.5) == pytest.approx(0.25)
    assert chance(1.0, 1.0) == chance(1.0, 0.0) == pytest.approx(0.55)
    assert chance(0.5, 0.75) == pytest.approx(0.2)
    assert chance(0.0, 1.0) == 0


def test_fee_by_hand(make, rules_with):
    rules = rules_with(fee_ease=1, fee_trust=2, fee_service=1, fee_suspicion=2, suspicion_usual=0.35)
    resident = make(RESIDENT, trust_firm=0.75)
    for suspicion, held_against in ((0.35, 0.0), (0.6, 0.5)):
        chance = 1 / (1 + math.exp(-(1 + 2 * 0.25 - 0.4 - held_against)))
        assert pays_fee(resident, 0.1, suspicion, rules, chance - 1e-6)
        assert not pays_fee(resident, 0.1, suspicion, rules, chance + 1e-6)


def test_asking_for_more_by_hand(make, rules_with):
    rules = rules_with(leverage=0.5, rating_weight_start=0.1)
    claimant = make(RESIDENT, insistence=0.75)
    assert demands_more(claimant, 0.9, rules, 0.2999)  # 0.5 * 0.8 * 0.75
    assert not demands_more(claimant, 0.9, rules, 0.3001)
    assert not demands_more(claimant, 0.1, rules, 0.0)
    assert not demands_more(make(RESIDENT, insistence=0.0), 1.0, rules, 0.0)


def test_what_paid_is_tried_again(make, rules_with):
    rules = rules_with(insist_gain=0.5)
    claimant = make(RESIDENT, insistence=0.25)
    learns_to_insist(claimant, 1.0, rules)
    assert claimant.insistence == pytest.approx(0.625)
    learns_to_insist(claimant, 0.0, rules)
    learns_to_insist(claimant, 0.0, rules)
    assert claimant.insistence == pytest.approx(0.625 / 4)  # the last time counts most
