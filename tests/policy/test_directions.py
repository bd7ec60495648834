"""What each lever moves first, and the side effects that show: paired worlds with the same troubles (`directions.csv`).

Quantities are indicators by name, or one of those in `_quantities`.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import GovernanceModel
from sim.agents.responses import Response
from sim.agents.upkeep import trust_of_community
from sim.city import build_city
from sim.grievance.level import Level
from sim.grievance.ticket import Reason
from sim.measure.indicators import run_indicators
from sim.parameters import PARAMETERS
from sim.policy import LEVERS

AREA, DAYS, WARMUP, SEEDS = "420106013", 240, 30, range(1, 9)
DISTRICT = "420113"
"""A small one, of four streets."""
T_OF_7 = 2.365
"""Student's t for a 95 % interval over eight seeds."""
SHOCK = {
    "start": "2016-03-01",
    "end": "2016-04-15",
    "needs": {"hardship": 20.0, "medical_service": 8.0, "access_security": 8.0, "neighbour_dispute": 10.0},
}
ROWS = list(csv.DictReader(Path(__file__).with_name("directions.csv").read_text(encoding="utf-8").splitlines()))


class _Log:
    """Keeps the tickets and the hand-overs of a run."""

    def __init__(self):
        self.parts, self.handovers = [], []

    def take(self, tickets, handovers):
        self.parts.append(tickets)
        self.handovers.append(handovers)


def _mean(values):
    return float(np.mean(values)) if len(values) else float("nan")


def _of_tickets(world, tickets, last_day):
    """Return mean hours to the end by kind of ticket, and shares solved."""
    category = world.categories[tickets.category]
    day = np.clip((tickets.reported // 24).astype(int), 0, last_day - 1)
    shocked = world.shocks[day, tickets.category] > 1.0
    alarm = world.alarm[day]
    own = tickets.outcome != 4  # merged ones are no tickets of their own
    closed = own & (tickets.closed >= 0)
    hours = np.where(tickets.closed >= 0, tickets.closed, 24.0 * last_day) - tickets.reported
    kinds = {
        "severe": (tickets.severity > 0.45) & (tickets.severity <= 0.8),
        "light": tickets.severity < 0.15,
        "joint": category["joint_share"] >= 0.2,
        "outside": category["outside_share"] >= 0.4,
        "firm": (category["owner"] == 0) & (tickets.official == 0),
        "shocked": shocked,
        "ordinary": ~shocked & alarm,
        "dispute": category["dispute"] != 0,
        "seen_above": tickets.official != 0,
        "told_in_person": (tickets.official == 0) & (tickets.channel == Response.GRID),
    }
    waits = {f"wait_{kind}": _mean(hours[own & which]) for kind, which in kinds.items()}
    solved = {
        "dispute_solved": _mean(tickets.solved_true[closed & (category["dispute"] != 0)]),
        "firm_solved": _mean(tickets.solved_true[closed & (category["owner"] == 0)]),
    }
    return {
        **waits,
        **solved,
        "severe_lead": waits["wait_light"] - waits["wait_severe"],
        "lead_of_what_is_seen": waits["wait_told_in_person"] - waits["wait_seen_above"],
        "told_firm": float((own & (tickets.channel == Response.FIRM_DESK)).sum()),
    }


def _promises(compounds):
    """Return what was promised at forums, and which share of what has been judged was kept."""
    kept, broken = int(compounds.promises_kept.sum()), int(compounds.promises_broken.sum())
    share = kept / (kept + broken) if kept + broken else float("nan")
    return {"promises": int(compounds.promises_made.sum()), "promises_kept_share": share}


def _trust_in_community(world, day):
    """Return the residents' mean trust in their community at the end."""
    each = [trust_of_community(world, row, day)[1] for row in range(len(world.communities))]
    return float(sum(each) / world.communities.resident_n.sum())


def _hours_at_desks(desks):
    """Return the hours a day that whoever is at these desks has for cases."""
    return float((desks.server_n * desks.share * (desks.closes - desks.opens)).sum())


def _of_handovers(world, handovers):
    """Return shares of whistles answered and of outside waits that end with a meeting, and hours of others' parts."""
    count = np.bincount(handovers.reason, minlength=len(Reason))
    answered, unanswered = count[Reason.WHISTLED], count[Reason.WHISTLE_UNANSWERED]
    ended = handovers.hour[handovers.reason == Reason.FROM_OUTSIDE] // 24
    return {
        "whistles_answered": answered / (answered + unanswered) if answered + unanswered else float("nan"),
        "ends_on_meetings": _mean(ended % world.streets.meeting_days[0] == 0),
        "hours_for_parts": _mean(_hours_between(handovers, Reason.JOINT, Reason.JOINT_DONE)),
    }


def _hours_between(handovers, first, last):
    """Return the hours from one kind of hand-over to another, for tickets that have both."""
    rows = [handovers[handovers.reason == reason] for reason in (first, last)]
    asked, done = (pd.Series(these.hour).groupby(these.ticket).min() for these in rows)
    return (done - asked).dropna().to_numpy()


def _quantities(model, tickets, handovers):
    """Return what a run came to: indicators, queues of the last half, and the state of people and institutions."""
    world, days = model.world, model.record.daily()
    rules, compounds, there = world.rules[0], world.compounds, world.workers.present != 0
    alike = rules.rules_even * world.communities.codified[world.workers.community[there]]
    skill = world.workers.skill[there].mean(axis=1)
    founded = compounds.committee[compounds.committee >= 0]
    contracted = world.firms.contracts > 0
    return {
        **run_indicators(model.record, DAYS, 0.0),
        **days.filter(like="queue_").iloc[-DAYS // 2 :].mean().to_dict(),
        **_of_tickets(world, tickets, model.last_day),
        **_of_handovers(world, handovers),
        "enquiries": float(days.enquiries[WARMUP:].sum()),
        "hours_come_back": float((world.communities.firm_hours_used - world.communities.station_given).sum()),
        "hours_on_nothing": float(world.tallies.hours_on_nothing.sum()),
        **{
            name: float(compounds[name].mean())
            for name in ("service", "condition", "social", "attended", "mood", "strife", "suspicion")
        },
        "put_right": float(compounds.list_in_time.sum()),
        "firm_desk_hours": _hours_at_desks(world.desks[compounds.desk[compounds.firm >= 0]]),
        "willing": float(compounds.willing[compounds.committee < 0].mean()),
        "works_done": float((compounds.projects > 0).sum()),
        **_promises(compounds),
        "trust_community": _trust_in_community(world, model.day),
        "committees": float((compounds.committee >= 0).mean()),
        "with_firm": float((compounds.firm >= 0).mean()),
        "committee_quality": float(world.committees.quality[founded].mean()),
        "skill": float(skill.mean()),
        "skill_of_secretaries": float(skill[world.workers.secretary[there] != 0].mean()),
        "burnout": float(world.workers.burnout[there].mean()),
        "days_on_courses": float(world.workers.days_away.sum()),
        "applied_skill_sd": float((skill + alike * (rules.skill_standard - skill)).std()),
        "certified": float(world.workers.certified[there].mean()),
        "case_hours_share": float(world.desks.share[world.communities.desk].mean()),
        "street_hours_share": float(world.desks.share[world.desks.level == Level.STREET].mean()),
        "helped": float(world.units.cases_helped.sum()),
        "units_spent": float((world.units.purse < rules.promise_cost).mean()),
        "agreed": float(compounds.agreed.mean()),
        "wasted": float(world.units.wasted.sum()),
        "effort": float(world.firms.effort[contracted].mean()),
        "firm_skill": float(world.firms.skill[contracted].mean()),
        "cash": float(world.firms.cash[contracted].mean()),
        "practice": float(world.communities.practice.mean()),
        "adopted": float((world.communities.practice > 0.0).mean()),
        "practice_of_adopters": _mean(world.communities.practice[world.communities.practice > 0.0]),
        "care": float(world.communities.care.mean()),
        "idle_members": float(world.volunteers.registered.sum() - world.volunteers.active.sum()),
    }


@cache
def _city(area):
    return build_city(area)


@cache
def _world(levers: tuple[tuple[str, float], ...], condition: str) -> pd.DataFrame:
    """Return the quantities of a street where some levers are in force all along, a row a seed.

    Args:
        levers: with their intensities, of one that is named twice the last; parameters may stand among them with
            values of their own.
        condition: `shock`, `one_pilot`, `district` (several streets instead of one) or nothing.
    """
    area = DISTRICT if condition == "district" else AREA
    policy = {lever: {"intensity": amount} for lever, amount in levers if lever in LEVERS}
    if condition == "one_pilot":
        policy["exemplar_pilots"] = {"intensity": 1.0, "where": {"areas": ["420106013001"]}}
    plan = {"extends": "baseline", "area": area, "days": DAYS, "warmup": WARMUP, "policy": policy}
    plan["parameters"] = {name: value for name, value in levers if name in PARAMETERS}
    if condition == "shock":
        plan["shocks"] = [SHOCK]
    rows = []
    for seed in SEEDS:
        log = _Log()
        model = GovernanceModel(plan, city=_city(area), seed=seed)
        model.record.sink = log
        model.run_model()
        rows.append(
            _quantities(model, *(np.concatenate(part).view(np.recarray) for part in (log.parts, log.handovers)))
        )
    return pd.DataFrame(rows)


def _beside(written):
    """Return the levers and the condition that a row names."""
    parts = [part.partition("=") for part in written.split(";") if part]
    levers = tuple((name, float(amount)) for name, equals, amount in parts if equals)
    return levers, next((name for name, equals, _ in parts if not equals), "")


def _moves(row):
    """Return by how much a lever moves a quantity on the mean over seeds, and half the width of its 95 % interval."""
    levers, condition = _beside(row["beside"])
    amount = float(row["intensity"]) if row["intensity"] else LEVERS[row["lever"]].default
    with_it = _world((*levers, (row["lever"], amount)), condition)
    difference = with_it[row["quantity"]] - _world(levers, condition)[row["quantity"]]
    return float(difference.mean()), T_OF_7 * float(difference.std(ddof=1)) / np.sqrt(len(difference))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['lever']}-{row['quantity']}" for row in ROWS])
def test_it_moves_what_its_mechanism_says(row):
    mean, half = _moves(row)
    assert int(row["sign"]) * mean > half, f"{row['quantity']}: {mean:+.4g} ± {half:.2g}"


def test_every_lever_has_a_direction():
    assert {row["lever"] for row in ROWS if row["kind"] == "first"} == set(LEVERS)


def test_authority_with_posts_does_not_move_the_queue_to_the_street():
    default = {lever: LEVERS[lever].default for lever in ("devolved_authority", "posts_shifted_down")}
    alone = _world((("devolved_authority", default["devolved_authority"]),), "").queue_street
    both = _world(tuple(default.items()), "").queue_street
    base = _world((), "").queue_street
    assert alone.mean() > base.mean() > both.mean()


def test_authority_takes_fewer_hours_for_reports_where_a_gate_turns_them_away():
    def lost(beside):
        with_it = _world((*beside, ("devolved_authority", 1.0)), "")
        return (_world(beside, "").street_hours_share - with_it.street_hours_share).mean()

    assert lost(()) > lost((("task_gate", 0.5),)) > lost((("task_gate", 1.0),)) >= 0.0


def _interval(change):
    """Return the ends of the 95 % interval of a change over the seeds."""
    half = T_OF_7 * change.std(ddof=1) / np.sqrt(len(change))
    return change.mean() - half, change.mean() + half


def _scored_without_audit(pressing):
    """Return by how much ratings that count fully move each quantity where nobody checks, a row a seed."""
    unaudited = (("closure_audit", 0.0), ("pressing", pressing))
    return _world((*unaudited, ("case_rating", 1.0)), "") - _world(unaudited, "")


def test_a_score_without_audit_parts_what_is_reported_from_what_is_true():
    change = _scored_without_audit(PARAMETERS["pressing"].high)
    assert _interval(change.pseudo_closure_share)[0] > 0.0
    assert _interval(change.resolution_rate_reported)[0] > 0.0
    assert _interval(change.resolution_rate_true)[1] < 0.0


def test_at_the_usual_persuasion_ratings_alone_part_from_what_is_felt():
    """Where half can be talked round, the threat of a bad rating and the hope of a good one keep the balance."""
    change = _scored_without_audit(PARAMETERS["pressing"].value)
    assert _interval(change.satisfaction)[0] > 0.1
    assert _interval(change.satisfaction_true)[1] < 0.05
    low, high = _interval(change.pseudo_closure_share)
    assert low < 0.0 < high


def _clearly_above(first, second):
    """Say whether one quantity is above another beyond chance, seed by seed."""
    difference = first - second
    return difference.mean() > T_OF_7 * difference.std(ddof=1) / np.sqrt(len(difference))


def test_the_same_works_are_liked_better_where_residents_chose_them():
    """As much money to a yuan, and what is chosen and agreed to does not hang on who chooses: left is the procedure."""
    same = (("micro_projects", 200.0), ("consent_vote", 0.0), ("shed_cost", 250.0), ("lift_cost", 1_000_000.0))
    chosen, assigned = _world((*same, ("participatory_budgets", 1.0)), ""), _world(same, "")
    assert chosen.works_done.tolist() == assigned.works_done.tolist()
    assert assigned.works_done.min() > 0
    assert _clearly_above(chosen.trust_community, assigned.trust_community)


def test_promises_take_trust_while_more_are_broken_than_kept():
    forums = ("compound_forums", 12.0)
    believed, not_counted = _world((forums,), ""), _world((forums, ("promise_trust", 0.0)), "")
    assert believed.promises_kept_share.max() < 0.5
    assert _clearly_above(not_counted.trust_community, believed.trust_community)


def test_some_go_on_the_register_because_they_are_asked():
    unasked = _world((("volunteer_call", 0.0), ("volunteer_tie", 0.0)), "")
    assert _clearly_above(_world((), "").registered_volunteers, unasked.registered_volunteers)


def test_fewer_come_to_forums_whose_broken_promises_are_told_of():
    forums = ("compound_forums", 12.0)
    told, untold = _world((forums,), ""), _world((forums, ("promise_tells", 0.0), ("promise_trust", 0.0)), "")
    assert untold.attended.min() > 0.0
    assert _clearly_above(untold.attended, told.attended)


def test_forums_cost_less_trust_where_there_are_hands_to_keep_what_they_promise():
    forums = ("compound_forums", 12.0)
    levers = "task_admission community_posts unified_platform tiered_response certification compound_organisations"
    hands = tuple((lever, LEVERS[lever].default) for lever in levers.split())
    without = _world((forums,), ""), _world((), "")
    with_hands = _world((forums, *hands), ""), _world(hands, "")
    assert _clearly_above(with_hands[0].promises_kept_share, without[0].promises_kept_share)
    lost, kept = (pair[0].trust_community - pair[1].trust_community for pair in (without, with_hands))
    assert _clearly_above(kept, lost)
