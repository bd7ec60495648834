"""The model's own queue against queueing theory, and against a slow and obvious queue."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.clock import HOURS_A_DAY, Hours
from sim.engine.queue import DESK, NONE, SERVER, URGENT, join_queue, moves_up, next_job
from sim.grievance.ticket import CASE

EVERY_DAY = np.ones(7, dtype=np.bool_)
SERVED = 40_000
HOUR_OF_OPENING, HOUR_OF_CLOSING = 8.5, 17.5


def make_desk(servers=1, hours=Hours.ALWAYS, cases=16):
    """Return (desk, servers, cases): an open desk without a queue, all servers free from hour 0."""
    desks = np.zeros(1, DESK).view(np.recarray)
    desk = desks[0]
    desk.hours, desk.opens, desk.closes = hours, HOUR_OF_OPENING, HOUR_OF_CLOSING
    desk.server_n = desk.present = servers
    desk.share = 1.0
    desk.arriving = desk.waiting = NONE
    staff = np.zeros(servers, SERVER).view(np.recarray)
    staff.present = 1
    table = np.zeros(cases, CASE).view(np.recarray)
    table.ticket = np.arange(cases)
    return desk, staff, table


def run(desk, staff, cases, arrivals, services, head_starts, days, working=EVERY_DAY):
    """Send every case to the desk at once, and return (case, server, start) in order of service."""
    for case, (arrival, ahead) in enumerate(zip(arrivals, head_starts, strict=True)):
        join_queue(desk, cases, case, arrival, ahead)
    served = []
    for day in range(days):
        while (job := next_job(desk, staff, cases, day, working))[0] != NONE:
            case, server, start = job
            staff[server].free = start + services[case]
            served.append(job)
    return served


def waits_of(servers, load, seed, head_starts=None, services_alike=False):
    """Return each case's wait in hours; Poisson arrivals, exponential services with mean 1 hour (or all of an hour)."""
    rng = np.random.default_rng(seed)
    arrivals = np.cumsum(rng.exponential(1.0 / (load * servers), SERVED))
    services = np.ones(SERVED) if services_alike else rng.exponential(1.0, SERVED)
    desk, staff, cases = make_desk(servers, cases=SERVED)
    ahead = np.zeros(SERVED) if head_starts is None else head_starts(rng)
    served = run(desk, staff, cases, arrivals, services, ahead, int(arrivals[-1] / HOURS_A_DAY) + 60)
    assert len(served) == SERVED
    assert desk.length == 0
    start = np.empty(SERVED)
    start[[case for case, _, _ in served]] = [hour for _, _, hour in served]
    return start - arrivals, ahead


def interval(values, batches=25):
    """Return mean and standard error by batch means; the first batch is left out, as the queue began empty."""
    means = np.array([part.mean() for part in np.array_split(values, batches)[1:]])
    return means.mean(), means.std(ddof=1) / math.sqrt(len(means))


def erlang_c(servers, load):
    """Return the chance of having to wait in M/M/c (Erlang 1917); `load`: of one server, 0-1."""
    offered = servers * load
    blocked = offered**servers / math.factorial(servers) / (1.0 - load)
    return blocked / (sum(offered**k / math.factorial(k) for k in range(servers)) + blocked)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.7), (3, 0.8)])
def test_waiting_is_that_of_erlangs_formula(servers, load):
    waits, _ = waits_of(servers, load, seed=17)
    chance = erlang_c(servers, load)
    mean, error = interval(waits)
    assert error < 0.08 * mean
    assert mean == pytest.approx(chance / (servers * (1.0 - load)), abs=3.5 * error)
    share, error = interval((waits > 1e-9).astype(float))
    assert error < 0.02
    assert share == pytest.approx(chance, abs=3.5 * error)


def test_erlangs_formula_itself():
    assert erlang_c(1, 0.7) == pytest.approx(0.7)
    assert erlang_c(2, 0.5) == pytest.approx(1 / 3)


@pytest.mark.parametrize("shares", [(0.4, 0.6), (0.2, 0.3, 0.5)])
def test_priority_classes_wait_as_cobham_says(shares):
    """Non-preemptive priorities of M/M/1: W_k = W_0 / ((1 - s_{k-1}) (1 - s_k)), s_k the load of classes up to k."""
    load = 0.8

    def classes(rng):
        return -1.0e6 * rng.choice(np.arange(len(shares))[::-1], SERVED, p=shares)

    waits, ahead = waits_of(1, load, seed=29, head_starts=classes)
    means, upto = [], np.concatenate([[0.0], np.cumsum(shares)]) * load
    for rank in range(len(shares)):
        mine = waits[ahead == -1.0e6 * (len(shares) - 1 - rank)]
        mean, error = interval(mine)
        assert mean == pytest.approx(load / ((1.0 - upto[rank]) * (1.0 - upto[rank + 1])), abs=3.5 * error)
        means.append(mean)
    assert means == sorted(means)


def test_classes_do_not_change_the_mean_wait_of_all():
    """Conservation law (Kleinrock 1965): with like services, who goes first moves waiting, it makes none."""

    def every_third(_):
        return np.where(np.arange(SERVED) % 3 == 0, -1.0e6, 0.0)

    first, _ = waits_of(1, 0.7, seed=5, services_alike=True)
    second, _ = waits_of(1, 0.7, seed=5, head_starts=every_third, services_alike=True)
    assert second.mean() == pytest.approx(first.mean(), rel=1e-9)
    assert second.var() > 1.2 * first.var()


@pytest.mark.parametrize(("second_comes", "first_served"), [(10.0, 1), (23.0, 1), (24.0, 0), (30.0, 0)])
def test_a_low_class_ages_by_the_hour(second_comes, first_served):
    """Case 0 came at hour 0; case 1 has a head start of 24 hours; the server is busy until hour 40."""
    desk, staff, cases = make_desk()
    staff[0].free = 40.0
    served = run(desk, staff, cases, [0.0, second_comes], [1.0, 1.0], [0.0, -24.0], days=3)
    assert served == [(first_served, 0, 40.0), (1 - first_served, 0, 41.0)]


def test_like_cases_go_by_number():
    desk, staff, cases = make_desk()
    cases.ticket[:3] = [7, 5, 6]
    served = run(desk, staff, cases, [1.0, 1.0, 1.0], [1.0] * 3, [0.0] * 3, days=1)
    assert [case for case, _, _ in served] == [1, 2, 0]


def test_who_arrives_later_does_not_hold_up_who_is_there():
    desk, staff, cases = make_desk()
    served = run(desk, staff, cases, [2.0, 5.0], [1.0, 1.0], [0.0, -1.0e6], days=1)
    assert served == [(0, 0, 2.0), (1, 0, 5.0)]


def test_an_urgent_case_is_served_at_night_and_on_sunday_others_wait_for_the_office():
    sunday_then_work = np.array([False] + [True] * 6)
    desk, staff, cases = make_desk(hours=Hours.OFFICE)
    served = run(
        desk, staff, cases, [1.0, 2.0, 27.0], [3.0, 0.5, 2.0], [0.0, URGENT, URGENT], days=2, working=sunday_then_work
    )
    # 1 at two at night on Sunday, 2 at three at night on Monday, 0 when the office opens
    assert served == [(1, 0, 2.0), (2, 0, 27.0), (0, 0, 24.0 + HOUR_OF_OPENING)]


def test_what_starts_before_closing_is_the_last_of_the_day():
    desk, staff, cases = make_desk(hours=Hours.OFFICE)
    served = run(desk, staff, cases, [16.0, 16.0, 16.0], [1.0, 2.0, 1.0], [0.0] * 3, days=2)
    assert [start for _, _, start in served] == [16.0, 17.0, 24.0 + HOUR_OF_OPENING]


def test_absent_servers_serve_nobody():
    desk, staff, cases = make_desk(servers=2)
    staff[0].present = 0
    served = run(desk, staff, cases, [0.0, 0.0], [2.0, 2.0], [0.0, 0.0], days=1)
    assert served == [(0, 1, 0.0), (1, 1, 2.0)]
    staff.present = 0
    join_queue(desk, cases, 2, 3.0, 0.0)
    assert next_job(desk, staff, cases, 0, EVERY_DAY)[0] == NONE
    assert desk.length == 1


def plain_queue(servers, arrivals, services, head_starts, days):
    """Serve the same cases the slow way: go from moment to moment, and look at everybody who is there."""
    free = [0.0] * servers
    left = set(range(len(arrivals)))
    served = []
    moments = {float(hour) for hour in arrivals} | {HOURS_A_DAY * day + HOUR_OF_OPENING for day in range(days)}
    while moments:
        now = min(moments)
        moments.remove(now)
        is_open = HOUR_OF_OPENING <= now % HOURS_A_DAY < HOUR_OF_CLOSING
        idle = sorted((hour, server) for server, hour in enumerate(free) if hour <= now)
        there = sorted(
            (arrivals[case] + head_starts[case], case)
            for case in left
            if arrivals[case] <= now and (is_open or head_starts[case] == URGENT)
        )
        for (_, server), (_, case) in zip(idle, there, strict=False):
            if now < HOURS_A_DAY * days:
                left.remove(case)
                free[server] = now + services[case]
                moments.add(free[server])
                served.append((case, now))
    return served


quarters = st.integers(0, 4 * 96).map(lambda quarter: quarter / 4)
cases_of_three_classes = st.lists(
    st.tuples(quarters, st.integers(1, 40).map(lambda n: n / 4), st.sampled_from([0.0, -6.0, -48.0])), max_size=24
)


def assert_served_alike(servers, cases):
    desk, staff, table = make_desk(servers, Hours.DAILY, cases=max(1, len(cases)))
    arrivals, services, ahead = zip(*cases, strict=True) if cases else ((), (), ())
    served = run(desk, staff, table, arrivals, services, ahead, days=10)
    assert [(case, start) for case, _, start in served] == plain_queue(servers, arrivals, services, ahead, days=10)
    assert desk.length == len(cases) - len(served)


@given(servers=st.integers(1, 3), cases=cases_of_three_classes)
def test_serves_as_the_plain_queue_does(servers, cases):
    assert_served_alike(servers, cases)


def test_nobody_is_served_before_arriving_when_an_urgent_case_comes_at_night():
    """Two servers are free from noon. A plain case comes at seven in the evening, an urgent one half an hour later."""
    assert_served_alike(2, [(11.0, 1.0, 0.0), (11.0, 1.0, 0.0), (19.0, 1.0, 0.0), (19.5, 1.0, URGENT)])


def test_asking_again_on_the_same_day_changes_nothing():
    """As happens when a block has asked for more room in the middle of a day."""
    desk, staff, cases = make_desk(hours=Hours.OFFICE)
    staff[0].free = 12.0
    join_queue(desk, cases, 0, 19.0, 0.0)
    assert next_job(desk, staff, cases, 0, EVERY_DAY)[0] == NONE
    assert next_job(desk, staff, cases, 0, EVERY_DAY)[0] == NONE


steps_of_a_desk = st.lists(
    st.one_of(
        st.just(("take", 0, 0.0)),
        st.tuples(st.just("moves_up"), st.integers(0, 11), st.sampled_from([0.0, 1.5, 6.0, 30.0])),
    ),
    max_size=40,
)


@given(hours=st.lists(st.integers(0, 23).map(float), min_size=1, max_size=12), steps=steps_of_a_desk)
def test_who_moves_up_comes_before_whom_it_has_overtaken(hours, steps):
    """Against a plain list: at any moment, waiting or still on the way; the server is free from noon."""
    desk, staff, cases = make_desk()
    staff[0].free = now = 12.0
    for case, hour in enumerate(hours):
        join_queue(desk, cases, case, hour, 0.0)
    left, first = set(range(len(hours))), dict(enumerate(hours))
    for what, case, ahead in steps + [("take", 0, 0.0)] * len(hours):
        if what == "moves_up" and case in left:
            moves_up(desk, cases, case, ahead)
            first[case] -= ahead
        elif what == "take" and left:
            now = max(now, min(hours[one] for one in left))
            expected = min((one for one in left if hours[one] <= now), key=lambda one: (first[one], one))
            assert next_job(desk, staff, cases, 0, EVERY_DAY) == (expected, 0, now)
            left.remove(expected)
    assert desk.length == 0
    assert (desk.arriving, desk.waiting) == (NONE, NONE)
