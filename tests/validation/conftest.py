"""What a run might have shown, made up by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.grievance.tally import TALLY
from sim.grievance.ticket import Outcome
from sim.measure.record import Waiting
from sim.validation.history import COUNTS
from sim.validation.log import FIRST_WORD, REPORT
from sim.validation.observed import Observed

START = pd.Timestamp(2017, 3, 6)
"""A Monday."""
EMPTY = Waiting().table()


def tickets_of(hours, *, closed=True, category=0, reported=0.0, on_time=True):
    """Return official tickets that took some hours; every other argument is one for all or one for each."""
    table = np.zeros(len(hours), dtype=EMPTY.dtype)
    table["hours"], table["closed"], table["category"], table["reported"] = hours, closed, category, reported
    table["on_time"] = on_time & table["closed"]
    table["due"] = True
    return table


def words_of(delay, *, community=0, compound=0, category=0):
    """Return first words that were waited for so long."""
    table = np.zeros(len(delay), dtype=FIRST_WORD)
    table["delay"], table["community"], table["compound"], table["category"] = delay, community, compound, category
    return table


def reports_of(rows):
    """Return official reports from (resident, trouble, reported, closed, outcome), hours in days; -1: still open."""
    table = np.zeros(len(rows), dtype=REPORT)
    for name, column in zip(
        ("resident", "trouble", "reported", "closed", "outcome"), zip(*rows, strict=True), strict=True
    ):
        table[name] = column
    for name in ("reported", "closed"):
        table[name] = np.where(table[name] < 0, -1.0, 24.0 * table[name])
    table["deadline"] = table["reported"] + 24.0
    table["solved_true"] = table["outcome"] == Outcome.SOLVED
    table["solved_reported"] = np.isin(table["outcome"], (Outcome.SOLVED, Outcome.PSEUDO))
    return table


def years_of(**columns):
    """Return years of a world: 1000 tickets due, closed and rated in each, but for what is told."""
    usual = dict.fromkeys((*COUNTS, "burden"), 1000.0)
    return pd.DataFrame({name: np.asarray(columns.get(name, usual[name])) for name in usual}, index=range(6))


def days_of(days, **columns):
    """Return a table of days from a Monday on, all of them usual."""
    names = ("tickets", "contacts", "enquiries", "backlog", "open_tickets")
    table = pd.DataFrame({name: np.zeros(days) for name in names}, index=pd.date_range(START, periods=days))
    table["usual"] = True
    return table.assign(**columns)


@pytest.fixture
def seen():
    """Give a function that returns what a run has shown: nothing, but for what is told."""

    def shown(**more):
        nothing = Observed(
            days=0,
            first_hour=0.0,
            categories=4,
            tickets=EMPTY,
            ripe=np.zeros(0, dtype=bool),
            counts=dict.fromkeys(TALLY.names, 0.0),
            daily=days_of(0),
            tickets_by_community=np.zeros(1),
            first_words=words_of([]),
            reports=np.zeros(0, dtype=REPORT),
            contacts=np.zeros(10, dtype=np.int64),
            contacts_by_building=np.zeros(3),
            burnout=np.zeros(0),
            burnout_cut=0.5,
            old_share=np.zeros(0),
            items_each=np.zeros(0),
        )
        if "counts" in more:
            more["counts"] = nothing.counts | more["counts"]
        if "tickets" in more and "ripe" not in more:
            more["ripe"] = np.ones(len(more["tickets"]), dtype=bool)
        return replace(nothing, **more)

    return shown
