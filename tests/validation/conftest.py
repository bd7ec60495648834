"""What a run might have shown, made up by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.grievance.tally import TALLY
from sim.measure.record import Waiting
from sim.validation.observed import FIRST_WORD, Observed

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
            contacts=np.zeros(10, dtype=np.int64),
            contacts_by_building=np.zeros(3),
            burnout=np.zeros(0),
            burnout_cut=0.5,
            old_share=np.zeros(0),
        )
        if "counts" in more:
            more["counts"] = nothing.counts | more["counts"]
        if "tickets" in more and "ripe" not in more:
            more["ripe"] = np.ones(len(more["tickets"]), dtype=bool)
        return replace(nothing, **more)

    return shown
