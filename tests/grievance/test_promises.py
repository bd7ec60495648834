"""What is voiced at a forum is promised there: kept when the trouble is truly solved by the judgement, else broken."""

import pytest

from sim.agents.responses import Response
from sim.grievance.needs import trouble_arises
from sim.grievance.ticket import AT_FORUM, PROMISED, State


@pytest.fixture
def forum(quiet):
    """Return a place where a promise moves trust by a tenth of the way, and a broken one by a fifth."""
    quiet.rules.promise_trust, quiet.rules.bad_news, quiet.rules.promise_tells = 0.1, 2.0, 0.05
    quiet.rules.patience_days = 5.0
    return quiet


def ledger(forum):
    compounds = forum.world.compounds
    return [int(compounds[name].sum()) for name in ("promises_made", "promises_kept", "promises_broken")]


def twice(forum, days=20, **more):
    """Return the trust of two who say the same, one at a forum and one elsewhere."""
    compound = forum.compound(with_firm=True)
    elsewhere = forum.spoken(Response.GRID, trouble=1, resident=forum.resident_of(compound, 0), **more)
    there = forum.spoken(Response.GRID, trouble=2, resident=forum.resident_of(compound, 40), promised=AT_FORUM, **more)
    persons = [int(forum.case(row).resident) for row in (there, elsewhere)]
    forum.world.residents.expectation[persons] = 0.5
    forum.rules.trust_gain = forum.rules.talk_gain = 0.0
    forum.rules.trust_days = 1e12
    forum.world.residents.trust_community = 0.5
    forum.days(days)
    return forum.world.residents.trust_community[persons].tolist()


def test_a_promise_kept_adds_trust_to_what_the_outcome_does(forum):
    there, elsewhere = twice(forum)
    assert ledger(forum) == [1, 1, 0]
    assert there == pytest.approx(elsewhere + 0.1 * (1 - elsewhere))
    assert forum.world.compounds.mood.max() == pytest.approx(0.05)


def test_a_promise_broken_takes_more(forum):
    forum.categories.solvable = 0.0
    there, elsewhere = twice(forum)
    assert ledger(forum) == [1, 0, 1]
    assert there == pytest.approx(elsewhere * 0.8)
    assert forum.world.compounds.mood.min() == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("change", "more"),
    [
        (lambda forum: forum.rules.__setitem__("pseudo_ease", 100.0), {}),  # said to be done
        (lambda forum: forum.world.channels.__setattr__("capture", 0.0), {}),  # forgotten
        (lambda forum: forum.world.servers.__setattr__("present", 0), {"fades": 24.0 * 3}),  # over by itself
    ],
    ids=["pseudo", "lost", "lapsed"],
)
def test_however_else_it_ends_it_is_broken(forum, change, more):
    change(forum)
    forum.spoken(Response.GRID, promised=AT_FORUM, **more)
    forum.days(8)
    forum.world.servers.present[:] = 1
    forum.days(30)
    assert ledger(forum) == [1, 0, 1]


@pytest.mark.parametrize(("activity", "lost"), [(0.0, 0.75), (0.4, 0.45), (1.0, 0.0)])
def test_the_organisation_keeps_the_minutes(forum, activity, lost):
    """As active as it is, as much is taken down of what would else be lost."""
    world, compound = forum.world, forum.compound(with_firm=True)
    world.channels.capture = 0.25
    world.compounds.branch[compound], world.branches.activity, world.compounds.accountable = 0, activity, 0.0
    for trouble in range(400):
        who = forum.resident_of(compound, trouble % int(world.compounds.resident_n[compound]))
        forum.spoken(Response.GRID, trouble=trouble, promised=AT_FORUM, resident=who)
    forum.days(2)
    cases = forum.block.cases
    assert (cases.state == State.LOST).sum() / 400 == pytest.approx(lost, abs=4 * (lost * (1 - lost) / 400) ** 0.5)
    assert ledger(forum)[0] == 400


def test_a_promise_is_judged_once(forum):
    """What is solved on being pressed again was broken all the same."""
    forum.categories.solvable = 0.0
    forum.rules.again_ease, forum.rules.again_days = 100.0, 1.0
    row = forum.spoken(Response.GRID, promised=AT_FORUM)
    while forum.case(row).rounds == 0:
        forum.days(1)
    assert ledger(forum) == [1, 0, 1]
    assert forum.case(row).promised == 0
    forum.categories.solvable = 1.0
    forum.days(40)
    assert ledger(forum) == [1, 0, 1]


def test_what_was_over_by_then_is_not_promised(forum):
    forum.spoken(Response.GRID, promised=AT_FORUM, hour=24.0 * 5 + 9.0, onset=1.0, fades=24.0 * 3)
    forum.days(20)
    assert ledger(forum) == [0, 0, 0]


def test_nothing_new_is_promised_where_a_ticket_is_open(forum):
    forum.rules.seen_in_channel = 1.0
    forum.world.servers.present[:] = 0
    first = forum.spoken(Response.GRID, hour=9.0)
    forum.spoken(
        Response.GRID,
        hour=10.0,
        nth=1,
        lead=first,
        resident=forum.resident_of(forum.compound(True), 5),
        promised=AT_FORUM,
    )
    forum.days(3)
    assert ledger(forum) == [0, 0, 0]


def test_a_promise_is_open_until_it_is_judged(forum):
    forum.world.servers.present[:] = 0
    row = forum.spoken(Response.GRID, promised=AT_FORUM)
    forum.days(3)
    assert ledger(forum) == [1, 0, 0]
    assert forum.case(row).promised == PROMISED


def test_silent_troubles_are_promised_at_forums_and_nowhere_else(forum):
    """All bear what befalls them, and all go to the forum of the week."""
    world, compound = forum.world, forum.compound(with_firm=True)
    forum.rules.forum_ease, forum.rules.branch_hears = 100.0, 0.0
    forum.categories.scope, forum.categories.self_fix = 0, 0.0
    forum.categories.fades_days = 1e6
    forum.rules.voice_gain = forum.rules.tell_gain = 0.0
    forum.rules.together_cost, forum.rules.tell_cost = 100.0, 100.0
    world.channels.cost = 100.0
    for week, forums in enumerate((0.0, 52.0)):
        world.compounds.forum = forums
        day, who = forum.model.day, forum.resident_of(compound)
        trouble_arises(world, forum.block, 7 + week, 0, who, 24.0 * day, day, 0, False)
        forum.days(25)
        assert ledger(forum)[:1] == [week]
    assert ledger(forum) == [1, 1, 0]
