"""Dates, ramps, coverage, overlap, taking back, and what it costs."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policy import LEVERS, PolicyItem, Timeline, Where

FIRST = date(2016, 1, 1)


def item(lever, intensity, start=None, end=None, **rest):
    days = [None if day is None else FIRST + timedelta(days=day) for day in (start, end)]
    return PolicyItem(lever=lever, intensity=intensity, start=days[0], end=days[1], **rest)


def timeline(institutions, *items, seed=1):
    return Timeline(items, institutions, FIRST, seed)


def test_a_ramp_goes_up_in_equal_steps_and_the_end_restores_the_start_exactly(institutions):
    line = timeline(institutions, item("closure_audit", 0.45, start=2, end=7, ramp_days=4))
    before = institutions.communities["audit"].copy()
    seen, wrote = [], []
    for day in range(10):
        wrote.append(line.on(day))
        seen.append(float(institutions.communities["audit"][0]))
    assert seen == pytest.approx([0.05, 0.05, 0.15, 0.25, 0.35, 0.45, 0.45, 0.45, 0.05, 0.05])
    assert wrote == [False, False, True, True, True, True, False, False, True, False]
    assert np.array_equal(institutions.communities["audit"], before)


def test_without_a_start_it_is_in_force_from_day_nought(institutions):
    line = timeline(institutions, item("task_admission", 56.0))
    assert line.on(0)
    assert (institutions.communities["work_items"] == 56.0).all()
    assert not line.on(1)


def test_overlapping_levers_on_one_column_compose_and_ends_restore(institutions):
    here, there = Where(areas=("11",)), Where(areas=("1",))
    line = timeline(
        institutions,
        item("task_admission", 100.0, start=1, end=5, where=there),
        item("task_admission", 56.0, start=2, end=3, where=here),
    )
    seen = []
    for day in range(7):
        line.on(day)
        seen.append(institutions.communities["work_items"].tolist())
    assert seen[1] == seen[4] == [100.0] * 4 + [165.0] * 2
    assert seen[2] == [56.0] * 2 + [100.0] * 2 + [165.0] * 2
    assert seen[0] == seen[6] == [165.0] * 6


def test_days_may_be_skipped_and_gone_back_to(institutions):
    line = timeline(institutions, item("whistle_calls", 0.8, start=3, ramp_days=10))
    line.on(100)
    late = institutions.streets["whistle"].copy()
    line.on(0)
    assert (institutions.streets["whistle"] == 0.0).all()
    line.on(100)
    assert np.array_equal(institutions.streets["whistle"], late)
    assert (late == 0.8).all()


DOSES = st.tuples(
    st.sampled_from(sorted(LEVERS)),
    st.floats(0, 1),
    st.integers(0, 20) | st.none(),
    st.integers(0, 20),
    st.integers(0, 10),
    st.floats(0, 1),
    st.sampled_from(["random", "weakest", "strongest"]),
)


def _drawn(lever, part, start, lasts, ramp, share, rule):
    """Return an item from what hypothesis draws; it has ended by day 41."""
    one = LEVERS[lever]
    intensity = one.low + part * (one.high - one.low)
    end = (start or 0) + lasts
    return item(
        lever, intensity, start, end, ramp_days=ramp if start is not None else 0, where=Where(share=share, rule=rule)
    )


def _written(institutions):
    return {
        name: getattr(institutions, name.partition(".")[0])[name.partition(".")[2]].copy()
        for lever in LEVERS.values()
        for name in lever.writes
    }


PERSONS = {
    "streets.posted", "departments.posted", "departments.posted_elsewhere", "communities.helpers",
    "communities.station_staff",
}  # fmt: skip
"""Who is sent from one office to another: bounded by whom there is, and counted once."""

ADDED = {"compounds.fund"}
"""What each lever adds to: no range holds the sum."""


def _bounds(institutions):
    """Return what each column may hold: what it held, and the declared ranges of the levers that write it."""
    bounds = {}
    for name, values in _written(institutions).items():
        levers = [lever for lever in LEVERS.values() if name in lever.writes]
        ranges = [(0.0, 1.0) if lever.covers else (lever.low, lever.high) for lever in levers]
        if name == "communities.posts":  # intensity is their mean; as many as rows are kept for
            ranges = [(0.0, institutions.communities.worker_n.max())]
        lows, highs = zip(*ranges, strict=True)
        bounds[name] = (min(values.min(), *lows), np.inf if name in ADDED else max(values.max(), *highs))
    return bounds


def _persons_are_kept(institutions):
    """Check that who is sent anywhere is gone elsewhere, and that every bureau keeps a fifth of its people."""
    communities, streets, departments = institutions.communities, institutions.streets, institutions.departments
    gone = departments.posted + departments.posted_elsewhere
    people = departments.staff / institutions.rules[0].bureau_case_share
    assert (people + gone >= 0.2 * people - 1e-9).all()
    assert (departments.staff + departments.posted >= 0.2 * departments.staff - 1e-9).all()
    assert (departments.posted <= 0.0).all()
    assert (departments.posted_elsewhere <= 0.0).all()
    assert (streets.posted >= 0.0).all()
    assert (communities.helpers >= 0.0).all()
    assert (communities.station_staff >= 0.0).all()
    sent = streets.posted.sum() + communities.helpers.sum() + communities.station_staff.sum()
    assert gone.sum() + sent == pytest.approx(0.0, abs=1e-9)


SENDERS = sorted(lever for lever, one in LEVERS.items() if PERSONS & set(one.writes))


@given(st.lists(DOSES, min_size=2, max_size=6, unique_by=lambda dose: dose[0]), st.permutations(SENDERS))
def test_whoever_sends_persons_takes_them_from_somewhere(make_institutions, drawn, senders):
    """All levers that send persons at once, each over a part and on a ramp of its own."""
    institutions = make_institutions()
    doses = zip(senders, drawn, strict=False)
    line = timeline(institutions, *(_drawn(lever, *dose[1:]) for lever, dose in doses))
    for day in range(0, 42, 3):
        line.on(day)
        _persons_are_kept(institutions)


@given(st.lists(DOSES, max_size=12))
def test_any_policy_that_has_ended_leaves_no_trace_and_never_leaves_the_range(make_institutions, drawn):
    institutions = make_institutions()
    before = _written(institutions)
    bounds = _bounds(institutions)
    line = timeline(institutions, *(_drawn(*dose) for dose in drawn))
    for day in range(0, 42, 3):
        line.on(day)
        for name, values in _written(institutions).items():
            low, high = bounds[name]
            assert name in PERSONS or ((values >= low - 1e-12) & (values <= high + 1e-12)).all(), name
        _persons_are_kept(institutions)
    line.on(41)
    after = _written(institutions)
    assert all(np.array_equal(before[name], after[name]) for name in before)


@given(st.lists(DOSES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_items_in_a_scenario_does_not_matter(make_institutions, drawn, random):
    items = [_drawn(*dose) for dose in drawn if dose[2] is not None]
    items = list({(one.lever, one.start): one for one in items}.values())
    shuffled = random.sample(items, len(items))
    both = []
    for order in (items, shuffled):
        institutions = make_institutions()
        timeline(institutions, *order).on(10)
        both.append(_written(institutions))
    assert all(np.array_equal(both[0][name], both[1][name]) for name in both[0])


def test_costs_by_hand(institutions):
    # two streets: 150,000 yuan once each, half of it in each of two days of ramp; 400 hours a year each
    line = timeline(institutions, item("devolved_authority", 0.6, start=1, ramp_days=2, where=Where(areas=("1",))))
    assert line.cost(0, 1) == (0.0, 0.0)
    assert line.cost(0, 2).yuan == pytest.approx(2 * 75_000)
    assert line.cost(0, 10).yuan == pytest.approx(2 * 150_000)
    assert line.cost(3, 10).yuan == pytest.approx(0.0)
    assert line.cost(1, 4).hours == pytest.approx(2 * 400 * (0.5 + 1 + 1) / 365)
    assert line.costs(0, 10)["devolved_authority"] == line.cost(0, 10)


def test_a_lever_in_force_before_the_run_was_paid_for_before(institutions):
    line = timeline(institutions, item("unified_platform", 1.0))
    assert line.cost(0, 365).yuan == pytest.approx(6 * 12_000)
    assert line.cost(0, 365).hours == pytest.approx(6 * 50)


def test_half_the_dose_costs_half(institutions):
    full = timeline(institutions, item("task_admission", 56.0)).cost(0, 365)
    half = timeline(institutions, item("task_admission", 110.5)).cost(0, 365)
    assert half.hours == pytest.approx(full.hours / 2)
    assert timeline(institutions).cost(0, 365) == (0.0, 0.0)
