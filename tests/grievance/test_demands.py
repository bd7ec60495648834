"""A claimant asks for more under the threat of a bad rating: given in to, refused, or talked round."""

import numpy as np
import pytest

from sim.agents.responses import Response
from sim.grievance.level import Level
from sim.grievance.ticket import Demand, Outcome


@pytest.fixture
def insists(quiet):
    """Ratings count fully, and whoever has a case asks for more."""
    quiet.world.communities.rating_weight = 1.0
    quiet.world.residents.insistence = 1.0
    quiet.rules.leverage = 10.0
    quiet.rules.insist_gain, quiet.rules.demand_hours = 0.25, 3.0
    quiet.rules.rating_base, quiet.rules.pressing = 1.0, 0.0
    return quiet


def worked(quiet, days=20):
    """Let a case be spoken of and closed; returns its demand, its ticket, and the hours at the street's desks."""
    row = quiet.spoken()
    demand = Demand.NONE
    for _ in range(days):
        quiet.days(1)
        demand = max(demand, Demand(quiet.case(row).demand))
    desks = quiet.world.desks
    (ticket,) = quiet.tickets
    assert ticket.outcome == Outcome.SOLVED
    return demand, ticket, desks.hours_worked[desks.level == Level.STREET].sum()


def person(quiet, ticket):
    return quiet.world.residents[ticket.resident]


def test_an_office_that_gives_in_spends_the_hours_and_teaches_that_it_pays(insists):
    insists.world.residents.insistence = 0.6
    insists.rules.yield_ease = 100.0
    demand, ticket, hours = worked(insists)
    assert demand == Demand.GRANTED
    assert person(insists, ticket).insistence == pytest.approx(0.6 + 0.25 * 0.4)
    quick = 0.1 / (0.5 + 0.5 * insists.rules[0].street_skill)
    assert hours == pytest.approx(3.0 * quick)
    assert ticket.rating > 1


@pytest.mark.parametrize(("kept", "rating"), [(1.0, [1]), (0.0, [4, 5])])
def test_one_that_stands_firm_risks_a_bad_rating(insists, kept, rating):
    insists.rules.yield_ease, insists.rules.threat_kept = -100.0, kept
    demand, ticket, hours = worked(insists)
    assert demand == Demand.REFUSED
    assert person(insists, ticket).insistence == pytest.approx(0.75)
    assert hours == pytest.approx(0.1 / (0.5 + 0.5 * insists.rules[0].street_skill))
    assert ticket.rating in rating


@pytest.mark.parametrize("owner", [Level.STREET, Level.COMMUNITY])
def test_where_ties_are_strong_the_committee_talks_them_round(insists, owner):
    insists.categories.owner = owner
    insists.world.communities.tiered = 1.0
    insists.world.compounds.social = 1.0
    insists.rules.committee_persuades, insists.rules.talk_hours = 1.0, 2.0
    insists.rules.yield_ease = 100.0
    row = insists.spoken()
    insists.days(20)
    (ticket,) = insists.tickets
    assert ticket.level == owner
    desk = insists.world.desks[insists.world.communities[0].desk]
    done = desk.hours_worked - (0.0 if owner == Level.STREET else 0.1)
    assert 2.0 <= done < 4.5  # at its own case slower hands take longer
    assert insists.world.residents[ticket.resident].insistence == pytest.approx(0.75)
    assert ticket.rating > 1
    assert insists.case(row).demand != Demand.GRANTED


def test_without_a_secretary_nobody_talks(insists):
    insists.world.compounds.social = 1.0
    insists.rules.committee_persuades = 1.0
    insists.rules.yield_ease = 100.0
    secretary = insists.world.workers[insists.world.communities[0].worker_lo]
    secretary.present, secretary.vacant_since = 0, 1_000
    demand, _, _ = worked(insists)
    assert demand == Demand.GRANTED


@pytest.mark.parametrize(("weight", "channel"), [(0.1, Response.HOTLINE), (1.0, Response.GRID)])
def test_where_no_rating_counts_nobody_asks_for_more(insists, weight, channel):
    insists.world.communities.rating_weight = weight
    insists.spoken(channel)
    insists.days(20)
    assert np.all(insists.world.residents.insistence == 1.0)
