"""SF09, SF10 and SF11 against cases worked by hand."""

import numpy as np
import pytest

from sim.validation.voice import by_weekday, delays_by_place, many_enquire, silence_is_unequal, week_has_a_cycle
from tests.validation.conftest import days_of, words_of

PLACES, EACH = 20, 30


def _words(delay_of_place, *, place="community", category=0):
    places = np.repeat(np.arange(PLACES), EACH)
    return words_of(np.repeat(delay_of_place, EACH), category=category, **{place: places})


def test_the_slowest_tenth_is_compared_with_the_quickest(seen):
    delays = np.array([1.0] * 2 + [2.0] * 16 + [3.0] * 2)
    found = silence_is_unequal(seen(first_words=_words(delays), counts={"troubles": 1000.0, "voiced": 250.0}))
    assert found == pytest.approx({"voiced": 25.0, "delay_ratio": 3.0, "places": 20.0})


def test_a_place_is_not_slow_for_the_troubles_that_it_has(seen):
    kind = np.repeat(np.arange(PLACES) % 2, EACH)
    words = words_of(np.where(kind == 1, 50.0, 5.0), community=np.repeat(np.arange(PLACES), EACH), category=kind)
    assert delays_by_place(seen(first_words=words)) == pytest.approx(np.ones(PLACES))


def test_compounds_stand_in_where_communities_are_few(seen):
    assert len(delays_by_place(seen(first_words=_words(np.ones(PLACES), place="compound")))) == PLACES
    assert len(delays_by_place(seen(first_words=_words(np.ones(PLACES))[: 9 * EACH]))) == 0


def test_places_with_few_words_are_not_compared(seen):
    words = _words(np.ones(PLACES))
    few = words[: 15 * EACH + 19]
    assert len(delays_by_place(seen(first_words=few))) == 15


def test_contacts_are_enquiries_orders_and_others(seen):
    counts = {"contacts": 200.0, "enquiries": 90.0, "tickets": 50.0}
    assert many_enquire(seen(counts=counts)) == {"enquiries": 45.0, "dispatched": 25.0}
    assert many_enquire(seen(counts={"contacts": 5.0})) == {}


def test_holidays_and_make_up_days_are_not_taken_for_the_week(seen):
    tickets = np.array([10.0] * 5 + [4.0] * 2 + [1.0] + [10.0] * 4 + [30.0] + [6.0])
    usual = np.ones(14, dtype=bool)
    usual[[7, 12]] = False  # a Monday that was a holiday, and the Saturday that made up for it
    daily = days_of(14, tickets=tickets, usual=usual)
    assert week_has_a_cycle(seen(daily=daily)) == pytest.approx({"weekend_ratio": (14.0 / 3.0) / 10.0})
    assert by_weekday(daily).tolist() == pytest.approx([10.0, 10.0, 10.0, 10.0, 10.0, 4.0, 5.0])


def test_without_a_weekend_there_is_no_cycle(seen):
    assert week_has_a_cycle(seen(daily=days_of(5, tickets=100.0))) == {}
