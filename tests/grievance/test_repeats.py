"""A store that all channels share: what is told of again moves up, by less each time, and the others wait for it."""

import pytest

from sim.agents.responses import Response
from sim.grievance.deadline import Deadline
from sim.grievance.handover import head_start
from sim.grievance.level import Level
from sim.grievance.repeats import MOST, ahead_for_repeats, is_told_of_again
from sim.grievance.ticket import CASE, FRESH, Outcome, State
from sim.model import GovernanceModel
from sim.parameters import PARAMETERS

NUMBERS = {"repeat_head_start": 24.0, "repeat_kept": 0.5}


def test_each_contact_brings_half_of_the_one_before_by_hand(paper_world):
    rules = paper_world(NUMBERS).rules[0]
    assert [ahead_for_repeats(n, rules) for n in (0, 1, 2, 3, 4)] == [0.0, 24.0, 36.0, 42.0, 45.0]
    assert ahead_for_repeats(MOST, rules) == pytest.approx(48.0)


@pytest.mark.parametrize(("numbers", "ahead"), [({"repeat_kept": 0.0}, 24.0), ({"repeat_head_start": 0.0}, 0.0)])
def test_the_first_may_be_all_that_counts_or_nothing_may(paper_world, numbers, ahead):
    rules = paper_world(NUMBERS | numbers).rules[0]
    assert [ahead_for_repeats(n, rules) for n in (0, 1, 2, MOST)] == [0.0, ahead, ahead, ahead]


def test_it_adds_to_the_other_head_starts(paper_world, make):
    world = paper_world(NUMBERS | {"severity_head_start": 48.0, "official_head_start": 0.0, "class_head_start": 0.0})
    world.categories.deadline = Deadline.GENERAL
    found = [head_start(world, make(CASE, severity=0.25, joined=joined)) for joined in (0, 1, 2)]
    assert found == [-12.0, -36.0, -48.0]


@pytest.fixture
def two_wait(quiet):
    """Two tickets wait at one street's desk, and of the later one another resident speaks on the next day."""
    for name, value in NUMBERS.items():
        quiet.rules[name] = value
    quiet.rules.store_logging = 0.0
    quiet.rules.seen_in_channel = 1.0
    street = quiet.world.desks[quiet.world.desks.level == Level.STREET]
    for desk in street:
        quiet.world.servers.present[desk.server_lo : desk.server_lo + desk.server_n] = 0
    quiet.first = quiet.spoken(Response.HOTLINE, hour=9.0, trouble=1)
    quiet.second = quiet.spoken(Response.HOTLINE, hour=10.0, trouble=2, resident=quiet.resident_of(0, 3))
    quiet.spoken(Response.BOARD, hour=34.0, trouble=2, nth=1, lead=quiet.second, resident=quiet.resident_of(0, 5))
    return quiet


def taken_up(quiet):
    """Let one clerk a desk come, and return the troubles in the order in which they are taken up."""
    quiet.world.servers.present[quiet.world.desks.server_lo] = 1
    quiet.days(20)
    own = quiet.tickets[quiet.tickets.outcome != Outcome.MERGED]
    return own.trouble[own.first_response.argsort(kind="stable")].tolist()


@pytest.mark.parametrize(("store", "order"), [(0.0, [1, 2]), (1.0, [2, 1])])
def test_what_all_channels_see_told_of_again_overtakes_what_was_there_before(two_wait, store, order):
    """Without a shared store the one list sees that it is the same, and no more comes of it."""
    two_wait.world.communities.shared_store = store
    two_wait.days(1)
    before = [float(two_wait.case(row).priority) for row in (two_wait.first, two_wait.second)]
    two_wait.days(1)
    after = [float(two_wait.case(row).priority) for row in (two_wait.first, two_wait.second)]
    assert two_wait.outcomes() == [Outcome.MERGED]
    assert two_wait.case(two_wait.second).joined == store
    assert [a - b for a, b in zip(after, before, strict=True)] == pytest.approx([0.0, -24.0 * store])
    assert taken_up(two_wait) == order


@pytest.mark.parametrize("ahead", [0.0, 24.0])
def test_who_is_silent_waits_as_much_longer_as_the_loud_one_waits_less(two_wait, ahead):
    """Who goes first moves the waiting from one to the other, it makes none."""
    two_wait.world.communities.shared_store = 1.0
    two_wait.rules.repeat_head_start = ahead
    two_wait.days(2)
    assert taken_up(two_wait) == ([2, 1] if ahead else [1, 2])
    own = two_wait.tickets[two_wait.tickets.outcome != Outcome.MERGED]
    first, then = sorted(own.first_response.tolist())
    assert 48.0 < first < then == own.closed.min()  # the hours of one case, whichever it is


def test_who_waits_for_parts_counts_the_contact_when_it_next_queues(two_wait):
    two_wait.days(1)
    case, rules = two_wait.case(two_wait.second), two_wait.rules[0]
    ahead, priority = head_start(two_wait.world, case), float(case.priority)
    case.state = State.OUTSIDE
    is_told_of_again(two_wait.world, two_wait.block, two_wait.second)
    assert (case.joined, case.priority) == (1, priority)
    assert head_start(two_wait.world, case) == pytest.approx(ahead - ahead_for_repeats(1, rules))


def test_what_is_urgent_is_first_already(two_wait):
    two_wait.categories.deadline = Deadline.URGENT
    two_wait.world.communities.shared_store = 1.0
    two_wait.days(1)
    priority = float(two_wait.case(two_wait.second).priority)
    is_told_of_again(two_wait.world, two_wait.block, two_wait.second)
    assert two_wait.case(two_wait.second).priority == priority


def test_the_count_ends(two_wait):
    two_wait.days(1)
    for _ in range(300):
        is_told_of_again(two_wait.world, two_wait.block, two_wait.second)
    assert two_wait.case(two_wait.second).joined == MOST


@pytest.mark.parametrize(("channel", "kept"), [(Response.HOTLINE, 3), (Response.GRID, 0)])
def test_a_ticket_that_is_opened_again_keeps_its_contacts_and_a_new_one_has_none(quiet, channel, kept):
    quiet.rules.again_ease = 100.0
    quiet.rules.again_days = 1.0
    quiet.rules.louder = 0.0
    quiet.categories.solvable = 0.0
    row = quiet.spoken(channel)
    quiet.case(row).joined = 3
    while quiet.case(row).rounds == 0:
        quiet.days(1)
    assert quiet.case(row).joined == kept


def test_where_no_store_is_shared_nobody_asks_how_far_repeats_go():
    """To the last bit, though each channel joins to its own list what it knows."""
    runs = []
    for ahead in (0.0, 96.0):
        loud = {"voice_gain": PARAMETERS["voice_gain"].high, "noticers_max": PARAMETERS["noticers_max"].high}
        model = GovernanceModel(
            "baseline", area="420106001001", days=60, warmup=0, seed=3, repeat_head_start=ahead, **loud
        )
        model.run_model()
        assert model.world.tallies.merged.sum() > 10
        used = [block.cases[: block.pointers[FRESH]] for block in model._blocks]
        runs.append([cases[name].tobytes() for cases in used for name in CASE.names])
    assert runs[0] == runs[1]
