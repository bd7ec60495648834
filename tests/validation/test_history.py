"""History: years as they stood at their ends, where they are lived, and worlds that are one until the reform."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from sim.city import build_city
from sim.grievance.ticket import TICKET, Outcome
from sim.policy import BUNDLES, LEVERS
from sim.scenario import load_scenario
from sim.validation import history as living
from sim.validation.history import (
    CLOSURE,
    OUTCOMES,
    UNREFORMED,
    WORLDS,
    days_of_history,
    live_history,
    place_of,
    reform_day,
    years_of,
)
from sim.validation.log import TicketLog
from tests.validation.conftest import reports_of

SOLVED, PSEUDO, OPEN, MERGED = Outcome.SOLVED, Outcome.PSEUDO, Outcome.OPEN, Outcome.MERGED
WARMUP = 10


def test_each_year_is_counted_as_it_stood_at_its_end():
    rows = [
        (1, 1, WARMUP + 0, WARMUP + 5, SOLVED),
        (2, 2, WARMUP + 364, WARMUP + 364.5, PSEUDO),
        (3, 3, WARMUP + 100, WARMUP + 400, SOLVED),  # closed too late for its year: past the deadline
        (4, 4, WARMUP + 364.5, WARMUP + 366, SOLVED),  # and one that was not due yet
        (5, 5, WARMUP + 50, -1, OPEN),
        (6, 6, WARMUP + 60, -1, MERGED),
        (7, 7, WARMUP + 365, WARMUP + 366, SOLVED),
    ]
    reports = reports_of(rows)
    reports["rating"] = [4, 3, 5, 5, 0, 0, 0]
    contacts = np.repeat([2.0, 3.0], 365)
    found = years_of(contacts, reports, 24.0 * WARMUP)
    assert found.loc[0].to_dict() == {
        "contacts": 730.0, "closed": 2.0, "due": 4.0, "solved_reported": 2.0, "solved_true": 1.0, "rated": 2.0,
        "satisfied": 1.0,
    }  # fmt: skip
    assert found.loc[1, ["contacts", "closed", "solved_true"]].tolist() == [1095.0, 1.0, 1.0]
    assert len(found) == 2


def test_the_worlds_differ_by_their_levers_alone():
    assert WORLDS[UNREFORMED] == {}
    assert dict(WORLDS[CLOSURE]) == {"closure_scoring": LEVERS["closure_scoring"].high}
    assert {"case_rating", "closure_audit"} <= set(WORLDS[OUTCOMES])
    assert "closure_scoring" not in WORLDS[OUTCOMES]
    assert set(BUNDLES["2019_call_and_respond"].intensities) <= set(WORLDS[OUTCOMES])


def test_a_large_area_sends_the_street_of_its_middle_resident(monkeypatch):
    city = build_city("420106")
    plan = load_scenario("baseline", {"area": "420106"})
    monkeypatch.setattr(living, "build_city", lambda code, source: (code, source))
    people = dict.fromkeys(city.codes["streets"], 0)
    for street, n in zip(city.communities.street, city.communities.resident_n, strict=True):
        people[city.codes["streets"][street]] += int(n)
    code, source = place_of(city, plan)
    below = sum(n for n in people.values() if n < people[code])
    assert below < len(city.residents) / 2 <= below + people[code]
    assert source is None
    monkeypatch.setattr(living, "MOST_PEOPLE", len(city.residents))
    assert place_of(city, plan) is city


def test_a_street_lives_its_own_history():
    city = build_city("420106001")
    assert place_of(city, load_scenario("baseline", {"area": "420106001"})) is city


def test_the_days_that_are_told_are_the_days_that_are_lived():
    assert days_of_history(5) == 365 * (6 + 2 + 6)
    late = load_scenario("baseline", {"start": date(2100, 12, 31)})
    assert reform_day(late) < date(2091, 1, 2)
    assert reform_day(load_scenario("baseline", {"start": date(2016, 1, 1)})) == date(2016, 12, 31)


@pytest.fixture(scope="module")
def town():
    """A year before and one after in a town of a few people."""
    plan = load_scenario("tiny", {"warmup": 0, "task_admission": 56})
    told = []
    history = live_history(plan, build_city(None, plan.city_source()), 3, 1, told.append)
    return history, told


def test_the_worlds_are_one_until_the_reform(town):
    history, told = town
    first = [history[world].drop(columns="burden").loc[0] for world in WORLDS]
    assert first[0].contacts > 0
    assert (first[0].drop(["rated", "satisfied"]) == first[1].drop(["rated", "satisfied"])).all()
    assert first[2].contacts == first[0].contacts
    assert told[-1] == days_of_history(1)
    assert all(a <= b for a, b in pairwise(told))
    assert all(len(years) == 2 and (years.burden > 0).all() for years in history.values())


def test_history_begins_without_the_scenarios_own_levers(town, monkeypatch):
    seen = []

    def opens(plan, **_):
        seen.append(plan)
        raise InterruptedError

    monkeypatch.setattr(living, "GovernanceModel", opens)
    plan = load_scenario("tiny", {"task_admission": 56})
    with pytest.raises(InterruptedError):
        live_history(plan, build_city(None, plan.city_source()), 3, 1)
    assert seen[0].policy == ()
    assert plan.policy


def test_the_log_keeps_official_reports_and_first_words():
    rows = np.zeros(3, dtype=TICKET)
    rows["official"] = [1, 0, 1]
    rows["repeated"] = [0, 0, 1]
    rows["onset"], rows["reported"] = [1.0, 2.0, 3.0], [4.0, 3.0, 9.0]
    rows["rating"] = [5, 4, 1]
    log = TicketLog()
    assert len(log.reports()) == len(log.first_words()) == 0
    log.take(rows, np.zeros(0))
    log.take(rows[:0], np.zeros(0))
    assert log.reports()["rating"].tolist() == [5, 1]
    assert log.first_words()["delay"].tolist() == [3.0, 1.0]
