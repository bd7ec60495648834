"""What is said, where and when: SF09 silence, SF10 enquiries, SF11 the week."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.validation.concentration import FEWEST_PLACES
from sim.validation.observed import Observed

Floats = NDArray[np.float64]
FEWEST_WORDS = 20
"""First words below which a place's speed says nothing."""
FEWEST = 100
"""Troubles or contacts below which a share says nothing."""


def delays_by_place(seen: Observed) -> Floats:
    """Return how slow each place is to speak, ascending: hours from onset to first word against what is usual.

    Standardised for what happens there (indirectly): hours waited / hours that the same troubles are waited for on
    average over all places. Places are communities with enough first words; compounds where those are fewer than ten;
    none where those are too few as well.
    """
    words = seen.first_words
    n = np.maximum(1, np.bincount(words["category"], minlength=seen.categories))
    usual = np.bincount(words["category"], weights=words["delay"], minlength=seen.categories) / n
    for kind in ("community", "compound"):
        spoken = np.bincount(words[kind])
        waited = np.bincount(words[kind], weights=words["delay"])
        expected = np.bincount(words[kind], weights=usual[words["category"]])
        enough = (spoken >= FEWEST_WORDS) & (expected > 0.0)
        if enough.sum() >= FEWEST_PLACES:
            return np.sort(waited[enough] / expected[enough])
    return np.empty(0)


def silence_is_unequal(seen: Observed) -> Mapping[str, float]:
    """SF09: most dissatisfaction is silent, and some places speak much later than others."""
    if seen.counts["troubles"] < FEWEST:
        return {}
    found = {"voiced": 100.0 * seen.counts["voiced"] / seen.counts["troubles"]}
    delays = delays_by_place(seen)
    if len(delays):
        tenth = round(len(delays) / 10)
        found["delay_ratio"] = float(delays[-tenth:].mean() / delays[:tenth].mean())
    return found | {"places": float(len(delays))}


def many_enquire(seen: Observed) -> Mapping[str, float]:
    """SF10: many contacts are enquiries; a minority become orders."""
    counts = seen.counts
    if counts["contacts"] < FEWEST:
        return {}
    return {
        "enquiries": 100.0 * counts["enquiries"] / counts["contacts"],
        "dispatched": 100.0 * counts["tickets"] / counts["contacts"],
    }


def by_weekday(daily: pd.DataFrame) -> "pd.Series[float]":
    """Return mean official tickets of a usual day by weekday, 0 Monday; what has no usual day is missing."""
    usual = daily[daily.usual]
    means: pd.Series[float] = usual.tickets.groupby(pd.DatetimeIndex(usual.index).dayofweek).mean()
    return means


def week_has_a_cycle(seen: Observed) -> Mapping[str, float]:
    """SF11: fewer tickets on weekends."""
    usual = seen.daily[seen.daily.usual]
    weekend = pd.DatetimeIndex(usual.index).dayofweek >= 5
    if usual.tickets.sum() < FEWEST or not weekend.any() or weekend.all():
        return {}
    return {"weekend_ratio": float(usual.tickets[weekend].mean() / usual.tickets[~weekend].mean())}
