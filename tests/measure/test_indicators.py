"""Indicators of tallies and tickets written by hand, and the table of their definitions."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from sim.agents.upkeep import trust_of_block
from sim.grievance.level import Level
from sim.grievance.tally import TALLY
from sim.grievance.ticket import TICKET, Outcome
from sim.measure.definitions import definitions
from sim.measure.indicators import community_indicators, run_indicators
from sim.measure.record import Waiting, waits_of
from sim.measure.tickets import count_tickets
from sim.model import GovernanceModel

PROMISED = [
    "troubles",
    "voiced_share",
    "informal_share",
    "silent_share",
    "contacts",
    "enquiry_share",
    "tickets",
    "merged_share",
    "response_rate",
    "on_time_rate",
    "closure_rate",
    "resolution_rate_reported",
    "resolution_rate_true",
    "pseudo_closure_share",
    "satisfaction",
    "rating_response_rate",
    "local_share",
    "escalation_rate",
    "misroute_rate",
    "reopen_rate",
    "repeat_rate",
    "petitions_per_10k",
    "hours_to_close_median",
    "hours_to_close_p90",
    "backlog_end",
    "mean_trust",
    "burden_per_resident",
    "worker_burnout_share",
    "worker_quit_rate",
    "admin_hours_share",
    "registered_volunteers",
    "active_volunteers",
    "volunteer_hours",
    "fee_collection_rate",
    "firms_exited",
    "firms_dismissed",
    "cost_yuan_per_resident",
    "gini_tickets_community",
    "gini_resolution_community",
]
HORIZON = 1_000.0
TICKETS = [
    # the values of COLUMNS, in their order
    (1, Outcome.SOLVED, Level.STREET, 100.0, 110.0, 150.0, 200.0, 0, 0, 0, 0, 1),
    (1, Outcome.PSEUDO, Level.DISTRICT, 100.0, 110.0, 250.0, 200.0, 2, 0, 1, 1, 4),
    (1, Outcome.UNRESOLVED, Level.COMMUNITY, 100.0, 110.0, 200.0, 200.0, 0, 1, 0, 0, 1),
    (1, Outcome.OPEN, Level.CITY, 100.0, 110.0, -1.0, 200.0, 0, 0, 1, 0, 3),  # overdue
    (1, Outcome.OPEN, Level.STREET, 990.0, -1.0, -1.0, 1_100.0, 0, 0, 0, 0, 1),  # not due yet
    (1, Outcome.MERGED, Level.STREET, 300.0, -1.0, -1.0, 400.0, 0, 0, 0, 0, 0),
    (0, Outcome.SOLVED, Level.COMPOUND, 100.0, 110.0, 120.0, -1.0, 0, 0, 0, 0, 1),
]
COLUMNS = (
    "official", "outcome", "level", "reported", "first_response", "closed", "deadline", "reopened", "repeated",
    "escalated", "misrouted", "handovers",
)  # fmt: skip


@pytest.fixture(scope="module")
def tickets():
    table = np.zeros(len(TICKETS), TICKET).view(np.recarray)
    for name, values in zip(COLUMNS, zip(*TICKETS, strict=True), strict=True):
        table[name] = values
    table.solved_true = table.outcome == Outcome.SOLVED
    table.solved_reported = (table.outcome == Outcome.SOLVED) | (table.outcome == Outcome.PSEUDO)
    return table


def test_counting_the_log_by_hand(tickets):
    tallies = np.zeros(1, TALLY).view(np.recarray)
    count_tickets(tallies, tickets, 0, len(tickets), HORIZON)
    wanted = {
        "tickets": 5, "responded": 4, "due": 4, "on_time": 2, "closed": 3, "solved_reported": 2, "solved_true": 1,
        "pseudo": 1, "local": 2, "escalated": 2, "misrouted": 1, "reopened": 1, "repeats": 1,
    }  # fmt: skip
    assert {name: float(tallies[name][0]) for name in TALLY.names if tallies[name][0]} == wanted


def test_counting_in_parts_is_counting_at_once(tickets):
    whole, parts = (np.zeros(1, TALLY).view(np.recarray) for _ in range(2))
    count_tickets(whole, tickets, 0, 7, HORIZON)
    count_tickets(parts, tickets, 0, 3, HORIZON)
    count_tickets(parts, tickets, 3, 7, HORIZON)
    assert whole.tobytes() == parts.tobytes()


def test_open_tickets_are_censored_at_the_horizon_not_dropped(tickets):
    waiting = Waiting()
    waiting.keep(waits_of(tickets[:4], HORIZON))
    waiting.keep(waits_of(tickets[4:], HORIZON))
    table = waiting.table()
    assert table["hours"].tolist() == [50.0, 150.0, 100.0, 900.0, 10.0]
    assert table["closed"].tolist() == [True, True, True, False, False]
    assert table["on_time"].tolist() == [True, False, True, False, False]
    assert table["due"].tolist() == [True, True, True, True, False]


@pytest.fixture(scope="module")
def record(tickets):
    """The record of a run of 73 days (a fifth of a year) of the two-compound town, with counts put in by hand."""
    model = GovernanceModel("tiny", days=73, warmup=0)
    world = model.world
    count_tickets(world.tallies, tickets, 0, len(tickets), HORIZON)
    counts = {
        "troubles": 40, "voiced": 20, "informal": 5, "among_neighbours": 12, "silent": 8, "contacts": 50,
        "enquiries": 20, "merged": 3, "burden": 124.0, "petitions": 2, "asked": 4, "ratings": 3, "rating_sum": 9,
        "satisfaction_sum": 2.0, "judged": 4, "volunteer_hours": 7.5, "quits": 1, "post_months": 24, "firms_left": 2,
        "firms_dismissed": 1,
    }  # fmt: skip
    for name, value in counts.items():
        world.tallies[name] = value
    world.residents.trust_firm, world.residents.trust_community, world.residents.trust_platform = 0.2, 0.4, 0.9
    world.workers.present[:] = 0
    world.workers.present[:4] = 1
    world.workers.burnout[:4] = [0.9, 0.1, 0.1, 0.1]
    world.volunteers.registered[:] = 0
    world.volunteers.registered[:5] = 1
    world.volunteers.active[:] = 0
    world.volunteers.active[:3] = 1
    world.compounds.billed[:], world.compounds.paid[:] = [0, 1_000], [0, 800]
    model.record.waiting.keep(waits_of(tickets, HORIZON))
    return SimpleNamespace(record=model.record, residents=len(world.residents))


def test_indicators_by_hand(record):
    values = run_indicators(record.record, days=73, cost_yuan=620.0)
    years = record.residents / 5
    wanted = {
        "troubles": 40, "voiced_share": 0.5, "informal_share": 0.125, "silent_share": 0.2, "contacts": 50,
        "enquiry_share": 0.4, "tickets": 5, "merged_share": 3 / 8, "response_rate": 0.8, "on_time_rate": 0.5,
        "closure_rate": 0.6, "resolution_rate_reported": 2 / 3, "resolution_rate_true": 1 / 3,
        "pseudo_closure_share": 1 / 3, "satisfaction": 0.5, "satisfaction_true": 0.5, "rating_response_rate": 0.75,
        "local_share": 2 / 3, "escalation_rate": 0.4, "misroute_rate": 0.2, "reopen_rate": 0.2, "repeat_rate": 0.2,
        "petitions_per_10k": 20_000 / years, "hours_to_close_median": 100.0, "backlog_end": 2, "mean_trust": 0.5,
        "burden_per_resident": 124 / years, "worker_burnout_share": 0.25, "worker_quit_rate": 0.5,
        "registered_volunteers": 5, "active_volunteers": 3, "volunteer_hours": 7.5, "fee_collection_rate": 0.8,
        "firms_exited": 2, "firms_dismissed": 1, "cost_yuan_per_resident": 620 / years, "gini_tickets_community": 0.0,
        "gini_resolution_community": 0.0,
    }  # fmt: skip
    assert {name: values[name] for name in wanted} == pytest.approx(wanted, rel=1e-6)
    assert math.isnan(values["hours_to_close_p90"])
    assert 0 < values["admin_hours_share"] < 1


def test_mean_trust_has_drifted_to_the_last_day_by_hand():
    """Half of the people were last touched 50 days before the end, the others on the last day; 100 days are a life."""
    model = GovernanceModel("tiny", days=73, warmup=0)
    people, rules = model.world.residents, model.world.rules
    rules.trust_days = 100.0
    levels = {"firm": (0.3, 0.9), "community": (0.5, 0.7), "platform": (0.4, 0.1)}  # usual, and as last touched
    for whom, (usual, now) in levels.items():
        rules[f"trust_{whom}_usual"] = usual
        people[f"trust_{whom}"] = now
    half = len(people) // 2
    people.touched[:half], people.touched[half:] = 23.0, 73.0
    share = half / len(people)
    wanted = [share * (usual + math.exp(-0.5) * (now - usual)) + (1.0 - share) * now for usual, now in levels.values()]
    before = people.tobytes()
    values = run_indicators(model.record, days=73, cost_yuan=0.0)
    assert values["mean_trust"] == pytest.approx(sum(wanted) / 3)
    (row,) = community_indicators(model.record, days=73).to_dict("records")
    assert row["mean_trust"] == pytest.approx(sum(wanted) / 3)
    model.record.trust_stands([trust_of_block(model.world, block, 73) for block in model._blocks[:-1]], 73)
    assert model.record.trust[-1] == (73, *(pytest.approx(one) for one in wanted))
    assert people.tobytes() == before  # measuring touches nobody


def test_communities_say_what_the_area_says(record):
    whole = run_indicators(record.record, days=73, cost_yuan=0.0)
    (row,) = community_indicators(record.record, days=73).to_dict("records")
    here = set(row)
    assert set(whole) - here == {"cost_yuan_per_resident", "gini_tickets_community", "gini_resolution_community"}
    assert {name: row[name] for name in here} == pytest.approx({name: whole[name] for name in here}, nan_ok=True)


def test_staff_and_firms_are_counted_where_they_are():
    """Month by month the rules' counts by community add up to what the series and the firms' own books say.

    Owners pay less here than usual and committees are strict, so that firms do go.
    """
    poor = {"fee_ease": 0.8, "staff_least": 0.8, "contract_months": 12, "renewal_ease": -1.0}
    model = GovernanceModel("baseline", area="420106013", days=360, warmup=65, seed=1, **poor)
    for _ in range(65):
        model.step()
    before, dismissed_before = model.world.firms.exits.sum(), model.world.firms.dismissals.sum()
    model.run_model()
    tallies = model.world.tallies
    quits, in_post = np.sum(model.record.workers, axis=0)
    assert (tallies.quits.sum(), tallies.post_months.sum()) == (quits, in_post)
    assert tallies.firms_left.sum() == model.world.firms.exits.sum() - before
    assert np.count_nonzero(tallies.quits) > 1
    assert tallies.firms_left.sum() > 0
    assert tallies.firms_dismissed.sum() == model.world.firms.dismissals.sum() - dismissed_before > 0


def test_every_promised_indicator_is_defined_and_given(record):
    assert set(PROMISED) <= set(definitions())
    assert list(run_indicators(record.record, days=73, cost_yuan=0.0)) == list(definitions())


@pytest.mark.parametrize("definition", definitions().values(), ids=definitions())
def test_a_definition_is_complete(definition):
    assert definition.kind in {"reported", "true", "input"}
    assert all((definition.unit, definition.zh, definition.en, definition.definition_zh, definition.definition_en))


@pytest.mark.parametrize(
    "pair", [("resolution_rate_reported", "resolution_rate_true"), ("satisfaction", "satisfaction_true")]
)
def test_reported_and_true_stand_side_by_side(pair):
    assert [definitions()[name].kind for name in pair] == ["reported", "true"]
