"""Ratings that count fully, and nobody checks: claimants learn that asking for more pays, and the others wait."""

from functools import cache

import numpy as np
import pandas as pd

from sim import GovernanceModel
from sim.city import build_city
from sim.grievance.level import Level
from sim.grievance.ticket import Outcome
from sim.parameters import PARAMETERS

AREA, DAYS, SEEDS = "420106013", 360, range(1, 9)
T_OF_7 = 2.365
"""Student's t for a 95 % interval over eight seeds."""
START = np.float32(PARAMETERS["insist_start"].value)
USUAL, MOST = PARAMETERS["leverage"].value, PARAMETERS["leverage"].high
PRESSED = tuple((name, PARAMETERS[name].high) for name in ("voice_gain", "demand_hours"))
"""Many speak, and giving in takes all the hours it may: at the usual numbers one resident in 300 asks for more in a
year, and what the others wait for it does not stand out."""


class _Log:
    def __init__(self):
        self.parts = []

    def take(self, tickets, handovers):
        self.parts.append(tickets)


@cache
def _city():
    return build_city(AREA)


@cache
def _lives(leverage, parameters=(), rating=1.0):
    """Return what a street lives through, one a seed: insistence by quarter, hours of its desks, tickets near home."""
    plan = {
        "extends": "baseline", "area": AREA, "days": DAYS, "warmup": 0,
        "policy": {"closure_audit": {"intensity": 0.0}, "case_rating": {"intensity": rating}},
        "parameters": {"leverage": leverage, **dict(parameters)},
    }  # fmt: skip
    lives = []
    for seed in SEEDS:
        model = GovernanceModel(plan, city=_city(), seed=seed)
        model.record.sink = log = _Log()
        learnt = []
        while model.running:
            model.step()
            if model.day % 90 == 0:
                learnt.append(float(model.world.residents.insistence.mean()))
        desks = model.world.desks
        near = (desks.level == Level.COMMUNITY) | (desks.level == Level.STREET)
        lives.append(
            {
                "learnt": learnt,
                "insistence": model.world.residents.insistence.copy(),
                "worked": float(desks.hours_worked[near].sum()),
                "tickets": _tickets(np.concatenate(log.parts)),
            }
        )
    return lives


def _tickets(rows):
    """Return the hours until an answer and until closing of what was handled near home, open ones until the end."""
    rows = pd.DataFrame(rows)
    rows = rows[(rows.outcome != Outcome.MERGED) & rows.level.between(Level.COMMUNITY, Level.STREET)]
    rows = rows.drop_duplicates(["trouble", "resident"]).set_index(["trouble", "resident"])
    hours = {
        name: rows[name].where(rows[name] >= 0.0, 24.0 * DAYS) - rows.reported for name in ("first_response", "closed")
    }
    return pd.DataFrame(hours)


def _interval(values):
    half = T_OF_7 * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values) + half


def _longer_for_those_who_do_not_ask(name):
    """Return by how many hours the same tickets of those who never asked for more take longer, one a seed."""
    longer = []
    for some_ask, none_asks in zip(_lives(MOST, PRESSED), _lives(0.0, PRESSED), strict=True):
        change = (some_ask["tickets"][name] - none_asks["tickets"][name]).dropna()
        content = some_ask["insistence"][change.index.get_level_values("resident")] == START
        assert content.sum() > 1_000
        longer.append(float(change[content].mean()))
    return longer


def test_claimants_learn_that_it_pays():
    learnt = np.array([[START, *life["learnt"]] for life in _lives(USUAL)])
    for earlier, later in zip(learnt.T[:-1], learnt.T[1:], strict=True):
        assert _interval(later - earlier)[0] > 0.0


def test_nobody_learns_it_where_ratings_hardly_count():
    lives = _lives(MOST, rating=PARAMETERS["rating_weight_start"].value)
    assert all((life["insistence"] == START).all() for life in lives)


def test_hours_go_to_those_who_ask_for_more():
    pairs = zip(_lives(MOST, PRESSED), _lives(0.0, PRESSED), strict=True)
    assert _interval([some_ask["worked"] / none_asks["worked"] - 1.0 for some_ask, none_asks in pairs])[0] > 0.01


def test_those_who_do_not_ask_wait_for_it():
    for name in ("first_response", "closed"):
        assert _interval(_longer_for_those_who_do_not_ask(name))[0] > 0.0, name
